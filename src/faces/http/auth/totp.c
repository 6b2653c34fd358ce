#include "faces/http/auth/totp.h"

#include <liboath/oath.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEP_S = 30, DIGITS = 6, WINDOW = 1 };

bool am_totp_is(const unsigned char secret[AM_TOTP_SECRET_BYTES], struct amends_view code, int64_t now_ms,
                int64_t *step)
{
    char text[DIGITS + 1];
    int position = 0;
    if (code.len_bytes != DIGITS)
        return false;
    memcpy(text, code.bytes, DIGITS);
    text[DIGITS] = 0;
    const time_t now_s = (time_t)(now_ms / 1000);
    if (oath_totp_validate2((const char *)secret, AM_TOTP_SECRET_BYTES, now_s, STEP_S, 0, WINDOW, &position,
                            text) < 0)
        return false;
    *step = now_s / STEP_S + position;
    return true;
}

/* Percent-encodes what is not plain. */
static size_t encode(struct amends_view text, char *out)
{
    static const char hex[] = "0123456789ABCDEF";
    size_t len = 0;
    for (size_t i = 0; i < text.len_bytes; i++) {
        const unsigned char byte = (unsigned char)text.bytes[i];
        const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                           (byte >= '0' && byte <= '9') || strchr("-._~", byte);
        if (plain && byte) {
            out[len++] = (char)byte;
            continue;
        }
        out[len++] = '%';
        out[len++] = hex[byte >> 4];
        out[len++] = hex[byte & 15];
    }
    out[len] = 0;
    return len;
}

bool am_totp_tell(const unsigned char secret[AM_TOTP_SECRET_BYTES], struct amends_view issuer,
                  struct amends_view login, struct am_arena *arena, struct amends_view *base32,
                  struct amends_view *address)
{
    char *encoded = NULL;
    size_t encoded_len = 0;
    if (oath_base32_encode((const char *)secret, AM_TOTP_SECRET_BYTES, &encoded, &encoded_len) != OATH_OK)
        return false;
    *base32 = am_arena_copy(arena, (struct amends_view){encoded, encoded_len});
    free(encoded);
    const size_t room = 3 * (issuer.len_bytes * 2 + login.len_bytes) + encoded_len + 128;
    char *text = am_arena_take(arena, room), *issuer_text = am_arena_take(arena, 3 * issuer.len_bytes + 1),
         *login_text = am_arena_take(arena, 3 * login.len_bytes + 1);
    if (!base32->bytes || !text || !issuer_text || !login_text)
        return false;
    encode(issuer, issuer_text);
    encode(login, login_text);
    const int len = snprintf(text, room, "otpauth://totp/%s:%s?secret=%s&issuer=%s", issuer_text, login_text,
                             base32->bytes, issuer_text);
    *address = (struct amends_view){text, (size_t)len};
    return true;
}
