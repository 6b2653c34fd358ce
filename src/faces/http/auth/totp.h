/*
 * Codes of an authenticator (RFC 6238: HMAC-SHA-1, six digits, 30 seconds; liboath does the arithmetic). A
 * code is good one step early or late. Thread-safe.
 */
#ifndef AM_TOTP_H
#define AM_TOTP_H

#include "domain/arena.h"
#include "domain/id.h"

enum { AM_TOTP_SECRET_BYTES = 20 };

/* Is `code` right now? `*step`: of which step it is, so that each is taken once. */
bool am_totp_is(const unsigned char secret[AM_TOTP_SECRET_BYTES], struct amends_view code, int64_t now_ms,
                int64_t *step);

/* The secret in base 32, as a person types it; and the otpauth:// address for a QR code. From the arena;
 * false when memory runs out. */
bool am_totp_tell(const unsigned char secret[AM_TOTP_SECRET_BYTES], struct amends_view issuer,
                  struct amends_view login, struct am_arena *arena, struct amends_view *base32,
                  struct amends_view *address);

#endif
