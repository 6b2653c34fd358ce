#include "engine/text/characters.h"

#include <stddef.h>

bool am_characters_open(struct am_characters *characters, struct amends_view section)
{
    *characters = (struct am_characters){NULL, NULL, NULL, NULL, NULL, NULL};
    if (section.bytes == NULL || section.len_bytes < sizeof(struct am_characters_header))
        return false;
    characters->header = (const void *)section.bytes;
    characters->filter = (const void *)(characters->header + 1);
    characters->numbers = (const void *)(characters->filter + AM_CHARACTERS_FILTER / 32);
    characters->at = (const void *)(characters->numbers + AM_CHARACTERS_CODES);
    characters->pairs = (const void *)(characters->at + characters->header->count + 1);
    characters->sounds = (const void *)(characters->pairs + characters->header->pair_count);
    return true;
}

static bool header_fits(const struct am_characters_header *header, size_t len_bytes)
{
    uint64_t size = sizeof *header + AM_CHARACTERS_FILTER / 8 + AM_CHARACTERS_CODES * sizeof(uint16_t);

    size += ((uint64_t)header->count + 1) * sizeof(struct am_character);
    size += (uint64_t)header->pair_count * sizeof(uint16_t);
    size += (uint64_t)header->sound_count * AM_CHARACTERS_ALIKE * sizeof(uint16_t);
    return header->magic == AM_CHARACTERS_MAGIC && header->count > 0 && header->count <= AM_CHARACTERS_MAX &&
           size <= len_bytes;
}

static bool character_fits(const struct am_characters *characters, uint32_t number)
{
    const struct am_character *character = &characters->at[number];

    if (character->first_pair > character[1].first_pair ||
        character[1].first_pair > characters->header->pair_count || character->code > UINT16_MAX)
        return false;
    for (unsigned i = 0; i < AM_CHARACTERS_SOUNDS; i++)
        if (character->sounds[i] > characters->header->sound_count)
            return false;
    return true;
}

bool am_characters_check(struct amends_view section)
{
    struct am_characters characters;

    if (section.bytes == NULL && section.len_bytes == 0)
        return true;
    if (((uintptr_t)section.bytes & 7) != 0 || !am_characters_open(&characters, section) ||
        !header_fits(characters.header, section.len_bytes))
        return false;

    const uint32_t count = characters.header->count;

    for (uint32_t i = 0; i < count; i++)
        if (!character_fits(&characters, i))
            return false;
    for (uint32_t i = 0; i < AM_CHARACTERS_CODES; i++)
        if (characters.numbers[i] >= count)
            return false;
    for (uint32_t i = 0; i < characters.header->pair_count; i++)
        if (AM_PAIR_SECOND(characters.pairs[i]) >= count)
            return false;
    for (uint32_t i = 0; i < characters.header->sound_count * AM_CHARACTERS_ALIKE; i++)
        if (characters.sounds[i / AM_CHARACTERS_ALIKE].at[i % AM_CHARACTERS_ALIKE] >= count)
            return false;
    return true;
}

bool am_characters_pair(const struct am_characters *characters, unsigned first, unsigned second,
                        unsigned *cost)
{
    const struct am_character *character = &characters->at[first];
    uint32_t from = character->first_pair, end = character[1].first_pair;

    if (!am_characters_may_pair(characters, first, second))
        end = from;
    while (from < end) {
        uint32_t middle = from + (end - from) / 2;
        unsigned here = AM_PAIR_SECOND(characters->pairs[middle]);

        if (here == second) {
            unsigned gain = AM_PAIR_CLASS(characters->pairs[middle]) * AM_CHARACTERS_BIT;

            *cost = character->total > gain ? character->total - gain : 0;
            return true;
        }
        if (here < second)
            from = middle + 1;
        else
            end = middle;
    }
    *cost = character->unseen + characters->at[second].alone;
    return false;
}

unsigned am_characters_alike(const struct am_characters *characters, unsigned number, uint64_t which)
{
    const struct am_character *character = &characters->at[number];
    unsigned found[AM_CHARACTERS_SOUNDS * AM_CHARACTERS_ALIKE], count = 0;

    for (unsigned i = 0; i < AM_CHARACTERS_SOUNDS && character->sounds[i] != 0; i++) {
        const uint16_t *alike = characters->sounds[character->sounds[i] - 1].at;

        for (unsigned k = 0; k < AM_CHARACTERS_ALIKE && alike[k] != 0; k++)
            if (alike[k] != number)
                found[count++] = alike[k];
    }
    return count > 0 ? found[which % count] : AM_CHARACTERS_EDGE;
}
