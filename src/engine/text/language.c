#include "engine/text/language.h"

bool am_language_open(struct am_language *language, struct amends_view section)
{
    *language = (struct am_language){0};
    if (section.bytes == NULL || section.len_bytes < sizeof(struct am_language_header))
        return false;

    const struct am_language_header *header = (const void *)section.bytes;

    language->header = header;
    language->slots = (const void *)(header + 1);
    language->words = (const void *)(language->slots + header->slot_count);
    language->pieces = (const void *)(language->words + header->word_count);
    language->clitics = (const void *)(language->pieces + header->piece_count);
    language->norms = (const void *)(language->clitics + header->clitic_count);
    return true;
}

static bool counts_fit(const struct am_language_header *header, size_t len_bytes)
{
    uint64_t size = sizeof *header;

    size += (uint64_t)header->slot_count * sizeof(struct am_slot) +
            (uint64_t)header->word_count * sizeof(struct am_word);
    size += (uint64_t)header->piece_count * sizeof(struct am_piece);
    size += (uint64_t)header->clitic_count * sizeof(struct am_clitic);
    size += (uint64_t)header->norm_count * sizeof(uint32_t);
    return header->magic == AM_LANGUAGE_MAGIC && header->slot_count > 0 &&
           (header->slot_count & (header->slot_count - 1)) == 0 && header->word_count < header->slot_count &&
           size <= len_bytes;
}

static bool pieces_fit(const struct am_language_header *header, uint32_t first, uint32_t count)
{
    return count <= AM_PIECES_MAX && first <= header->piece_count && count <= header->piece_count - first;
}

bool am_language_check(struct amends_view section)
{
    struct am_language language;

    if (section.bytes == NULL && section.len_bytes == 0)
        return true;
    if (((uintptr_t)section.bytes & 7) != 0 || !am_language_open(&language, section) ||
        !counts_fit(language.header, section.len_bytes))
        return false;

    const struct am_language_header *header = language.header;
    uint32_t used = 0;

    for (uint32_t i = 0; i < header->slot_count; i++) {
        if (language.slots[i].word > header->word_count)
            return false;
        used += language.slots[i].word != 0;
    }
    /* A search ends at an empty slot, so there must be one. */
    if (used >= header->slot_count)
        return false;
    for (uint32_t i = 0; i < header->word_count; i++)
        if (!pieces_fit(header, language.words[i].first_piece, language.words[i].piece_count) ||
            language.words[i].currency[3] != '\0' || language.words[i].op > AM_NUMBER_PLUS)
            return false;
    for (uint32_t i = 0; i < header->piece_count; i++) {
        const struct am_piece *piece = &language.pieces[i];

        if (piece->norm > header->norm_count || piece->len > header->norm_count - piece->norm ||
            piece->len == 0 || (piece->word != AM_WORD_NONE && piece->word >= header->word_count))
            return false;
    }
    for (uint32_t i = 0; i < header->clitic_count; i++) {
        const struct am_clitic *clitic = &language.clitics[i];

        if (!pieces_fit(header, clitic->first_piece, clitic->piece_count) || clitic->len == 0 ||
            clitic->len > AM_CLITIC_LEN_MAX || clitic->norm > header->norm_count ||
            clitic->len > header->norm_count - clitic->norm)
            return false;
    }
    return true;
}

uint32_t am_language_find(const struct am_language *language, uint64_t hash)
{
    uint32_t mask = language->header->slot_count - 1, tag = (uint32_t)(hash >> 32);

    for (uint32_t at = (uint32_t)hash & mask;; at = (at + 1) & mask) {
        const struct am_slot *slot = &language->slots[at];

        if (slot->word == 0)
            return AM_WORD_NONE;
        if (slot->tag == tag && language->words[slot->word - 1].hash == hash)
            return slot->word - 1;
    }
}
