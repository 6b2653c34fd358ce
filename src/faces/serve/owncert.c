#include "faces/serve/owncert.h"

#include <gnutls/x509.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "faces/serve/lancert.h"

enum { SOON_DAYS = 14, DAY_TEXT_LEN = 40, SUBJECT_ROOM = 128 };
#define DAY_MS INT64_C(86400000)

struct checking {
    gnutls_x509_crt_t *chain;
    unsigned count;
    gnutls_x509_privkey_t key;
    const char *host;
    int64_t now_ms;
    bool *of_key;
    char *text;
};

__attribute__((format(printf, 2, 3))) static bool wrong(struct checking *checking, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(checking->text, AM_OWNCERT_TEXT_LEN, format, arguments);
    va_end(arguments);
    return false;
}

static const char *day_of(int64_t ms, char text[DAY_TEXT_LEN])
{
    struct tm day;
    const time_t seconds = (time_t)(ms / 1000);
    gmtime_r(&seconds, &day);
    strftime(text, DAY_TEXT_LEN, "%Y-%m-%d", &day);
    return text;
}

static const char *subject_of(gnutls_x509_crt_t crt, char text[SUBJECT_ROOM])
{
    size_t len = SUBJECT_ROOM;
    if (gnutls_x509_crt_get_dn_by_oid(crt, GNUTLS_OID_X520_COMMON_NAME, 0, 0, text, &len) != 0) {
        len = SUBJECT_ROOM;
        if (gnutls_x509_crt_get_dn(crt, text, &len) != 0 || !text[0])
            snprintf(text, SUBJECT_ROOM, "without a name");
    }
    return text;
}

static bool read_chain(struct checking *checking, const char *pem)
{
    const gnutls_datum_t datum = {(unsigned char *)(uintptr_t)pem, (unsigned)strlen(pem)};
    if (gnutls_x509_crt_list_import2(&checking->chain, &checking->count, &datum, GNUTLS_X509_FMT_PEM, 0) ==
            0 &&
        checking->count > 0)
        return true;
    checking->count = 0;
    checking->chain = NULL;
    return wrong(checking, strstr(pem, "PRIVATE KEY-----") && !strstr(pem, "-----BEGIN CERT")
                               ? "it holds a key; the certificate was expected"
                               : "no certificate can be read from it: it is damaged");
}

static bool read_key(struct checking *checking, const char *pem)
{
    *checking->of_key = true;
    if (!strstr(pem, "PRIVATE KEY-----"))
        return wrong(checking, strstr(pem, "-----BEGIN CERT") ? "it holds a certificate; its key was expected"
                                                              : "it holds no key");
    if (strstr(pem, "ENCRYPTED"))
        return wrong(checking, "the key is protected by a password, which nobody types when the desk starts: "
                               "`openssl pkey -in KEY -out NEW` takes it off");
    return am_lancert_read_key(pem, &checking->key) ||
           wrong(checking, "no key can be read from it: it is damaged");
}

static bool is_pair(struct checking *checking)
{
    if (am_lancert_is_pair(checking->chain[0], checking->key))
        return true;
    for (unsigned i = 1; i < checking->count; i++) {
        if (!am_lancert_is_pair(checking->chain[i], checking->key))
            continue;
        *checking->of_key = false;
        return wrong(checking,
                     "the chain is in the wrong order: the server's own certificate stands first, then who "
                     "signed it");
    }
    return wrong(checking, "it is the key of another certificate");
}

static bool holds_now(struct checking *checking)
{
    char day[DAY_TEXT_LEN], subject[SUBJECT_ROOM];
    for (unsigned i = 0; i < checking->count; i++) {
        gnutls_x509_crt_t crt = checking->chain[i];
        const int64_t begins_ms = am_lancert_begins_ms(crt), ends_ms = am_lancert_ends_ms(crt);
        if (ends_ms <= checking->now_ms)
            return wrong(checking, "certificate %u (%s) ended on %s: devices refuse it. Renew it", i + 1,
                         subject_of(crt, subject), day_of(ends_ms, day));
        if (begins_ms > checking->now_ms)
            return wrong(checking, "certificate %u (%s) begins on %s only: is the machine's clock right?",
                         i + 1, subject_of(crt, subject), day_of(begins_ms, day));
    }
    return true;
}

static bool in_order(struct checking *checking)
{
    char one[SUBJECT_ROOM], other[SUBJECT_ROOM];
    for (unsigned i = 0; i + 1 < checking->count; i++)
        if (!am_lancert_is_from(checking->chain[i], checking->chain[i + 1]))
            return wrong(
                checking,
                "certificate %u of the chain (%s) did not sign the one before it (%s): the server's own "
                "stands first, then who signed it",
                i + 2, subject_of(checking->chain[i + 1], one), subject_of(checking->chain[i], other));
    return true;
}

/* What stops nobody from starting. */
static void look_ahead(struct checking *checking)
{
    char day[DAY_TEXT_LEN];
    gnutls_x509_crt_t own = checking->chain[0];
    const int64_t ends_ms = am_lancert_ends_ms(own);
    if (ends_ms < checking->now_ms + SOON_DAYS * DAY_MS)
        wrong(checking, "it ends on %s: renew it soon", day_of(ends_ms, day));
    else if (checking->host && !am_lancert_has_name(own, checking->host))
        wrong(checking, "it is not good for %.200s, as the desk is reached: devices will refuse it",
              checking->host);
    else if (checking->count == 1 && !gnutls_x509_crt_check_issuer(own, own))
        wrong(checking, "it stands alone: without who signed it (the full chain), some phones refuse it");
}

bool am_owncert_check(const char *chain_pem, const char *key_pem, const char *host, int64_t now_ms,
                      bool *of_key, char text[AM_OWNCERT_TEXT_LEN])
{
    struct checking checking = {NULL, 0, NULL, host, now_ms, of_key, text};
    text[0] = 0;
    *of_key = false;
    const bool pair = read_chain(&checking, chain_pem) && read_key(&checking, key_pem) && is_pair(&checking);
    if (pair)
        *of_key = false;
    const bool good = pair && holds_now(&checking) && in_order(&checking);
    if (good)
        look_ahead(&checking);
    for (unsigned i = 0; i < checking.count; i++)
        gnutls_x509_crt_deinit(checking.chain[i]);
    gnutls_free(checking.chain);
    am_lancert_forget(NULL, checking.key);
    return good;
}
