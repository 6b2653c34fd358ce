#include "faces/json/writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void am_writer_reset(struct am_writer *writer)
{
    writer->len_bytes = 0;
    writer->comma = false;
    writer->failed = false;
}

void am_writer_dispose(struct am_writer *writer)
{
    free(writer->bytes);
    *writer = (struct am_writer){0};
}

/* Makes room for so many more bytes; false when there is no memory. */
static bool grow(struct am_writer *writer, size_t len_bytes)
{
    size_t wanted = writer->capacity < 4096 ? 4096 : writer->capacity;
    while (wanted - writer->len_bytes < len_bytes) {
        if (wanted > SIZE_MAX / 2) {
            writer->failed = true;
            return false;
        }
        wanted *= 2;
    }
    char *larger = realloc(writer->bytes, wanted);
    if (!larger) {
        writer->failed = true;
        return false;
    }
    writer->bytes = larger;
    writer->capacity = wanted;
    return true;
}

static inline bool has_room(struct am_writer *writer, size_t len_bytes)
{
    return !writer->failed && (writer->capacity - writer->len_bytes >= len_bytes || grow(writer, len_bytes));
}

void am_writer_raw(struct am_writer *writer, const char *bytes, size_t len_bytes)
{
    if (len_bytes == 0 || !has_room(writer, len_bytes))
        return;
    memcpy(writer->bytes + writer->len_bytes, bytes, len_bytes);
    writer->len_bytes += len_bytes;
}

void am_writer_plain(struct am_writer *writer, const char *text)
{
    am_writer_raw(writer, text, strlen(text));
}

/* A comma where a value or key stands before, and room for `len_bytes` behind it; false when there is none.
 */
static inline bool separate(struct am_writer *writer, size_t len_bytes)
{
    if (!has_room(writer, len_bytes + 2))
        return false;
    if (writer->comma) {
        memcpy(writer->bytes + writer->len_bytes, ", ", 2);
        writer->len_bytes += 2;
    }
    writer->comma = true;
    return true;
}

/* Bytes for which there is room. */
static inline void put(struct am_writer *writer, char byte)
{
    writer->bytes[writer->len_bytes++] = byte;
}

void am_writer_open(struct am_writer *writer, char bracket)
{
    if (separate(writer, 1))
        put(writer, bracket);
    writer->comma = false;
}

void am_writer_close(struct am_writer *writer, char bracket)
{
    am_writer_raw(writer, &bracket, 1);
    writer->comma = true;
}

/* A text that needs no escapes in quotation marks, and what follows them. */
static bool put_quoted(struct am_writer *writer, const char *text, const char *after)
{
    const size_t len_bytes = strlen(text), after_bytes = strlen(after);
    if (!separate(writer, len_bytes + after_bytes + 2))
        return false;
    put(writer, '"');
    memcpy(writer->bytes + writer->len_bytes, text, len_bytes);
    writer->len_bytes += len_bytes;
    put(writer, '"');
    memcpy(writer->bytes + writer->len_bytes, after, after_bytes);
    writer->len_bytes += after_bytes;
    return true;
}

void am_writer_name(struct am_writer *writer, const char *name)
{
    put_quoted(writer, name, "");
}

void am_writer_key(struct am_writer *writer, const char *key)
{
    if (put_quoted(writer, key, ": "))
        writer->comma = false;
}

static void escape(struct am_writer *writer, unsigned char byte)
{
    static const char named[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    char text[8];
    for (size_t i = 0; i + 1 < sizeof named; i += 2) {
        if ((unsigned char)named[i] == byte) {
            text[0] = '\\';
            text[1] = named[i + 1];
            am_writer_raw(writer, text, 2);
            return;
        }
    }
    int len = snprintf(text, sizeof text, "\\u%04x", byte);
    am_writer_raw(writer, text, (size_t)len);
}

void am_writer_view(struct am_writer *writer, struct amends_view text)
{
    if (!separate(writer, text.len_bytes + 2))
        return;
    put(writer, '"');
    size_t done = 0;
    for (size_t i = 0; i < text.len_bytes; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];
        if (byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7f)
            continue;
        am_writer_raw(writer, text.bytes + done, i - done);
        escape(writer, byte);
        done = i + 1;
    }
    if (text.len_bytes > done)
        am_writer_raw(writer, text.bytes + done, text.len_bytes - done);
    am_writer_raw(writer, "\"", 1);
}

void am_writer_string(struct am_writer *writer, const char *text)
{
    am_writer_view(writer, (struct amends_view){text, strlen(text)});
}

void am_writer_number(struct am_writer *writer, int64_t number)
{
    char text[20];
    size_t at = sizeof text;
    uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
    if (!separate(writer, sizeof text + 1))
        return;
    do {
        text[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (number < 0)
        put(writer, '-');
    memcpy(writer->bytes + writer->len_bytes, text + at, sizeof text - at);
    writer->len_bytes += sizeof text - at;
}

void am_writer_permille(struct am_writer *writer, unsigned permille)
{
    unsigned rest = permille % 1000;
    if (permille >= 10000) {
        am_writer_number(writer, permille / 1000);
    } else if (separate(writer, 1)) {
        put(writer, (char)('0' + permille / 1000));
    }
    if (rest == 0 || !has_room(writer, 4))
        return;
    put(writer, '.');
    put(writer, (char)('0' + rest / 100));
    if (rest % 100 == 0)
        return;
    put(writer, (char)('0' + rest / 10 % 10));
    if (rest % 10 != 0)
        put(writer, (char)('0' + rest % 10));
}

void am_writer_decimal(struct am_writer *writer, int64_t number, unsigned digits)
{
    char text[48];
    int64_t scale = 1;
    for (unsigned i = 0; i < digits; i++)
        scale *= 10;
    int len = snprintf(text, sizeof text, "%lld", (long long)(number / scale));
    if (number % scale != 0)
        len += snprintf(text + len, sizeof text - (size_t)len, ".%0*lld", (int)digits,
                        (long long)(number % scale));
    if (separate(writer, (size_t)len))
        am_writer_raw(writer, text, (size_t)len);
}

void am_writer_value(struct am_writer *writer, struct amends_view json)
{
    if (separate(writer, json.len_bytes))
        am_writer_raw(writer, json.bytes, json.len_bytes);
}

void am_writer_bool(struct am_writer *writer, bool value)
{
    if (separate(writer, 0))
        am_writer_plain(writer, value ? "true" : "false");
}

void am_writer_null(struct am_writer *writer)
{
    if (separate(writer, 0))
        am_writer_plain(writer, "null");
}
