/* model/<code>.words: the words of a language with how often they stand, as a tree of letters, and which
 * letters follow each other (AM_SECTION_WORDS). One word a line: its class, "!" where it is grave, a blank,
 * the word. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/text/words.h"
#include "playbook/book.h"
#include "playbook/logarithm.h"

enum {
    SINGLE = 2,
    /* the class of words that were seen once */ ROW_BITS = 19,
    ROW_SLOTS = 1 << ROW_BITS,
    SMOOTH = 4,
    KEY_ROWS_MAX = 4,
    FILTER_BITS = 12 /* for each word, at least */
};

struct word {
    struct am_spelling spelling;
    uint8_t class, ban;
};

struct builder {
    struct am_compile *compile;
    const char *path;
    int lang;
    struct am_letters *texts; /* of each word, as read */
    struct word *words;
    size_t count;
    struct am_words_header header;
    uint16_t *next;
    uint8_t *best;           /* of each node */
    uint32_t *nodes, *slots; /* slots: rows by their hash, first node + 1 */
};

/* --- reading --- */

static bool wrong(const struct builder *builder, const char *message)
{
    am_mistake_file(builder->compile->diagnosis, builder->path, "a file that amends-train wrote", message);
    return false;
}

/* One line: false where it is none. */
static bool read_line(struct builder *builder, struct amends_view line)
{
    struct word *word = &builder->words[builder->count];
    unsigned class = 0;
    size_t at = 0;

    while (at < line.len_bytes && at < 2 && line.bytes[at] >= '0' && line.bytes[at] <= '9')
        class = class * 10 + (unsigned)(line.bytes[at++] - '0');
    if (at == 0 || class >= AM_WORDS_CLASSES)
        return false;
    word->class = (uint8_t) class;
    word->ban = AM_WORDS_FREE;
    if (at < line.len_bytes && line.bytes[at] == '!') {
        word->ban = AM_WORDS_GRAVE;
        at++;
    }
    if (at >= line.len_bytes || line.bytes[at] != ' ')
        return false;
    at++;
    return am_letters_read((struct amends_view){line.bytes + at, line.len_bytes - at},
                           &builder->texts[builder->count]) &&
           builder->texts[builder->count].len > 0 && builder->texts[builder->count].len <= AM_WORDS_LEN_MAX;
}

static bool read_words(struct builder *builder, struct amends_view bytes)
{
    for (size_t at = 0; at < bytes.len_bytes;) {
        const char *end = memchr(bytes.bytes + at, '\n', bytes.len_bytes - at);
        size_t len = end != NULL ? (size_t)(end - bytes.bytes) - at : bytes.len_bytes - at;

        if (!read_line(builder, (struct amends_view){bytes.bytes + at, len}))
            return wrong(builder, "a line is no word with its class");
        builder->count++;
        at += len + 1;
    }
    return builder->count > 0 || wrong(builder, "no words");
}

/* --- letters --- */

static void add_near(struct am_words_header *header, uint8_t key, uint8_t beside)
{
    for (unsigned i = 0; key != 0 && beside != 0 && i < AM_WORDS_NEAR; i++)
        if (header->near[key][i] == 0) {
            header->near[key][i] = beside;
            return;
        }
}

/* Rows of keys, of language.yaml; their number. */
static unsigned read_keyboard(const struct builder *builder, struct am_letters rows[KEY_ROWS_MAX])
{
    const struct am_source *source =
        am_compile_lang_source(builder->compile, builder->lang, "language.yaml", false);
    const yaml_node_t *list = source != NULL ? am_node_get(source, am_node_root(source), "keyboard") : NULL;
    unsigned count = 0;

    for (size_t i = 0; list != NULL && i < am_node_count(list); i++) {
        const yaml_node_t *node = am_node_item(source, list, i);

        if (count == KEY_ROWS_MAX || !am_letters_read(am_node_text(node), &rows[count])) {
            am_mistake_at(builder->compile->diagnosis, source, node,
                          "the letters of one of four rows of keys", "this is no row");
            return count;
        }
        count++;
    }
    return count;
}

static void add_keyboard(struct am_words_header *header, const struct am_letters *row)
{
    for (unsigned k = 0; k + 1 < row->len; k++) {
        uint8_t left = row->at[k] < AM_WORDS_CODES ? header->codes[row->at[k]] : 0,
                right = row->at[k + 1] < AM_WORDS_CODES ? header->codes[row->at[k + 1]] : 0;

        add_near(header, left, right);
        add_near(header, right, left);
    }
}

