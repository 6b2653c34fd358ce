#include "engine/text/words.h"

#include <string.h>

bool am_words_open(struct am_wordlist *words, struct amends_view section)
{
    *words = (struct am_wordlist){NULL, NULL, NULL, NULL, NULL, NULL};
    if (section.bytes == NULL || section.len_bytes < sizeof(struct am_words_header))
        return false;
    words->header = (const void *)section.bytes;
    words->filter = (const void *)(words->header + 1);
    words->nodes = words->filter + words->header->filter_count;
    words->next = (const void *)(words->nodes + words->header->node_count);
    words->best = (const void *)(words->next + words->header->node_count);
    words->follows = words->best + words->header->node_count;
    return true;
}

static bool header_fits(const struct am_words_header *header, size_t len_bytes)
{
    uint64_t wide = (uint64_t)header->letter_count + 2, nodes = header->node_count, size = sizeof *header;

    size += nodes * (sizeof(uint32_t) + sizeof(uint16_t) + 1) + wide * wide * wide;
    size += (uint64_t)header->filter_count * sizeof(uint32_t);
    if (header->magic != AM_WORDS_MAGIC || header->letter_count > AM_WORDS_LETTERS_MAX ||
        header->node_count == 0 || header->node_count > AM_NODES_MAX || size > len_bytes ||
        header->filter_count == 0 || (header->filter_count & (header->filter_count - 1)) != 0)
        return false;
    for (unsigned i = 0; i < AM_WORDS_CODES; i++)
        if (header->codes[i] > header->letter_count)
            return false;
    return header->root < header->node_count && header->total < 1 << 16 && header->unknown < 1 << 16;
}

bool am_words_check(struct amends_view section)
{
    struct am_wordlist words;

    if (section.bytes == NULL && section.len_bytes == 0)
        return true;
    if (((uintptr_t)section.bytes & 7) != 0 || !am_words_open(&words, section) ||
        !header_fits(words.header, section.len_bytes))
        return false;
    for (uint32_t i = 0; i < words.header->node_count; i++)
        if (AM_NODE_BELOW(words.nodes[i]) >= words.header->node_count ||
            AM_NODE_LETTER(words.nodes[i]) == 0 ||
            AM_NODE_LETTER(words.nodes[i]) > words.header->letter_count)
            return false;
    /* Every row ends. */
    return AM_NODE_LAST(words.nodes[words.header->node_count - 1]) != 0;
}

bool am_words_spell(const struct am_wordlist *words, const uint32_t *norm, unsigned len,
                    struct am_spelling *out)
{
    if (len > AM_WORDS_LEN_MAX)
        return false;
    for (unsigned i = 0; i < len; i++) {
        uint8_t code = norm[i] < AM_WORDS_CODES ? words->header->codes[norm[i]] : 0;

        if (code == 0)
            return false;
        out->letters[i] = code;
    }
    out->len = len;
    return true;
}

bool am_words_may_have(const struct am_wordlist *words, const uint32_t *norm, unsigned len)
{
    uint64_t hash = 0;
    uint32_t bits = words->header->filter_count * 32, bit[2];

    for (unsigned i = 0; i < len; i++)
        hash = am_hash_letter(hash, norm[i]);
    am_words_bits(hash, bits, bit);
    return (words->filter[bit[0] / 32] >> bit[0] % 32 & words->filter[bit[1] / 32] >> bit[1] % 32 & 1) != 0;
}

/* The node of a letter in the row that begins at `row`; UINT32_MAX where there is none. Rows ascend. */
static uint32_t in_row(const struct am_wordlist *words, uint32_t row, unsigned letter)
{
    for (;; row++) {
        uint32_t node = words->nodes[row];

        if (AM_NODE_LETTER(node) == letter)
            return row;
        if (AM_NODE_LETTER(node) > letter || AM_NODE_LAST(node))
            return UINT32_MAX;
    }
}

unsigned am_words_find(const struct am_wordlist *words, const struct am_spelling *spelling, uint32_t *node)
{
    uint32_t row = words->header->root;

    *node = 0;
    for (unsigned i = 0; i < spelling->len; i++) {
        uint32_t at = in_row(words, row, spelling->letters[i]);

        if (at == UINT32_MAX)
            return i;
        row = AM_NODE_BELOW(words->nodes[at]);
        if (i + 1 == spelling->len)
            *node = AM_NODE_CLASS(words->nodes[at]) != 0 ? words->nodes[at] : 0;
        else if (row == 0)
            return i + 1;
    }
    return spelling->len;
}

