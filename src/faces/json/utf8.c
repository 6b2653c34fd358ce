#include "faces/json/utf8.h"

/* Length of the valid sequence at `at`, 0 where there is none. */
static unsigned sequence(struct amends_view text, size_t at, uint32_t *code)
{
    const unsigned char *byte = (const unsigned char *)text.bytes + at;
    size_t left = text.len_bytes - at;
    if (byte[0] < 0x80) {
        *code = byte[0];
        return 1;
    }
    unsigned len = byte[0] >= 0xf0 ? 4 : byte[0] >= 0xe0 ? 3 : 2;
    if (byte[0] < 0xc2 || byte[0] > 0xf4 || left < len)
        return 0;
    uint32_t value = byte[0] & (0xffu >> (len + 1));
    for (unsigned i = 1; i < len; i++) {
        if ((byte[i] & 0xc0) != 0x80)
            return 0;
        value = value << 6 | (byte[i] & 0x3fu);
    }
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    if (value < least[len] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
        return 0;
    *code = value;
    return len;
}

size_t am_utf8_valid(struct amends_view text)
{
    size_t at = 0;
    while (at < text.len_bytes) {
        uint32_t code;
        unsigned len = sequence(text, at, &code);
        if (len == 0)
            break;
        at += len;
    }
    return at;
}

uint32_t am_utf8_at(struct amends_view text, size_t at, unsigned *len_bytes)
{
    uint32_t code;
    unsigned len = sequence(text, at, &code);
    *len_bytes = len ? len : 1;
    return len ? code : 0xfffd;
}
