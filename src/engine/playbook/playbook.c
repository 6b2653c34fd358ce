#include "engine/playbook/playbook.h"

#include <string.h>

#include "engine/model/model.h"
#include "engine/playbook/rules.h"
#include "engine/text/characters.h"
#include "engine/text/identify.h"
#include "engine/text/language.h"
#include "engine/text/words.h"

static bool string_fits(struct am_table strings, struct am_string string)
{
    return string.offset <= strings.count && string.len <= strings.count - string.offset;
}

static bool messages_fit(struct amends_view section)
{
    const struct am_messages_header *header = (const void *)section.bytes;

    if (section.len_bytes < sizeof *header || header->version != AM_LAYOUT_VERSION ||
        !am_table_at(section, header->words, sizeof(struct am_word_record), 8) ||
        !am_table_at(section, header->messages, sizeof(struct am_message_record), 4) ||
        !am_table_at(section, header->strings, 1, 1))
        return false;

    const struct am_word_record *words = (const void *)(section.bytes + header->words.offset);
    const struct am_message_record *messages = (const void *)(section.bytes + header->messages.offset);

    for (uint32_t i = 0; i < header->words.count; i++)
        if (!string_fits(header->strings, words[i].text))
            return false;
    for (uint32_t i = 0; i < header->messages.count; i++)
        if (!string_fits(header->strings, messages[i].message) ||
            !string_fits(header->strings, messages[i].reason))
            return false;
    return true;
}

static bool phrases_fit(struct amends_view section)
{
    const struct am_phrases_header *header = (const void *)section.bytes;

    if (section.len_bytes < sizeof *header || header->version != AM_LAYOUT_VERSION ||
        header->acts.count != AMENDS_ACT_COUNT + 1 || !am_table_at(section, header->acts, 4, 4) ||
        !am_table_at(section, header->phrases, sizeof(struct am_phrase_record), 4) ||
        !am_table_at(section, header->strings, 1, 1))
        return false;

    const uint32_t *acts = (const void *)(section.bytes + header->acts.offset);
    const struct am_phrase_record *phrases = (const void *)(section.bytes + header->phrases.offset);

    for (unsigned i = 0; i < AMENDS_ACT_COUNT; i++)
        if (acts[i] > acts[i + 1] || acts[i + 1] > header->phrases.count)
            return false;
    for (uint32_t i = 0; i < header->phrases.count; i++)
        if (!string_fits(header->strings, phrases[i].text) || phrases[i].level > 3)
            return false;
    return true;
}

static bool topics_fit(struct amends_view section)
{
    const struct am_topics_header *header = (const void *)section.bytes;

    if (section.len_bytes < sizeof *header || header->version != AM_LAYOUT_VERSION ||
        header->topics.count > 32 ||
        !am_table_at(section, header->topics, sizeof(struct am_topic_record), 4) ||
        !am_table_at(section, header->texts, sizeof(struct am_string), 4) ||
        !am_table_at(section, header->strings, 1, 1))
        return false;

    const struct am_topic_record *topics = (const void *)(section.bytes + header->topics.offset);
    const struct am_string *texts = (const void *)(section.bytes + header->texts.offset);

    for (uint32_t i = 0; i < header->topics.count; i++)
        if (!string_fits(header->strings, topics[i].id) || topics[i].first > header->texts.count ||
            topics[i].count > header->texts.count - topics[i].first)
            return false;
    for (uint32_t i = 0; i < header->texts.count; i++)
        if (!string_fits(header->strings, texts[i]))
            return false;
    return true;
}

static bool labels_fit(struct amends_view section)
{
    const struct am_labels_header *header = (const void *)section.bytes;

    return section.len_bytes >= sizeof *header && header->version == AM_LAYOUT_VERSION &&
           header->signals.count == AMENDS_SIGNAL_COUNT &&
           am_table_at(section, header->signals, sizeof(struct am_signal_record), 2) &&
           am_table_at(section, header->numbers, sizeof(struct am_number_record), 8);
}

/* Is a section missing, or in order? */
static bool absent_or(struct amends_view section, bool (*fits)(struct amends_view))
{
    return section.bytes == NULL || fits(section);
}

/* Models come with lexicon, rules and thresholds, or not at all. */
static bool models_fit(const struct am_playbook *playbook, unsigned lang)
{
    struct amends_view thresholds = playbook->lang[lang].thresholds;

    for (int side = 0; side < AM_MODEL_SIDES; side++) {
        struct amends_view model = playbook->lang[lang].models[side];

        if (model.bytes != NULL && (thresholds.bytes == NULL || playbook->lang[lang].rules.bytes == NULL ||
                                    !am_model_check(model, (enum am_model_side)side)))
            return false;
    }
    return thresholds.bytes == NULL || thresholds.len_bytes == sizeof(struct am_model_thresholds);
}