unsigned am_words_oddness(const struct am_wordlist *words, const struct am_spelling *spelling)
{
    unsigned wide = words->header->letter_count + 2, before_that = 0, before = 0, cost = 0;

    for (unsigned i = 0; i <= spelling->len; i++) {
        unsigned letter = i < spelling->len ? spelling->letters[i] : 0;

        cost += words->follows[(before_that * wide + before) * wide + letter];
        before_that = before;
        before = letter;
    }
    return cost;
}

/* --- searching --- */

/* The key beside the right one is one of several: its cost above that of an error. */
enum { BESIDE = 16, BEGINNING_LEAST = 5 };

/* A way through the tree: node and place in the typed word, with what the errors so far cost. */
struct way {
    uint32_t node; /* UINT32_MAX: before the first letter */
    unsigned at, len, cost, errors;
};

struct walk {
    struct am_words_search *search;
    unsigned errors_most;
    uint64_t beside[AM_WORDS_LEN_MAX + 4]; /* of each typed letter: a bit per key beside it */
    uint8_t path[AM_WORDS_LEN_MAX + 4];
};

static void go(struct walk *walk, const struct way *way);

/* Only words with one error may have endings of their own. */
static bool takes_endings(const struct walk *walk)
{
    return walk->search->endings != 0 && walk->errors_most == 1;
}

/* What the best word on this way costs at least. */
static unsigned least_cost(const struct walk *walk, const struct way *way)
{
    const struct am_words_search *search = walk->search;
    unsigned word = way->node == UINT32_MAX ? search->words->header->least
                                            : search->words->header->total -
                                                  (search->words->best[way->node] - 1U) * (AM_WORDS_BIT / 2);

    return way->cost + (takes_endings(walk) ? search->words->header->least : word);
}

/* With no error left the next letter must be the one that was typed. */
static bool leads_on(const struct walk *walk, const struct way *way)
{
    const struct am_words_search *search = walk->search;
    const struct am_spelling *typed = search->typed;

    return way->errors < walk->errors_most || way->at == typed->len || way->node == UINT32_MAX ||
           (search->words->next[way->node] >> typed->letters[way->at] % AM_WORDS_NEXT & 1) != 0 ||
           (takes_endings(walk) && (search->endings >> way->at & 1) != 0);
}

static void try(struct walk *walk, struct way way)
{
    if (least_cost(walk, &way) < walk->search->below && leads_on(walk, &way))
        go(walk, &way);
}

static void take(struct am_words_search *search, unsigned cost, const uint8_t *letters, unsigned len)
{
    if (cost >= search->below)
        return;
    search->below = cost;
    memcpy(search->best.letters, letters, len);
    search->best.len = len;
}

static void consider(struct walk *walk, const struct way *way)
{
    struct am_words_search *search = walk->search;
    uint32_t node = search->words->nodes[way->node];
    unsigned cost = way->cost;

    if (AM_NODE_CLASS(node) == 0 || AM_NODE_BAN(node) == AM_WORDS_NEVER)
        return;
    if (AM_NODE_BAN(node) == AM_WORDS_GRAVE) {
        if (cost > search->error + BESIDE)
            return;
        cost += search->grave;
    }
    take(search, cost + am_words_cost(search->words, node), walk->path, way->len);
}

/* What was walked to begins a word, and an ending is left of what was typed. */
static void consider_ending(struct walk *walk, const struct way *way)
{
    struct am_words_search *search = walk->search;
    const struct am_spelling *typed = search->typed;
    struct am_spelling word = {.len = way->len + typed->len - way->at};

    if (word.len > AM_WORDS_LEN_MAX)
        return;
    memcpy(word.letters, walk->path, way->len);
    memcpy(word.letters + way->len, typed->letters + way->at, typed->len - way->at);

    unsigned cost = way->cost + search->words->header->unknown + am_words_oddness(search->words, &word);

    take(search, cost > search->credit ? cost - search->credit : 0, word.letters, word.len);
}

/* The next two letters were swapped, and `row` is the node of the first that was meant. */
static void go_swapped(struct walk *walk, const struct way *way, uint32_t row)
{
    const struct am_words_search *search = walk->search;
    uint32_t below = AM_NODE_BELOW(search->words->nodes[row]);
    unsigned second = search->typed->letters[way->at];
    uint32_t next = below != 0 ? in_row(search->words, below, second) : UINT32_MAX;

    if (next == UINT32_MAX)
        return;
    walk->path[way->len + 1] = (uint8_t)second;
    try(walk, (struct way){next, way->at + 2, way->len + 2, way->cost + search->error, way->errors + 1});
}

