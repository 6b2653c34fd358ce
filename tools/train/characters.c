#include "characters.h"

#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "engine/text/characters.h"
#include "grave.h"

/* Pairs that stand less often are told of no other. */
enum { SEEN_LEAST = 2 };

static void add(struct character_pairs *pairs, uint32_t first, uint32_t second)
{
    if ((pairs->count & (pairs->count - 1)) == 0)
        pairs->at = realloc(pairs->at, (pairs->count ? 2 * pairs->count : 1) * sizeof *pairs->at);
    pairs->at[pairs->count++] = first << 16 | second;
}

static uint32_t character_of(const struct am_token *token)
{
    bool known = token->kind == AM_TOKEN_HAN && token->norm_len == 1 &&
                 token->norm[0] - AM_CHARACTERS_FIRST < AM_CHARACTERS_CODES;

    return known ? token->norm[0] : AM_CHARACTERS_EDGE;
}

void characters_take(struct characters *characters, const struct am_text *text, unsigned times)
{
    struct character_pairs *pairs = times > 0 ? &characters->seen : &characters->named;
    uint32_t before = AM_CHARACTERS_EDGE;

    for (uint32_t i = 0; i <= text->token_count; i++) {
        bool end = i == text->token_count;
        uint32_t here = end ? AM_CHARACTERS_EDGE : character_of(&text->tokens[i]);

        if (!end && (text->tokens[i].flags & (AM_TOKEN_AFTER_COMMA | AM_TOKEN_SENTENCE_START)) != 0) {
            if (before != AM_CHARACTERS_EDGE && times > 0)
                add(pairs, before, AM_CHARACTERS_EDGE);
            before = AM_CHARACTERS_EDGE;
        }
        if ((before != AM_CHARACTERS_EDGE && here != AM_CHARACTERS_EDGE) ||
            (before != here && times > 0)) /* a word of the playbook has no edges */
            add(pairs, before, here);
        before = here;
    }
}

static int by_value(const void *a, const void *b)
{
    const uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

    return left < right ? -1 : left > right;
}

static void sort(struct character_pairs *pairs)
{
    if (pairs->count > 0)
        qsort(pairs->at, pairs->count, sizeof *pairs->at, by_value);
}

/* What stands behind one character: [from, to) of the sorted pairs. */
struct behind {
    const struct character_pairs *pairs;
    size_t from, to;
};

static struct behind next(const struct character_pairs *pairs, size_t from, uint32_t first)
{
    struct behind behind = {pairs, from, from};

    while (behind.to < pairs->count && pairs->at[behind.to] >> 16 == first)
        behind.to++;
    return behind;
}

/* How often the pair at `from` stands. */
static unsigned run(const struct behind *behind, size_t from)
{
    unsigned times = 1;

    while (from + times < behind->to && behind->pairs->at[from + times] == behind->pairs->at[from])
        times++;
    return times;
}

/* The binary logarithm, rounded: of whole numbers, the same everywhere. */
static unsigned class_of(unsigned times)
{
    uint64_t square = (uint64_t)times * times;
    unsigned class = 0;

    while (class < AM_CHARACTERS_CLASSES - 1 && square >= UINT64_C(2) << (2 * class))
        class ++;
    return class;
}

static void print(FILE *file, uint32_t code)
{
    utf8proc_uint8_t letter[5] = {0};

    if (code == AM_CHARACTERS_EDGE)
        letter[0] = '.';
    else
        utf8proc_encode_char((utf8proc_int32_t)code, letter);
    fputs((const char *)letter, file);
}

static bool holds(const struct behind *behind, uint32_t pair)
{
    return behind->to > behind->from && bsearch(&pair, behind->pairs->at + behind->from,
                                                behind->to - behind->from, sizeof pair, by_value) != NULL;
}

/* Those of one class: seen so often, or, in the lowest, named alone. */
static void write_class(FILE *file, const struct behind *seen, const struct behind *named, unsigned class)
{
    bool begun = false;
    const struct behind *both[] = {seen, named};

    for (unsigned side = 0; side < 2; side++)
        for (size_t i = both[side]->from, times; i < both[side]->to; i += times) {
            uint32_t pair = both[side]->pairs->at[i];

            times = run(both[side], i);
            if (side == 0 ? class_of((unsigned)times) != class || (times < SEEN_LEAST && !holds(named, pair))
                          : class != 0 || holds(seen, pair))
                continue;
            if (!begun)
                fprintf(file, " %u", class);
            begun = true;
            print(file, pair & 0xffff);
        }
}

static size_t unlisted(const struct behind *seen, const struct behind *named)
{
    size_t count = 0;

    for (size_t i = seen->from, times; i < seen->to; i += times) {
        times = run(seen, i);
        if (times < SEEN_LEAST && !holds(named, seen->pairs->at[i]))
            count += times;
    }
    return count;
}

static bool is_grave(const amends_engine *engine, amends_workspace *workspace, int lang, uint32_t code)
{
    utf8proc_uint8_t letter[5] = {0};

    utf8proc_encode_char((utf8proc_int32_t)code, letter);
    return code != AM_CHARACTERS_EDGE && grave_word(engine, workspace, lang, (const char *)letter);
}

bool characters_write(struct characters *characters, const amends_engine *engine, amends_workspace *workspace,
                      int lang, const char *out)
{
    struct behind seen = {&characters->seen, 0, 0}, named = {&characters->named, 0, 0};
    char path[4096];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s.characters", out, amends_engine_language_code(engine, lang));
    file = fopen(path, "w");
    if (file == NULL) {
        perror(path);
        return false;
    }
    sort(&characters->seen);
    sort(&characters->named);
    while (seen.to < characters->seen.count || named.to < characters->named.count) {
        uint32_t one = seen.to < characters->seen.count ? characters->seen.at[seen.to] >> 16 : UINT32_MAX;
        uint32_t other =
            named.to < characters->named.count ? characters->named.at[named.to] >> 16 : UINT32_MAX;
        uint32_t first = one < other ? one : other;

        seen = next(&characters->seen, seen.to, first);
        named = next(&characters->named, named.to, first);

        size_t rest = unlisted(&seen, &named);

        if (rest == seen.to - seen.from && named.from == named.to)
            continue; /* nothing would be listed */
        print(file, first);
        fprintf(file, "%s %zu %zu", is_grave(engine, workspace, lang, first) ? "!" : "", seen.to - seen.from,
                rest);
        for (unsigned class = AM_CHARACTERS_CLASSES; class -- > 0;)
            write_class(file, &seen, &named, class);
        fputc('\n', file);
    }
    return fclose(file) == 0;
}

void characters_dispose(struct characters *characters)
{
    free(characters->seen.at);
    free(characters->named.at);
}
