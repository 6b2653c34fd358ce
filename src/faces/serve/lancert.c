#include "faces/serve/lancert.h"

#include <gnutls/crypto.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "faces/serve/lanca.h"

enum { SERIAL_BYTES = 16, PEM_ROOM = 16384 };
#define DAY_MS INT64_C(86400000)

/* ---- keys, names, forms */

const char *am_lancert_new_key(struct am_arena *arena, gnutls_x509_privkey_t *key)
{
    char *pem = am_arena_take(arena, PEM_ROOM);
    size_t len = PEM_ROOM;
    if (!pem || gnutls_x509_privkey_init(key) != 0)
        return NULL;
    if (gnutls_x509_privkey_generate(*key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1),
                                     0) != 0)
        return NULL;
    return gnutls_x509_privkey_export_pkcs8(*key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, pem, &len) ==
                   0
               ? pem
               : NULL;
}

void am_lancert_ca_name(char name[AM_LANCERT_NAME_ROOM])
{
    char host[65] = "";
    const bool known = gethostname(host, sizeof host - 1) == 0 && am_lan_is_host(host, strlen(host));
    snprintf(name, AM_LANCERT_NAME_ROOM, known ? "Amends (%.40s)" : "Amends", host);
}

static gnutls_datum_t datum_of(const void *bytes, size_t len)
{
    return (gnutls_datum_t){(unsigned char *)(uintptr_t)bytes, (unsigned)len};
}

bool am_lancert_read(const char *pem, gnutls_x509_crt_t *out)
{
    const gnutls_datum_t datum = datum_of(pem, strlen(pem));
    return gnutls_x509_crt_init(out) == 0 && gnutls_x509_crt_import(*out, &datum, GNUTLS_X509_FMT_PEM) == 0;
}

bool am_lancert_read_key(const char *pem, gnutls_x509_privkey_t *out)
{
    const gnutls_datum_t datum = datum_of(pem, strlen(pem));
    return gnutls_x509_privkey_init(out) == 0 &&
           gnutls_x509_privkey_import2(*out, &datum, GNUTLS_X509_FMT_PEM, NULL, 0) == 0;
}

const char *am_lancert_pem(struct am_arena *arena, gnutls_x509_crt_t crt)
{
    char *pem = am_arena_take(arena, PEM_ROOM);
    size_t len = PEM_ROOM;
    return pem && gnutls_x509_crt_export(crt, GNUTLS_X509_FMT_PEM, pem, &len) == 0 ? pem : NULL;
}

bool am_lancert_der(struct am_arena *arena, gnutls_x509_crt_t crt, struct amends_view *out)
{
    char *der = am_arena_take(arena, PEM_ROOM);
    size_t len = PEM_ROOM;
    if (!der || gnutls_x509_crt_export(crt, GNUTLS_X509_FMT_DER, der, &len) != 0)
        return false;
    *out = (struct amends_view){der, len};
    return true;
}

const char *am_lancert_name(struct am_arena *arena, gnutls_x509_crt_t crt)
{
    char *name = am_arena_take(arena, 256);
    size_t len = 256;
    return name && gnutls_x509_crt_get_dn_by_oid(crt, GNUTLS_OID_X520_COMMON_NAME, 0, 0, name, &len) == 0
               ? name
               : NULL;
}

bool am_lancert_print(gnutls_x509_crt_t crt, char print[96])
{
    unsigned char hash[32];
    size_t len = sizeof hash;
    if (gnutls_x509_crt_get_fingerprint(crt, GNUTLS_DIG_SHA256, hash, &len) != 0 || len != sizeof hash)
        return false;
    for (size_t i = 0; i < len; i++)
        snprintf(print + 3 * i, 4, i + 1 < len ? "%02X:" : "%02X", hash[i]);
    return true;
}

int64_t am_lancert_begins_ms(gnutls_x509_crt_t crt)
{
    return gnutls_x509_crt_get_activation_time(crt) * INT64_C(1000);
}

int64_t am_lancert_ends_ms(gnutls_x509_crt_t crt)
{
    return gnutls_x509_crt_get_expiration_time(crt) * INT64_C(1000);
}

void am_lancert_forget(gnutls_x509_crt_t crt, gnutls_x509_privkey_t key)
{
    if (crt)
        gnutls_x509_crt_deinit(crt);
    if (key)
        gnutls_x509_privkey_deinit(key);
}

