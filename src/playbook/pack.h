/*
 * Writing an image: growing byte buffers, and sections put together.
 */
#ifndef AM_PACK_H
#define AM_PACK_H

#include <stdbool.h>
#include <stdint.h>

#include "amends/memory.h"
#include "engine/image.h"

/* A growing buffer; memory from malloc; `failed` once memory ran out (then nothing is added any more). */
struct am_buffer {
    unsigned char *bytes;
    size_t len_bytes, capacity;
    bool failed;
};

size_t am_buffer_add(struct am_buffer *buffer, const void *bytes, size_t len_bytes); /* gives the offset */
size_t am_buffer_align(struct am_buffer *buffer, size_t alignment);                  /* pads with zeros */
void am_buffer_dispose(struct am_buffer *buffer);

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
