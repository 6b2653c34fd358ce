/* The section of the lexicon: stems and endings in hash tables, words that may be misspelt or masked. */
#include <stdlib.h>
#include <string.h>

#include "playbook/book.h"

struct entry {
    struct am_letters stem;
    struct am_lexicon_posting posting;
};

struct builder {
    struct am_book *book;
    struct entry *entries;
    size_t count, capacity;
    struct am_buffer typos, masks, letters;
    const struct am_word *word; /* the word whose forms are being added */
    unsigned term;
    bool failed;
};

static uint32_t put_letters(struct builder *builder, const struct am_letters *letters)
{
    return (uint32_t)(am_buffer_add(&builder->letters, letters->at, letters->len * sizeof *letters->at) /
                      sizeof *letters->at);
}

static void add_entry(struct builder *builder, const struct am_letters *stem, unsigned set, bool exact)
{
    if (builder->count == builder->capacity) {
        size_t capacity = builder->capacity ? builder->capacity * 2 : 4096;
        struct entry *entries = realloc(builder->entries, capacity * sizeof *entries);

        if (entries == NULL) {
            builder->failed = true;
            return;
        }
        builder->entries = entries;
        builder->capacity = capacity;
    }
    builder->entries[builder->count++] =
        (struct entry){*stem, {.term = (uint16_t)builder->term, .set = (uint8_t)set, .exact = exact}};
}

/* The stem as one that is also met misspelt or masked. */
static void add_loose(struct builder *builder, const struct am_letters *stem, unsigned set)
{
    struct am_lexicon_loose loose = {.len = (uint16_t)stem->len, .term = (uint16_t)builder->term, .set = set};

    if (builder->word->typo && stem->len >= 4) {
        loose.letters = put_letters(builder, stem);
        am_buffer_add(&builder->typos, &loose, sizeof loose);
    }
    if (builder->word->maskable && stem->len >= 3) {
        loose.letters = put_letters(builder, stem);
        am_buffer_add(&builder->masks, &loose, sizeof loose);
    }
}

static void add_form(void *context, const struct am_letters *stem, unsigned set)
{
    struct builder *builder = context;

    add_entry(builder, stem, set, false);
    add_loose(builder, stem, set);
}

static void add_words(struct builder *builder)
{
    for (size_t i = 0; i < builder->book->word_count; i++) {
        const struct am_word *word = &builder->book->words[i];

        builder->word = word;
        builder->term = AM_TERM_WORDS + (unsigned)i;
        if (word->form == AM_WORD_INFLECTED && !word->plain) {
            am_inflect(&builder->book->inflection, &word->letters, add_form, builder);
        } else {
            unsigned set = word->form == AM_WORD_PREFIX ? AM_ENDINGS_ANY : AM_ENDINGS_NONE;

            add_entry(builder, &word->letters, set, true);
            if (!word->plain)
                add_loose(builder, &word->letters, set);
        }
    }
}

/* Negators' first words and frequent words. */
static void add_specials(struct builder *builder)
{
    for (size_t i = 0; i < builder->book->special_count; i++) {
        builder->term = builder->book->specials[i].term;
        add_entry(builder, &builder->book->specials[i].letters, AM_ENDINGS_NONE, true);
    }
}

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;

    if (x->stem.len != y->stem.len)
        return x->stem.len < y->stem.len ? -1 : 1;

    int order = memcmp(x->stem.at, y->stem.at, x->stem.len * sizeof *x->stem.at);

    if (order == 0)
        order = (int)x->posting.term - (int)y->posting.term;
    return order != 0 ? order : (int)x->posting.set - (int)y->posting.set;
}

static uint64_t hash_of(const struct am_letters *letters)
{
    uint64_t hash = 0;

    for (unsigned i = 0; i < letters->len; i++)
        hash = am_hash_letter(hash, letters->at[i]);
    return hash;
}

