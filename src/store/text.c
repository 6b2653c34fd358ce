#include "store/tx.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void am_text_clear(struct am_text *text)
{
    text->len_bytes = 0;
    text->failed = false;
    if (text->bytes)
        text->bytes[0] = '\0';
}

void am_text_dispose(struct am_text *text)
{
    free(text->bytes);
    *text = (struct am_text){0};
}

void am_text_add_view(struct am_text *text, struct amends_view piece)
{
    if (text->len_bytes + piece.len_bytes + 1 > text->room_bytes) {
        size_t room = (text->len_bytes + piece.len_bytes + 1) * 2;
        char *grown = room < 256 ? realloc(text->bytes, room = 256) : realloc(text->bytes, room);
        if (!grown) {
            text->failed = true;
            return;
        }
        text->bytes = grown;
        text->room_bytes = room;
    }
    if (piece.len_bytes)
        memcpy(text->bytes + text->len_bytes, piece.bytes, piece.len_bytes);
    text->len_bytes += piece.len_bytes;
    text->bytes[text->len_bytes] = '\0';
}

void am_text_add(struct am_text *text, const char *piece)
{
    am_text_add_view(text, (struct amends_view){piece, strlen(piece)});
}

void am_text_print(struct am_text *text, const char *format, ...)
{
    char piece[512];
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(piece, sizeof piece, format, arguments);
    va_end(arguments);
    if (len < 0 || (size_t)len >= sizeof piece)
        text->failed = true;
    else
        am_text_add_view(text, (struct amends_view){piece, (size_t)len});
}

void am_text_name(struct am_text *text, const char *name)
{
    am_text_add(text, "\"");
    am_text_add(text, name);
    am_text_add(text, "\"");
}

/* The length of the well-formed sequence at `at`; 0 where there is none. */
static size_t sequence_len(const unsigned char *at, size_t left)
{
    unsigned char first = at[0];
    if (first < 0x80)
        return first ? 1 : 0;
    size_t len = first >= 0xc2 && first < 0xe0   ? 2
                 : first >= 0xe0 && first < 0xf0 ? 3
                 : first >= 0xf0 && first < 0xf5 ? 4
                                                 : 0;
    if (len == 0 || len > left)
        return 0;
    for (size_t i = 1; i < len; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    /* Too long a form, half of a pair of UTF-16, past the end. */
    if ((first == 0xe0 && at[1] < 0xa0) || (first == 0xed && at[1] > 0x9f) ||
        (first == 0xf0 && at[1] < 0x90) || (first == 0xf4 && at[1] > 0x8f))
        return 0;
    return len;
}

bool am_text_storable(struct amends_view text)
{
    for (size_t i = 0; i < text.len_bytes;) {
        size_t len = sequence_len((const unsigned char *)text.bytes + i, text.len_bytes - i);
        if (len == 0)
            return false;
        i += len;
    }
    return true;
}
