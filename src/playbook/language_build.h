/*
 * Building an AM_SECTION_LANGUAGE: entries by their normalised words. Memory from malloc, given back by
 * dispose.
 */
#ifndef AM_LANGUAGE_BUILD_H
#define AM_LANGUAGE_BUILD_H

#include "engine/text/language.h"
#include "engine/text/text.h"
#include "playbook/pack.h"

struct am_language_builder {
    struct am_text_arena *arena; /* for the texts of the file; of AM_KEY_BYTES_MAX */
    struct am_buffer words, pieces, clitics, norms;
    struct am_language_header header;
    bool failed; /* memory ran out */
};

enum { AM_KEY_BYTES_MAX = 512 };

bool am_language_builder_init(struct am_language_builder *builder);
void am_language_builder_dispose(struct am_language_builder *builder);

/* What is wrong with a key or value, for a message; NULL when it was taken. */
typedef const char *am_build_result;

/* The entry of `key` (one to four words, a single sign, or an open-ended word "рубл*"), made if need be, with
 * `role` added. For an open-ended word `*also` is the entry of the bare word; else NULL. The pointers live
 * until the next call. */
am_build_result am_language_entry(struct am_language_builder *builder, struct amends_view key, unsigned role,
                                  struct am_word **entry, struct am_word **also);

/* Appends the words of `text` as pieces; gives the first one's index and their number (at most
 * AM_PIECES_MAX). */
am_build_result am_language_pieces(struct am_language_builder *builder, struct amends_view text,
                                   uint32_t *first, unsigned *count);

/* Adds a clitic. `text` may be empty: the ending is dropped. */
am_build_result am_language_clitic(struct am_language_builder *builder, struct amends_view ending,
                                   struct amends_view text);

/* Puts the section together in `out`; false when memory ran out. */
bool am_language_finish(struct am_language_builder *builder, struct am_buffer *out);

#endif