static uint32_t bits_for(size_t count)
{
    uint32_t bits = 4;

    while ((size_t)1 << bits < count * 2 + 2)
        bits++;
    return bits;
}

/* Slots of a hash table over `hashes`; each holds a number + 1. */
static struct am_buffer make_slots(const uint64_t *hashes, size_t count, uint32_t bits)
{
    struct am_buffer out = {0};
    size_t size = (size_t)1 << bits;
    uint32_t *slots = calloc(size, sizeof *slots);

    if (slots == NULL) {
        out.failed = true;
        return out;
    }
    for (size_t i = 0; i < count; i++) {
        size_t slot = am_hash_slot(hashes[i], bits);

        while (slots[slot] != 0)
            slot = (slot + 1) & (size - 1);
        slots[slot] = (uint32_t)i + 1;
    }
    am_buffer_add(&out, slots, size * sizeof *slots);
    free(slots);
    return out;
}

/* A stem before it has its slot. */
struct stem {
    uint64_t hash;
    uint32_t first, count; /* postings */
};

/* A bit for each stem, so that most beginnings that are none are known to be none at once. */
static struct am_buffer make_filter(const struct stem *stems, size_t count, uint32_t bits)
{
    struct am_buffer out = {0};
    size_t words = ((size_t)1 << bits) / 32;
    uint32_t *filter = calloc(words, sizeof *filter);

    if (filter == NULL) {
        out.failed = true;
        return out;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t bit = am_stem_bit(stems[i].hash, bits);

        filter[bit / 32] |= UINT32_C(1) << bit % 32;
    }
    am_buffer_add(&out, filter, words * sizeof *filter);
    free(filter);
    return out;
}

/* Puts the stems into empty slots; false when two would be taken for each other. */
static bool fill_slots(const struct stem *stems, size_t count, uint64_t seed, struct am_lexicon_stem *slots,
                       uint32_t size)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t mixed = am_stem_mix(stems[i].hash, seed);
        uint32_t slot = am_stem_slot(mixed, size);

        for (; slots[slot].postings != 0; slot = slot + 1 < size ? slot + 1 : 0)
            if (slots[slot].check == (uint32_t)mixed)
                return false;
        slots[slot] =
            (struct am_lexicon_stem){(uint32_t)mixed, stems[i].first | stems[i].count << AM_STEM_FIRST_BITS};
    }
    return true;
}

/* The stems in their slots, with a seed that tells them apart: nearly always the first. */
static bool make_stems(const struct stem *stems, size_t count, uint64_t *seed, struct am_buffer *out)
{
    enum { SEEDS = 64, LEAST = 8 };
    const uint32_t size = (uint32_t)(count + count / 2 + LEAST);
    struct am_lexicon_stem *slots = calloc(size, sizeof *slots);
    bool good = false;

    for (unsigned i = 0; slots != NULL && !good && i < SEEDS; i++) {
        *seed = i * UINT64_C(0x9e3779b97f4a7c15);
        memset(slots, 0, size * sizeof *slots);
        good = fill_slots(stems, count, *seed, slots, size);
    }
    am_buffer_add(out, slots, good ? size * sizeof *slots : 0);
    free(slots);
    return good;
}

static bool same_stem(const struct entry *a, const struct entry *b)
{
    return a->stem.len == b->stem.len &&
           memcmp(a->stem.at, b->stem.at, a->stem.len * sizeof *a->stem.at) == 0;
}

/* Adds the postings of the stem of entry `i`; gives the entry behind the last of them. */
static size_t put_postings(const struct builder *builder, size_t i, struct stem *stem,
                           struct am_buffer *postings)
{
    const struct entry *entries = builder->entries;
    size_t k = i;

