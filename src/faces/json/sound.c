#include "faces/json/sound.h"

#include <string.h>

struct look {
    const char *at, *end;
    unsigned depth;
};

static void skip_blanks(struct look *look)
{
    while (look->at < look->end &&
           (*look->at == ' ' || *look->at == '\t' || *look->at == '\n' || *look->at == '\r'))
        look->at++;
}

static bool take(struct look *look, char wanted)
{
    const bool there = look->at < look->end && *look->at == wanted;
    look->at += there;
    return there;
}

static bool escape(struct look *look)
{
    if (look->at == look->end)
        return false;
    const char what = *look->at++;
    if (what != 'u')
        return memchr("\"\\/bfnrt", what, 8) != NULL;
    if (look->end - look->at < 4)
        return false;
    for (unsigned i = 0; i < 4; i++, look->at++)
        if (!memchr("0123456789abcdefABCDEF", *look->at, 22))
            return false;
    return true;
}

/* Behind its first quotation mark. */
static bool string(struct look *look)
{
    while (look->at < look->end) {
        const unsigned char byte = (unsigned char)*look->at++;
        if (byte == '"')
            return true;
        if (byte < 0x20 || (byte == '\\' && !escape(look)))
            return false;
    }
    return false;
}

static bool digits(struct look *look)
{
    const char *first = look->at;
    while (look->at < look->end && *look->at >= '0' && *look->at <= '9')
        look->at++;
    return look->at > first;
}

static bool number(struct look *look)
{
    take(look, '-');
    if (!take(look, '0') && !digits(look))
        return false;
    if (take(look, '.') && !digits(look))
        return false;
    if (!take(look, 'e') && !take(look, 'E'))
        return true;
    if (!take(look, '+'))
        take(look, '-');
    return digits(look);
}

static bool word(struct look *look, const char *wanted)
{
    const size_t len = strlen(wanted);
    if ((size_t)(look->end - look->at) < len || memcmp(look->at, wanted, len) != 0)
        return false;
    look->at += len;
    return true;
}

/* A value that is neither object nor array. */
static bool plain(struct look *look)
{
    if (take(look, '"'))
        return string(look);
    return word(look, "true") || word(look, "false") || word(look, "null") || number(look);
}

static bool key(struct look *look)
{
    skip_blanks(look);
    if (!take(look, '"') || !string(look))
        return false;
    skip_blanks(look);
    return take(look, ':');
}

/* One value, by a stack of what is open: bit per depth, set for an object. */
bool am_json_sound(struct amends_view text)
{
    if (text.len_bytes == 0)
        return false;
    struct look look = {text.bytes, text.bytes + text.len_bytes, 0};
    uint64_t objects = 0;
    for (bool value = true; value || look.depth > 0;) {
        skip_blanks(&look);
        if (value) {
            const bool object = take(&look, '{');
            if (!object && !take(&look, '[')) {
                if (!plain(&look))
                    return false;
                value = false;
                continue;
            }
            if (look.depth++ == AM_JSON_DEPTH_MOST)
                return false;
            objects = objects << 1 | object;
            skip_blanks(&look);
            value = look.at < look.end && *look.at != (object ? '}' : ']');
            if (value && object && !key(&look))
                return false;
        } else if (take(&look, ',')) {
            value = true;
            if ((objects & 1) != 0 && !key(&look))
                return false;
        } else {
            if (!take(&look, (objects & 1) != 0 ? '}' : ']'))
                return false;
            objects >>= 1;
            look.depth--;
        }
    }
    skip_blanks(&look);
    return look.at == look.end;
}
