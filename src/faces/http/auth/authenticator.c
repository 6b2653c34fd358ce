#include "faces/http/auth/authenticator.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "faces/http/auth/password.h"

/* How it lies in the sealed piece. */
enum {
    AT_SECRET = 1,
    AT_STEP = AT_SECRET + AM_TOTP_SECRET_BYTES,
    AT_CODES = AT_STEP + 8,
    PIECE_BYTES = AT_CODES + AM_RECOVERY_CODES * AM_RECOVERY_HASH_BYTES,
    CODE_LETTERS = 10
};

/* Crockford's base 32, as ids have it: no letter is taken for another. */
static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";

void am_authenticator_make(struct am_authenticator *out)
{
    *out = (struct am_authenticator){0};
    randombytes_buf(out->secret, sizeof out->secret);
}

bool am_authenticator_open(const unsigned char *key, struct amends_view sealed, struct am_authenticator *out)
{
    unsigned char piece[PIECE_BYTES];
    if (!key || !am_unseal(key, sealed, piece, sizeof piece))
        return false;
    out->confirmed = piece[0] == 1;
    memcpy(out->secret, piece + AT_SECRET, sizeof out->secret);
    memcpy(&out->step, piece + AT_STEP, sizeof out->step);
    memcpy(out->codes, piece + AT_CODES, sizeof out->codes);
    sodium_memzero(piece, sizeof piece);
    return true;
}

bool am_authenticator_seal(const unsigned char *key, const struct am_authenticator *authenticator,
                           struct am_arena *arena, struct amends_view *out)
{
    unsigned char piece[PIECE_BYTES];
    piece[0] = authenticator->confirmed;
    memcpy(piece + AT_SECRET, authenticator->secret, sizeof authenticator->secret);
    memcpy(piece + AT_STEP, &authenticator->step, sizeof authenticator->step);
    memcpy(piece + AT_CODES, authenticator->codes, sizeof authenticator->codes);
    const bool sealed = am_seal(key, piece, sizeof piece, arena, out);
    sodium_memzero(piece, sizeof piece);
    return sealed;
}

/* Of its letters alone: 50 random bits behind a seal need nothing slow. */
static void hash_of(const char code[CODE_LETTERS], unsigned char hash[AM_RECOVERY_HASH_BYTES])
{
    crypto_generichash(hash, AM_RECOVERY_HASH_BYTES, (const unsigned char *)code, CODE_LETTERS, NULL, 0);
}

/* As people type it: capitals, with or without hyphen, o for 0, i and l for 1. */
static bool read_code(struct amends_view text, char code[CODE_LETTERS])
{
    size_t len = 0;
    for (size_t i = 0; i < text.len_bytes; i++) {
        char letter = text.bytes[i];
        if (letter == '-' || letter == ' ')
            continue;
        if (letter >= 'A' && letter <= 'Z')
            letter = (char)(letter + ('a' - 'A'));
        letter = letter == 'o' ? '0' : letter == 'i' || letter == 'l' ? '1' : letter;
        if (len == CODE_LETTERS || !memchr(letters, letter, sizeof letters - 1))
            return false;
        code[len++] = letter;
    }
    return len == CODE_LETTERS;
}

static bool take_recovery(struct am_authenticator *authenticator, struct amends_view text)
{
    char code[CODE_LETTERS];
    unsigned char hash[AM_RECOVERY_HASH_BYTES];
    if (!read_code(text, code))
        return false;
    hash_of(code, hash);
    for (size_t i = 0; i < AM_RECOVERY_CODES; i++)
        if (sodium_memcmp(authenticator->codes[i], hash, sizeof hash) == 0) {
            memset(authenticator->codes[i], 0, sizeof hash);
            return true;
        }
    return false;
}

bool am_authenticator_take(struct am_authenticator *authenticator, struct amends_view code, int64_t now_ms)
{
    int64_t step;
    if (!am_totp_is(authenticator->secret, code, now_ms, &step))
        return take_recovery(authenticator, code);
    if (step <= authenticator->step)
        return false;
    authenticator->step = step;
    return true;
}

bool am_authenticator_renew(struct am_authenticator *authenticator, struct am_arena *arena,
                            struct amends_view *text)
{
    const size_t room = AM_RECOVERY_CODES * (AM_RECOVERY_CODE_LEN + 3) + 2;
    char *out = am_arena_take(arena, room), code[CODE_LETTERS];
    size_t len = 0;
    if (!out)
        return false;
    for (size_t i = 0; i < AM_RECOVERY_CODES; i++) {
        for (size_t j = 0; j < CODE_LETTERS; j++)
            code[j] = letters[randombytes_uniform(sizeof letters - 1)];
        hash_of(code, authenticator->codes[i]);
        len += (size_t)snprintf(out + len, room - len, "%c\"%.5s-%.5s\"", i ? ',' : '[', code, code + 5);
    }
    out[len++] = ']';
    sodium_memzero(code, sizeof code);
    *text = (struct amends_view){out, len};
    return true;
}

unsigned am_authenticator_left(const struct am_authenticator *authenticator)
{
    unsigned left = 0;
    for (size_t i = 0; i < AM_RECOVERY_CODES; i++)
        left += !sodium_is_zero(authenticator->codes[i], AM_RECOVERY_HASH_BYTES);
    return left;
}
