#include "faces/http/tls.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* A handshake has the time of a request's headers (AM_HTTP_HEAD_MS_MAX); this is far more. */
enum { KEPT_MS = 600000 };

struct shown {
    struct shown *before;
    int64_t ended_ms;
    gnutls_privkey_t key;
    gnutls_pcert_st chain[AM_TLS_CHAIN_MOST];
    unsigned count;
};

struct am_tls {
    pthread_mutex_t lock;
    struct shown *now;
};

struct am_tls *am_tls_new(void)
{
    struct am_tls *tls = calloc(1, sizeof *tls);
    if (tls)
        pthread_mutex_init(&tls->lock, NULL);
    return tls;
}

static void free_shown(struct shown *shown)
{
    while (shown) {
        struct shown *before = shown->before;
        for (unsigned i = 0; i < shown->count; i++)
            gnutls_pcert_deinit(&shown->chain[i]);
        if (shown->key)
            gnutls_privkey_deinit(shown->key);
        free(shown);
        shown = before;
    }
}

void am_tls_free(struct am_tls *tls)
{
    if (!tls)
        return;
    free_shown(tls->now);
    pthread_mutex_destroy(&tls->lock);
    free(tls);
}

static gnutls_datum_t datum_of(const char *text)
{
    return (gnutls_datum_t){(unsigned char *)(uintptr_t)text, (unsigned)strlen(text)};
}

static bool belong_together(const struct shown *shown)
{
    unsigned char of_chain[64], of_key[64];
    size_t chain_len = sizeof of_chain, key_len = sizeof of_key;
    gnutls_pubkey_t public_key = NULL;
    bool same = gnutls_pubkey_init(&public_key) == 0 &&
                gnutls_pubkey_import_privkey(public_key, shown->key, 0, 0) == 0 &&
                gnutls_pubkey_get_key_id(public_key, GNUTLS_KEYID_USE_SHA256, of_key, &key_len) == 0 &&
                gnutls_pubkey_get_key_id(shown->chain[0].pubkey, GNUTLS_KEYID_USE_SHA256, of_chain,
                                         &chain_len) == 0 &&
                key_len == chain_len && memcmp(of_key, of_chain, key_len) == 0;
    if (public_key)
        gnutls_pubkey_deinit(public_key);
    return same;
}

static struct shown *read_shown(const char *chain_pem, const char *key_pem)
{
    const gnutls_datum_t chain = datum_of(chain_pem), key = datum_of(key_pem);
    struct shown *shown = calloc(1, sizeof *shown);
    unsigned count = AM_TLS_CHAIN_MOST;
    if (!shown)
        return NULL;
    if (gnutls_pcert_list_import_x509_raw(shown->chain, &count, &chain, GNUTLS_X509_FMT_PEM, 0) == 0)
        shown->count = count;
    if (shown->count > 0 && gnutls_privkey_init(&shown->key) == 0 &&
        gnutls_privkey_import_x509_raw(shown->key, &key, GNUTLS_X509_FMT_PEM, NULL, 0) == 0 &&
        belong_together(shown))
        return shown;
    free_shown(shown);
    return NULL;
}

/* Those whose last handshake is long over. */
static struct shown *take_old(struct am_tls *tls, int64_t clock_ms)
{
    for (struct shown *at = tls->now; at && at->before; at = at->before) {
        struct shown *old = at->before;
        if (old->ended_ms + KEPT_MS > clock_ms)
            continue;
        at->before = NULL; /* those before it are older still */
        return old;
    }
    return NULL;
}

bool am_tls_show(struct am_tls *tls, const char *chain_pem, const char *key_pem, int64_t clock_ms)
{
    struct shown *shown = read_shown(chain_pem, key_pem);
    if (!shown)
        return false;
    pthread_mutex_lock(&tls->lock);
    shown->before = tls->now;
    if (tls->now)
        tls->now->ended_ms = clock_ms;
    tls->now = shown;
    struct shown *old = take_old(tls, clock_ms);
    pthread_mutex_unlock(&tls->lock);
    free_shown(old);
    return true;
}

bool am_tls_shown(struct am_tls *tls, gnutls_pcert_st **chain, unsigned *count, gnutls_privkey_t *key)
{
    pthread_mutex_lock(&tls->lock);
    struct shown *shown = tls->now;
    pthread_mutex_unlock(&tls->lock);
    if (!shown)
        return false;
    *chain = shown->chain;
    *count = shown->count;
    *key = shown->key;
    return true;
}
