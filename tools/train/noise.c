#include "noise.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* splitmix64: the same numbers everywhere. */
static uint64_t next(uint64_t *seed)
{
    uint64_t value = *seed += UINT64_C(0x9e3779b97f4a7c15);

    value = (value ^ value >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ value >> 27) * UINT64_C(0x94d049bb133111eb);
    return value ^ value >> 31;
}

struct letters {
    utf8proc_int32_t *at;
    size_t count;
};

static struct letters decode(const char *text)
{
    struct letters letters = {malloc((strlen(text) + 1) * 2 * sizeof *letters.at), 0};
    const utf8proc_uint8_t *from = (const utf8proc_uint8_t *)text;

    while (*from) {
        utf8proc_ssize_t len = utf8proc_iterate(from, -1, &letters.at[letters.count]);

        if (len <= 0) {
            free(letters.at);
            return (struct letters){NULL, 0};
        }
        letters.count++;
        from += len;
    }
    return letters;
}

static char *encode(const struct letters *letters)
{
    char *text = malloc(letters->count * 4 + 1);
    size_t at = 0;

    for (size_t i = 0; i < letters->count; i++)
        at += (size_t)utf8proc_encode_char(letters->at[i], (utf8proc_uint8_t *)text + at);
    text[at] = '\0';
    return text;
}

static bool is_letter(utf8proc_int32_t code)
{
    utf8proc_category_t category = utf8proc_category(code);

    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

static bool is_punctuation(utf8proc_int32_t code)
{
    utf8proc_category_t category = utf8proc_category(code);

    return category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_PO;
}

/* A key beside this one; 0 where none is known. */
static utf8proc_int32_t beside(const struct am_wordlist *words, utf8proc_int32_t letter, uint64_t *seed)
{
    utf8proc_int32_t small = utf8proc_tolower(letter), found;
    unsigned count = 0;
    const uint8_t *near;

    if (words->header == NULL || small >= AM_WORDS_CODES || words->header->codes[small] == 0)
        return 0;
    near = words->header->near[words->header->codes[small]];
    while (count < AM_WORDS_NEAR && near[count] != 0)
        count++;
    if (count == 0)
        return 0;
    found = (utf8proc_int32_t)words->header->letters[near[next(seed) % count]];
    return small == letter ? found : utf8proc_toupper(found);
}

enum { FIRST_HAN = 0x2e80 };

static bool sound(const struct am_characters *characters, utf8proc_int32_t *letter, uint64_t *seed)
{
    unsigned number = 0;

    if (characters->header != NULL)
        number =
            am_characters_alike(characters, am_characters_number(characters, (uint32_t)*letter), next(seed));
    if (number != AM_CHARACTERS_EDGE)
        *letter = (utf8proc_int32_t)characters->at[number].code;
    return number != AM_CHARACTERS_EDGE;
}

/* One error at a letter: swapped with the next, left out, doubled, or the key beside or a character that
 * sounds alike, where none is known another letter of the text. */
static void err(struct letters *letters, size_t at, const struct noise_sources *sources, uint64_t *seed)
{
    utf8proc_int32_t *letter = &letters->at[at], kept = *letter;

    switch (next(seed) % 4) {
    case 0:
        if (at + 1 < letters->count && is_letter(letter[1])) {
            *letter = letter[1];
            letter[1] = kept;
        }
        break;
    case 1:
        memmove(letter, letter + 1, (letters->count - at - 1) * sizeof *letter);
        letters->count--;
        break;
    case 2:
        /* Han characters are typed by sound, not by one key each: none is doubled. */
        if (kept >= FIRST_HAN) {
            sound(&sources->characters, letter, seed);
            break;
        }
        memmove(letter + 1, letter, (letters->count - at) * sizeof *letter);
        letters->count++;
        break;
    default:
        if (kept >= FIRST_HAN && sound(&sources->characters, letter, seed))
            break;
        kept = beside(&sources->words, kept, seed);
        if (kept == 0)
            kept = letters->at[next(seed) % letters->count];
        if (is_letter(kept))
            *letter = kept;
    }
}

static void mistype(struct letters *letters, const struct noise_sources *sources, uint64_t seed)
{
    enum { EVERY = 10 };

    for (size_t at = next(&seed) % EVERY; at < letters->count; at += 1 + next(&seed) % (2 * EVERY - 1))
        if (is_letter(letters->at[at]))
            err(letters, at, sources, &seed);
}

static void shout(struct letters *letters)
{
    size_t kept = 0;

    for (size_t i = 0; i < letters->count; i++)
        if (!is_punctuation(letters->at[i]))
            letters->at[kept++] = utf8proc_toupper(letters->at[i]);
    letters->count = kept;
}

char *noise_make(const char *text, const struct noise_sources *sources, enum noise noise, uint64_t seed)
{
    struct letters letters = decode(text);
    char *made;

    if (letters.at == NULL)
        return NULL;
    if (noise == NOISE_TYPOS)
        mistype(&letters, sources, seed);
    else
        shout(&letters);
    made = encode(&letters);
    free(letters.at);
    return made;
}