/* The letters of the words, and those of the keys: they are typed by mistake. */
static bool number_letters(struct builder *builder)
{
    struct am_words_header *header = &builder->header;
    bool seen[AM_WORDS_CODES] = {false};
    struct am_letters rows[KEY_ROWS_MAX];
    unsigned row_count = read_keyboard(builder, rows);

    for (unsigned i = 0; i < row_count; i++)
        for (unsigned k = 0; k < rows[i].len; k++)
            seen[rows[i].at[k] < AM_WORDS_CODES ? rows[i].at[k] : 0] = true;
    seen[0] = false;
    for (size_t i = 0; i < builder->count; i++)
        for (unsigned k = 0; k < builder->texts[i].len; k++) {
            if (builder->texts[i].at[k] >= AM_WORDS_CODES)
                return wrong(builder, "a letter that no word may have");
            seen[builder->texts[i].at[k]] = true;
        }
    for (uint32_t cp = 0; cp < AM_WORDS_CODES; cp++) {
        if (!seen[cp])
            continue;
        if (header->letter_count == AM_WORDS_LETTERS_MAX)
            return wrong(builder, "too many letters");
        header->codes[cp] = (uint8_t)++header->letter_count;
        header->letters[header->letter_count] = cp;
    }
    for (size_t i = 0; i < builder->count; i++) {
        builder->words[i].spelling.len = builder->texts[i].len;
        for (unsigned k = 0; k < builder->texts[i].len; k++)
            builder->words[i].spelling.letters[k] = header->codes[builder->texts[i].at[k]];
    }
    for (unsigned i = 0; i < row_count; i++)
        add_keyboard(header, &rows[i]);
    return true;
}

/* --- costs --- */

/* How often words of a class stand, in 2^16. */
static uint64_t times(unsigned class)
{
    uint64_t value = UINT64_C(1) << 16;

    if (class < SINGLE)
        return value / 2;
    value <<= (class - SINGLE) / 2;
    return class % 2 ? value * 46341 >> 15 : value;
}

static void reckon(struct builder *builder)
{
    uint64_t all = 0, single = 0;
    unsigned most = 0;

    for (size_t i = 0; i < builder->count; i++) {
        all += times(builder->words[i].class);
        single += builder->words[i].class == SINGLE ? times(SINGLE) : 0;
        most = builder->words[i].class > most ? builder->words[i].class : most;
    }
    builder->header.total = am_logarithm(all) - am_logarithm(times(SINGLE)) + SINGLE * AM_WORDS_BIT / 2;
    builder->header.least = builder->header.total - most * (AM_WORDS_BIT / 2);
    /* As probable as all words together that were seen once. */
    builder->header.unknown = am_logarithm(all) - am_logarithm(single > 0 ? single : 1);
}

struct counts {
    uint32_t *three, *two, *one; /* of groups of letters that end with this one */
    uint32_t *pairs, *letters;   /* of what stands before */
    uint32_t all;
};

static void count_letters(const struct builder *builder, struct counts *counts, unsigned wide)
{
    for (size_t i = 0; i < builder->count; i++) {
        const struct am_spelling *word = &builder->words[i].spelling;
        unsigned a = 0, b = 0;

        for (unsigned k = 0; k <= word->len; k++) {
            unsigned c = k < word->len ? word->letters[k] : 0;

            counts->three[(a * wide + b) * wide + c]++;
            counts->two[b * wide + c]++;
            counts->one[c]++;
            counts->pairs[a * wide + b]++;
            counts->letters[b]++;
            counts->all++;
            a = b;
            b = c;
        }
    }
}

/* How probable, in 2^32: as often as counted, smoothed with what is known from less. */
static uint64_t share(uint32_t part, uint32_t all, uint64_t less)
{
    return (((uint64_t)part << 32) + SMOOTH * less) / (all + SMOOTH);
}

