/*
 * A transcript as lines of CONTRACT.md: JSON Lines as they are, or plain text, where a line is
 *   customer: …   staff: …   supervisor: …   bystander: …    said ("customer b: …" names one of several)
 *   [left]        [did set_boundary]  [gave refund 15 EUR]  [outcome satisfied]  [overrule threat]  [undo]
 *   # a comment
 * Who speaks may also be said with the words of the screen in any language of the playbook ("Asiakas:",
 * "客人：").
 */
#ifndef AM_TRANSCRIPT_H
#define AM_TRANSCRIPT_H

#include "engine/playbook/playbook.h"
#include "faces/json/fields.h"
#include "faces/json/writer.h"

/* Whether this line is JSON. */
bool am_transcript_is_json(struct amends_view line);

/* Writes a plain line as an event of the encounter "transcript" into `out`; an empty `out` for a comment.
 * `playbook` (may be NULL) has the words for who speaks. False and a fault where it is not understood. */
bool am_transcript_line(const struct am_playbook *playbook, struct amends_view line, struct am_writer *out,
                        struct am_fault *fault);

/* The start of an encounter with these codes (each may be NULL). */
void am_transcript_start(const char *lang, const char *ui_lang, const char *channel, struct am_writer *out);

#endif
