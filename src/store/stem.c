#include "store/stem.h"

#include <libstemmer.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct am_stems {
    struct sb_stemmer *english, *finnish, *russian;
};

enum { SHORT = 4, LATIN_LEAST = 4, CYRILLIC_LEAST = 8 /* bytes */ };

am_stems *am_stems_new(void)
{
    am_stems *stems = calloc(1, sizeof *stems);
    if (!stems)
        return NULL;
    stems->english = sb_stemmer_new("english", "UTF_8");
    stems->finnish = sb_stemmer_new("finnish", "UTF_8");
    stems->russian = sb_stemmer_new("russian", "UTF_8");
    if (stems->english && stems->finnish && stems->russian)
        return stems;
    am_stems_free(stems);
    return NULL;
}

void am_stems_free(am_stems *stems)
{
    if (!stems)
        return;
    sb_stemmer_delete(stems->english);
    sb_stemmer_delete(stems->finnish);
    sb_stemmer_delete(stems->russian);
    free(stems);
}

/* What is no shorter than nothing stays as it was: out of memory, too. */
static size_t shorten(struct sb_stemmer *stemmer, char *word, size_t len)
{
    const sb_symbol *stem = sb_stemmer_stem(stemmer, (const sb_symbol *)word, (int)len);
    const int stem_len = sb_stemmer_length(stemmer);
    if (!stem || stem_len <= 0 || (size_t)stem_len > len)
        return len;
    memcpy(word, stem, (size_t)stem_len);
    return (size_t)stem_len;
}

static bool ends(const char *word, size_t len, const char *with)
{
    const size_t with_len = strlen(with);
    return len >= with_len + 2 && memcmp(word + len - with_len, with, with_len) == 0;
}

static bool is_vowel(char letter)
{
    return letter != '\0' && strchr("aeiouy", letter) != NULL;
}

/* Endings that no Finnish word has. */
static bool looks_english(const char *word, size_t len)
{
    static const char *const endings[] = {"ed", "ing", "ly", "ies", "xes", "ses", "ches", "shes"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ends(word, len, endings[i]))
            return true;
    return false;
}

/* What is left on Finnish stems where they change (lasku, laskuja; palautus, palautuksen; puhelin, puhelimen;
 * hinta, hinnan), and the plural of English ones. The length after one step. */
static size_t step(const char *word, size_t len)
{
    const char last = word[len - 1];
    if (last == 'i' || (len > SHORT && (is_vowel(last) || last == 'j')))
        return len - 1;
    if (ends(word, len, "nt") || ends(word, len, "nd"))
        return len - 1;
    if (len <= SHORT)
        return len;
    if (ends(word, len, "uks") || ends(word, len, "yks"))
        return len - 2;
    if (last == 's' || last == word[len - 2])
        return len - 1;
    return len > 5 && (ends(word, len, "in") || ends(word, len, "im")) ? len - 2 : len;
}

static size_t stem_latin(am_stems *stems, char *word, size_t len)
{
    if (looks_english(word, len))
        len = shorten(stems->english, word, len);
    else if (word[len - 1] == 's' && word[len - 2] != 's' && !is_vowel(word[len - 2]))
        len--; /* the plural of an English word */
    else if (ends(word, len, "nen"))
        word[(len -= 2) - 1] = 's'; /* nainen, naisen */
    if (len >= LATIN_LEAST)
        len = shorten(stems->finnish, word, len);
    for (size_t before = 0; len > 3 && before != len;) {
        before = len;
        len = step(word, len);
    }
    /* Where the consonant changes: kenkä, kengän; maito, maidon. */
    if (len > 2 && word[len - 1] == 'g' && word[len - 2] == 'n')
        word[len - 1] = 'k';
    if (word[len - 1] == 'd')
        word[len - 1] = 't';
    return len;
}

static size_t stem_cyrillic(am_stems *stems, char *word, size_t len)
{
    if (len >= CYRILLIC_LEAST)
        len = shorten(stems->russian, word, len);
    for (size_t i = 0; i + 1 < len; i++) /* й is found as и */
        if (word[i] == '\xd0' && word[i + 1] == '\xb9')
            word[i + 1] = '\xb8';
    return len;
}

/* Letters of Latin a to z alone; letters of Cyrillic alone (U+0400 to U+04FF). */
static bool all_latin(const char *word, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (word[i] < 'a' || word[i] > 'z')
            return false;
    return true;
}

static bool all_cyrillic(const char *word, size_t len)
{
    for (size_t i = 0; i < len; i += 2)
        if (i + 1 == len || (unsigned char)word[i] < 0xd0 || (unsigned char)word[i] > 0xd3)
            return false;
    return true;
}

size_t am_stem(am_stems *stems, char *word, size_t len)
{
    if (len >= LATIN_LEAST && all_latin(word, len))
        return stem_latin(stems, word, len);
    return len > 0 && all_cyrillic(word, len) ? stem_cyrillic(stems, word, len) : len;
}
