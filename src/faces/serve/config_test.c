#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "faces/serve/config.h"

struct fixture {
    struct am_arena arena;
    struct am_config config;
    char trouble[AM_CONFIG_TROUBLE_LEN];
    char file[32];
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    strcpy(fixture->file, "/tmp/am-config-XXXXXX");
    const int fd = mkstemp(fixture->file);
    close(fd);
    *state = fixture;
    return fd < 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    unlink(fixture->file);
    am_arena_dispose(&fixture->arena);
    free(fixture);
    return 0;
}

static void write_bytes(struct fixture *fixture, const char *text, size_t len)
{
    FILE *file = fopen(fixture->file, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

static bool read_file(struct fixture *fixture, const char *text)
{
    write_bytes(fixture, text, strlen(text));
    const struct am_config_source source = {.file = fixture->file};
    return am_config_read(&source, &fixture->arena, &fixture->config, fixture->trouble);
}

static bool read_flag(struct fixture *fixture, const char *key, const char *text)
{
    const struct am_config_given given = {am_setting_find(key, strlen(key)), text};
    assert_true(given.setting >= 0);
    const struct am_config_source source = {.given = &given, .given_count = 1};
    return am_config_read(&source, &fixture->arena, &fixture->config, fixture->trouble);
}

static void names_follow_the_keys(void **state)
{
    (void)state;
    for (int id = 0; id < AM_SETTING_COUNT; id++) {
        const struct am_setting *setting = am_setting(id);
        char name[64] = "AMENDS_";
        size_t len = strlen(name);
        for (const char *at = setting->key; *at; at++)
            name[len++] = *at == '-' || *at == '_' ? '_' : (char)toupper(*at);
        name[len] = 0;
        if (id < AM_SET_RETAIN)
            assert_string_equal(setting->environment, name);
        assert_string_equal(setting->flag + 2, setting->key);
        assert_int_equal(am_setting_find(setting->key, strlen(setting->key)), id);
    }
    assert_null(am_setting(AM_SETTING_COUNT));
    assert_null(am_setting(-1));
    assert_int_equal(am_setting_find("prot", 4), -1);
}

static void what_nobody_says(void **state)
{
    struct fixture *fixture = *state;
    const struct am_config_source source = {0};
    assert_true(am_config_read(&source, &fixture->arena, &fixture->config, fixture->trouble));
    assert_int_equal(am_config_number(&fixture->config, AM_SET_PORT), 8080);
    assert_string_equal(am_config_text(&fixture->config, AM_SET_LISTEN), "127.0.0.1");
    assert_int_equal(am_config_number(&fixture->config, AM_SET_LOG_LEVEL), 2);
    assert_int_equal(am_config_number(&fixture->config, AM_SET_RETAIN + AM_RETAINED_CASE),
                     am_retained_days(AM_RETAINED_CASE));
    assert_false(am_config_has(&fixture->config, AM_SET_DB));
}

static void flag_over_environment_over_file(void **state)
{
    struct fixture *fixture = *state;
    const char text[] = "port: 1\nlog-level: debug # loud\nthreads: 3\nlan: yes\n";
    write_bytes(fixture, text, strlen(text));
    const char *const environment[] = {"AMENDS_PORT=2", "AMENDS_PORTS=9", "AMENDS_THREADS=4", "OTHER=1",
                                       NULL};
    const struct am_config_given given[] = {{AM_SET_PORT, "7"}, {AM_SET_PORT, "3"}};
    const struct am_config_source source = {fixture->file, environment, given, 2};
    char origin[256], expected[64];
    assert_true(am_config_read(&source, &fixture->arena, &fixture->config, fixture->trouble));
    assert_int_equal(am_config_number(&fixture->config, AM_SET_PORT), 3);
    assert_int_equal(am_config_number(&fixture->config, AM_SET_THREADS), 4);
    assert_int_equal(am_config_number(&fixture->config, AM_SET_LOG_LEVEL), 3);
    assert_int_equal(am_config_number(&fixture->config, AM_SET_LAN), 1);
    am_config_origin(&fixture->config, AM_SET_PORT, origin, sizeof origin);
    assert_string_equal(origin, "--port");
    am_config_origin(&fixture->config, AM_SET_THREADS, origin, sizeof origin);
    assert_string_equal(origin, "AMENDS_THREADS");
    am_config_origin(&fixture->config, AM_SET_LOG_LEVEL, origin, sizeof origin);
    snprintf(expected, sizeof expected, "%s:2", fixture->file);
    assert_string_equal(origin, expected);
    am_config_origin(&fixture->config, AM_SET_DATA, origin, sizeof origin);
    assert_string_equal(origin, "default");
}

static void lists_may_be_lists(void **state)
{
    struct fixture *fixture = *state;
    assert_true(
        read_file(fixture, "backup-at:\n  - 03:00\n  - \"15:30\"\ntrusted-proxies: [10.0.0.0/8, '::1']\n"));
    assert_string_equal(am_config_text(&fixture->config, AM_SET_BACKUP_AT), "03:00 15:30");
    assert_string_equal(am_config_text(&fixture->config, AM_SET_TRUSTED_PROXIES), "10.0.0.0/8 ::1");
    assert_true(read_file(fixture, "backup-at: 03:00, 15:30\nbackup: ~\ndb:\n"));
    assert_false(am_config_has(&fixture->config, AM_SET_BACKUP));
    assert_true(read_file(fixture, "# nothing\n"));
    assert_true(read_file(fixture, ""));
}

static void a_mistake_is_shown_where_it_stands(void **state)
{
    static const struct {
        const char *text;
        unsigned line;
        const char *says;
    } cases[] = {
        {"# one\nport: http\n", 2, "port: a number from 0 to 65535 was expected, not \"http\""},
        {"port: 65536\n", 1, "port: a number from 0 to 65535"},
        {"port: -1\n", 1, "port: a number"},
        {"port: 1e3\n", 1, "port: a number"},
        {"\n\nprot: 1\n", 3, "prot: no such setting"},
        {"port: 1\nport: 2\n", 2, "port: was set on line 1 already"},
        {"port: [1]\n", 1, "port: one value was expected"},
        {"port:\n  x: 1\n", 2, "port: one value was expected"},
        {"[1, 2]\n", 1, "a key, a colon and a value"},
        {"port\n", 1, "a key, a colon and a value"},
        {"port: 1\n  x: [\n", 2, "mapping values are not allowed"},
        {"lan: maybe\n", 1, "lan: true or false was expected"},
        {"log-level: loud\n", 1, "log-level: one of error warning info debug was expected"},
        {"listen: localhost\n", 1, "listen: a numeric address"},
        {"trusted-proxies: 10.0.0.0/33\n", 1, "trusted-proxies: addresses or networks"},
        {"trusted-proxies: [[1]]\n", 1, "a plain value was expected in this list"},
        {"backup-at: 24:00\n", 1, "backup-at: times of the day"},
        {"backup-at: 3:00\n", 1, "backup-at: times of the day"},
        {"smtp: mail.example.org\n", 1, "smtp: an address that begins with smtp:// smtps://"},
        {"smtp: smtp://mail.example.org\n", 1, "smtp: smtp-from was expected with it"},
        {"db: mysql://x\n", 1, "db: a path or postgresql://"},
        {"tls-key: a\n", 1, "tls-key: tls-certificate was expected with it"},
        {"help-command: \"a\\nb\"\n", 1, "help-command: a path was expected"},
        {"data: \"a\\0b\"\n", 1, "data: one value was expected"},
        {"webhook-secret: \"a\\nsecret\"\n", 1, "webhook-secret: one line of at most 256 bytes was expected"},
        {"retain-case: 36501\n", 1, "retain-case: a number from 0 to 36500"},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char where[300];
        if (read_file(fixture, cases[i].text))
            fail_msg("%s was taken", cases[i].text);
        snprintf(where, sizeof where, "%s:%u: %s", fixture->file, cases[i].line, cases[i].says);
        if (strncmp(fixture->trouble, where, strlen(where)) != 0)
            fail_msg("%s: %s, expected %s", cases[i].text, fixture->trouble, where);
        assert_null(strstr(fixture->trouble, "secret\""));
    }
}

static void files_that_are_none(void **state)
{
    struct fixture *fixture = *state;
    struct am_config_source source = {.file = "/nowhere/amends.yaml"};
    assert_false(am_config_read(&source, &fixture->arena, &fixture->config, fixture->trouble));
    assert_non_null(strstr(fixture->trouble, "/nowhere/amends.yaml: cannot be read"));
    source.file = "/tmp";
    assert_false(am_config_read(&source, &fixture->arena, &fixture->config, fixture->trouble));
    char *text = malloc(AM_CONFIG_BYTES_MAX + 1);
    memset(text, '#', AM_CONFIG_BYTES_MAX + 1);
    source.file = fixture->file;
    write_bytes(fixture, text, AM_CONFIG_BYTES_MAX);
    assert_true(am_config_read(&source, &fixture->arena, &fixture->config, fixture->trouble));
    write_bytes(fixture, text, AM_CONFIG_BYTES_MAX + 1);
    assert_false(am_config_read(&source, &fixture->arena, &fixture->config, fixture->trouble));
    free(text);
    write_bytes(fixture, "port: \xFF\n", 8);
    assert_false(am_config_read(&source, &fixture->arena, &fixture->config, fixture->trouble));
}

static void mistakes_of_flags_and_environment(void **state)
{
    struct fixture *fixture = *state;
    assert_false(read_flag(fixture, "port", "x"));
    assert_string_equal(fixture->trouble, "--port: port: a number from 0 to 65535 was expected, not \"x\"");
    const char *const environment[] = {"AMENDS_WORKERS=0", NULL};
    const struct am_config_source source = {.environment = environment};
    assert_false(am_config_read(&source, &fixture->arena, &fixture->config, fixture->trouble));
    assert_string_equal(fixture->trouble,
                        "AMENDS_WORKERS: workers: a number from 1 to 256 was expected, not \"0\"");
}

static void secrets_are_not_shown(void **state)
{
    static const char *const cases[][3] = {
        {"webhook-secret", "very", "(set, not shown)"},
        {"webhook", "https://example.org/very", "(set, not shown)"},
        {"db", "postgresql://a:very@b/c", "postgresql://a:***@b/c"},
        {"db", "postgresql://a:ve:ry@b/c?x=a@b", "postgresql://a:***@b/c?x=a@b"},
        {"db", "postgresql://b/c?password=very&x=1", "postgresql://b/c?password=***&x=1"},
        {"db", "postgresql://a:very@b/c?password=very", "(set, not shown)"},
        {"db", "postgresql://a@b:5432/c", "postgresql://a@b:5432/c"},
        {"db", "/a/b.db", "/a/b.db"},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(read_flag(fixture, cases[i][0], cases[i][1]));
        const int id = am_setting_find(cases[i][0], strlen(cases[i][0]));
        assert_string_equal(am_config_shown(&fixture->config, id, &fixture->arena), cases[i][2]);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(names_follow_the_keys),
        TEST(what_nobody_says),
        TEST(flag_over_environment_over_file),
        TEST(lists_may_be_lists),
        TEST(a_mistake_is_shown_where_it_stands),
        TEST(files_that_are_none),
        TEST(mistakes_of_flags_and_environment),
        TEST(secrets_are_not_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
