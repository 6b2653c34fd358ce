#include "faces/serve/lannames.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char separators[] = ", \t";

size_t am_lan_address(const char *name, unsigned char bytes[16])
{
    return inet_pton(AF_INET, name, bytes) == 1 ? 4 : inet_pton(AF_INET6, name, bytes) == 1 ? 16 : 0;
}

bool am_lan_is_host(const char *name, size_t len)
{
    enum { LABEL_MOST = 63 };
    size_t label = 0;
    for (size_t i = 0; i < len; i++) {
        const unsigned char c = (unsigned char)name[i];
        if (c == '.' ? label == 0 : !(isalnum(c) || c == '_' || (c == '-' && label > 0)))
            return false;
        label = c == '.' ? 0 : label + 1;
        if (label > LABEL_MOST)
            return false;
    }
    return len > 0 && len <= AM_LAN_NAME_LEN_MOST && label > 0 && name[len - 1] != '-';
}

bool am_lan_is_private(const unsigned char *bytes, size_t len)
{
    static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff}, loopback[16] = {[15] = 1};
    if (len == 16 && memcmp(bytes, mapped, sizeof mapped) == 0) {
        bytes += sizeof mapped;
        len = 4;
    }
    if (len == 16)
        return (bytes[0] & 0xfe) == 0xfc || (bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80) ||
               memcmp(bytes, loopback, sizeof loopback) == 0;
    return bytes[0] == 10 || bytes[0] == 127 || (bytes[0] == 172 && (bytes[1] & 0xf0) == 16) ||
           (bytes[0] == 192 && bytes[1] == 168) || (bytes[0] == 169 && bytes[1] == 254) ||
           (bytes[0] == 100 && (bytes[1] & 0xc0) == 64);
}

/* ---- collecting */

struct collecting {
    struct am_arena *arena;
    struct am_lan_names *out;
};

static void add(struct collecting *collecting, const char *name, size_t len)
{
    struct am_lan_names *out = collecting->out;
    char small[AM_LAN_NAME_LEN_MOST + 1];
    if (len == 0 || len >= sizeof small || out->count == AM_LAN_NAMES_MOST)
        return;
    for (size_t i = 0; i < len; i++)
        small[i] = (char)tolower((unsigned char)name[i]);
    small[len] = 0;
    for (size_t i = 0; i < out->count; i++)
        if (strcmp(out->names[i], small) == 0)
            return;
    const struct amends_view kept = am_arena_copy(collecting->arena, (struct amends_view){small, len});
    if (kept.bytes)
        out->names[out->count++] = kept.bytes;
}

static void add_text(struct collecting *collecting, const char *name)
{
    add(collecting, name, strlen(name));
}

/* The name or the numeric address as it is always written. */
static void add_asked(struct collecting *collecting, const char *asked)
{
    for (asked += strspn(asked, separators); *asked; asked += strspn(asked, separators)) {
        char text[AM_LAN_NAME_LEN_MOST + 1], same[INET6_ADDRSTRLEN];
        unsigned char bytes[16];
        const size_t len = strcspn(asked, separators);
        if (len < sizeof text) {
            memcpy(text, asked, len);
            text[len] = 0;
            const size_t address = am_lan_address(text, bytes);
            if (address)
                inet_ntop(address == 4 ? AF_INET : AF_INET6, bytes, same, sizeof same);
            add_text(collecting, address ? same : text);
        }
        asked += len;
    }
}

/* IPv6 of the internet changes from day to day on many machines and is not needed beside the local one. */
static void add_address(struct collecting *collecting, const struct sockaddr *address)
{
    char text[INET6_ADDRSTRLEN];
    if (address->sa_family == AF_INET) {
        const struct sockaddr_in *four = (const void *)address;
        const uint32_t number = ntohl(four->sin_addr.s_addr);
        if (number >> 24 != 127 && number >> 16 != 0xa9fe && number != 0 &&
            inet_ntop(AF_INET, &four->sin_addr, text, sizeof text))
            add_text(collecting, text);
    } else if (address->sa_family == AF_INET6) {
        const struct sockaddr_in6 *six = (const void *)address;
        if ((six->sin6_addr.s6_addr[0] & 0xfe) == 0xfc &&
            inet_ntop(AF_INET6, &six->sin6_addr, text, sizeof text))
            add_text(collecting, text);
    }
}

