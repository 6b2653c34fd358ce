#include "engine/playbook/lexicon.h"

#include <string.h>

#include "engine/playbook/loose.h"

const void *am_table_at(struct amends_view section, struct am_table table, size_t item_bytes,
                        size_t alignment)
{
    if (table.offset > section.len_bytes || table.offset % alignment != 0 ||
        table.count > (section.len_bytes - table.offset) / item_bytes)
        return NULL;
    return section.bytes + table.offset;
}

struct am_lexicon am_lexicon_of(struct amends_view section)
{
    const struct am_lexicon_header *header = (const void *)section.bytes;
    const char *bytes = section.bytes;

    return (struct am_lexicon){.header = header,
                               .ending_slots = (const void *)(bytes + header->ending_slots.offset),
                               .filter = (const void *)(bytes + header->filter.offset),
                               .letters = (const void *)(bytes + header->letters.offset),
                               .stems = (const void *)(bytes + header->stems.offset),
                               .postings = (const void *)(bytes + header->postings.offset),
                               .endings = (const void *)(bytes + header->endings.offset),
                               .typos = (const void *)(bytes + header->typos.offset),
                               .masks = (const void *)(bytes + header->masks.offset)};
}

static bool letters_fit(const struct am_lexicon_header *header, uint32_t first, uint32_t len)
{
    return len <= AM_WORD_LETTERS_MAX && first <= header->letters.count &&
           len <= header->letters.count - first;
}

static bool slots_fit(const uint32_t *slots, struct am_table table, uint32_t bits, uint32_t items)
{
    bool empty = false;

    if (bits < 1 || bits > 24 || table.count != UINT32_C(1) << bits)
        return false;
    for (uint32_t i = 0; i < table.count; i++) {
        empty = empty || slots[i] == 0;
        if (slots[i] > items)
            return false;
    }
    return empty; /* so that every search ends */
}

static bool stems_fit(const struct am_lexicon *lexicon)
{
    const struct am_lexicon_header *header = lexicon->header;
    bool empty = false;

    if (header->filter_bits < 5 || header->filter_bits > 30 ||
        header->filter.count != UINT32_C(1) << (header->filter_bits - 5))
        return false;
    for (uint32_t i = 0; i < header->stems.count; i++) {
        uint32_t first = am_stem_first(lexicon->stems[i]), count = am_stem_count(lexicon->stems[i]);

        empty = empty || lexicon->stems[i].postings == 0;
        if (first > header->postings.count || count > header->postings.count - first)
            return false;
    }
    return empty; /* so that every search ends */
}

static bool loose_fit(const struct am_lexicon_header *header, const struct am_lexicon_loose *loose,
                      uint32_t count, uint32_t term_count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!letters_fit(header, loose[i].letters, loose[i].len) || loose[i].len == 0 ||
            loose[i].term >= term_count || loose[i].set >= AM_ENDING_SETS_MAX)
            return false;
    return true;
}

static bool tables_fit(struct amends_view section, const struct am_lexicon_header *header)
{
    return am_table_at(section, header->ending_slots, 4, 4) && am_table_at(section, header->letters, 4, 4) &&
           am_table_at(section, header->filter, 4, 4) &&
           am_table_at(section, header->stems, sizeof(struct am_lexicon_stem), 4) &&
           am_table_at(section, header->postings, sizeof(struct am_lexicon_posting), 4) &&
           am_table_at(section, header->endings, sizeof(struct am_lexicon_ending), 8) &&
           am_table_at(section, header->typos, sizeof(struct am_lexicon_loose), 4) &&
           am_table_at(section, header->masks, sizeof(struct am_lexicon_loose), 4);
}

