#include "domain/points.h"

#include <stdint.h>

/* The length of the sequence that begins here; 0: it is none. */
static size_t sequence_len(const unsigned char *bytes, size_t left)
{
    static const uint32_t lowest[] = {0, 1, 0x80, 0x800, 0x10000};
    const unsigned char first = bytes[0];
    if (first < 0x80)
        return first != 0;
    const size_t len = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC0 || first > 0xF4 || len > left)
        return 0;
    uint32_t point = first & (0x7FU >> len);
    for (size_t i = 1; i < len; i++) {
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
        point = point << 6 | (bytes[i] & 0x3FU);
    }
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    return point < lowest[len] || point > 0x10FFFF || surrogate ? 0 : len;
}

bool am_points_count(struct amends_view text, size_t *out)
{
    size_t points = 0;
    for (size_t at = 0; at < text.len_bytes; points++) {
        const size_t len = sequence_len((const unsigned char *)text.bytes + at, text.len_bytes - at);
        if (len == 0)
            return false;
        at += len;
    }
    *out = points;
    return true;
}
