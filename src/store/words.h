/*
 * Texts as words that can be found: split where Unicode has no letter, number or mark, folded (case,
 * compatibility forms, accents of Latin, Greek and Cyrillic letters), cut at a length, without their endings
 * (stem.h). Chinese and Japanese
 * have no blanks: of a run of their characters come each character and each pair of neighbours, so that a
 * word of two characters is found wherever it stands. For src/store alone.
 */
#ifndef AM_STORE_WORDS_H
#define AM_STORE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "amends/memory.h"

enum {
    AM_WORD_MOST_BYTES = 64, /* a longer one is cut, in what is stored as in what is asked */
    AM_WORDS_MOST = 8192     /* of one record; what comes behind is not found */
};

struct am_word {
    size_t at, len_bytes; /* in am_words.text */
};

/* A set of words; zeroed is empty. Owns its memory (am_words_dispose). */
struct am_words {
    char *text;
    size_t text_len, text_room;
    struct am_word *list;
    size_t count, room;
    struct am_stems *stems; /* made with the first word that needs it */
};

/* What a text is read for: to be found, or to find: then a run of two and more Chinese or Japanese characters
 * gives its pairs alone. */
enum am_words_for { AM_WORDS_STORED, AM_WORDS_ASKED };

/* Adds the words of a text. False: no memory. A text that is no UTF-8 has no words. */
bool am_words_read(struct am_words *words, struct amends_view text, enum am_words_for use);

/* Adds one word as it is. False: no memory. */
bool am_words_add(struct am_words *words, struct amends_view word);

/* Brings them into the order of their bytes, each once. */
void am_words_sort(struct am_words *words);

/* One of them; the view lives until the next word is added. */
static inline struct amends_view am_words_at(const struct am_words *words, size_t i)
{
    return (struct amends_view){words->text + words->list[i].at, words->list[i].len_bytes};
}

void am_words_dispose(struct am_words *words);

#endif