/* ---- making */

/* What every certificate has. */
static bool begin(gnutls_x509_privkey_t key, const char *name, int64_t begins_ms, int64_t ends_ms,
                  gnutls_x509_crt_t *out)
{
    static const char business[] = "Amends";
    unsigned char serial[SERIAL_BYTES], id[64];
    size_t id_len = sizeof id;
    if (gnutls_x509_crt_init(out) != 0 || gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof serial) != 0)
        return false;
    serial[0] = (serial[0] & 0x3f) | 0x40; /* positive, of the same length always */
    return gnutls_x509_crt_set_version(*out, 3) == 0 &&
           gnutls_x509_crt_set_serial(*out, serial, sizeof serial) == 0 &&
           gnutls_x509_crt_set_dn_by_oid(*out, GNUTLS_OID_X520_ORGANIZATION_NAME, 0, business,
                                         sizeof business - 1) == 0 &&
           gnutls_x509_crt_set_dn_by_oid(*out, GNUTLS_OID_X520_COMMON_NAME, 0, name,
                                         (unsigned)strlen(name)) == 0 &&
           gnutls_x509_crt_set_activation_time(*out, begins_ms / 1000) == 0 &&
           gnutls_x509_crt_set_expiration_time(*out, ends_ms / 1000) == 0 &&
           gnutls_x509_crt_set_key(*out, key) == 0 &&
           gnutls_x509_crt_set_key_purpose_oid(*out, GNUTLS_KP_TLS_WWW_SERVER, 0) == 0 &&
           gnutls_x509_crt_get_key_id(*out, GNUTLS_KEYID_USE_SHA1, id, &id_len) == 0 &&
           gnutls_x509_crt_set_subject_key_id(*out, id, id_len) == 0;
}

static bool permit_network(gnutls_x509_name_constraints_t constraints, const char *network)
{
    gnutls_datum_t datum = {NULL, 0};
    if (gnutls_x509_cidr_to_rfc5280(network, &datum) != 0)
        return false;
    const bool added =
        gnutls_x509_name_constraints_add_permitted(constraints, GNUTLS_SAN_IPADDRESS, &datum) == 0;
    gnutls_free(datum.data);
    return added;
}

static bool permit_host(gnutls_x509_name_constraints_t constraints, const char *host)
{
    const gnutls_datum_t datum = datum_of(host, strlen(host));
    return gnutls_x509_name_constraints_add_permitted(constraints, GNUTLS_SAN_DNSNAME, &datum) == 0;
}

static bool constrain(gnutls_x509_name_constraints_t constraints, const struct am_lan_names *names)
{
    static const char *const networks[] = {"10.0.0.0/8",     "172.16.0.0/12", "192.168.0.0/16",
                                           "169.254.0.0/16", "100.64.0.0/10", "127.0.0.0/8",
                                           "fc00::/7",       "fe80::/10",     "::1/128"};
    static const char *const hosts[] = {"localhost", "local", "home.arpa", "internal", "lan"};
    bool added = true;
    for (size_t i = 0; i < sizeof networks / sizeof *networks; i++)
        added = added && permit_network(constraints, networks[i]);
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
        added = added && permit_host(constraints, hosts[i]);
    for (size_t i = 0; added && i < names->outside; i++) {
        unsigned char bytes[16];
        char network[64];
        const size_t len = am_lan_address(names->names[i], bytes);
        snprintf(network, sizeof network, "%.45s/%d", names->names[i], len == 4 ? 32 : 128);
        if (len == 0)
            added = permit_host(constraints, names->names[i]);
        else if (!am_lan_is_private(bytes, len))
            added = permit_network(constraints, network);
    }
    return added;
}

bool am_lancert_make_ca(gnutls_x509_privkey_t key, const char *name, const struct am_lan_names *names,
                        int64_t now_ms, gnutls_x509_crt_t *out)
{
    gnutls_x509_name_constraints_t constraints = NULL;
    bool made = begin(key, name, now_ms - DAY_MS, now_ms + AM_LANCA_CA_DAYS * DAY_MS, out) &&
                gnutls_x509_crt_set_basic_constraints(*out, 1, 0) == 0 &&
                gnutls_x509_crt_set_key_usage(*out, GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN) == 0 &&
                gnutls_x509_name_constraints_init(&constraints) == 0 && constrain(constraints, names) &&
                gnutls_x509_crt_set_name_constraints(*out, constraints, 1) == 0 &&
                gnutls_x509_crt_sign2(*out, *out, key, GNUTLS_DIG_SHA256, 0) == 0;
    if (constraints)
        gnutls_x509_name_constraints_deinit(constraints);
    return made;
}

