/*
 * The native twin of amends.wasm in the comparison: reads records from standard input, writes the answers to
 * standard output. A record is u8 what ('n' new encounter, 's' step, 'r' read, 'v' review, 'p' save), u32
 * length, bytes; a read's bytes begin with i8 lang and i8 channel. An answer is i32 length or negative
 * status, and the bytes.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "faces/wasm/exports.h"

static int answer(struct session *session, amends_encounter **encounter, int what, const char *bytes,
                  size_t len, unsigned char *saved, size_t saved_max)
{
    switch (what) {
    case 'n':
        free(*encounter);
        *encounter = wasm_encounter();
        return 0;
    case 's':
        return wasm_step(session, *encounter, bytes, len);
    case 'r':
        return len < 2 ? -1
                       : wasm_read(session, bytes + 2, len - 2, (signed char)bytes[0], (signed char)bytes[1]);
    case 'v':
        return wasm_review(session, bytes, len);
    case 'p':
        return wasm_save(*encounter, saved, saved_max);
    default:
        return -1;
    }
}

int main(void)
{
    const struct amends_view image = amends_builtin_image();
    struct session *session = wasm_open(image.bytes, image.len_bytes);
    amends_encounter *encounter = wasm_encounter();
    size_t saved_max = wasm_saved_max();
    unsigned char head[5], *saved = malloc(saved_max);
    char *bytes = malloc(1 << 20);

    if (session == NULL || encounter == NULL || saved == NULL || bytes == NULL)
        return 1;
    while (fread(head, 1, sizeof head, stdin) == sizeof head) {
        size_t len = head[1] | (size_t)head[2] << 8 | (size_t)head[3] << 16 | (size_t)head[4] << 24;

        if (len > 1 << 20 || fread(bytes, 1, len, stdin) != len)
            return 1;

        int32_t length = answer(session, &encounter, head[0], bytes, len, saved, saved_max);

        fwrite(&length, sizeof length, 1, stdout);
        if (length > 0)
            fwrite(head[0] == 'p' ? saved : wasm_answer(session), 1, (size_t)length, stdout);
    }
    free(encounter);
    free(saved);
    free(bytes);
    wasm_close(session);
    return 0;
}
