#include "playbook/pack.h"

#include <stdlib.h>
#include <string.h>

static bool reserve(struct am_buffer *buffer, size_t more)
{
    if (buffer->failed)
        return false;
    if (buffer->capacity - buffer->len_bytes >= more)
        return true;

    size_t capacity = buffer->capacity ? buffer->capacity * 2 : 256;

    while (capacity - buffer->len_bytes < more)
        capacity *= 2;

    unsigned char *bytes = realloc(buffer->bytes, capacity);

    if (bytes == NULL) {
        buffer->failed = true;
        return false;
    }
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return true;
}

size_t am_buffer_add(struct am_buffer *buffer, const void *bytes, size_t len_bytes)
{
    size_t offset = buffer->len_bytes;

    if (len_bytes == 0 || !reserve(buffer, len_bytes))
        return offset;
    memcpy(buffer->bytes + offset, bytes, len_bytes);
    buffer->len_bytes += len_bytes;
    return offset;
}

size_t am_buffer_align(struct am_buffer *buffer, size_t alignment)
{
    static const unsigned char zeros[16];

    am_buffer_add(buffer, zeros, (alignment - buffer->len_bytes % alignment) % alignment);
    return buffer->len_bytes;
}

void am_buffer_dispose(struct am_buffer *buffer)
{
    free(buffer->bytes);
    *buffer = (struct am_buffer){0};
}

void am_buffer_append_table(struct am_buffer *out, struct am_buffer *contents, size_t item_bytes,
                            struct am_table *table)
{
    table->offset = (uint32_t)am_buffer_align(out, 8);
    table->count = (uint32_t)(contents->len_bytes / item_bytes);
    am_buffer_add(out, contents->bytes, contents->len_bytes);
    out->failed = out->failed || contents->failed;
    am_buffer_dispose(contents);
}

void am_pack_add(struct am_pack *pack, enum am_section tag, unsigned lang, struct am_buffer *contents)
{
    unsigned at = 0;

    while (at < pack->count && (pack->entries[at].tag != tag || pack->entries[at].lang != lang))
        at++;
    if (at == AM_IMAGE_SECTIONS_MAX) {
        am_buffer_dispose(contents);
        return;
    }
    if (at == pack->count)
        pack->count++;
    else
        am_buffer_dispose(&pack->contents[at]);
    pack->entries[at] = (struct am_image_entry){.tag = (uint16_t)tag, .lang = (uint16_t)lang};
    pack->contents[at] = *contents;
    *contents = (struct am_buffer){0};
}

bool am_pack_finish(struct am_pack *pack, struct am_buffer *out)
{
    struct am_image_header header = {AM_IMAGE_MAGIC, AM_IMAGE_VERSION, pack->count, 0};

    am_buffer_add(out, &header, sizeof header);
    am_buffer_add(out, pack->entries, pack->count * sizeof *pack->entries);
    for (unsigned i = 0; i < pack->count; i++) {
        am_buffer_align(out, 8);
        pack->entries[i].offset = (uint32_t)out->len_bytes;
        pack->entries[i].len_bytes = (uint32_t)pack->contents[i].len_bytes;
        am_buffer_add(out, pack->contents[i].bytes, pack->contents[i].len_bytes);
        if (pack->contents[i].failed)
            out->failed = true;
    }
    am_buffer_align(out, 8);
    if (out->failed)
        return false;
    header.total_bytes = (uint32_t)out->len_bytes;
    memcpy(out->bytes, &header, sizeof header);
    memcpy(out->bytes + sizeof header, pack->entries, pack->count * sizeof *pack->entries);
    return true;
}

void am_pack_dispose(struct am_pack *pack)
{
    for (unsigned i = 0; i < pack->count; i++)
        am_buffer_dispose(&pack->contents[i]);
    pack->count = 0;
}
