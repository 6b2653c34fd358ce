/*
 * Codes of an authenticator (RFC 6238: HMAC-SHA-1, six digits, 30 seconds; liboath does the arithmetic). The
 * secret is kept sealed with the server's key file. A code is good once, and one step early or late. Any
 * thread.
 */
#ifndef AM_TOTP_H
#define AM_TOTP_H

#include "domain/arena.h"
#include "domain/id.h"

enum { AM_TOTP_SECRET_BYTES = 20, AM_TOTP_USED_PLACES = 1024 };

struct am_totp_used;
struct am_totp_used *am_totp_used_new(void);
void am_totp_used_free(struct am_totp_used *used);

/* Is `code` right now, and was it not used before by this person? */
bool am_totp_is(struct am_totp_used *used, am_id person, const unsigned char secret[AM_TOTP_SECRET_BYTES],
                struct amends_view code, int64_t now_ms);

/* The secret in base 32, as a person types it; and the otpauth:// address for a QR code. From the arena;
 * false when memory runs out. */
bool am_totp_tell(const unsigned char secret[AM_TOTP_SECRET_BYTES], struct amends_view issuer,
                  struct amends_view login, struct am_arena *arena, struct amends_view *base32,
                  struct amends_view *address);

#endif
