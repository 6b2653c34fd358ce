#include "faces/http/auth/credential.h"

#include <sodium.h>
#include <string.h>

enum { SECRET_TEXT_LEN = 43, BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

/* Whose it is and which one belong to it: a secret opens no other door than its own. */
static void hash(struct am_credential *credential)
{
    static const unsigned char purpose[] = "amends.credential";
    crypto_generichash_state state;
    crypto_generichash_init(&state, purpose, sizeof purpose - 1, sizeof credential->hash);
    crypto_generichash_update(&state, (const unsigned char *)&credential->org, sizeof credential->org);
    crypto_generichash_update(&state, (const unsigned char *)&credential->id, sizeof credential->id);
    crypto_generichash_update(&state, credential->secret, sizeof credential->secret);
    crypto_generichash_final(&state, credential->hash, sizeof credential->hash);
}

void am_credential_make(am_id org, am_id id, struct am_credential *out)
{
    *out = (struct am_credential){.org = org, .id = id};
    randombytes_buf(out->secret, sizeof out->secret);
    hash(out);
}

void am_credential_write(const struct am_credential *credential, char text[AM_CREDENTIAL_LEN + 1])
{
    am_id_write(credential->org, text);
    text[AM_ID_TEXT_LEN] = '.';
    am_id_write(credential->id, text + AM_ID_TEXT_LEN + 1);
    text[2 * AM_ID_TEXT_LEN + 1] = '.';
    sodium_bin2base64(text + 2 * (AM_ID_TEXT_LEN + 1), SECRET_TEXT_LEN + 1, credential->secret,
                      sizeof credential->secret, BASE64);
}

bool am_credential_read(struct amends_view text, struct am_credential *out)
{
    struct am_credential read = {0};
    size_t len = 0;
    if (text.len_bytes != AM_CREDENTIAL_LEN || text.bytes[AM_ID_TEXT_LEN] != '.' ||
        text.bytes[2 * AM_ID_TEXT_LEN + 1] != '.' ||
        !am_id_read((struct amends_view){text.bytes, AM_ID_TEXT_LEN}, &read.org) ||
        !am_id_read((struct amends_view){text.bytes + AM_ID_TEXT_LEN + 1, AM_ID_TEXT_LEN}, &read.id) ||
        sodium_base642bin(read.secret, sizeof read.secret, text.bytes + 2 * (AM_ID_TEXT_LEN + 1),
                          SECRET_TEXT_LEN, NULL, &len, NULL, BASE64) != 0 ||
        len != sizeof read.secret)
        return false;
    hash(&read);
    *out = read;
    return true;
}

bool am_credential_is(const struct am_credential *credential, struct amends_view stored_hash)
{
    return stored_hash.len_bytes == sizeof credential->hash &&
           sodium_memcmp(credential->hash, stored_hash.bytes, sizeof credential->hash) == 0;
}

void am_credential_key(const struct am_credential *credential, const char *purpose, unsigned char key[32])
{
    crypto_generichash(key, 32, (const unsigned char *)purpose, strlen(purpose), credential->secret,
                       sizeof credential->secret);
}

void am_credential_wipe(struct am_credential *credential)
{
    sodium_memzero(credential, sizeof *credential);
}