bool am_lexicon_check(struct amends_view section, uint32_t term_count)
{
    const struct am_lexicon_header *header = (const void *)section.bytes;

    if (section.len_bytes < sizeof *header || header->version != AM_LAYOUT_VERSION ||
        !tables_fit(section, header))
        return false;

    struct am_lexicon lexicon = am_lexicon_of(section);

    if (!stems_fit(&lexicon) ||
        !slots_fit(lexicon.ending_slots, header->ending_slots, header->ending_bits, header->endings.count))
        return false;
    for (uint32_t i = 0; i < header->postings.count; i++)
        if (lexicon.postings[i].term >= term_count || lexicon.postings[i].set >= AM_ENDING_SETS_MAX)
            return false;
    for (uint32_t i = 0; i < header->endings.count; i++)
        if (!letters_fit(header, lexicon.endings[i].letters, lexicon.endings[i].len))
            return false;
    return loose_fit(header, lexicon.typos, header->typos.count, term_count) &&
           loose_fit(header, lexicon.masks, header->masks.count, term_count);
}

/* A word before its first letter; false when it is none, or too long. */
static bool open_word(struct am_lexicon_word *word, const uint32_t *letters, unsigned len)
{
    if (len == 0 || len > AM_WORD_LETTERS_MAX)
        return false;
    word->letters = letters;
    word->len = len;
    word->hash[0] = 0;
    word->power[0] = 1;
    return true;
}

static bool begin_word(struct am_lexicon_word *word, const uint32_t *letters, unsigned len)
{
    if (!open_word(word, letters, len))
        return false;
    for (unsigned i = 0; i < len; i++) {
        word->hash[i + 1] = am_hash_letter(word->hash[i], letters[i]);
        word->power[i + 1] = word->power[i] * AM_HASH_FACTOR;
    }
    return true;
}

/* Most are short: a call of memcmp is dearer than this. */
static bool same_letters(const uint32_t *a, const uint32_t *b, unsigned len)
{
    uint32_t differ = 0;

    for (unsigned i = 0; i < len; i++)
        differ |= a[i] ^ b[i];
    return differ == 0;
}

/* The sets of endings that have the word's letters from `from` on. */
static uint64_t ending_sets(const struct am_lexicon *lexicon, const struct am_lexicon_word *word,
                            unsigned from)
{
    unsigned len = word->len - from;

    if (len == 0)
        return lexicon->header->empty_sets | UINT64_C(3);

    uint64_t hash = word->hash[word->len] - word->hash[from] * word->power[len];
    uint32_t mask = lexicon->header->ending_slots.count - 1;

    for (uint32_t slot = am_hash_slot(hash, lexicon->header->ending_bits);; slot = (slot + 1) & mask) {
        if (lexicon->ending_slots[slot] == 0)
            return UINT64_C(2);

        const struct am_lexicon_ending *ending = &lexicon->endings[lexicon->ending_slots[slot] - 1];

        if (ending->hash == hash && ending->len == len &&
            same_letters(lexicon->letters + ending->letters, word->letters + from, len))
            return ending->sets | UINT64_C(2);
    }
}

/* Where found terms go. */
struct found {
    uint16_t *terms;
    unsigned count, max;
    bool word; /* a whole word was met, not only its beginning */
};

static void add_term(struct found *found, unsigned term)
{
    unsigned at = found->count;

    while (at > 0 && found->terms[at - 1] > term)
        at--;
    if ((at > 0 && found->terms[at - 1] == term) || found->count == found->max)
        return;
    for (unsigned i = found->count++; i > at; i--)
        found->terms[i] = found->terms[i - 1];
    found->terms[at] = (uint16_t)term;
}

static uint64_t may_be_stem(const struct am_lexicon *lexicon, uint64_t hash)
{
    uint32_t bit = am_stem_bit(hash, lexicon->header->filter_bits);

    return lexicon->filter[bit / 32] >> bit % 32 & 1;
}

static void ask_for(const struct am_lexicon *lexicon, uint64_t hash, uint64_t likely)
{
    const struct am_lexicon_header *header = lexicon->header;

    __builtin_prefetch(
        &lexicon->stems[likely ? am_stem_slot(am_stem_mix(hash, header->seed), header->stems.count) : 0]);
}

/* The hashes of a word's beginnings, and the lengths, a bit each, of those that may be stems: found without
 * branches, as which of them are stems cannot be foretold. */
