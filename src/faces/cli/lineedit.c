#include "faces/cli/lineedit.h"

#include <string.h>

#include "faces/cli/screen.h"

void am_line_clear(struct am_line *line)
{
    line->len = line->cursor = 0;
}

bool am_line_insert(struct am_line *line, uint32_t code)
{
    if (line->len == AM_LINE_CODES_MAX || code < 0x20 || (code >= 0x7f && code < 0xa0))
        return false;
    memmove(line->codes + line->cursor + 1, line->codes + line->cursor,
            (line->len - line->cursor) * sizeof *line->codes);
    line->codes[line->cursor++] = code;
    line->len++;
    return true;
}

static bool is_mark(const struct am_line *line, unsigned at)
{
    return at < line->len && am_code_width(line->codes[at]) == 0;
}

void am_line_left(struct am_line *line)
{
    while (line->cursor > 0) {
        line->cursor--;
        if (!is_mark(line, line->cursor))
            break;
    }
}

void am_line_right(struct am_line *line)
{
    if (line->cursor < line->len)
        line->cursor++;
    while (is_mark(line, line->cursor))
        line->cursor++;
}

static void cut(struct am_line *line, unsigned from, unsigned to)
{
    memmove(line->codes + from, line->codes + to, (line->len - to) * sizeof *line->codes);
    line->len -= to - from;
    line->cursor = from;
}

void am_line_backspace(struct am_line *line)
{
    unsigned to = line->cursor;
    am_line_left(line);
    cut(line, line->cursor, to);
}

void am_line_delete(struct am_line *line)
{
    unsigned from = line->cursor;
    am_line_right(line);
    cut(line, from, line->cursor);
}

void am_line_delete_word(struct am_line *line)
{
    unsigned to = line->cursor, from = to;
    while (from > 0 && line->codes[from - 1] == ' ')
        from--;
    while (from > 0 && line->codes[from - 1] != ' ')
        from--;
    cut(line, from, to);
}

void am_line_kill_end(struct am_line *line)
{
    line->len = line->cursor;
}

static unsigned encode(uint32_t code, char bytes[4])
{
    if (code < 0x80) {
        bytes[0] = (char)code;
        return 1;
    }
    unsigned len = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (unsigned i = len - 1; i > 0; i--) {
        bytes[i] = (char)(0x80 | (code & 0x3f));
        code >>= 6;
    }
    static const unsigned char lead[5] = {0, 0, 0xc0, 0xe0, 0xf0};
    bytes[0] = (char)(lead[len] | code);
    return len;
}

size_t am_line_text(const struct am_line *line, unsigned first, unsigned end, char *bytes, size_t size)
{
    size_t used = 0;
    for (unsigned i = first; i < end && i < line->len; i++) {
        char one[4];
        unsigned len = encode(line->codes[i], one);
        if (used + len > size)
            break;
        memcpy(bytes + used, one, len);
        used += len;
    }
    return used;
}

void am_line_window(const struct am_line *line, unsigned columns, unsigned *first, unsigned *end,
                    unsigned *column)
{
    unsigned width = 0, from = line->cursor;
    while (from > 0 && width + am_code_width(line->codes[from - 1]) < columns) {
        from--;
        width += am_code_width(line->codes[from]);
    }
    while (is_mark(line, from))
        from++;
    *first = from;
    *column = width;
    unsigned to = line->cursor;
    while (to < line->len && width + am_code_width(line->codes[to]) <= columns) {
        width += am_code_width(line->codes[to]);
        to++;
    }
    *end = to;
}
