/*
 * Stage one of reading: bytes to normalised code points, tokens, sentences. Everything lies in the
 * workspace's arrays; a struct am_text is a view of them until the next text. No playbook but the language's
 * own data. Integers only.
 */
#ifndef AM_TEXT_H
#define AM_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "amends/limits.h"
#include "amends/memory.h"
#include "amends/status.h"

enum am_script { AM_SCRIPT_NONE, AM_SCRIPT_LATIN, AM_SCRIPT_CYRILLIC, AM_SCRIPT_HAN, AM_SCRIPT_OTHER };

enum am_token_kind { AM_TOKEN_WORD, AM_TOKEN_NUMBER, AM_TOKEN_HAN, AM_TOKEN_EMOJI, AM_TOKEN_MASK };

enum am_token_flag {
    AM_TOKEN_CAPS = 1,         /* three letters or more, all capitals */
    AM_TOKEN_STRETCHED = 2,    /* a letter three times or more in a row; norm keeps it as written */
    AM_TOKEN_MASKED = 4,       /* a word with *, @, $, #, digits or letters of another script inside */
    AM_TOKEN_QUOTED = 8,       /* inside quotation marks */
    AM_TOKEN_AFTER_COMMA = 16, /* a comma, semicolon, colon or dash stands before it */
    AM_TOKEN_SENTENCE_START = 32,
    AM_TOKEN_REWRITTEN = 64,  /* made by a clitic or variant; its norm lies in the language's data */
    AM_TOKEN_IN_AMOUNT = 128, /* part of a recognised quantity */
    AM_TOKEN_MENDED = 256     /* was mistyped: its norm is the word that was meant */
};

/* One token: its normalised form (code points, folded) and where it stands in the original, in code points.
 */
struct am_token {
    const uint32_t *norm;
    uint16_t norm_len;
    uint8_t kind, script;
    uint16_t flags;
    uint16_t sentence;
    uint32_t cp_start, cp_end;
    uint64_t hash; /* of its letters: am_hash_letters (language.h) */
};

struct am_sentence {
    uint16_t first_token, token_count;
    uint8_t question, exclamations; /* ends in "?"; number of "!" at its end, saturating */
    uint32_t cp_start, cp_end;
};

enum am_quantity_kind { AM_QUANTITY_NUMBER, AM_QUANTITY_AMOUNT, AM_QUANTITY_PERCENT, AM_QUANTITY_TIME };

/* A number, sum of money, percentage or time, in figures or in words of the language. */
struct am_quantity {
    uint8_t kind;
    char currency[4]; /* AMOUNT; "" unknown ("20 bucks" names none) */
    int64_t value;    /* NUMBER: thousandths; AMOUNT: minor units of the currency (hundredths where unknown);
                         PERCENT: hundredths of a per cent; TIME: 0 */
    uint16_t first_token, token_count;
};

struct am_text {
    struct amends_view source;
    const struct am_token *tokens;
    uint32_t token_count;
    const struct am_sentence *sentences;
    uint32_t sentence_count;
    const struct am_quantity *quantities;
    uint32_t quantity_count;
    uint32_t letters, capitals, caps_words, exclamations, stretched, emoji; /* evidence of temper */
    uint32_t code_points;
    bool letters_or_emoji;
};

/* Arrays for texts of up to a number of bytes. am_text_arena_size says how many bytes to reserve for it. */
struct am_text_arena;
size_t am_text_arena_size(size_t text_bytes_max);
struct am_text_arena *am_text_arena_init(void *memory,
                                         size_t text_bytes_max); /* memory: aligned for any type */

/*
 * Checks and analyses one text. `language` is the language's AM_SECTION_LANGUAGE bytes, or {NULL,0}: then
 * clitics, variants and quantities in words are not treated. Errors: E_UTF8, E_NUL, E_TOO_LONG. `out` lives
 * until the next call. Two steps, so that the language can be found between them: am_text_scan, then
 * am_text_apply.
 */
enum amends_status am_text_scan(struct am_text_arena *arena, struct amends_view source, struct am_text *out);
void am_text_apply(struct am_text_arena *arena, struct amends_view language, struct am_text *text);

/* Does a text that is said to be in this language look like it throughout? True when nothing stands in
 * another script and every sentence of three words and more has a frequent word of it; then it need not be
 * looked at for other languages. */
bool am_language_plausible(struct amends_view identify, const struct am_text *text, unsigned lang);

/* Which of the playbook's languages: index, or -1. `identify` is AM_SECTION_IDENTIFY. `others` (may be NULL)
 * gets a bit per further language that clearly occurs in the text as well. Works on a scanned text. */
int am_language_identify(struct amends_view identify, const struct am_text *text, uint32_t *others);

#endif
