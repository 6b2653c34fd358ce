#include "faces/http/join/qr.h"

#include <qrencode.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Up to version 40: 177 modules and the margin. */
enum { PIXELS = 8, CELL_TEXT = 24 };

static QRcode *encode(const char *text)
{
    return strlen(text) <= AM_QR_TEXT_MOST ? QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1) : NULL;
}

static bool is_dark(const QRcode *code, int x, int y)
{
    return x >= 0 && y >= 0 && x < code->width && y < code->width && code->data[y * code->width + x] & 1;
}

/* Text that grows in room that was taken for it. */
struct writing {
    char *text;
    size_t len, room;
};

__attribute__((format(printf, 2, 3))) static void put(struct writing *writing, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int len = vsnprintf(writing->text + writing->len, writing->room - writing->len, format, arguments);
    va_end(arguments);
    if (len > 0 && (size_t)len < writing->room - writing->len)
        writing->len += (size_t)len;
}

const char *am_qr_svg(const char *text, struct am_arena *arena)
{
    QRcode *code = encode(text);
    if (!code)
        return NULL;
    const int size = code->width + 2 * AM_QR_QUIET;
    struct writing writing = {.room = (size_t)code->width * (size_t)code->width * CELL_TEXT / 2 + 400};
    writing.text = am_arena_take(arena, writing.room);
    if (writing.text) {
        put(&writing,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">"
            "<path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path d=\"",
            size, size, size, size);
        for (int y = 0; y < code->width; y++) {
            for (int x = 0, run; x < code->width; x += run) {
                for (run = 1; x + run < code->width && is_dark(code, x + run, y) == is_dark(code, x, y);)
                    run++;
                if (is_dark(code, x, y))
                    put(&writing, "M%d %dh%dv1h-%dz", x + AM_QR_QUIET, y + AM_QR_QUIET, run, run);
            }
        }
        put(&writing, "\"/></svg>");
    }
    QRcode_free(code);
    return writing.text;
}

const char *am_qr_terminal(const char *text, unsigned indent, struct am_arena *arena)
{
    static const char *const blocks[2][2] = {{" ", "▄"}, {"▀", "█"}};
    enum { QUIET = 2, LINE_TEXT = 32 };
    QRcode *code = encode(text);
    if (!code)
        return NULL;
    const int end = code->width + QUIET;
    struct writing writing = {.room =
                                  (size_t)(end + QUIET) * ((size_t)(end + QUIET) * 4 + indent + LINE_TEXT)};
    writing.text = am_arena_take(arena, writing.room);
    for (int y = -QUIET; writing.text && y < end; y += 2) {
        put(&writing, "%*s\033[30;107m", (int)indent, "");
        for (int x = -QUIET; x < end; x++)
            put(&writing, "%s", blocks[is_dark(code, x, y)][is_dark(code, x, y + 1)]);
        put(&writing, "\033[0m\n");
    }
    QRcode_free(code);
    return writing.text;
}

/* ---- PNG: one bit a pixel, stored and not compressed: it is small, and needs no library */

static void put_bytes(struct writing *writing, const void *bytes, size_t len)
{
    memcpy(writing->text + writing->len, bytes, len);
    writing->len += len;
}

static void put_number(struct writing *writing, uint32_t number)
{
    const unsigned char bytes[4] = {(unsigned char)(number >> 24), (unsigned char)(number >> 16),
                                    (unsigned char)(number >> 8), (unsigned char)number};
    put_bytes(writing, bytes, sizeof bytes);
}

static uint32_t crc_of(const char *bytes, size_t len)
{
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < len; i++) {
        crc ^= (unsigned char)bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

/* A chunk's length is written when its end is known. */
static size_t begin_chunk(struct writing *writing, const char *type)
{
    put_number(writing, 0);
    put_bytes(writing, type, 4);
    return writing->len;
}

static void end_chunk(struct writing *writing, size_t began)
{
    struct writing length = {writing->text, began - 8, writing->room};
    put_number(&length, (uint32_t)(writing->len - began));
    put_number(writing, crc_of(writing->text + began - 4, writing->len - began + 4));
}

static void put_row(struct writing *writing, const QRcode *code, int y, size_t row_bytes)
{
    char *row = writing->text + writing->len;
    memset(row, 0, row_bytes);
    /* A pixel is a bit and a module is eight: one byte. */
    for (size_t x = 0; x + 1 < row_bytes; x++)
        row[x + 1] = is_dark(code, (int)x - AM_QR_QUIET, y - AM_QR_QUIET) ? 0 : (char)0xff;
    writing->len += row_bytes;
}

static void put_pixels(struct writing *writing, const QRcode *code, int size)
{
    static const unsigned char zlib[] = {0x78, 0x01};
    const size_t row_bytes = (size_t)size + 1;
    uint32_t one = 1, two = 0;
    put_bytes(writing, zlib, sizeof zlib);
    for (int y = 0; y < size * PIXELS; y++) {
        const unsigned char head[] = {y + 1 == size * PIXELS, (unsigned char)row_bytes,
                                      (unsigned char)(row_bytes >> 8), (unsigned char)~row_bytes,
                                      (unsigned char)(~row_bytes >> 8)};
        put_bytes(writing, head, sizeof head);
        put_row(writing, code, y / PIXELS, row_bytes);
        for (size_t i = writing->len - row_bytes; i < writing->len; i++) {
            one = (one + (unsigned char)writing->text[i]) % 65521;
            two = (two + one) % 65521;
        }
    }
    put_number(writing, two << 16 | one);
}

struct amends_view am_qr_png(const char *text, struct am_arena *arena)
{
    static const unsigned char signature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    static const unsigned char form[] = {1, 0, 0, 0, 0}; /* one bit, grey */
    QRcode *code = encode(text);
    if (!code)
        return (struct amends_view){NULL, 0};
    const int size = code->width + 2 * AM_QR_QUIET;
    struct writing writing = {.room = (size_t)size * PIXELS * ((size_t)size + 6) + 128};
    writing.text = am_arena_take(arena, writing.room);
    if (writing.text) {
        put_bytes(&writing, signature, sizeof signature);
        size_t began = begin_chunk(&writing, "IHDR");
        put_number(&writing, (uint32_t)(size * PIXELS));
        put_number(&writing, (uint32_t)(size * PIXELS));
        put_bytes(&writing, form, sizeof form);
        end_chunk(&writing, began);
        began = begin_chunk(&writing, "IDAT");
        put_pixels(&writing, code, size);
        end_chunk(&writing, began);
        end_chunk(&writing, begin_chunk(&writing, "IEND"));
    }
    QRcode_free(code);
    return (struct amends_view){writing.text, writing.text ? writing.len : 0};
}
