#include "engine/image.h"

static const struct am_image_entry *entries(struct amends_view image)
{
    return (const struct am_image_entry *)(const void *)(image.bytes + sizeof(struct am_image_header));
}

enum amends_status am_image_check(struct amends_view image)
{
    const struct am_image_header *header = (const void *)image.bytes;

    if (image.bytes == NULL || ((uintptr_t)image.bytes & 7) != 0)
        return AMENDS_E_ARGUMENT;
    if (image.len_bytes < sizeof *header || header->magic != AM_IMAGE_MAGIC ||
        header->version != AM_IMAGE_VERSION || header->total_bytes != image.len_bytes ||
        header->section_count > AM_IMAGE_SECTIONS_MAX)
        return AMENDS_E_IMAGE;

    size_t table_end = sizeof *header + header->section_count * sizeof(struct am_image_entry);

    if (table_end > image.len_bytes)
        return AMENDS_E_IMAGE;
    for (uint32_t i = 0; i < header->section_count; i++) {
        const struct am_image_entry *entry = &entries(image)[i];

        if (entry->offset < table_end || (entry->offset & 7) != 0 || entry->offset > image.len_bytes ||
            entry->len_bytes > image.len_bytes - entry->offset)
            return AMENDS_E_IMAGE;
    }
    return AMENDS_OK;
}

struct amends_view am_image_section(struct amends_view image, enum am_section tag, unsigned lang)
{
    const struct am_image_header *header = (const void *)image.bytes;

    for (uint32_t i = 0; i < header->section_count; i++) {
        const struct am_image_entry *entry = &entries(image)[i];

        if (entry->tag == tag && entry->lang == lang)
            return (struct amends_view){image.bytes + entry->offset, entry->len_bytes};
    }
    return (struct amends_view){NULL, 0};
}