static bool begin_stems(const struct am_lexicon *lexicon, struct am_lexicon_word *word,
                        const uint32_t *letters, unsigned len)
{
    uint64_t hash = 0, power = 1, lengths = 0;

    word->lengths = 0;
    if (!open_word(word, letters, len))
        return false;
    for (unsigned i = 1; i <= len; i++) {
        word->hash[i] = hash = am_hash_letter(hash, letters[i - 1]);
        word->power[i] = power *= AM_HASH_FACTOR;

        uint64_t likely = may_be_stem(lexicon, hash);

        lengths |= likely << i;
        ask_for(lexicon, hash, likely);
    }
    word->lengths = lengths;
    return true;
}

void am_lexicon_prepare(const struct am_lexicon *lexicon, const struct am_token *token,
                        const struct am_token *second, struct am_lexicon_word *out)
{
    out->pair = 0;
    out->paired = false;
    if (!begin_stems(lexicon, out, token->norm, token->norm_len))
        return;
    if (second == NULL || token->norm_len != 1 || second->norm_len != 1)
        return;
    out->pair = am_hash_letter(out->hash[1], second->norm[0]);
    out->paired = may_be_stem(lexicon, out->pair);
    ask_for(lexicon, out->pair, out->paired);
}

/* The postings of a stem: `count` is 0 where there is none. */
struct leads {
    uint32_t first, count;
    unsigned len; /* of the stem */
};

static struct leads find_stem(const struct am_lexicon *lexicon, uint64_t hash, unsigned len)
{
    const uint32_t slots = lexicon->header->stems.count;
    const uint64_t mixed = am_stem_mix(hash, lexicon->header->seed);

    for (uint32_t slot = am_stem_slot(mixed, slots);; slot = slot + 1 < slots ? slot + 1 : 0) {
        const struct am_lexicon_stem stem = lexicon->stems[slot];

        if (stem.postings == 0 || stem.check == (uint32_t)mixed)
            return (struct leads){am_stem_first(stem), am_stem_count(stem), len};
    }
}

static void look_up(const struct am_lexicon *lexicon, const struct am_lexicon_word *word, struct found *found)
{
    struct leads stems[AM_WORD_LETTERS_MAX];
    unsigned count = 0;

    for (uint64_t lengths = word->lengths; lengths != 0; lengths &= lengths - 1) {
        unsigned len = (unsigned)__builtin_ctzll(lengths);

        stems[count] = find_stem(lexicon, word->hash[len], len);
        __builtin_prefetch(&lexicon->postings[stems[count].first]);
        count += stems[count].count > 0;
    }
    for (unsigned i = 0; i < count; i++) {
        const struct leads *stem = &stems[i];
        uint64_t sets = ending_sets(lexicon, word, stem->len);

        for (uint32_t k = stem->first; k < stem->first + stem->count; k++) {
            const struct am_lexicon_posting *posting = &lexicon->postings[k];

            if ((sets >> posting->set & 1) == 0)
                continue;
            add_term(found, posting->term);
            found->word = found->word || posting->set != AM_ENDINGS_ANY;
        }
    }
}

/* Stretched words: every run of three and more becomes one letter, and then two. */
static void look_up_stretched(const struct am_lexicon *lexicon, const struct am_token *token,
                              struct found *found)
{
    uint32_t letters[AM_WORD_LETTERS_MAX];
    struct am_lexicon_word word;

    for (unsigned keep = 1; keep <= 2; keep++) {
        unsigned len = 0, i = 0;

        while (i < token->norm_len && len + 2 < AM_WORD_LETTERS_MAX) {
            unsigned run = 1;

            while (i + run < token->norm_len && token->norm[i + run] == token->norm[i])
                run++;
            for (unsigned k = 0; k < (run >= 3 ? keep : run); k++)
                letters[len++] = token->norm[i];
            i += run;
        }
        if (begin_stems(lexicon, &word, letters, len))
            look_up(lexicon, &word, found);
    }
}

/* Terms of words that stand in `loose`, with one error or masked; `how` tells where the stem ends in the
 * token. */
