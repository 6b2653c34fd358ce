/*
 * What to say: a phrase for each spoken act of the card, in turn, so that it does not sound like a machine.
 * No phrase offers what the authority left does not cover (hard rule 3), and two cards that follow each other
 * never show the same one (hard rule 5).
 */
#include <string.h>

#include "engine/coach/encounter.h"
#include "engine/engine.h"

/* Explanations of topics among the phrases: this bit, the topic, the explanation's number. */
#define EXPLANATION (UINT32_C(1) << 31)

struct speaker {
    const struct am_playbook *playbook;
    const struct am_coach_rules *rules;
    struct amends_encounter *encounter;
    const struct amends_card *last;
    struct amends_authority left;
    int lang;
    unsigned level; /* of empathy_more's phrases */
};

static struct amends_view text_of(const struct am_playbook *playbook, int lang, uint32_t phrase)
{
    struct am_phrase found;

    if (lang < 0 || (unsigned)lang >= playbook->language_count)
        return (struct amends_view){"", 0};
    if (phrase & EXPLANATION)
        return am_playbook_explanation(playbook, lang, phrase >> 16 & 0x7fff, phrase & 0xffff);
    am_playbook_phrase(playbook, lang, phrase, &found);
    return found.text;
}

struct amends_view amends_phrase_text(const amends_engine *engine, int lang, uint32_t phrase)
{
    return text_of(&engine->playbook, lang, phrase);
}

static bool same(struct amends_view a, struct amends_view b)
{
    return a.len_bytes == b.len_bytes && memcmp(a.bytes, b.bytes, a.len_bytes) == 0;
}

static bool shown_last(const struct speaker *speaker, struct amends_view text)
{
    for (unsigned i = 0; i < speaker->last->say_count; i++)
        if (same(text, text_of(speaker->playbook, speaker->last->lang, speaker->last->say[i].phrase)))
            return true;
    return false;
}

static bool on_card(const struct speaker *speaker, const struct amends_card *card, struct amends_view text)
{
    for (unsigned i = 0; i < card->say_count; i++)
        if (same(text, text_of(speaker->playbook, speaker->lang, card->say[i].phrase)))
            return true;
    return false;
}

static bool has_slot(struct amends_view text)
{
    static const char slot[] = "{emergency_number}";

    for (size_t i = 0; i + sizeof slot - 1 <= text.len_bytes; i++)
        if (memcmp(text.bytes + i, slot, sizeof slot - 1) == 0)
            return true;
    return false;
}

/* Hard rule 3: every remedy the phrase offers must be covered, for the sum that was asked. */
static bool covered(const struct speaker *speaker, unsigned needs)
{
    const struct am_standing *now = &speaker->encounter->now;

    for (int remedy = 0; remedy < AMENDS_REMEDY_COUNT; remedy++) {
        struct amends_offer offer = {remedy, "", -1, -1, -1};

        if ((needs & AMENDS_BIT(remedy)) == 0)
            continue;
        if (now->demanded && now->demand.remedy == remedy)
            offer = now->demand;
        if (amends_authority_covers(&speaker->left, &offer) != AMENDS_COVER_COVERED)
            return false;
    }
    return true;
}

static bool fits(const struct speaker *speaker, const struct amends_card *card, unsigned act, bool formal,
                 uint32_t phrase)
{
    struct am_phrase found;

    am_playbook_phrase(speaker->playbook, speaker->lang, phrase, &found);
    if ((found.formal != 0) != formal ||
        (found.channels & AMENDS_BIT(speaker->encounter->now.core.channel)) == 0)
        return false;
    if (act == AMENDS_ACT_EMPATHISE_MORE && found.level != speaker->level)
        return false;
    if (has_slot(found.text) && speaker->encounter->emergency_number[0] == '\0')
        return false;
    return covered(speaker, found.needs) && !shown_last(speaker, found.text) &&
           !on_card(speaker, card, found.text);
}

static bool choose(const struct speaker *speaker, const struct amends_card *card, unsigned act, bool formal,
                   uint32_t *out)
{
    uint32_t first = 0, count = am_playbook_phrases(speaker->playbook, speaker->lang, (int)act, &first);
    uint8_t *turn = &speaker->encounter->now.turn[act];

    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = (*turn + i) % count;

        if (fits(speaker, card, act, formal, first + at)) {
            *turn = (uint8_t)((at + 1) % (count < 255 ? count : 255));
            *out = first + at;
            return true;
        }
    }
    return false;
}

/* To explain: what is known of what they speak of, before what can be said of anything. */
static bool explain(const struct speaker *speaker, const struct amends_card *card, uint32_t *out)
{
    struct am_standing *now = &speaker->encounter->now;
    unsigned topics = am_playbook_topic_count(speaker->playbook, speaker->lang), seen = 0;

    for (unsigned round = 0; round < 2; round++)
        for (unsigned topic = seen = 0; topic < topics && topic < 32; topic++) {
            unsigned count = am_playbook_explanations(speaker->playbook, speaker->lang, topic);

            if ((now->topics & AMENDS_BIT(topic)) == 0)
                continue;
            for (unsigned i = 0; i < count; i++, seen++) {
                uint32_t phrase = EXPLANATION | topic << 16 | i;
                struct amends_view text = text_of(speaker->playbook, speaker->lang, phrase);

                if ((round == 0 && seen < now->explanation) || shown_last(speaker, text) ||
                    on_card(speaker, card, text))
                    continue;
                now->explanation = (uint8_t)((seen + 1) & 0xff);
                *out = phrase;
                return true;
            }
        }
    return false;
}

static bool any_formal(const struct speaker *speaker, unsigned act)
{
    uint32_t first = 0, count = am_playbook_phrases(speaker->playbook, speaker->lang, (int)act, &first);

    for (uint32_t i = 0; i < count; i++) {
        struct am_phrase found;

        am_playbook_phrase(speaker->playbook, speaker->lang, first + i, &found);
        if (found.formal)
            return true;
    }
    return false;
}

static int language_of(const struct am_playbook *playbook, const struct amends_encounter *encounter)
{
    int lang = encounter->lang_given >= 0 ? encounter->lang_given : encounter->now.lang;

    if (lang < 0)
        lang = encounter->ui_lang;
    return lang >= 0 && (unsigned)lang < playbook->language_count ? lang : 0;
}

void am_encounter_speak(const struct am_playbook *playbook, const struct am_coach_rules *rules,
                        struct amends_encounter *encounter, const struct amends_card *last,
                        struct amends_card *card)
{
    struct speaker speaker = {playbook, rules, encounter, last, am_encounter_left(encounter, false), 0, 1};

    speaker.lang = language_of(playbook, encounter);
    card->lang = (int8_t)speaker.lang;
    if (playbook->language_count == 0 || (encounter->now.core.flags & AM_CORE_GONE))
        return;
    if (card->reiteration > 1)
        speaker.level = card->reiteration > 3 ? 3 : card->reiteration;
    if (encounter->now.core.contested > speaker.level)
        speaker.level = encounter->now.core.contested > 3 ? 3 : encounter->now.core.contested;
    for (unsigned i = 0; i < card->act_count; i++) {
        unsigned act = card->acts[i];
        uint32_t phrase = 0;
        bool formal = encounter->formal && any_formal(&speaker, act);

        if (!rules->acts[act].spoken)
            continue;
        if (!(act == AMENDS_ACT_EXPLAIN && explain(&speaker, card, &phrase)) &&
            !choose(&speaker, card, act, formal, &phrase))
            continue;
        card->say[card->say_count].act = (uint8_t)act;
        card->say[card->say_count++].phrase = phrase;
    }
}
