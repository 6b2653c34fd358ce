#include "grave.h"

#include <string.h>

#include "amends/labels.h"
#include "amends/reading.h"
#include "engine/engine.h"
#include "engine/playbook/rules.h"

/* Signals that a word by itself can raise and that weigh heavily on a person. */
static const uint32_t grave_signals = AMENDS_BIT(AMENDS_SIGNAL_PROFANITY) | AMENDS_BIT(AMENDS_SIGNAL_INSULT) |
                                      AMENDS_BIT(AMENDS_SIGNAL_HARASSMENT) |
                                      AMENDS_BIT(AMENDS_SIGNAL_THREAT) | AMENDS_BIT(AMENDS_SIGNAL_HAZARD) |
                                      AMENDS_BIT(AMENDS_SIGNAL_INTOXICATION);

static bool is_negator(const struct am_rules *rules, unsigned term)
{
    for (uint32_t i = 0; i < rules->header->negators.count; i++)
        if (!rules->negators[i].ends && rules->negators[i].len == 1 && rules->negators[i].terms[0] == term)
            return true;
    return false;
}

bool grave_word(const amends_engine *engine, amends_workspace *workspace, int lang, const char *word)
{
    const struct amends_read_options options = {.lang = lang, .channel = -1};
    struct amends_view view = {word, strlen(word)};
    struct am_lexicon lexicon = am_lexicon_of(engine->playbook.lang[lang].lexicon);
    struct am_rules rules = am_rules_of(engine->playbook.lang[lang].rules);
    struct amends_reading reading;
    struct am_text text;
    uint16_t terms[64];
    bool grave = amends_read(engine, workspace, view, &options, &reading) == AMENDS_OK &&
                 (reading.signals & grave_signals) != 0;

    if (grave || am_text_scan(workspace->text, view, &text) != AMENDS_OK || text.token_count == 0)
        return grave;

    struct am_lexicon_word prepared;

    am_lexicon_prepare(&lexicon, text.tokens, NULL, &prepared);

    unsigned count = am_lexicon_terms(&lexicon, text.tokens, &prepared, terms, sizeof terms / sizeof *terms);

    for (unsigned i = 0; i < count; i++)
        grave = grave || is_negator(&rules, terms[i]);
    return grave;
}
