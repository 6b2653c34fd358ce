#include "engine/playbook/loose.h"

#include <stdbool.h>

static unsigned same(const uint32_t *a, unsigned a_len, const uint32_t *b, unsigned b_len)
{
    unsigned n = 0;

    while (n < a_len && n < b_len && a[n] == b[n])
        n++;
    return n;
}

static void add_end(unsigned *ends, unsigned *count, unsigned end)
{
    for (unsigned i = 0; i < *count; i++)
        if (ends[i] == end)
            return;
    if (*count < AM_LOOSE_ENDS_MAX)
        ends[(*count)++] = end;
}

unsigned am_loose_typo(const uint32_t *letters, unsigned len, const uint32_t *stem, unsigned stem_len,
                       unsigned *ends)
{
    unsigned at = same(letters, len, stem, stem_len), count = 0;
    /* What is left of the word and of the stem behind the error, for each of the four errors. */
    const struct {
        unsigned word, stem;
    } skips[4] = {{0, 1}, {1, 0}, {1, 1}, {2, 2}};

    if (at == 0 || at == stem_len)
        return 0;
    for (unsigned i = 0; i < 4; i++) {
        unsigned w = at + skips[i].word, s = at + skips[i].stem;

        if (w > len || s > stem_len)
            continue;
        if (i == 3 && (letters[at] != stem[at + 1] || letters[at + 1] != stem[at]))
            continue;
        if (same(letters + w, len - w, stem + s, stem_len - s) == stem_len - s)
            add_end(ends, &count, w + stem_len - s);
    }
    return count;
}

/* Letters of other scripts, digits and signs as the Latin letter they look like. */
static uint32_t looks_like(uint32_t letter)
{
    static const uint32_t pairs[][2] = {
        {0x430, 'a'}, {0x435, 'e'}, {0x451, 'e'}, {0x43e, 'o'}, {0x440, 'p'}, {0x441, 'c'}, {0x443, 'y'},
        {0x445, 'x'}, {0x43a, 'k'}, {0x43c, 'm'}, {0x442, 't'}, {0x432, 'b'}, {0x43d, 'h'}, {0x456, 'i'},
        {'0', 'o'},   {'1', 'i'},   {'!', 'i'},   {'3', 'e'},   {'4', 'a'},   {'@', 'a'},   {'5', 's'},
        {'$', 's'},   {'7', 't'},   {'8', 'b'},   {'9', 'g'},   {0xe4, 'a'},  {0xf6, 'o'}};

    for (unsigned i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i][0] == letter)
            return pairs[i][1];
    return letter;
}

static bool alike(uint32_t seen, uint32_t meant)
{
    return seen == meant || looks_like(seen) == looks_like(meant) || (seen == '1' && meant == 'l') ||
           (seen == '3' && meant == 0x437) || (seen == '4' && meant == 0x447) ||
           (seen == '6' && meant == 0x431);
}

static bool hides(uint32_t letter)
{
    return letter == '*' || letter == '#';
}

struct masked {
    const uint32_t *letters, *stem;
    unsigned len, stem_len, count;
    unsigned *ends;
};

/* One star alone may stand for up to three letters; a row of stars for as many as it has. Depth is the stem's
 * length. */
static void unmask(struct masked *masked, unsigned at, unsigned s)
{
    const uint32_t *letters = masked->letters;

    while (s < masked->stem_len && at < masked->len && !hides(letters[at])) {
        if (!alike(letters[at], masked->stem[s]))
            return;
        at++;
        s++;
    }
    if (s == masked->stem_len) {
        add_end(masked->ends, &masked->count, at);
        return;
    }
    if (at == masked->len)
        return;

    bool alone = !hides(letters[at - 1]) && (at + 1 == masked->len || !hides(letters[at + 1]));

    for (unsigned stands = 1; stands <= (alone ? 3u : 1u) && s + stands <= masked->stem_len; stands++)
        unmask(masked, at + 1, s + stands);
}

unsigned am_loose_masked(const uint32_t *letters, unsigned len, const uint32_t *stem, unsigned stem_len,
                         unsigned *ends)
{
    struct masked masked = {letters, stem, len, stem_len, 0, ends};

    if (len < 3 || hides(letters[0]) || !alike(letters[0], stem[0]))
        return 0;
    unmask(&masked, 1, 1);
    return masked.count;
}
