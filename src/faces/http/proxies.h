/*
 * Proxies before the server whose X-Forwarded-For is believed, and whose address a request then comes from.
 * Only throttling goes by it. Read-only once made. Thread-safe.
 */
#ifndef AM_PROXIES_H
#define AM_PROXIES_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

enum { AM_PROXIES_MAX = 32 };

/* IPv4 stands mapped into IPv6. */
struct am_network {
    struct in6_addr address;
    unsigned bits;
};
struct am_proxies {
    struct am_network networks[AM_PROXIES_MAX];
    size_t count;
};

/* Addresses or networks ("10.0.0.0/8"), blanks or commas between; NULL or "": none. False where one cannot be
 * read, or there are more than AM_PROXIES_MAX. */
bool am_proxies_read(const char *text, struct am_proxies *out);

/* The address a request comes from: the peer's, unless that is a proxy's; then the last in `forwarded` (the
 * header; may be NULL) that is none. */
struct in6_addr am_proxies_client(const struct am_proxies *proxies, const struct in6_addr *peer,
                                  const char *forwarded);

#endif
