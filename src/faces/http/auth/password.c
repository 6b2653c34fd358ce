#include "faces/http/auth/password.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { NONCE = crypto_secretbox_NONCEBYTES, MAC = crypto_secretbox_MACBYTES };

bool am_password_hash(struct am_server *server, struct amends_view password, struct am_arena *arena,
                      struct amends_view *out)
{
    char *text = am_arena_take(arena, crypto_pwhash_STRBYTES);
    if (!text)
        return false;
    pthread_mutex_lock(&server->hashing);
    const int failed =
        crypto_pwhash_str_alg(text, password.bytes, password.len_bytes, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                              crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13);
    pthread_mutex_unlock(&server->hashing);
    *out = (struct amends_view){text, strlen(text)};
    return failed == 0;
}

bool am_password_is(struct am_server *server, struct amends_view password, struct amends_view hash)
{
    /* Of no password that anybody knows: so that an unknown account takes as long as a known one. */
    static const char nobody[] = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
                                 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    char text[crypto_pwhash_STRBYTES] = "";
    const bool has_hash = hash.len_bytes > 0 && hash.len_bytes < sizeof text;
    if (has_hash)
        memcpy(text, hash.bytes, hash.len_bytes);
    else
        memcpy(text, nobody, sizeof nobody);
    pthread_mutex_lock(&server->hashing);
    const bool right =
        crypto_pwhash_str_verify(text, password.len_bytes ? password.bytes : "", password.len_bytes) == 0;
    pthread_mutex_unlock(&server->hashing);
    return right && has_hash;
}

bool am_password_invent(struct am_arena *arena, struct amends_view *out)
{
    static const char consonants[] = "bdfghjklmnprstvz", vowels[] = "aiou";
    enum { GROUPS = 5, GROUP_LEN = 5 }; /* cvcv- : 12 bits each */
    char *text = am_arena_take(arena, GROUPS * GROUP_LEN + 3);
    if (!text)
        return false;
    char *at = text;
    for (int i = 0; i < GROUPS; i++) {
        for (int j = 0; j < 2; j++) {
            *at++ = consonants[randombytes_uniform(sizeof consonants - 1)];
            *at++ = vowels[randombytes_uniform(sizeof vowels - 1)];
        }
        *at++ = '-';
    }
    snprintf(at, 3, "%02u", randombytes_uniform(100));
    *out = (struct amends_view){text, strlen(text)};
    return true;
}

bool am_seal(const unsigned char key[32], const void *bytes, size_t len_bytes, struct am_arena *arena,
             struct amends_view *out)
{
    unsigned char *sealed = am_arena_take(arena, NONCE + MAC + len_bytes);
    if (!sealed)
        return false;
    randombytes_buf(sealed, NONCE);
    crypto_secretbox_easy(sealed + NONCE, bytes, len_bytes, sealed, key);
    *out = (struct amends_view){(const char *)sealed, NONCE + MAC + len_bytes};
    return true;
}

bool am_unseal(const unsigned char key[32], struct amends_view sealed, void *bytes, size_t len_bytes)
{
    const unsigned char *from = (const unsigned char *)sealed.bytes;
    return sealed.len_bytes == NONCE + MAC + len_bytes &&
           crypto_secretbox_open_easy(bytes, from + NONCE, MAC + len_bytes, from, key) == 0;
}

bool am_debriefs_key_seal(struct am_server *server, struct amends_view password, struct am_arena *arena,
                          const unsigned char key[AM_DEBRIEF_KEY_BYTES], struct amends_view *seal)
{
    unsigned char *bytes = am_arena_take(arena, AM_DEBRIEF_SEAL_BYTES);
    if (!bytes)
        return false;
    pthread_mutex_lock(&server->hashing);
    const bool sealed = am_debrief_key_seal(key, password, bytes);
    pthread_mutex_unlock(&server->hashing);
    *seal = (struct amends_view){(const char *)bytes, AM_DEBRIEF_SEAL_BYTES};
    return sealed;
}

bool am_debriefs_key_make(struct am_server *server, struct amends_view password, struct am_arena *arena,
                          unsigned char key[AM_DEBRIEF_KEY_BYTES], struct amends_view *seal)
{
    randombytes_buf(key, AM_DEBRIEF_KEY_BYTES);
    return am_debriefs_key_seal(server, password, arena, key, seal);
}

bool am_debriefs_key_open(struct am_server *server, struct amends_view password, struct amends_view seal,
                          unsigned char key[AM_DEBRIEF_KEY_BYTES])
{
    if (seal.len_bytes == 0)
        return false;
    pthread_mutex_lock(&server->hashing);
    const bool opened = am_debrief_key_open(seal, password, key);
    pthread_mutex_unlock(&server->hashing);
    return opened;
}
