/* Topics, labels, numbers, and what a text speaks of. */
#include <string.h>

#include "engine/playbook/rules.h"

static const struct am_topics_header *topics_of(const struct am_playbook *playbook, int lang)
{
    if (lang < 0 || (unsigned)lang >= playbook->language_count)
        return NULL;
    return (const void *)playbook->lang[lang].topics.bytes;
}

static const struct am_topic_record *topic_of(const struct am_playbook *playbook, int lang, unsigned topic)
{
    const struct am_topics_header *header = topics_of(playbook, lang);

    if (header == NULL || topic >= header->topics.count)
        return NULL;
    return (const struct am_topic_record *)(const void *)((const char *)header + header->topics.offset) +
           topic;
}

unsigned am_playbook_topic_count(const struct am_playbook *playbook, int lang)
{
    const struct am_topics_header *header = topics_of(playbook, lang);

    return header != NULL ? header->topics.count : 0;
}

struct amends_view am_playbook_topic_id(const struct am_playbook *playbook, int lang, unsigned topic)
{
    const struct am_topics_header *header = topics_of(playbook, lang);
    const struct am_topic_record *record = topic_of(playbook, lang, topic);

    if (record == NULL)
        return (struct amends_view){NULL, 0};
    return (struct amends_view){(const char *)header + header->strings.offset + record->id.offset,
                                record->id.len};
}

unsigned am_playbook_explanations(const struct am_playbook *playbook, int lang, unsigned topic)
{
    const struct am_topic_record *record = topic_of(playbook, lang, topic);

    return record != NULL ? record->count : 0;
}

struct amends_view am_playbook_explanation(const struct am_playbook *playbook, int lang, unsigned topic,
                                           unsigned i)
{
    const struct am_topics_header *header = topics_of(playbook, lang);
    const struct am_topic_record *record = topic_of(playbook, lang, topic);

    if (record == NULL || i >= record->count)
        return (struct amends_view){NULL, 0};

    const struct am_string *texts = (const void *)((const char *)header + header->texts.offset);
    struct am_string text = texts[record->first + i];

    return (struct amends_view){(const char *)header + header->strings.offset + text.offset, text.len};
}

void am_playbook_signal(const struct am_playbook *playbook, int signal, struct am_signal_setting *out)
{
    *out = (struct am_signal_setting){.threshold = 100};
    if (playbook->labels.bytes == NULL || signal < 0 || signal >= AMENDS_SIGNAL_COUNT)
        return;

    const struct am_labels_header *header = (const void *)playbook->labels.bytes;
    const struct am_signal_record *record =
        (const struct am_signal_record *)(const void *)(playbook->labels.bytes + header->signals.offset) +
        signal;

    *out = (struct am_signal_setting){record->threshold, record->anger, record->negation_void,
                                      record->quoted_void};
}

int am_playbook_number(const struct am_playbook *playbook, const char *path, int otherwise)
{
    if (playbook->labels.bytes == NULL)
        return otherwise;

    const struct am_labels_header *header = (const void *)playbook->labels.bytes;
    const struct am_number_record *numbers = (const void *)(playbook->labels.bytes + header->numbers.offset);
    uint64_t hash = am_hash_path(path, strlen(path));

    for (uint32_t i = 0; i < header->numbers.count; i++)
        if (numbers[i].hash == hash)
            return numbers[i].value;
    return otherwise;
}

/* A sorted list of hashes without doubles. */
struct stems {
    uint16_t *hashes;
    unsigned count, max;
};

static void add_stem(struct stems *stems, uint64_t hash)
{
    uint16_t short_hash = (uint16_t)((hash ^ hash >> 29) * UINT64_C(0xbf58476d1ce4e5b9) >> 48);
    unsigned at = stems->count;

    while (at > 0 && stems->hashes[at - 1] > short_hash)
        at--;
    if ((at > 0 && stems->hashes[at - 1] == short_hash) || stems->count == stems->max)
        return;
    memmove(stems->hashes + at + 1, stems->hashes + at, (stems->count - at) * sizeof *stems->hashes);
    stems->hashes[at] = short_hash;
    stems->count++;
}

static bool is_function_word(const struct am_lexicon *lexicon, const struct am_token *token)
{
    uint16_t terms[16];
    struct am_lexicon_word word;

    am_lexicon_prepare(lexicon, token, NULL, &word);

    unsigned count = am_lexicon_terms(lexicon, token, &word, terms, 16);

    for (unsigned i = 0; i < count; i++)
        if (terms[i] == AM_TERM_FUNCTION || terms[i] == AM_TERM_NEGATOR)
            return true;
    return false;
}

/* The stem of a word: what the patterns know it by, else what is left without its ending, shortened so that a
 * stem that changes inside still agrees. */
static uint64_t stem_of(const struct am_lexicon *lexicon, const struct am_token *token)
{
    enum { LEAST = 4, MOST = 5 };
    unsigned lemma = am_lexicon_lemma(lexicon, token);
    uint64_t hash = 1;

    if (lemma != AM_TERM_NONE)
        return am_hash_letter(2, lemma);

    unsigned len = token->norm_len <= LEAST ? token->norm_len
                                            : am_lexicon_strip(lexicon, token->norm, token->norm_len, LEAST);

    for (unsigned i = 0; i < len && i < MOST; i++)
        hash = am_hash_letter(hash, token->norm[i]);
    return hash;
}

unsigned am_playbook_content(const struct am_playbook *playbook, int lang, const struct am_text *text,
                             uint16_t *out, unsigned max)
{
    struct stems stems = {out, 0, max};

    if (lang < 0 || (unsigned)lang >= playbook->language_count || playbook->lang[lang].lexicon.bytes == NULL)
        return 0;

    struct am_lexicon lexicon = am_lexicon_of(playbook->lang[lang].lexicon);
    const struct am_token *before = NULL;

    for (uint32_t i = 0; i < text->token_count && stems.count < max; i++) {
        const struct am_token *token = &text->tokens[i];

        if (token->kind == AM_TOKEN_EMOJI || token->kind == AM_TOKEN_MASK ||
            is_function_word(&lexicon, token)) {
            before = NULL;
            continue;
        }
        /* Chinese: two characters in a row are the smallest thing with a meaning of its own. */
        if (token->kind == AM_TOKEN_HAN) {
            if (before != NULL && before->sentence == token->sentence && token->norm_len > 0)
                add_stem(&stems, am_hash_letter(am_hash_letter(3, before->norm[0]), token->norm[0]));
            before = token->norm_len > 0 ? token : NULL;
            continue;
        }
        before = NULL;
        if (token->norm_len >= 2)
            add_stem(&stems, stem_of(&lexicon, token));
    }
    return stems.count;
}
