/*
 * Under which addresses and names the devices of this network reach the machine. Everything that is given
 * lives in the arena. Thread-safe.
 */
#ifndef AM_LANNAMES_H
#define AM_LANNAMES_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

#include "domain/arena.h"

enum { AM_LAN_NAMES_MOST = 48, AM_LAN_NAME_LEN_MOST = 253 };

struct am_lan_names {
    const char *names[AM_LAN_NAMES_MOST]; /* numeric addresses and host names, in small letters, each once */
    size_t count;
    size_t
        outside; /* so many of them, at the beginning, lead here from other devices; the rest is localhost */
};

/* What was asked for (names and addresses, blanks or commas between; may be ""), then the machine's own: the
 * address of the way out first, IPv4 and local IPv6 of interfaces that are up and lead outside, then the
 * host's name, alone and with .local. Last localhost, 127.0.0.1 and ::1. False: memory. */
bool am_lan_names_find(const char *asked, struct am_arena *arena, struct am_lan_names *out);

/* Is this a numeric address (IPv4 or IPv6)? Its bytes: 4 or 16; 0: it is none. */
size_t am_lan_address(const char *name, unsigned char bytes[16]);

/* Can this be a host's name? Letters, digits, hyphens and dots; an underscore too, as some have. */
bool am_lan_is_host(const char *name, size_t len);

/* An address of a network that is not the internet: private, local to the link, the machine itself. */
bool am_lan_is_private(const unsigned char *bytes, size_t len);

/* Does a caller stand in one of the machine's own networks? */
bool am_lan_is_near(const struct sockaddr *peer);

#endif