static void look_up_loose(const struct am_lexicon *lexicon, const struct am_token *token,
                          const struct am_lexicon_loose *loose, uint32_t count,
                          unsigned (*how)(const uint32_t *, unsigned, const uint32_t *, unsigned, unsigned *),
                          struct found *found)
{
    struct am_lexicon_word word;

    if (!begin_word(&word, token->norm, token->norm_len))
        return;
    for (uint32_t i = 0; i < count; i++) {
        unsigned ends[AM_LOOSE_ENDS_MAX];
        const uint32_t *stem = lexicon->letters + loose[i].letters;
        unsigned ways = how(word.letters, word.len, stem, loose[i].len, ends);

        for (unsigned k = 0; k < ways; k++)
            if (ending_sets(lexicon, &word, ends[k]) >> loose[i].set & 1)
                add_term(found, loose[i].term);
    }
}

unsigned am_lexicon_terms(const struct am_lexicon *lexicon, const struct am_token *token,
                          const struct am_lexicon_word *word, uint16_t *terms, unsigned max)
{
    struct found found = {.terms = terms, .max = max};

    if (token->kind == AM_TOKEN_EMOJI)
        add_term(&found, AM_TERM_EMOJI);
    if (token->kind == AM_TOKEN_MASK)
        add_term(&found, AM_TERM_MASK);
    if (token->flags & AM_TOKEN_CAPS)
        add_term(&found, AM_TERM_CAPS);
    look_up(lexicon, word, &found);
    if (token->kind == AM_TOKEN_HAN || token->kind == AM_TOKEN_EMOJI)
        return found.count;
    if (token->flags & AM_TOKEN_STRETCHED)
        look_up_stretched(lexicon, token, &found);
    if (token->flags & AM_TOKEN_MASKED)
        look_up_loose(lexicon, token, lexicon->masks, lexicon->header->masks.count, am_loose_masked, &found);
    if (!found.word && token->norm_len >= 4)
        look_up_loose(lexicon, token, lexicon->typos, lexicon->header->typos.count, am_loose_typo, &found);
    return found.count;
}

unsigned am_lexicon_pair(const struct am_lexicon *lexicon, const struct am_lexicon_word *word,
                         uint16_t *terms, unsigned count, unsigned max)
{
    struct found found = {.terms = terms, .count = count, .max = max};
    struct leads stem = {0};

    if (word->paired)
        stem = find_stem(lexicon, word->pair, 2);
    for (uint32_t k = 0; k < stem.count; k++)
        add_term(&found, lexicon->postings[stem.first + k].term);
    return found.count;
}

unsigned am_lexicon_lemma(const struct am_lexicon *lexicon, const struct am_token *token)
{
    struct am_lexicon_word word;
    unsigned lemma = AM_TERM_NONE;

    if (!begin_word(&word, token->norm, token->norm_len))
        return AM_TERM_NONE;
    for (unsigned i = 1; i <= word.len && i <= lexicon->header->stem_len_max; i++) {
        if (!may_be_stem(lexicon, word.hash[i]))
            continue;

        struct leads stem = find_stem(lexicon, word.hash[i], i);
        uint64_t sets = stem.count > 0 ? ending_sets(lexicon, &word, i) : 0;

        for (uint32_t k = stem.first; k < stem.first + stem.count; k++) {
            const struct am_lexicon_posting *posting = &lexicon->postings[k];

            if ((sets >> posting->set & 1) && !posting->exact &&
                (lemma == AM_TERM_NONE || posting->term < lemma))
                lemma = posting->term;
        }
    }
    return lemma;
}

unsigned am_lexicon_strip(const struct am_lexicon *lexicon, const uint32_t *letters, unsigned len,
                          unsigned least)
{
    struct am_lexicon_word word;

    if (!begin_word(&word, letters, len))
        return len;
    for (unsigned from = least; from < len; from++)
        if (ending_sets(lexicon, &word, from) & ~UINT64_C(3))
            return from;
    return len;
}
