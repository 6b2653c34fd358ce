/* Credentials, what is sealed, throttling, codes of an authenticator. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "faces/http/auth/authenticator.h"
#include "faces/http/auth/credential.h"
#include "faces/http/auth/password.h"
#include "faces/http/auth/throttle.h"
#include "faces/http/proxies.h"

#include <arpa/inet.h>

static struct amends_view view(const char *text)
{
    return (struct amends_view){text, strlen(text)};
}

static void test_credentials(void **state)
{
    struct am_credential made, read, other;
    char text[AM_CREDENTIAL_LEN + 1];
    (void)state;
    am_credential_make(5, 7, &made);
    am_credential_write(&made, text);
    assert_int_equal(strlen(text), AM_CREDENTIAL_LEN);
    assert_true(am_credential_read(view(text), &read));
    assert_memory_equal(&read, &made, sizeof read);
    const struct amends_view stored = {(const char *)made.hash, sizeof made.hash};
    assert_true(am_credential_is(&read, stored));
    assert_false(am_credential_is(&read, (struct amends_view){stored.bytes, 31}));
    am_credential_make(5, 7, &other);
    assert_false(am_credential_is(&other, stored));
    text[12] = text[12] == '8' ? '9' : '8'; /* the same secret under another organisation */
    assert_true(am_credential_read(view(text), &read));
    assert_false(am_credential_is(&read, stored));
    text[13] = 'x';
    assert_false(am_credential_read(view(text), &read));
    assert_false(am_credential_read(view(""), &read));
}

static void test_seals(void **state)
{
    struct am_arena arena = {0};
    struct amends_view sealed;
    unsigned char key[32] = {1}, wrong[32] = {2}, bytes[20] = "what is kept", back[20];
    (void)state;
    assert_true(am_seal(key, bytes, sizeof bytes, &arena, &sealed));
    assert_true(am_unseal(key, sealed, back, sizeof back));
    assert_memory_equal(back, bytes, sizeof bytes);
    assert_false(am_unseal(wrong, sealed, back, sizeof back));
    assert_false(am_unseal(key, sealed, back, sizeof back - 1));
    ((char *)(uintptr_t)sealed.bytes)[30] ^= 1;
    assert_false(am_unseal(key, sealed, back, sizeof back));
    assert_false(am_unseal(key, (struct amends_view){NULL, 0}, back, sizeof back));
    am_arena_dispose(&arena);
}

static void test_passwords_and_debrief_keys(void **state)
{
    static struct am_server server;
    struct am_arena arena = {0};
    struct amends_view hash, seal, invented, again;
    unsigned char key[AM_DEBRIEF_KEY_BYTES], opened[AM_DEBRIEF_KEY_BYTES];
    (void)state;
    pthread_mutex_init(&server.hashing, NULL);
    assert_true(am_password_hash(&server, view("correct horse"), &arena, &hash));
    assert_memory_equal(hash.bytes, "$argon2id$", 10);
    assert_true(am_password_is(&server, view("correct horse"), hash));
    assert_false(am_password_is(&server, view("correct horsf"), hash));
    assert_false(am_password_is(&server, view(""), hash));
    assert_false(am_password_is(&server, view("x"), (struct amends_view){NULL, 0}));
    assert_true(am_debriefs_key_make(&server, view("one"), &arena, key, &seal));
    assert_true(am_debriefs_key_open(&server, view("one"), seal, opened));
    assert_memory_equal(opened, key, sizeof key);
    assert_false(am_debriefs_key_open(&server, view("two"), seal, opened));
    assert_true(am_debriefs_key_seal(&server, view("two"), &arena, key, &seal));
    assert_true(am_debriefs_key_open(&server, view("two"), seal, opened));
    assert_memory_equal(opened, key, sizeof key);
    assert_true(am_password_invent(&arena, &invented) && am_password_invent(&arena, &again));
    assert_true(invented.len_bytes >= AM_PASSWORD_LEN_LEAST);
    assert_string_not_equal(invented.bytes, again.bytes);
    am_arena_dispose(&arena);
    pthread_mutex_destroy(&server.hashing);
}