/* The address with which the machine would speak to the internet: the kernel says so, nothing is sent. */
static void add_way_out(struct collecting *collecting)
{
    struct sockaddr_in far = {.sin_family = AF_INET, .sin_port = htons(9)}, own = {.sin_family = AF_UNSPEC};
    socklen_t len = sizeof own;
    const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    inet_pton(AF_INET, "192.0.2.1", &far.sin_addr);
    if (connect(fd, (const struct sockaddr *)&far, sizeof far) == 0 &&
        getsockname(fd, (struct sockaddr *)&own, &len) == 0)
        add_address(collecting, (const struct sockaddr *)&own);
    close(fd);
}

/* Bridges of containers and virtual machines lead to no phone. */
static bool leads_outside(const struct ifaddrs *at)
{
    static const char *const inner[] = {"docker", "veth", "br-", "virbr", "lxc", "cni", "podman"};
    if (!at->ifa_addr || !(at->ifa_flags & IFF_UP) || at->ifa_flags & IFF_LOOPBACK)
        return false;
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++)
        if (strncmp(at->ifa_name, inner[i], strlen(inner[i])) == 0)
            return false;
    return true;
}

static void add_interfaces(struct collecting *collecting, int family)
{
    struct ifaddrs *all = NULL;
    if (getifaddrs(&all) != 0)
        return;
    for (const struct ifaddrs *at = all; at; at = at->ifa_next)
        if (leads_outside(at) && at->ifa_addr->sa_family == family)
            add_address(collecting, at->ifa_addr);
    freeifaddrs(all);
}

static void add_host(struct collecting *collecting)
{
    char host[AM_LAN_NAME_LEN_MOST + 1] = "", local[sizeof host + sizeof ".local"];
    if (gethostname(host, sizeof host - 1) != 0 || !am_lan_is_host(host, strlen(host)) ||
        strcmp(host, "localhost") == 0)
        return;
    add_text(collecting, host);
    snprintf(local, sizeof local, "%.*s.local", (int)strcspn(host, "."), host);
    add_text(collecting, local);
}

bool am_lan_names_find(const char *asked, struct am_arena *arena, struct am_lan_names *out)
{
    struct collecting collecting = {arena, out};
    *out = (struct am_lan_names){.count = 0};
    add_asked(&collecting, asked);
    add_way_out(&collecting);
    add_interfaces(&collecting, AF_INET);
    add_interfaces(&collecting, AF_INET6);
    add_host(&collecting);
    out->outside = out->count;
    if (out->count > AM_LAN_NAMES_MOST - 3)
        out->outside = out->count = AM_LAN_NAMES_MOST - 3;
    add_text(&collecting, "localhost");
    add_text(&collecting, "127.0.0.1");
    add_text(&collecting, "::1");
    return !arena->failed;
}

/* ---- who is near */

static bool in_network(const unsigned char *a, const unsigned char *b, const unsigned char *mask, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((a[i] ^ b[i]) & mask[i])
            return false;
    return true;
}

static const unsigned char *bytes_of(const struct sockaddr *address, size_t *len)
{
    *len = address->sa_family == AF_INET ? 4 : address->sa_family == AF_INET6 ? 16 : 0;
    return *len == 4 ? (const void *)&((const struct sockaddr_in *)(const void *)address)->sin_addr
                     : (const void *)&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
}

bool am_lan_is_near(const struct sockaddr *peer)
{
    static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};
    size_t len, own_len, mask_len;
    const unsigned char *bytes = bytes_of(peer, &len);
    struct ifaddrs *all = NULL;
    bool near = false;
    if (len == 0)
        return false;
    if (am_lan_is_private(bytes, len))
        return true;
    if (len == 16 && memcmp(bytes, mapped, sizeof mapped) == 0) {
        bytes += sizeof mapped;
        len = 4;
    }
    if (getifaddrs(&all) != 0)
        return false;
    for (const struct ifaddrs *at = all; at && !near; at = at->ifa_next) {
        if (!at->ifa_addr || !at->ifa_netmask)
            continue;
        const unsigned char *own = bytes_of(at->ifa_addr, &own_len);
        const unsigned char *mask = bytes_of(at->ifa_netmask, &mask_len);
        /* An interface without a network (a tunnel's /0) makes nobody near. */
        near = own_len == len && mask_len == len && mask[0] == 0xff && in_network(own, bytes, mask, len);
    }
    freeifaddrs(all);
    return near;
}