static bool open_language(struct am_playbook *playbook, unsigned lang)
{
    struct amends_view image = playbook->image;
    struct amends_view rules = am_image_section(image, AM_SECTION_RULES, lang);
    struct amends_view lexicon = am_image_section(image, AM_SECTION_LEXICON, lang);

    playbook->lang[lang].language = am_image_section(image, AM_SECTION_LANGUAGE, lang);
    playbook->lang[lang].rules = rules;
    playbook->lang[lang].lexicon = lexicon;
    playbook->lang[lang].phrases = am_image_section(image, AM_SECTION_PHRASES, lang);
    playbook->lang[lang].messages = am_image_section(image, AM_SECTION_MESSAGES, lang);
    playbook->lang[lang].topics = am_image_section(image, AM_SECTION_TOPICS, lang);
    playbook->lang[lang].models[AM_MODEL_SIGNALS] = am_image_section(image, AM_SECTION_MODEL_SIGNALS, lang);
    playbook->lang[lang].models[AM_MODEL_REVIEW] = am_image_section(image, AM_SECTION_MODEL_REVIEW, lang);
    playbook->lang[lang].thresholds = am_image_section(image, AM_SECTION_THRESHOLDS, lang);
    playbook->lang[lang].words = am_image_section(image, AM_SECTION_WORDS, lang);
    playbook->lang[lang].characters = am_image_section(image, AM_SECTION_CHARACTERS, lang);
    if (!models_fit(playbook, lang))
        return false;
    if ((rules.bytes == NULL) != (lexicon.bytes == NULL))
        return false;
    if (rules.bytes != NULL) {
        if (!am_rules_check(rules))
            return false;

        struct am_rules_header header = *am_rules_of(rules).header;

        if (!am_lexicon_check(lexicon, header.term_count))
            return false;
        if (header.need_count > playbook->need_max)
            playbook->need_max = header.need_count;
    }
    return absent_or(playbook->lang[lang].language, am_language_check) &&
           absent_or(playbook->lang[lang].phrases, phrases_fit) &&
           absent_or(playbook->lang[lang].messages, messages_fit) &&
           absent_or(playbook->lang[lang].topics, topics_fit) && am_words_check(playbook->lang[lang].words) &&
           am_characters_check(playbook->lang[lang].characters);
}

enum amends_status am_playbook_open(struct am_playbook *playbook, struct amends_view image)
{
    struct am_playbook opened = {.image = image};
    enum amends_status status = am_image_check(image);

    if (status != AMENDS_OK)
        return status;

    struct amends_view codes = am_image_section(image, AM_SECTION_CODES, AM_IMAGE_LANG_ALL);

    opened.heat = am_image_section(image, AM_SECTION_HEAT, AM_IMAGE_LANG_ALL);
    opened.labels = am_image_section(image, AM_SECTION_LABELS, AM_IMAGE_LANG_ALL);
    opened.language_count = (unsigned)(codes.len_bytes / 8);
    if (codes.bytes == NULL || codes.len_bytes % 8 != 0 || opened.language_count > AMENDS_LANGUAGES_MAX ||
        !absent_or(opened.labels, labels_fit))
        return AMENDS_E_IMAGE;

    struct amends_view identify = am_image_section(image, AM_SECTION_IDENTIFY, AM_IMAGE_LANG_ALL);

    if (identify.bytes != NULL && !am_identify_check(identify, opened.language_count))
        return AMENDS_E_IMAGE;
    for (unsigned i = 0; i < opened.language_count; i++)
        if (codes.bytes[i * 8 + 7] != '\0' || !open_language(&opened, i) ||
            !am_language_check(am_image_section(image, AM_SECTION_LANGUAGE, i)))
            return AMENDS_E_IMAGE;
    if (!am_identify_check(am_image_section(image, AM_SECTION_IDENTIFY, AM_IMAGE_LANG_ALL),
                           opened.language_count))
        return AMENDS_E_IMAGE;
    *playbook = opened;
    return AMENDS_OK;
}

static bool has_language(const struct am_playbook *playbook, int lang)
{
    return lang >= 0 && (unsigned)lang < playbook->language_count;
}

unsigned am_playbook_rule_count(const struct am_playbook *playbook, int lang)
{
    if (!has_language(playbook, lang) || playbook->lang[lang].rules.bytes == NULL)
        return 0;
    return am_rules_of(playbook->lang[lang].rules).header->rules.count;
}

