#include "matching/make.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What makes a token of ours longer than a row of letters; the rest of \w is letters and digits. */
#define INSIDE "\\w'’@$#*-"
/* What may stand between two tokens of one sentence. */
#define BETWEEN "[ ,;:\"“”()—–]+"
/* (in a format of printf) */
#define TOKEN "[€£%%" INSIDE "]+"

enum { WORDS_MAX = 64, WORD_BYTES = 24 };

struct sentence {
    char word[WORDS_MAX][WORD_BYTES];
    bool after[WORDS_MAX]; /* nothing but a blank or a comma stands between it and the word before */
    unsigned count;
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Words of letters only; anything else breaks the row. */
static void read_sentence(struct sentence *sentence, struct amends_view text)
{
    bool row = false;

    sentence->count = 0;
    for (size_t i = 0; i < text.len_bytes && sentence->count < WORDS_MAX;) {
        size_t len = 0;

        while (i + len < text.len_bytes && text.bytes[i + len] != ' ')
            len++;

        size_t letters = 0;

        while (letters < len && is_letter(text.bytes[i + letters]))
            letters++;

        bool comma = letters + 1 == len && text.bytes[i + letters] == ',';

        if (letters > 0 && letters < WORD_BYTES && (letters == len || comma)) {
            for (size_t k = 0; k < letters; k++)
                sentence->word[sentence->count][k] = (char)(text.bytes[i + k] | ' ');
            sentence->word[sentence->count][letters] = '\0';
            sentence->after[sentence->count++] = row;
            row = true;
        } else {
            row = false;
        }
        i += len + 1;
    }
}

/* A row of `len` words beginning at `at`? */
static bool is_row(const struct sentence *sentence, unsigned at, unsigned len)
{
    if (at + len > sentence->count)
        return false;
    for (unsigned i = 1; i < len; i++)
        if (!sentence->after[at + i])
            return false;
    return true;
}

static bool is_new(const struct patterns *patterns, const char *ours)
{
    for (unsigned i = 0; i < patterns->count; i++)
        if (strcmp(patterns->ours[i], ours) == 0)
            return false;
    return true;
}

/* One pattern from the words at `at`; `other` is a word for alternatives. */
static void make(struct patterns *patterns, unsigned kind, char word[][WORD_BYTES], const char *other)
{
    char *ours = patterns->ours[patterns->count], middle[PATTERN_BYTES_MAX / 2];

    if (kind == 0) {
        snprintf(ours, PATTERN_BYTES_MAX, "=%s =%s =%s", word[0], word[1], word[2]);
        snprintf(middle, sizeof middle, "%s" BETWEEN "%s" BETWEEN "%s", word[0], word[1], word[2]);
    } else if (kind == 1) {
        snprintf(ours, PATTERN_BYTES_MAX, "=%s (=%s|=%s)", word[0], word[1], other);
        snprintf(middle, sizeof middle, "%s" BETWEEN "(?:%s|%s)", word[0], word[1], other);
    } else {
        snprintf(ours, PATTERN_BYTES_MAX, "=%s ..2 =%s", word[0], word[2]);
        snprintf(middle, sizeof middle, "%s" BETWEEN "(?:" TOKEN BETWEEN "){0,2}%s", word[0], word[2]);
    }
    if (!is_new(patterns, ours))
        return;
    snprintf(patterns->expression[patterns->count], PATTERN_BYTES_MAX,
             "(?:^|[^" INSIDE "])%s(?:$|[^" INSIDE "])", middle);
    patterns->count++;
}

void patterns_make(struct patterns *patterns, const struct texts *sentences)
{
    struct sentence sentence;
    char other[WORD_BYTES] = "money";

    patterns->count = 0;
    for (unsigned at = 0; at < WORDS_MAX; at += 3)
        for (unsigned i = 0; i < sentences->count && patterns->count < PATTERNS_MAX; i++) {
            read_sentence(&sentence, sentences->text[i]);
            if (is_row(&sentence, at, 3)) {
                make(patterns, (at / 3 + i) % 3, &sentence.word[at], other);
                strcpy(other, sentence.word[at + 2]);
            }
        }
}

char *patterns_rules(const struct patterns *patterns)
{
    size_t room = patterns->count * (PATTERN_BYTES_MAX + 256), used = 0;
    char *rules = malloc(room + 1);

    for (unsigned i = 0; rules != NULL && i < patterns->count; i++)
        used += (size_t)snprintf(
            rules + used, room - used,
            "- {id: en.demand.bench_%u, signal: demand, negation: keep, quoted: keep, "
            "sources: [ours], patterns: [\"%s\"], match: [unmatched], no_match: [nothing]}\n",
            i, patterns->ours[i]);
    return rules;
}
