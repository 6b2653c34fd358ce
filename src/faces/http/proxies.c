#include "faces/http/proxies.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An address without port or brackets. *bits: of the whole of it. */
static bool read_address(const char *text, struct in6_addr *out, unsigned *bits)
{
    struct in_addr four;
    *bits = 128;
    if (inet_pton(AF_INET6, text, out) == 1)
        return true;
    *bits = 32;
    if (inet_pton(AF_INET, text, &four) != 1)
        return false;
    memset(out, 0, sizeof *out);
    out->s6_addr[10] = out->s6_addr[11] = 0xff;
    memcpy(&out->s6_addr[12], &four, 4);
    return true;
}

static bool read_network(char *text, struct am_network *out)
{
    unsigned most;
    char *slash = strchr(text, '/'), *end;
    if (slash)
        *slash++ = 0;
    if (!read_address(text, &out->address, &most))
        return false;
    out->bits = 128;
    if (!slash)
        return true;
    const unsigned long bits = strtoul(slash, &end, 10);
    out->bits = 128 - most + (unsigned)bits;
    return slash[0] >= '0' && slash[0] <= '9' && *end == 0 && bits <= most;
}

bool am_proxies_read(const char *text, struct am_proxies *out)
{
    struct am_proxies read = {.count = 0};
    for (const char *at = text ? text : ""; *at;) {
        char word[64];
        const size_t len = strcspn(at, " ,");
        if (len >= sizeof word || (len > 0 && read.count == AM_PROXIES_MAX))
            return false;
        memcpy(word, at, len);
        word[len] = 0;
        if (len > 0 && !read_network(word, &read.networks[read.count++]))
            return false;
        at += len + (at[len] != 0);
    }
    *out = read;
    return true;
}

static bool is_proxy(const struct am_proxies *proxies, const struct in6_addr *address)
{
    for (size_t i = 0; i < proxies->count; i++) {
        const struct am_network *network = &proxies->networks[i];
        const unsigned bytes = network->bits / 8, rest = network->bits % 8;
        if (memcmp(network->address.s6_addr, address->s6_addr, bytes) != 0)
            continue;
        const unsigned char mask = (unsigned char)(0xff00u >> rest);
        if (rest == 0 || ((network->address.s6_addr[bytes] ^ address->s6_addr[bytes]) & mask) == 0)
            return true;
    }
    return false;
}

struct in6_addr am_proxies_client(const struct am_proxies *proxies, const struct in6_addr *peer,
                                  const char *forwarded)
{
    struct in6_addr client = *peer;
    size_t end = forwarded ? strlen(forwarded) : 0;
    while (end > 0 && is_proxy(proxies, &client)) {
        char word[64];
        unsigned bits;
        size_t from = end;
        while (from > 0 && forwarded[from - 1] != ',')
            from--;
        const char *at = forwarded + from + strspn(forwarded + from, " ");
        const size_t len = strcspn(at, " ,");
        struct in6_addr next;
        if (len == 0 || len >= sizeof word)
            break;
        memcpy(word, at, len);
        word[len] = 0;
        if (!read_address(word, &next, &bits))
            break;
        client = next;
        end = from > 0 ? from - 1 : 0;
    }
    return client;
}