static void test_throttling(void **state)
{
    struct am_throttle *throttle = am_throttle_new();
    const struct amends_view who = view("aino"), from = view("::1"), else_where = view("::2");
    int64_t now = 1000000, waited = 0;
    (void)state;
    for (int i = 0; i < AM_THROTTLE_FREE; i++) {
        assert_int_equal(am_throttle_wait_ms(throttle, 1, who, from, now), 0);
        am_throttle_failed(throttle, 1, who, from, now);
    }
    for (int64_t expected = 1000; expected < AM_THROTTLE_WAIT_MS_MOST; expected *= 2) {
        waited = am_throttle_wait_ms(throttle, 1, who, else_where, now);
        assert_int_equal(waited, expected);
        now += waited;
        assert_int_equal(am_throttle_wait_ms(throttle, 1, who, else_where, now), 0);
        am_throttle_failed(throttle, 1, who, else_where, now);
    }
    assert_int_equal(am_throttle_wait_ms(throttle, 1, who, else_where, now), AM_THROTTLE_WAIT_MS_MOST);
    assert_int_equal(am_throttle_wait_ms(throttle, 2, who, view("::3"), now), 0); /* another organisation */
    assert_int_equal(am_throttle_wait_ms(throttle, 1, view("liisa"), from, now), 0);
    assert_int_equal(am_throttle_wait_ms(throttle, 1, who, view("::3"), now + AM_THROTTLE_FORGET_MS + 1), 0);
    am_throttle_succeeded(throttle, 1, who);
    assert_int_equal(am_throttle_wait_ms(throttle, 1, who, view("::3"), now), 0);
    am_throttle_free(throttle);
}

static void test_throttling_by_address(void **state)
{
    struct am_throttle *throttle = am_throttle_new();
    char name[16] = "guess-a";
    (void)state;
    for (int i = 0; i < AM_THROTTLE_ADDRESS_FREE; i++) {
        name[6] = (char)('a' + i);
        assert_int_equal(am_throttle_wait_ms(throttle, 1, view(name), view("::9"), 5), 0);
        am_throttle_failed(throttle, 1, view(name), view("::9"), 5);
    }
    assert_int_equal(am_throttle_wait_ms(throttle, 1, view("fresh"), view("::9"), 5), 1000);
    for (int i = 0; i < 100000;
         i++) { /* more names than there is place for: memory stays, nobody is let off */
        char many[32];
        snprintf(many, sizeof many, "name %d", i);
        am_throttle_failed(throttle, 1, view(many), view("::9"), 6);
    }
    assert_int_equal(am_throttle_wait_ms(throttle, 1, view("fresh"), view("::9"), 6),
                     AM_THROTTLE_WAIT_MS_MOST);
    am_throttle_free(throttle);
}

/* The SHA-1 vectors of RFC 6238, appendix B, last six digits. */
static void test_codes(void **state)
{
    static const struct {
        int64_t s;
        const char *code;
    } vectors[] = {{59, "287082"},
                   {1111111109, "081804"},
                   {1111111111, "050471"},
                   {1234567890, "005924"},
                   {2000000000, "279037"}};
    static const unsigned char secret[] = "12345678901234567890";
    int64_t step;
    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        const int64_t ms = vectors[i].s * 1000;
        assert_true(am_totp_is(secret, view(vectors[i].code), ms, &step));
        assert_int_equal(step, vectors[i].s / 30);
        assert_true(am_totp_is(secret, view(vectors[i].code), ms + 30000, &step));
        assert_int_equal(step, vectors[i].s / 30);
        assert_true(am_totp_is(secret, view(vectors[i].code), ms - 29000, &step));
        assert_false(am_totp_is(secret, view(vectors[i].code), ms + 61000, &step));
    }
    assert_false(am_totp_is(secret, view("28708"), 59000, &step));
    assert_false(am_totp_is(secret, view(""), 59000, &step));
}

