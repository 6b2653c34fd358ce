/*
 * Mistyped words are mended before they are looked up: rules, senses and the model then see the word that was
 * meant (docs/design/repair.md). Inside the engine only.
 */
#ifndef AM_REPAIR_H
#define AM_REPAIR_H

#include "engine/text/text.h"

/* What is known of the language: its sections of words, language, lexicon and characters. Without words no
 * word is mended, without characters no character. */
struct am_repair_sources {
    struct amends_view words, language, lexicon, characters;
};

/*
 * Mends unknown words and characters of a scanned text, in place of what was typed; the spans stay. A
 * character that was left out gets the span of the one before it. Between am_text_scan and am_text_apply.
 * `cautious`: the text may be of another language in part, so it does not count against its words that many
 * of them are unknown. Bounded in time for any text.
 */
void am_text_repair(struct am_text_arena *arena, const struct am_repair_sources *sources, bool cautious,
                    const struct am_text *text);

#endif
