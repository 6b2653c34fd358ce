#include "faces/serve/lanca.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DAY_MS INT64_C(86400000)
static const int64_t now_ms = INT64_C(1790000000000);

struct fixture {
    char folder[40];
    struct am_arena arena;
    struct am_lanca found;
    char trouble[AM_LANCA_TROUBLE_LEN];
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    strcpy(fixture->folder, "/tmp/amends-lanca-XXXXXX");
    *state = fixture;
    return mkdtemp(fixture->folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    static const char *const names[] = {"ca.key", "ca.crt", "server.key", "server.crt", "lock"};
    char path[80];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", fixture->folder, names[i]);
        unlink(path);
    }
    rmdir(fixture->folder);
    am_arena_dispose(&fixture->arena);
    free(fixture);
    return 0;
}

static bool ready(struct fixture *fixture, int64_t at_ms, size_t count, const char *const *names)
{
    struct am_lan_names wished = {.count = count, .outside = count};
    memcpy(wished.names, names, count * sizeof *names);
    fixture->trouble[0] = 0;
    return am_lanca_ready(fixture->folder, &wished, at_ms, &fixture->arena, &fixture->found,
                          fixture->trouble);
}

static const char *const home[] = {"192.168.1.5", "shop.local", "fd00::5", "198.51.100.7"};
enum { HOME = 4 };

static void made_once_and_kept(void **state)
{
    struct fixture *fixture = *state;
    char print[AM_LANCA_PRINT_LEN + 1];
    assert_true(ready(fixture, now_ms, HOME, home));
    assert_true(fixture->found.made_ca && fixture->found.made);
    assert_int_equal(fixture->found.names.count, HOME);
    assert_int_equal(fixture->found.ends_at_ms, now_ms + (AM_LANCA_DAYS - 1) * DAY_MS);
    assert_int_equal(fixture->found.ca_ends_at_ms, now_ms + AM_LANCA_CA_DAYS * DAY_MS);
    strcpy(print, fixture->found.print);
    const char *chain = fixture->found.chain_pem;
    assert_true(ready(fixture, now_ms + DAY_MS, HOME, home));
    assert_false(fixture->found.made_ca || fixture->found.made);
    assert_string_equal(fixture->found.print, print);
    assert_string_equal(fixture->found.chain_pem, chain);
}

static void renewed_a_month_before_its_end(void **state)
{
    struct fixture *fixture = *state;
    assert_true(ready(fixture, now_ms, HOME, home));
    const int64_t due_ms = fixture->found.ends_at_ms - AM_LANCA_RENEW_DAYS * DAY_MS;
    assert_true(ready(fixture, due_ms - 1000, HOME, home));
    assert_false(fixture->found.made);
    assert_true(ready(fixture, due_ms, HOME, home));
    assert_true(fixture->found.made && !fixture->found.made_ca);
}

static void a_clock_that_was_wrong(void **state)
{
    struct fixture *fixture = *state;
    assert_true(ready(fixture, now_ms, HOME, home));
    assert_true(ready(fixture, now_ms - 20 * DAY_MS, HOME, home)); /* it had not begun then */
    assert_true(fixture->found.made);
}

static void a_new_address_gets_in_an_old_one_costs_nothing(void **state)
{
    struct fixture *fixture = *state;
    static const char *const other[] = {"10.0.0.9", "shop.local"};
    assert_true(ready(fixture, now_ms, HOME, home));
    assert_true(ready(fixture, now_ms, 2, home));
    assert_false(fixture->found.made);
    assert_true(ready(fixture, now_ms, 2, other));
    assert_true(fixture->found.made && !fixture->found.made_ca);
}

static void what_it_was_not_made_for_is_left_out(void **state)
{
    struct fixture *fixture = *state;
    static const char *const other[] = {"192.168.7.7", "198.51.100.8", "bank.example", "till.shop.local",
                                        "2001:db8::1"};
    assert_true(ready(fixture, now_ms, HOME, home));
    assert_true(ready(fixture, now_ms, 5, other));
    assert_int_equal(fixture->found.names.count, 2);
    assert_string_equal(fixture->found.names.names[0], "192.168.7.7");
    assert_string_equal(fixture->found.names.names[1], "till.shop.local");
    assert_int_equal(fixture->found.left_out.count, 3);
    assert_string_equal(fixture->found.left_out.names[1], "bank.example");
}