static void test_an_authenticator_and_its_recovery_codes(void **state)
{
    struct am_arena arena = {0};
    struct am_authenticator own, back;
    struct amends_view sealed, text, again;
    const unsigned char key[32] = {1}, other[32] = {2};
    char code[AM_RECOVERY_CODE_LEN + 1] = "";
    (void)state;
    am_authenticator_make(&own);
    memcpy(own.secret, "12345678901234567890", sizeof own.secret);
    assert_int_equal(am_authenticator_left(&own), 0);
    assert_true(am_authenticator_take(&own, view("081804"), INT64_C(1111111109000)));
    assert_false(am_authenticator_take(&own, view("081804"), INT64_C(1111111109000))); /* once */
    assert_false(am_authenticator_take(&own, view("000000"), INT64_C(1111111109000)));
    assert_true(am_authenticator_take(&own, view("050471"), INT64_C(1111111111000)));  /* the step behind */
    assert_false(am_authenticator_take(&own, view("081804"), INT64_C(1111111111000))); /* an earlier one */
    assert_true(am_authenticator_renew(&own, &arena, &text));
    assert_int_equal(am_authenticator_left(&own), AM_RECOVERY_CODES);
    own.confirmed = true;
    assert_true(am_authenticator_seal(key, &own, &arena, &sealed));
    assert_true(sealed.len_bytes <= 256); /* the field's */
    assert_false(am_authenticator_open(other, sealed, &back));
    assert_false(am_authenticator_open(NULL, sealed, &back));
    assert_true(am_authenticator_open(key, sealed, &back));
    memcpy(code, text.bytes + 2, AM_RECOVERY_CODE_LEN);
    for (char *at = code; *at; at++)
        *at = *at >= 'a' && *at <= 'z' ? (char)(*at - ('a' - 'A')) : *at;
    assert_true(am_authenticator_take(&back, view(code), 0)); /* in capitals too */
    assert_false(am_authenticator_take(&back, view(code), 0));
    assert_int_equal(am_authenticator_left(&back), AM_RECOVERY_CODES - 1);
    assert_false(am_authenticator_take(&back, view("00000-00000"), 0));
    assert_false(am_authenticator_take(&back, view("u"), 0));
    assert_true(am_authenticator_renew(&back, &arena, &again));
    memcpy(code, text.bytes + 16, AM_RECOVERY_CODE_LEN); /* the second of those before */
    assert_true(am_authenticator_take(&own, view(code), 0));
    assert_false(am_authenticator_take(&back, view(code), 0));
    am_arena_dispose(&arena);
}

static const char *client(const char *networks, const char *peer, const char *forwarded)
{
    static char text[64];
    struct am_proxies proxies;
    struct in6_addr address;
    char mapped[80];
    assert_true(am_proxies_read(networks, &proxies));
    snprintf(mapped, sizeof mapped, "%s%s", strchr(peer, ':') ? "" : "::ffff:", peer);
    assert_int_equal(inet_pton(AF_INET6, mapped, &address), 1);
    address = am_proxies_client(&proxies, &address, forwarded);
    return inet_ntop(AF_INET6, &address, text, sizeof text);
}

static void test_proxies(void **state)
{
    struct am_proxies proxies;
    (void)state;
    assert_string_equal(client("", "10.0.0.1", "6.6.6.6"), "::ffff:10.0.0.1");
    assert_string_equal(client("10.0.0.0/8", "10.0.0.1", NULL), "::ffff:10.0.0.1");
    assert_string_equal(client("10.0.0.0/8", "10.0.0.1", "6.6.6.6"), "::ffff:6.6.6.6");
    assert_string_equal(client("10.0.0.0/8", "11.0.0.1", "6.6.6.6"), "::ffff:11.0.0.1");
    assert_string_equal(client("10.0.0.0/8 ::1", "::1", "1.2.3.4, 6.6.6.6,10.1.1.1"), "::ffff:6.6.6.6");
    assert_string_equal(client("10.0.0.0/9", "10.127.0.1", "fe80::1"), "fe80::1");
    assert_string_equal(client("10.0.0.0/9", "10.128.0.1", "fe80::1"), "::ffff:10.128.0.1");
    assert_string_equal(client("10.0.0.1", "10.0.0.1", "garbage"), "::ffff:10.0.0.1");
    for (size_t i = 0; i < 5; i++) {
        static const char *const wrong[] = {"10.0.0.0/33", "x", "10.0.0.0/", "::1/129", "10.0.0/8"};
        assert_false(am_proxies_read(wrong[i], &proxies));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_credentials),
                                       cmocka_unit_test(test_seals),
                                       cmocka_unit_test(test_passwords_and_debrief_keys),
                                       cmocka_unit_test(test_throttling),
                                       cmocka_unit_test(test_throttling_by_address),
                                       cmocka_unit_test(test_codes),
                                       cmocka_unit_test(test_an_authenticator_and_its_recovery_codes),
                                       cmocka_unit_test(test_proxies)};
    if (sodium_init() < 0)
        return 2;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
