/*
 * Writing an image: growing byte buffers, and sections put together.
 */
#ifndef AM_PACK_H
#define AM_PACK_H

#include <stdbool.h>
#include <stdint.h>

#include "amends/memory.h"
#include "engine/image.h"
#include "engine/playbook/layout.h"

/* A growing buffer; memory from malloc; `failed` once memory ran out (then nothing is added any more). */
struct am_buffer {
    unsigned char *bytes;
    size_t len_bytes, capacity;
    bool failed;
};

size_t am_buffer_add(struct am_buffer *buffer, const void *bytes, size_t len_bytes); /* gives the offset */
size_t am_buffer_align(struct am_buffer *buffer, size_t alignment);                  /* pads with zeros */
void am_buffer_dispose(struct am_buffer *buffer);

/* Puts a section's table behind what stands in `out`, aligned, and says in `table` where it lies and how many
 * items it has. Takes `contents` over; its failure becomes that of `out`. */
void am_buffer_append_table(struct am_buffer *out, struct am_buffer *contents, size_t item_bytes,
                            struct am_table *table);

/* Sections in order; the same tag and language replaces. */
struct am_pack {
    struct am_image_entry entries[AM_IMAGE_SECTIONS_MAX];
    struct am_buffer contents[AM_IMAGE_SECTIONS_MAX];
    unsigned count;
};

/* Takes the buffer over. */
void am_pack_add(struct am_pack *pack, enum am_section tag, unsigned lang, struct am_buffer *contents);
/* Puts the image together in `out`; false when memory ran out. */
bool am_pack_finish(struct am_pack *pack, struct am_buffer *out);
void am_pack_dispose(struct am_pack *pack);

#endif
