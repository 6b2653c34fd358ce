#include "desk/people/zone.h"

#include <stdio.h>
#include <string.h>

#include "desk/people/zonerule.h"

enum { ZONE_BYTES_MOST = 65536, HEADER_BYTES = 44, NAME_MOST = 64 };

/* What a TZif file holds, as views of it: times of eight bytes, then a type for each. */
struct zone_data {
    const unsigned char *times, *types_at, *types;
    uint32_t time_count, type_count;
    struct am_zone_rule rule;
    bool has_rule;
};

struct counts {
    uint32_t isut, isstd, leap, time, type, chars;
};

static uint32_t be32(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int64_t be64(const unsigned char *at)
{
    return (int64_t)((uint64_t)be32(at) << 32 | be32(at + 4));
}

static bool read_header(const unsigned char *at, size_t left, struct counts *counts)
{
    if (left < HEADER_BYTES || memcmp(at, "TZif", 4) != 0)
        return false;
    *counts = (struct counts){be32(at + 20), be32(at + 24), be32(at + 28),
                              be32(at + 32), be32(at + 36), be32(at + 40)};
    /* Limits that no real file comes near: so that sums of sizes cannot overflow. */
    return counts->isut < 65536 && counts->isstd < 65536 && counts->leap < 65536 && counts->time < 65536 &&
           counts->type < 256 && counts->chars < 65536;
}

static size_t block_bytes(const struct counts *counts, size_t time_bytes)
{
    return counts->time * time_bytes + counts->time + (size_t)counts->type * 6 + counts->chars +
           counts->leap * (time_bytes + 4) + counts->isstd + counts->isut;
}

static int32_t offset_of_type(const struct zone_data *data, uint32_t type)
{
    return type < data->type_count ? (int32_t)be32(data->types + (size_t)type * 6) : 0;
}

static int32_t offset_s(void *context, int64_t at_ms)
{
    const struct zone_data *data = context;
    const int64_t at_s = at_ms >= 0 ? at_ms / 1000 : -((999 - at_ms) / 1000);
    uint32_t low = 0, high = data->time_count; /* the first time that is behind at_s */
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (be64(data->times + (size_t)middle * 8) <= at_s)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == data->time_count && data->has_rule)
        return am_zone_rule_offset_s(&data->rule, at_s);
    return offset_of_type(data, low == 0 ? 0 : data->types_at[low - 1]);
}

static void read_footer(const unsigned char *at, size_t left, struct zone_data *data)
{
    if (left < 2 || at[0] != '\n')
        return;
    const unsigned char *end = memchr(at + 1, '\n', left - 1);
    if (end != NULL)
        data->has_rule = am_zone_rule_read((struct amends_view){(const char *)at + 1, (size_t)(end - at) - 1},
                                           &data->rule);
}

bool am_zone_read(struct amends_view tzif, struct am_arena *arena, struct am_zone *zone)
{
    const unsigned char *at = (const unsigned char *)tzif.bytes;
    size_t left = tzif.len_bytes;
    struct counts counts;
    *zone = (struct am_zone){0};
    /* The first block has times of four bytes and is passed over: all systems have written both since 2005.
     */
    if (!read_header(at, left, &counts) || at[4] < '2')
        return false;
    const size_t first = HEADER_BYTES + block_bytes(&counts, 4);
    if (left < first || !read_header(at + first, left - first, &counts))
        return false;
    at += first + HEADER_BYTES;
    left -= first + HEADER_BYTES;
    const size_t second = block_bytes(&counts, 8);
    struct zone_data *data = am_arena_take(arena, sizeof *data);
    if (left < second || counts.type == 0 || data == NULL)
        return false;
    data->times = at;
    data->types_at = at + (size_t)counts.time * 8;
    data->types = data->types_at + counts.time;
    data->time_count = counts.time;
    data->type_count = counts.type;
    read_footer(at + second, left - second, data);
    *zone = (struct am_zone){offset_s, data};
    return true;
}

/* A name as the data base has them: letters, digits, "_+-/", no part that climbs out of the folder. */
static bool name_sound(struct amends_view name)
{
    if (name.len_bytes == 0 || name.len_bytes > NAME_MOST || name.bytes[0] == '/')
        return false;
    for (size_t i = 0; i < name.len_bytes; i++) {
        const char c = name.bytes[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
              c == '+' || c == '-' || c == '/'))
            return false;
    }
    return true;
}

bool am_zone_load(struct amends_view name, struct am_arena *arena, struct am_zone *zone)
{
    char path[sizeof "/usr/share/zoneinfo/" + NAME_MOST];
    *zone = (struct am_zone){0};
    if (name.len_bytes == 3 && memcmp(name.bytes, "UTC", 3) == 0)
        return true;
    char *bytes = am_arena_take(arena, ZONE_BYTES_MOST);
    if (!name_sound(name) || bytes == NULL)
        return false;
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%.*s", (int)name.len_bytes, name.bytes);
    FILE *file = fopen(path, "rbe");
    if (file == NULL)
        return false;
    const size_t len = fread(bytes, 1, ZONE_BYTES_MOST, file);
    fclose(file);
    return am_zone_read((struct amends_view){bytes, len}, arena, zone);
}
