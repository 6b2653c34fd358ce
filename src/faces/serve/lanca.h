/*
 * The certificate authority of one desk, for the devices in its network: made once, kept in a folder that its
 * owner alone can read, good for ten years and for nothing but servers at private addresses and at the names
 * that this machine had (X.509 name constraints, critical), so that whoever stole it could be no bank to
 * anybody. And the desk's own certificate from it: under all the addresses and names that the machine has,
 * for 397 days, made anew a month before it ends and whenever an address is new. Keys are of P-256. By
 * GnuTLS.
 */
#ifndef AM_LANCA_H
#define AM_LANCA_H

#include "faces/serve/lannames.h"

enum {
    AM_LANCA_CA_DAYS = 3650,
    AM_LANCA_DAYS =
        397, /* phones take 398 at most of whom they do not know, 825 of an authority of one's own */
    AM_LANCA_RENEW_DAYS = 30, /* so long before its end it is made anew */
    AM_LANCA_PRINT_LEN = 95,  /* "AB:CD:…": SHA-256 */
    AM_LANCA_TROUBLE_LEN = 512
};

/* Everything lives in the arena. */
struct am_lanca {
    const char *chain_pem, *key_pem; /* the desk's certificate and its authority's; its key */
    struct amends_view ca_der, ca_pem;
    const char *name;                   /* of the authority, as devices show it: "Amends (shop)" */
    char print[AM_LANCA_PRINT_LEN + 1]; /* SHA-256 of the authority's certificate */
    struct am_lan_names names;    /* under which the certificate is good, in the order that was wished */
    struct am_lan_names left_out; /* what the authority was not made for */
    int64_t ends_at_ms, ca_ends_at_ms;
    bool made_ca, made; /* just now: the authority, the certificate */
};

/* Reads what stands in the folder, and makes what is missing, ends soon or lacks one of the names. Two
 * processes may do it at the same time. False, and why in `trouble`, in words for who runs the desk: the
 * folder cannot be written, the authority's key or certificate is damaged or not of a pair (nothing is made
 * over it then: devices trust it), or the authority has ended. `now_ms`: UTC. */
bool am_lanca_ready(const char *folder, const struct am_lan_names *wished, int64_t now_ms,
                    struct am_arena *arena, struct am_lanca *out, char trouble[AM_LANCA_TROUBLE_LEN]);

#endif
