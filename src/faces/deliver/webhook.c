/* Webhooks, signed as Standard Webhooks has it: https, or the networks that the server names. */
#include <curl/curl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "faces/deliver/sending.h"

enum { CONNECT_MS_MOST = 3000, ANSWER_BYTES_MOST = 65536 };

/* ---- the signature */

void am_sign(const unsigned char secret[AM_SIGN_KEY_BYTES], const char *id, const char *timestamp,
             const char *body, char signature[AM_SIGNATURE_LEN + 1])
{
    crypto_auth_hmacsha256_state state;
    unsigned char mac[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256_init(&state, secret, AM_SIGN_KEY_BYTES);
    const char *const parts[] = {id, ".", timestamp, ".", body};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        crypto_auth_hmacsha256_update(&state, (const unsigned char *)parts[i], strlen(parts[i]));
    crypto_auth_hmacsha256_final(&state, mac);
    memcpy(signature, "v1,", 3);
    sodium_bin2base64(signature + 3, AM_SIGNATURE_LEN + 1 - 3, mac, sizeof mac,
                      sodium_base64_VARIANT_ORIGINAL);
}

/* ---- where to */

struct block {
    unsigned char start[4];
    unsigned bits;
};

/* IPv4 that is no public address: of this machine, of private networks, for examples, for many. */
static const struct block not_public[] = {
    {{0, 0, 0, 0}, 8},      {{10, 0, 0, 0}, 8},     {{100, 64, 0, 0}, 10}, {{127, 0, 0, 0}, 8},
    {{169, 254, 0, 0}, 16}, {{172, 16, 0, 0}, 12},  {{192, 0, 0, 0}, 24},  {{192, 0, 2, 0}, 24},
    {{192, 88, 99, 0}, 24}, {{192, 168, 0, 0}, 16}, {{198, 18, 0, 0}, 15}, {{198, 51, 100, 0}, 24},
    {{203, 0, 113, 0}, 24}, {{224, 0, 0, 0}, 4},    {{240, 0, 0, 0}, 4}};

static bool same_bits(const unsigned char *a, const unsigned char *b, unsigned bits)
{
    const unsigned whole = bits / 8, rest = bits % 8;
    if (memcmp(a, b, whole) != 0)
        return false;
    return rest == 0 || ((a[whole] ^ b[whole]) >> (8 - rest)) == 0;
}

static bool public_four(const unsigned char four[4])
{
    for (size_t i = 0; i < sizeof not_public / sizeof *not_public; i++)
        if (same_bits(four, not_public[i].start, not_public[i].bits))
            return false;
    return true;
}

/* Global unicast, but for examples and for tunnels, which hide where they lead. */
static bool public_six(const struct in6_addr *six)
{
    const unsigned char *bytes = six->s6_addr;
    static const unsigned char example[] = {0x20, 0x01, 0x0d, 0xb8}, teredo[] = {0x20, 0x01, 0, 0},
                               six_to_four[] = {0x20, 0x02};
    if (IN6_IS_ADDR_V4MAPPED(six))
        return public_four(bytes + 12);
    return (bytes[0] & 0xe0) == 0x20 && memcmp(bytes, example, sizeof example) != 0 &&
           memcmp(bytes, teredo, sizeof teredo) != 0 && memcmp(bytes, six_to_four, sizeof six_to_four) != 0;
}

bool am_webhook_may(const struct am_proxies *networks, const struct sockaddr *address, bool plain_http)
{
    struct in6_addr six = IN6ADDR_ANY_INIT;
    if (address->sa_family == AF_INET) {
        struct sockaddr_in four;
        memcpy(&four, address, sizeof four);
        six.s6_addr[10] = six.s6_addr[11] = 0xff;
        memcpy(six.s6_addr + 12, &four.sin_addr, 4);
    } else if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 whole;
        memcpy(&whole, address, sizeof whole);
        six = whole.sin6_addr;
    } else {
        return false;
    }
    for (size_t i = 0; i < networks->count; i++)
        if (same_bits(six.s6_addr, networks->networks[i].address.s6_addr, networks->networks[i].bits))
            return true;
    return !plain_http && public_six(&six);
}

/* ---- sending */

struct exchange {
    const struct am_webhook *webhook;
    bool plain, refused;
    size_t answer_bytes;
};