static bool add_follows(const struct builder *builder, struct am_buffer *out)
{
    unsigned wide = builder->header.letter_count + 2;
    size_t square = (size_t)wide * wide;
    uint32_t *memory = calloc(square * wide + 2 * square + 2 * wide, sizeof *memory);

    if (memory == NULL)
        return false;

    struct counts counts = {.three = memory};

    counts.two = counts.three + square * wide;
    counts.pairs = counts.two + square;
    counts.one = counts.pairs + square;
    counts.letters = counts.one + wide;
    count_letters(builder, &counts, wide);
    for (unsigned a = 0; a < wide; a++)
        for (unsigned b = 0; b < wide; b++)
            for (unsigned c = 0; c < wide; c++) {
                uint64_t one = share(counts.one[c], counts.all, UINT64_C(1) << 26);
                uint64_t two = share(counts.two[b * wide + c], counts.letters[b], one);
                uint64_t three =
                    share(counts.three[(a * wide + b) * wide + c], counts.pairs[a * wide + b], two);
                unsigned cost = 32 * AM_WORDS_BIT - am_logarithm(three > 0 ? three : 1);
                uint8_t byte = (uint8_t)(cost > UINT8_MAX ? UINT8_MAX : cost);

                am_buffer_add(out, &byte, 1);
            }
    free(memory);
    return true;
}

/* --- the tree --- */

/* Where a row of nodes stands: an equal one that is there already, or behind all. */
static uint32_t place_row(struct builder *builder, const uint32_t *row, const uint8_t *best,
                          const uint16_t *next, unsigned count)
{
    uint64_t hash = 0;
    uint32_t slot;

    for (unsigned i = 0; i < count; i++)
        hash = am_hash_letter(hash, row[i]);
    for (slot = am_hash_slot(hash, ROW_BITS); builder->slots[slot] != 0;
         slot = (slot + 1) & (ROW_SLOTS - 1)) {
        uint32_t first = builder->slots[slot] - 1;

        if (first + count <= builder->header.node_count &&
            memcmp(builder->nodes + first, row, count * sizeof *row) == 0)
            return first;
    }

    uint32_t first = builder->header.node_count;

    if (first + count > AM_NODES_MAX)
        return 0;
    memcpy(builder->nodes + first, row, count * sizeof *row);
    memcpy(builder->best + first, best, count);
    memcpy(builder->next + first, next, count * sizeof *next);
    builder->header.node_count += count;
    builder->slots[slot] = first + 1;
    return first;
}

/* The highest class of a node and of the row below it. */
static uint8_t best_of(const struct builder *builder, unsigned class, uint32_t below)
{
    unsigned best = class;

    for (uint32_t at = below; at != 0; at++) {
        best = builder->best[at] > best ? builder->best[at] : best;
        if (AM_NODE_LAST(builder->nodes[at]))
            break;
    }
    return (uint8_t)best;
}

/* The letters of a row, a bit each. */
static uint16_t letters_of(const struct builder *builder, uint32_t below)
{
    uint16_t letters = 0;

    for (uint32_t at = below; at != 0; at++) {
        letters |= (uint16_t)(1U << AM_NODE_LETTER(builder->nodes[at]) % AM_WORDS_NEXT);
        if (AM_NODE_LAST(builder->nodes[at]))
            break;
    }
    return letters;
}

/* The row of the letters at `depth` of the words [first, end), which begin alike. 0: too many nodes. Depth is
 * the longest word's. */
static uint32_t build_row(struct builder *builder, size_t first, size_t end, unsigned depth)
{
    uint32_t row[AM_WORDS_LETTERS_MAX];
    uint8_t best[AM_WORDS_LETTERS_MAX];
    uint16_t next[AM_WORDS_LETTERS_MAX];
    unsigned count = 0;

    while (first < end) {
        const struct word *word = &builder->words[first];
        unsigned letter = word->spelling.letters[depth], class = 0, ban = AM_WORDS_FREE;
        uint32_t below = 0;
        size_t rest = first;

        while (rest < end && builder->words[rest].spelling.letters[depth] == letter)
            rest++;
        if (word->spelling.len == depth + 1) {
            class = word->class + 1;
            ban = word->ban;
            first++;
        }
        if (first < rest) {
            below = build_row(builder, first, rest, depth + 1);
            if (below == 0)
                return 0;
        }
        best[count] = best_of(builder, class, below);
        next[count] = letters_of(builder, below);
        row[count++] = AM_NODE(letter, class, ban, below);
        first = rest;
    }
    if (count == 0)
        return 0;
    row[count - 1] |= AM_NODE_LAST_BIT;
    return place_row(builder, row, best, next, count);
}

static int by_spelling(const void *a, const void *b)
{
    const struct word *left = a, *right = b;
    unsigned len = left->spelling.len < right->spelling.len ? left->spelling.len : right->spelling.len;
    int order = memcmp(left->spelling.letters, right->spelling.letters, len);

    return order != 0 ? order : (int)left->spelling.len - (int)right->spelling.len;
}