static void at_its_own_end(void **state)
{
    struct fixture *fixture = *state;
    assert_true(ready(fixture, now_ms, HOME, home));
    const int64_t ends_ms = fixture->found.ca_ends_at_ms;
    assert_true(ready(fixture, ends_ms - 100 * DAY_MS, HOME, home));
    assert_int_equal(fixture->found.ends_at_ms, ends_ms);
    assert_false(ready(fixture, ends_ms, HOME, home));
    assert_non_null(strstr(fixture->trouble, "has ended"));
}

static void files_are_their_owners_alone(void **state)
{
    struct fixture *fixture = *state;
    struct stat is;
    char path[80];
    snprintf(path, sizeof path, "%s/ca.key", fixture->folder);
    assert_true(ready(fixture, now_ms, HOME, home));
    assert_int_equal(chmod(path, 0644), 0);
    assert_true(ready(fixture, now_ms, HOME, home));
    assert_int_equal(stat(path, &is), 0);
    assert_int_equal(is.st_mode & 0777, 0600);
}

static void a_folder_that_is_none(void **state)
{
    struct fixture *fixture = *state;
    struct am_lan_names wished = {.count = 0};
    assert_false(am_lanca_ready("/proc/nowhere/lan", &wished, now_ms, &fixture->arena, &fixture->found,
                                fixture->trouble));
    assert_non_null(strstr(fixture->trouble, "/proc/nowhere/lan cannot be made"));
}

/* ---- names */

static void names_and_addresses(void **state)
{
    static const char *const hosts[] = {"shop", "shop-1.local", "a.b.c", "x_1", "7"};
    static const char *const none[] = {"", ".", "a..b", "-a", "a-", "a b", "a/b", "a:1", "\xc3\xa4", "a."};
    (void)state;
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
        assert_true(am_lan_is_host(hosts[i], strlen(hosts[i])));
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(am_lan_is_host(none[i], strlen(none[i])));
}

static void asked_names_come_first_each_once(void **state)
{
    struct fixture *fixture = *state;
    struct am_lan_names found;
    assert_true(am_lan_names_find("Till.LOCAL, 10.0.0.1 till.local FD00:0::1", &fixture->arena, &found));
    assert_string_equal(found.names[0], "till.local");
    assert_string_equal(found.names[1], "10.0.0.1");
    assert_string_equal(found.names[2], "fd00::1");
    assert_string_equal(found.names[found.outside], "localhost");
    assert_int_equal(found.count, found.outside + 3);
    for (size_t i = 0; i < found.count; i++)
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(found.names[i], found.names[j]);
}

static bool near_four(const char *text)
{
    struct sockaddr_in peer = {.sin_family = AF_INET};
    assert_int_equal(inet_pton(AF_INET, text, &peer.sin_addr), 1);
    return am_lan_is_near((const struct sockaddr *)&peer);
}

static bool near_six(const char *text)
{
    struct sockaddr_in6 peer = {.sin6_family = AF_INET6};
    assert_int_equal(inet_pton(AF_INET6, text, &peer.sin6_addr), 1);
    return am_lan_is_near((const struct sockaddr *)&peer);
}

static void a_foreign_address_is_not_near(void **state)
{
    static const char *const near[] = {"127.0.0.1",      "10.9.8.7",    "172.16.0.1",
                                       "172.31.255.255", "192.168.0.1", "169.254.1.1"};
    static const char *const far[] = {"8.8.8.8", "172.32.0.1", "172.15.0.1", "193.168.0.1", "11.0.0.1"};
    (void)state;
    for (size_t i = 0; i < sizeof near / sizeof *near; i++)
        assert_true(near_four(near[i]));
    for (size_t i = 0; i < sizeof far / sizeof *far; i++)
        assert_false(near_four(far[i]));
    assert_true(near_six("::1") && near_six("fe80::1") && near_six("fd12::1") &&
                near_six("::ffff:192.168.1.1"));
    assert_false(near_six("2001:4860::8888") || near_six("::ffff:8.8.8.8") || near_six("::2"));
    assert_false(am_lan_is_near(&(struct sockaddr){.sa_family = AF_UNIX}));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(made_once_and_kept),
        TEST(renewed_a_month_before_its_end),
        TEST(a_clock_that_was_wrong),
        TEST(a_new_address_gets_in_an_old_one_costs_nothing),
        TEST(what_it_was_not_made_for_is_left_out),
        TEST(at_its_own_end),
        TEST(files_are_their_owners_alone),
        TEST(a_folder_that_is_none),
        TEST(names_and_addresses),
        TEST(asked_names_come_first_each_once),
        TEST(a_foreign_address_is_not_near),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
