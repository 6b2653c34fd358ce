/*
 * What the four filters answer (CONTRACT.md), from the library's values to one line of JSON, in the
 * contract's order of fields. Each function writes a whole object without line end. Thread-safe with a writer
 * per thread.
 */
#ifndef AM_ANSWER_H
#define AM_ANSWER_H

#include "amends/guard.h"
#include "faces/json/fields.h"
#include "faces/json/writer.h"

enum { AM_CONTRACT_VERSION = 1 };

/* `{"error": {"line": …, "field": …, "message": …}}`, with `key` ("id" or "encounter") and name where known.
 */
void am_answer_error(struct am_writer *writer, const char *key, struct amends_view name, uint64_t line,
                     const struct am_fault *fault);

void am_answer_signals(struct am_writer *writer, const amends_engine *engine, struct amends_view id,
                       const struct amends_reading *reading);

/* ui_lang -1: the reply's language. */
void am_answer_review(struct am_writer *writer, const amends_engine *engine, struct amends_view id,
                      int ui_lang, const struct amends_reviewed *reviewed);

/* What an answer of the coach needs beside the card. */
struct am_card_frame {
    struct amends_view encounter;
    bool is_start;                  /* the versions are named */
    int ui_lang;                    /* -1: the customer's */
    const char *emergency_number;   /* "" where not known */
    struct amends_view number_word; /* stands for it then */
};
void am_answer_card(struct am_writer *writer, const amends_engine *engine, const struct am_card_frame *frame,
                    const struct amends_card *card);

void am_answer_guard(struct am_writer *writer, const amends_engine *engine, struct amends_view id,
                     const struct am_card_frame *frame, const struct amends_guarded *guarded);

/* Puts the emergency number, or the word that stands for it, into a phrase's slot; appended to `out` as plain
 * text. */
void am_slot_fill(struct am_writer *out, struct amends_view phrase, const char *emergency_number,
                  struct amends_view number_word);

/* What a reason is called in the contract: the field ("signal", "observed" or "state") and the name. */
const char *am_why_field(const struct amends_why *why);
const char *am_why_name(const struct amends_why *why);

#endif