static bool build_tree(struct builder *builder)
{
    qsort(builder->words, builder->count, sizeof *builder->words, by_spelling);
    for (size_t i = 1; i < builder->count; i++)
        if (by_spelling(&builder->words[i - 1], &builder->words[i]) == 0)
            return wrong(builder, "a word stands twice");
    builder->nodes[0] = AM_NODE(1, 0, 0, 0) | AM_NODE_LAST_BIT; /* no row is at 0 */
    builder->header.node_count = 1;
    builder->header.root = build_row(builder, 0, builder->count, 0);
    return builder->header.root != 0 || wrong(builder, "too many words");
}

/* Nothing is mended to a number. */
static void ban_numbers(struct builder *builder)
{
    for (size_t i = 0; i < builder->count; i++)
        if (am_compile_is_number(builder->compile, builder->lang, builder->texts[i].at,
                                 builder->texts[i].len))
            builder->words[i].ban = AM_WORDS_NEVER;
}

static bool add_filter(const struct builder *builder, struct am_buffer *out)
{
    uint32_t count = builder->header.filter_count, *filter = calloc(count, sizeof *filter);

    for (size_t i = 0; filter != NULL && i < builder->count; i++) {
        uint64_t hash = 0;
        uint32_t bit[2];

        for (unsigned k = 0; k < builder->texts[i].len; k++)
            hash = am_hash_letter(hash, builder->texts[i].at[k]);
        am_words_bits(hash, count * 32, bit);
        filter[bit[0] / 32] |= UINT32_C(1) << bit[0] % 32;
        filter[bit[1] / 32] |= UINT32_C(1) << bit[1] % 32;
    }
    if (filter != NULL)
        am_buffer_add(out, filter, count * sizeof *filter);
    free(filter);
    return filter != NULL;
}

static bool build(struct builder *builder, struct amends_view bytes, struct am_buffer *out)
{
    if (!read_words(builder, bytes) || !number_letters(builder))
        return false;
    ban_numbers(builder);
    reckon(builder);
    if (!build_tree(builder))
        return false;
    builder->header.magic = AM_WORDS_MAGIC;
    for (builder->header.filter_count = 1; builder->header.filter_count * 32 < builder->count * FILTER_BITS;)
        builder->header.filter_count *= 2;
    am_buffer_add(out, &builder->header, sizeof builder->header);
    if (!add_filter(builder, out))
        return false;
    am_buffer_add(out, builder->nodes, builder->header.node_count * sizeof *builder->nodes);
    am_buffer_add(out, builder->next, builder->header.node_count * sizeof *builder->next);
    am_buffer_add(out, builder->best, builder->header.node_count);
    return add_follows(builder, out);
}

static size_t line_count(struct amends_view bytes)
{
    size_t count = 1;

    for (size_t i = 0; i < bytes.len_bytes; i++)
        count += bytes.bytes[i] == '\n';
    return count;
}

static void compile_file(struct am_compile *compile, int lang, const struct am_source_file *file)
{
    struct builder builder = {.compile = compile, .path = file->path, .lang = lang};
    size_t lines = line_count(file->bytes);
    struct am_buffer out = {0};

    builder.texts = malloc(lines * sizeof *builder.texts);
    builder.words = calloc(lines, sizeof *builder.words);
    builder.nodes = malloc(AM_NODES_MAX * sizeof *builder.nodes);
    builder.best = calloc(AM_NODES_MAX, 1);
    builder.next = calloc(AM_NODES_MAX, sizeof *builder.next);
    builder.slots = calloc(ROW_SLOTS, sizeof *builder.slots);
    if (builder.texts == NULL || builder.words == NULL || builder.nodes == NULL || builder.best == NULL ||
        builder.next == NULL || builder.slots == NULL)
        am_mistake_file(compile->diagnosis, file->path, NULL, "no memory");
    else if (build(&builder, file->bytes, &out))
        am_pack_add(&compile->pack, AM_SECTION_WORDS, (unsigned)lang, &out);
    else
        am_buffer_dispose(&out);
    free(builder.texts);
    free(builder.words);
    free(builder.nodes);
    free(builder.best);
    free(builder.next);
    free(builder.slots);
}

void am_compile_words(struct am_compile *compile, int lang)
{
    char path[64];

    snprintf(path, sizeof path, "model/%s.words", compile->codes[lang]);
    for (unsigned i = compile->weights_count; i-- > 0;)
        if (strcmp(compile->weights[i].path, path) == 0) {
            compile_file(compile, lang, &compile->weights[i]);
            return;
        }
}
