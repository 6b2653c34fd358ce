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

void am_writer_raw(struct am_writer *writer, const char *bytes, size_t len_bytes)
{
    if (writer->failed || len_bytes == 0)
        return;
    if (writer->capacity - writer->len_bytes < len_bytes) {
        size_t wanted = writer->capacity < 4096 ? 4096 : writer->capacity;
        while (wanted - writer->len_bytes < len_bytes) {
            if (wanted > SIZE_MAX / 2) {
                writer->failed = true;
                return;
            }
            wanted *= 2;
        }
        char *larger = realloc(writer->bytes, wanted);
        if (!larger) {
            writer->failed = true;
            return;
        }
        writer->bytes = larger;
        writer->capacity = wanted;
    }
    memcpy(writer->bytes + writer->len_bytes, bytes, len_bytes);
    writer->len_bytes += len_bytes;
}

void am_writer_plain(struct am_writer *writer, const char *text)
{
    am_writer_raw(writer, text, strlen(text));
}

/* A comma where a value or key stands before. */
static void separate(struct am_writer *writer)
{
    if (writer->comma)
        am_writer_raw(writer, ", ", 2);
    writer->comma = true;
}

void am_writer_open(struct am_writer *writer, char bracket)
{
    separate(writer);
    am_writer_raw(writer, &bracket, 1);
    writer->comma = false;
}

void am_writer_close(struct am_writer *writer, char bracket)
{
    am_writer_raw(writer, &bracket, 1);
    writer->comma = true;
}

void am_writer_key(struct am_writer *writer, const char *key)
{
    am_writer_string(writer, key);
    am_writer_raw(writer, ": ", 2);
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
    separate(writer);
    am_writer_raw(writer, "\"", 1);
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
    char text[32];
    int len = snprintf(text, sizeof text, "%lld", (long long)number);
    separate(writer);
    am_writer_raw(writer, text, (size_t)len);
}

void am_writer_permille(struct am_writer *writer, unsigned permille)
{
    char text[32];
    int len = snprintf(text, sizeof text, "%u.%03u", permille / 1000, permille % 1000);
    while (text[len - 1] == '0')
        len--;
    if (text[len - 1] == '.')
        len--;
    separate(writer);
    am_writer_raw(writer, text, (size_t)len);
}

void am_writer_bool(struct am_writer *writer, bool value)
{
    separate(writer);
    am_writer_plain(writer, value ? "true" : "false");
}

void am_writer_null(struct am_writer *writer)
{
    separate(writer);
    am_writer_plain(writer, "null");
}