/* Asked with the very address that is connected to, so that no name can point elsewhere meanwhile. */
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct exchange *exchange = context;
    (void)purpose;
    if (!am_webhook_may(exchange->webhook->networks, &address->addr, exchange->plain)) {
        exchange->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* What is answered is of no interest, and only so much of it is waited for. */
static size_t take_answer(char *bytes, size_t size, size_t count, void *context)
{
    struct exchange *exchange = context;
    (void)bytes;
    exchange->answer_bytes += size * count;
    return exchange->answer_bytes > ANSWER_BYTES_MOST ? 0 : size * count;
}

static int look_at_stop(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    const struct am_letter *letter = context;
    (void)a, (void)b, (void)c, (void)d;
    return letter->stopping && atomic_load(letter->stopping);
}

void am_curl_furnish(void *handle, const struct am_letter *letter, const char *ca)
{
    CURL *curl = handle;
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)letter->limit_ms);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS_MOST);
    /* A name server that does not answer holds up a thread of curl's own, not this one. */
    curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (ca && ca[0]) { /* these alone: the system's folder would be believed beside them */
        curl_easy_setopt(curl, CURLOPT_CAINFO, ca);
        curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
    }
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look_at_stop);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, (void *)(uintptr_t)letter);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
}

static bool add_header(struct curl_slist **headers, const char *name, const char *value)
{
    char line[256];
    snprintf(line, sizeof line, "%s: %s", name, value);
    struct curl_slist *more = curl_slist_append(*headers, line);
    if (more)
        *headers = more;
    return more != NULL;
}

static struct curl_slist *headers_of(const struct am_letter *letter, const struct am_webhook *webhook)
{
    char id[AM_ID_TEXT_LEN + 1], name[AM_ID_TEXT_LEN + 8], timestamp[24], signature[AM_SIGNATURE_LEN + 1];
    struct curl_slist *headers = NULL;
    am_id_write(letter->id, id);
    snprintf(name, sizeof name, "msg_%s", id);
    snprintf(timestamp, sizeof timestamp, "%lld", (long long)(webhook->now_ms / 1000));
    am_sign(webhook->secret, name, timestamp, letter->json, signature);
    if (add_header(&headers, "Content-Type", "application/json") &&
        add_header(&headers, "User-Agent", "amends/" AMENDS_VERSION) &&
        add_header(&headers, "webhook-id", name) && add_header(&headers, "webhook-timestamp", timestamp) &&
        add_header(&headers, "webhook-signature", signature) && add_header(&headers, "Expect", ""))
        return headers;
    curl_slist_free_all(headers);
    return NULL;
}

/* 2xx has it. What may be otherwise in a moment is asked again; any other answer, a redirect too, stays. */
static void judge(long status, struct am_sent *sent)
{
    const bool soon = status >= 500 || status == 408 || status == 425 || status == 429;
    sent->done = status >= 200 && status < 300;
    if (!sent->done)
        am_sent_wrong(sent, !soon, "the answer was %ld", status);
}

static void judge_failure(CURLcode code, const struct exchange *exchange, struct am_sent *sent)
{
    if (exchange->refused)
        am_sent_wrong(sent, true, "webhooks may not go to this address");
    else if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_URL_MALFORMAT ||
             code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_SSL_CACERT_BADFILE)
        am_sent_wrong(sent, true, "%s", curl_easy_strerror(code));
    else
        am_sent_wrong(sent, false, "%s", curl_easy_strerror(code));
}

void am_send_webhook(const struct am_letter *letter, const struct am_webhook *webhook, struct am_sent *sent)
{
    struct exchange exchange = {.webhook = webhook, .plain = strncmp(letter->address, "http://", 7) == 0};
    CURL *curl = curl_easy_init();
    struct curl_slist *headers = curl ? headers_of(letter, webhook) : NULL;
    if (!headers) {
        am_sent_wrong(sent, false, "no memory");
        curl_easy_cleanup(curl);
        return;
    }
    am_curl_furnish(curl, letter, webhook->ca);
    curl_easy_setopt(curl, CURLOPT_URL, letter->address);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, letter->json);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, &exchange);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_answer);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &exchange);
    const CURLcode code = curl_easy_perform(curl);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && status >= 200))
        judge(status, sent);
    else
        judge_failure(code, &exchange, sent);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
}