    *stem = (struct stem){.hash = hash_of(&entries[i].stem),
                          .first = (uint32_t)(postings->len_bytes / sizeof(struct am_lexicon_posting))};
    for (; k < builder->count && same_stem(&entries[k], &entries[i]); k++) {
        const struct am_lexicon_posting *posting = &entries[k].posting;
        bool doubled = k > i && posting->term == entries[k - 1].posting.term &&
                       posting->set == entries[k - 1].posting.set;
        if (!doubled && stem->count < AM_STEM_POSTINGS_MAX) {
            am_buffer_add(postings, posting, sizeof *posting);
            stem->count++;
        }
    }
    return k;
}

/* Stems with their postings, and the filter: some eight bits for each. */
static void write_stems(struct builder *builder, struct am_lexicon_header *header, struct am_buffer *out)
{
    struct am_buffer stems = {0}, postings = {0}, filter;
    struct stem *found = calloc(builder->count + 1, sizeof *found);
    bool good = found != NULL;
    size_t count = 0;

    for (size_t i = 0; good && i < builder->count;) {
        if (builder->entries[i].stem.len > header->stem_len_max)
            header->stem_len_max = builder->entries[i].stem.len;
        i = put_postings(builder, i, &found[count++], &postings);
    }
    good = good && postings.len_bytes / sizeof(struct am_lexicon_posting) < UINT32_C(1) << AM_STEM_FIRST_BITS;
    header->filter_bits = bits_for(count) + 2;
    filter = make_filter(found, good ? count : 0, header->filter_bits);
    good = good && make_stems(found, count, &header->seed, &stems);
    builder->failed = builder->failed || !good;
    am_buffer_append_table(out, &filter, sizeof(uint32_t), &header->filter);
    am_buffer_append_table(out, &stems, sizeof(struct am_lexicon_stem), &header->stems);
    am_buffer_append_table(out, &postings, sizeof(struct am_lexicon_posting), &header->postings);
    free(found);
}

static void write_endings(struct builder *builder, struct am_lexicon_header *header, struct am_buffer *out)
{
    const struct am_inflection *inflection = &builder->book->inflection;
    struct am_buffer endings = {0}, slots;
    uint64_t *hashes = calloc(inflection->ending_count + 1, sizeof *hashes);

    for (size_t i = 0; hashes != NULL && i < inflection->ending_count; i++) {
        const struct am_ending *ending = &inflection->endings[i];
        struct am_lexicon_ending record = {.hash = hash_of(&ending->letters),
                                           .sets = ending->sets,
                                           .letters = put_letters(builder, &ending->letters),
                                           .len = (uint16_t)ending->letters.len};

        hashes[i] = record.hash;
        am_buffer_add(&endings, &record, sizeof record);
    }
    builder->failed = builder->failed || hashes == NULL;
    header->empty_sets = inflection->empty_sets;
    header->ending_bits = bits_for(inflection->ending_count);
    slots = make_slots(hashes, hashes != NULL ? inflection->ending_count : 0, header->ending_bits);
    am_buffer_append_table(out, &slots, sizeof(uint32_t), &header->ending_slots);
    am_buffer_append_table(out, &endings, sizeof(struct am_lexicon_ending), &header->endings);
    free(hashes);
}

bool am_lexicon_build(struct am_book *book, struct am_buffer *out)
{
    struct builder builder = {.book = book};
    struct am_lexicon_header header = {.version = AM_LAYOUT_VERSION};

    add_words(&builder);
    add_specials(&builder);
    if (builder.count > 0)
        qsort(builder.entries, builder.count, sizeof *builder.entries, compare_entries);
    am_buffer_add(out, &header, sizeof header);
    write_stems(&builder, &header, out);
    write_endings(&builder, &header, out);
    am_buffer_append_table(out, &builder.typos, sizeof(struct am_lexicon_loose), &header.typos);
    am_buffer_append_table(out, &builder.masks, sizeof(struct am_lexicon_loose), &header.masks);
    am_buffer_append_table(out, &builder.letters, sizeof(uint32_t), &header.letters);
    free(builder.entries);
    if (out->failed || builder.failed)
        return false;
    memcpy(out->bytes, &header, sizeof header);
    return true;
}