/* The letter of a node comes next: rightly, or with an error. */
static void go_on(struct walk *walk, const struct way *way, uint32_t row)
{
    const struct am_words_search *search = walk->search;
    const struct am_spelling *typed = search->typed;
    unsigned letter = AM_NODE_LETTER(search->words->nodes[row]), error = way->cost + search->error;
    bool left = way->at < typed->len, right = left && typed->letters[way->at] == letter;

    walk->path[way->len] = (uint8_t)letter;
    if (right)
        try(walk, (struct way){row, way->at + 1, way->len + 1, way->cost, way->errors});
    if (way->errors == walk->errors_most)
        return;
    try(walk, (struct way){row, way->at, way->len + 1, error, way->errors + 1});
    if (!left || right)
        return;
    if (way->at + 1 < typed->len && typed->letters[way->at + 1] == letter)
        go_swapped(walk, way, row);
    if ((walk->beside[way->at] >> letter & 1) != 0)
        try(walk, (struct way){row, way->at + 1, way->len + 1, error + BESIDE, way->errors + 1});
}

/* A letter was typed twice. */
static void go_past(struct walk *walk, const struct way *way)
{
    const struct am_spelling *typed = walk->search->typed;
    unsigned letter = typed->letters[way->at], cost = way->cost + walk->search->error;

    if ((way->at > 0 && typed->letters[way->at - 1] == letter) ||
        (way->at + 1 < typed->len && typed->letters[way->at + 1] == letter))
        try(walk, (struct way){way->node, way->at + 1, way->len, cost, way->errors + 1});
}

/* Most letters of a row lead nowhere with one error left: they are neither right nor beside the right key,
 * nor does the typed letter follow them. */
static inline bool may_be_next(const struct walk *walk, const struct way *way, uint32_t row)
{
    const struct am_words_search *search = walk->search;
    unsigned letter = AM_NODE_LETTER(search->words->nodes[row]), typed;

    if (way->at == search->typed->len)
        return true;
    typed = search->typed->letters[way->at];
    if (way->len == 0 && !search->first)
        return letter == typed;
    if (way->errors + 1 < walk->errors_most)
        return true;
    return letter == typed || (search->words->next[row] >> typed % AM_WORDS_NEXT & 1) != 0 ||
           (walk->beside[way->at] >> letter & 1) != 0 ||
           (takes_endings(walk) && (search->endings >> way->at & 1) != 0);
}

static void go(struct walk *walk, const struct way *way)
{
    struct am_words_search *search = walk->search;
    const struct am_spelling *typed = search->typed;
    const struct am_wordlist *words = search->words;
    uint32_t row = way->node == UINT32_MAX ? words->header->root : AM_NODE_BELOW(words->nodes[way->node]);

    if (*search->steps == 0 || way->len > AM_WORDS_LEN_MAX)
        return;
    --*search->steps;
    if (way->node != UINT32_MAX && way->at == typed->len)
        consider(walk, way);
    if (takes_endings(walk) && way->errors > 0 && way->len >= BEGINNING_LEAST &&
        (search->endings >> way->at & 1) != 0)
        consider_ending(walk, way);
    if (way->at < typed->len && way->errors < walk->errors_most)
        go_past(walk, way);
    if (way->node != UINT32_MAX && row == 0)
        return;
    if (way->errors == walk->errors_most) {
        /* No more errors: one letter can follow. */
        uint32_t next = way->at < typed->len ? in_row(words, row, typed->letters[way->at]) : UINT32_MAX;

        if (next != UINT32_MAX)
            go_on(walk, way, next);
        return;
    }
    for (;; row++) {
        if (may_be_next(walk, way, row))
            go_on(walk, way, row);
        if (AM_NODE_LAST(words->nodes[row]))
            return;
    }
}

void am_words_nearest(struct am_words_search *search)
{
    struct walk walk = {.search = search};

    search->best.len = 0;
    for (unsigned i = 0; i < search->typed->len; i++)
        for (unsigned k = 0; k < AM_WORDS_NEAR; k++)
            walk.beside[i] |= UINT64_C(1) << search->words->header->near[search->typed->letters[i]][k] % 64;
    /* What is found with one error leaves little to be looked at with two. */
    for (walk.errors_most = 1; walk.errors_most <= search->errors_most; walk.errors_most++)
        try(&walk, (struct way){UINT32_MAX, 0, 0, 0, 0});
}
