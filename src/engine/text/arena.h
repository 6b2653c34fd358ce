/*
 * The arrays behind a struct am_text; only the files of this folder look inside. One unit per normalised code
 * point.
 */
#ifndef AM_TEXT_ARENA_H
#define AM_TEXT_ARENA_H

#include "engine/text/language.h"
#include "engine/text/text.h"
#include "engine/text/unicode.h"

struct am_text_arena {
    size_t text_bytes_max;
    uint32_t unit_count, code_points;
    uint32_t token_max;           /* room in each token, sentence and quantity array */
    uint32_t *norm, *start, *end; /* units: normalised code point; where it stands in the original */
    uint16_t *info;               /* AM_INFO_… */
    struct am_token *scanned, *tokens;
    struct am_sentence *scanned_sentences, *sentences;
    struct am_quantity *quantities;
    uint32_t *entries; /* per token of `tokens`: its entry in the language's words, or AM_WORD_NONE */
    uint32_t scanned_count, scanned_sentence_count;
    uint32_t *mended; /* AM_MENDED_ROOM: the letters of what was mended */
    uint32_t mended_count;
};

/* Unknown words of one text that are looked at, and room for the letters of mended ones. */
enum { AM_MENDED_WORDS = 256, AM_MENDED_ROOM = AM_MENDED_WORDS * 32 };

/* Normalises: fills the units, one END unit behind them. Errors: E_UTF8, E_NUL. */
enum amends_status am_text_normalise(struct am_text_arena *arena, struct amends_view source);

/* Units to tokens and sentences; fills the counts of `text`. */
void am_text_tokenise(struct am_text_arena *arena, struct am_text *text);

/* A word of both scripts ("cyкa"), units [from, end): written in the one that all its letters can stand for,
 * if there is one; Cyrillic first, where it is the usual trick. */
void am_text_unmix(struct am_text_arena *arena, uint32_t from, uint32_t end);

/* Four and more single letters in a row ("f u c k") become one word, flagged as masked. Works on scanned
 * tokens. */
void am_text_join_letters(struct am_text_arena *arena, struct am_text *text);

/* Mends characters that stand behind each other as they never do (characters.h); of am_text_repair. */
void am_text_repair_characters(struct am_text_arena *arena, struct amends_view characters, bool cautious);

/* Finds quantities in the applied tokens and flags their tokens. */
void am_text_quantities(struct am_text_arena *arena, struct amends_view language, struct am_text *text);

/* The longest entry with one of `roles` that begins at `tokens` (`left` of them may be looked at); `*words`
 * is how many tokens it takes. AM_WORD_NONE where there is none. `*single` is the entry of the first token
 * alone. */
uint32_t am_language_longest(const struct am_language *language, const struct am_token *tokens, uint32_t left,
                             unsigned roles, unsigned *words, uint32_t *single);

/* The index of the first unit of a token, or UINT32_MAX for one that was rewritten. */
static inline uint32_t am_token_unit(const struct am_text_arena *arena, const struct am_token *token)
{
    return (token->flags & AM_TOKEN_REWRITTEN) != 0 &&
                   (token->norm < arena->norm || token->norm >= arena->norm + arena->unit_count)
               ? UINT32_MAX
               : (uint32_t)(token->norm - arena->norm);
}

#endif