static bool add_name(gnutls_x509_crt_t crt, const char *name, bool first)
{
    unsigned char bytes[16];
    const unsigned flags = first ? GNUTLS_FSAN_SET : GNUTLS_FSAN_APPEND;
    const size_t len = am_lan_address(name, bytes);
    return len ? gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_IPADDRESS, bytes, (unsigned)len,
                                                      flags) == 0
               : gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_DNSNAME, name, (unsigned)strlen(name),
                                                      flags) == 0;
}

bool am_lancert_make(gnutls_x509_crt_t ca, gnutls_x509_privkey_t ca_key, gnutls_x509_privkey_t key,
                     const struct am_lan_names *names, int64_t begins_ms, int64_t ends_ms,
                     gnutls_x509_crt_t *out)
{
    unsigned char id[64];
    size_t id_len = sizeof id;
    /* A name that can be no host's: what it is good for stands in its alternative names alone. */
    bool made = begin(key, "Amends desk", begins_ms, ends_ms, out) &&
                gnutls_x509_crt_set_basic_constraints(*out, 0, -1) == 0 &&
                gnutls_x509_crt_set_key_usage(*out, GNUTLS_KEY_DIGITAL_SIGNATURE) == 0 &&
                gnutls_x509_crt_get_subject_key_id(ca, id, &id_len, NULL) == 0 &&
                gnutls_x509_crt_set_authority_key_id(*out, id, id_len) == 0;
    for (size_t i = 0; made && i < names->count; i++)
        made = add_name(*out, names->names[i], i == 0);
    return made && gnutls_x509_crt_sign2(*out, ca, ca_key, GNUTLS_DIG_SHA256, 0) == 0;
}

/* ---- asking */

bool am_lancert_is_pair(gnutls_x509_crt_t crt, gnutls_x509_privkey_t key)
{
    unsigned char one[64], other[64];
    size_t one_len = sizeof one, other_len = sizeof other;
    return gnutls_x509_crt_get_key_id(crt, GNUTLS_KEYID_USE_SHA256, one, &one_len) == 0 &&
           gnutls_x509_privkey_get_key_id(key, GNUTLS_KEYID_USE_SHA256, other, &other_len) == 0 &&
           one_len == other_len && memcmp(one, other, one_len) == 0;
}

bool am_lancert_is_from(gnutls_x509_crt_t crt, gnutls_x509_crt_t ca)
{
    unsigned status = 0;
    const unsigned flags = GNUTLS_VERIFY_DISABLE_TIME_CHECKS | GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS |
                           GNUTLS_VERIFY_DISABLE_CRL_CHECKS;
    return gnutls_x509_crt_verify(crt, &ca, 1, flags, &status) == 0 && status == 0;
}

bool am_lancert_has_name(gnutls_x509_crt_t crt, const char *name)
{
    unsigned char bytes[16];
    const size_t len = am_lan_address(name, bytes);
    return len ? gnutls_x509_crt_check_ip(crt, bytes, (unsigned)len, 0) != 0
               : gnutls_x509_crt_check_hostname(crt, name) != 0;
}

bool am_lancert_may_name(gnutls_x509_crt_t ca, const char *name)
{
    gnutls_x509_name_constraints_t constraints = NULL;
    unsigned char bytes[16];
    unsigned critical = 0;
    const size_t len = am_lan_address(name, bytes);
    const gnutls_datum_t datum = len ? datum_of(bytes, len) : datum_of(name, strlen(name));
    if (gnutls_x509_name_constraints_init(&constraints) != 0)
        return false;
    const int read = gnutls_x509_crt_get_name_constraints(ca, constraints, 0, &critical);
    const bool may =
        read == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE ||
        (read == 0 && gnutls_x509_name_constraints_check(
                          constraints, len ? GNUTLS_SAN_IPADDRESS : GNUTLS_SAN_DNSNAME, &datum) != 0);
    gnutls_x509_name_constraints_deinit(constraints);
    return may;
}