void am_playbook_rule(const struct am_playbook *playbook, int lang, unsigned rule, struct am_rule *out)
{
    *out = (struct am_rule){.message = -1};
    if (rule >= am_playbook_rule_count(playbook, lang))
        return;

    struct am_rules rules = am_rules_of(playbook->lang[lang].rules);
    const struct am_rule_record *record = &rules.rules[rule];

    *out = (struct am_rule){.kind = record->kind,
                            .label = record->label,
                            .part = record->part,
                            .channels = record->channels,
                            .weight = record->weight,
                            .anger = record->anger,
                            .sources = record->sources,
                            .message = record->message,
                            .excused_by = record->excused_by,
                            .remedy = record->remedy,
                            .id = {rules.strings + record->id, record->id_len},
                            .suggestion = {rules.strings + record->suggestion, record->suggestion_len}};
}

unsigned am_playbook_phrases(const struct am_playbook *playbook, int lang, int act, uint32_t *first)
{
    *first = 0;
    if (!has_language(playbook, lang) || playbook->lang[lang].phrases.bytes == NULL || act < 0 ||
        act >= AMENDS_ACT_COUNT)
        return 0;

    const char *section = playbook->lang[lang].phrases.bytes;
    const struct am_phrases_header *header = (const void *)section;
    const uint32_t *acts = (const void *)(section + header->acts.offset);

    *first = acts[act];
    return acts[act + 1] - acts[act];
}

void am_playbook_phrase(const struct am_playbook *playbook, int lang, uint32_t phrase, struct am_phrase *out)
{
    *out = (struct am_phrase){0};
    if (!has_language(playbook, lang) || playbook->lang[lang].phrases.bytes == NULL)
        return;

    const char *section = playbook->lang[lang].phrases.bytes;
    const struct am_phrases_header *header = (const void *)section;
    const struct am_phrase_record *records = (const void *)(section + header->phrases.offset);

    if (phrase >= header->phrases.count)
        return;
    *out = (struct am_phrase){
        .text = {section + header->strings.offset + records[phrase].text.offset, records[phrase].text.len},
        .formal = records[phrase].formal,
        .level = records[phrase].level,
        .channels = records[phrase].channels,
        .needs = records[phrase].needs};
}

void am_playbook_message(const struct am_playbook *playbook, int ui_lang, int message,
                         struct amends_view *text, struct amends_view *reason)
{
    *text = *reason = (struct amends_view){NULL, 0};
    if (!has_language(playbook, ui_lang) || playbook->lang[ui_lang].messages.bytes == NULL)
        return;

    const char *section = playbook->lang[ui_lang].messages.bytes;
    const struct am_messages_header *header = (const void *)section;
    const struct am_message_record *records = (const void *)(section + header->messages.offset);
    const char *strings = section + header->strings.offset;

    if (message < 0 || (uint32_t)message >= header->messages.count)
        return;
    *text = (struct amends_view){strings + records[message].message.offset, records[message].message.len};
    *reason = (struct amends_view){strings + records[message].reason.offset, records[message].reason.len};
}

struct amends_view am_playbook_word(const struct am_playbook *playbook, int ui_lang, const char *path)
{
    if (!has_language(playbook, ui_lang) || playbook->lang[ui_lang].messages.bytes == NULL)
        return (struct amends_view){NULL, 0};

    const char *section = playbook->lang[ui_lang].messages.bytes;
    const struct am_messages_header *header = (const void *)section;
    const struct am_word_record *words = (const void *)(section + header->words.offset);
    uint64_t hash = am_hash_path(path, strlen(path));
    uint32_t low = 0, high = header->words.count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (words[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == header->words.count || words[low].hash != hash)
        return (struct amends_view){NULL, 0};
    return (struct amends_view){section + header->strings.offset + words[low].text.offset,
                                words[low].text.len};
}

/* Writes "instructions.<act>" and, where `last` is given, "." and it behind. */
static void put_path(char path[96], const char *act, const char *last)
{
    size_t at = 13, len = strlen(act);

    memcpy(path, "instructions.", at);
    memcpy(path + at, act, len);
    at += len;
    if (last != NULL) {
        path[at++] = '.';
        memcpy(path + at, last, strlen(last));
        at += strlen(last);
    }
    path[at] = '\0';
}

struct amends_view am_playbook_instruction(const struct am_playbook *playbook, int ui_lang, int act,
                                           int channel)
{
    const char *name = amends_act_name(act);
    const char *last[3] = {channel >= 0 && channel < AMENDS_CHANNEL_COUNT ? amends_channel_name(channel)
                                                                          : "default",
                           "default", NULL};
    struct amends_view found = {NULL, 0};

    for (unsigned i = 0; i < 3 && found.bytes == NULL; i++) {
        char path[96];

        put_path(path, name, last[i]);
        found = am_playbook_word(playbook, ui_lang, path);
    }
    return found;
}
