#include "faces/http/auth/setup.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECRET_LEN = 43 };
static const char page[] = "/setup#";

struct am_setup {
    char link[sizeof page + SECRET_LEN];
};

struct am_setup *am_setup_new(void)
{
    struct am_setup *setup = calloc(1, sizeof *setup);
    unsigned char secret[32];
    if (!setup)
        return NULL;
    randombytes_buf(secret, sizeof secret);
    memcpy(setup->link, page, sizeof page);
    sodium_bin2base64(setup->link + sizeof page - 1, SECRET_LEN + 1, secret, sizeof secret,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return setup;
}

void am_setup_free(struct am_setup *setup)
{
    if (setup)
        sodium_memzero(setup, sizeof *setup);
    free(setup);
}

const char *am_setup_link(const struct am_setup *setup)
{
    return setup->link;
}

bool am_setup_is(const struct am_setup *setup, struct amends_view secret)
{
    return secret.len_bytes == SECRET_LEN &&
           sodium_memcmp(setup->link + sizeof page - 1, secret.bytes, SECRET_LEN) == 0;
}
