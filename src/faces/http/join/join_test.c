/* The pages of joining, and who is answered. */
#include "faces/http/join/join.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <cmocka.h>

#include "faces/http/join/qr.h"

enum { ROOM = 65536 };

static const struct am_join_place hostile = {.desk = "https://192.168.1.5:8443",
                                             .page = "http://192.168.1.5:8080",
                                             .ca_der = {"\x30\x03\x02\x01\x00", 5},
                                             .ca_pem = {"PEM", 3},
                                             .ca_name = "A & <script>\"{name}\"",
                                             .ca_print = "AB:CD"};

static bool where(void *context, struct am_arena *arena, struct am_join_place *out)
{
    (void)arena;
    *out = hostile;
    return context == NULL;
}

static bool everybody(const struct sockaddr *peer)
{
    return peer->sa_family == AF_INET;
}

static bool nobody(const struct sockaddr *peer)
{
    (void)peer;
    return false;
}

/* What is answered to these bytes. */
static void ask(const struct am_join_settings *settings, const char *request, char answer[ROOM])
{
    char trouble[200] = "";
    struct am_join_server *server = am_join_server_start(settings, trouble, sizeof trouble);
    assert_non_null(server);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(am_join_server_port(server))};
    inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(fd, (const struct sockaddr *)&to, sizeof to), 0);
    assert_int_equal(write(fd, request, strlen(request)), strlen(request));
    size_t len = 0;
    for (ssize_t read_len; (read_len = read(fd, answer + len, ROOM - 1 - len)) > 0;)
        len += (size_t)read_len;
    answer[len] = 0;
    close(fd);
    am_join_server_stop(server);
}

static const char get[] = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

static void a_foreign_address_gets_nothing(void **state)
{
    char *answer = *state;
    struct am_join_settings settings = {.address = "127.0.0.1", .where = where, .near = nobody};
    ask(&settings, get, answer);
    assert_memory_equal(answer, "HTTP/1.1 403 ", 13);
    assert_null(strstr(answer, "AB:CD"));
    settings.near = everybody;
    ask(&settings, get, answer);
    assert_memory_equal(answer, "HTTP/1.1 200 ", 13);
    assert_non_null(strstr(answer, "AB:CD"));
}

static void nothing_to_join(void **state)
{
    char *answer = *state;
    ask(&(struct am_join_settings){"127.0.0.1", 0, where, answer, everybody}, get, answer);
    assert_memory_equal(answer, "HTTP/1.1 503 ", 13);
}

static void headers_that_are_too_long(void **state)
{
    char *answer = *state, *request = malloc(ROOM);
    assert_non_null(request);
    snprintf(request, ROOM, "GET / HTTP/1.1\r\nHost: x\r\nX: %020000d\r\n\r\n", 0);
    ask(&(struct am_join_settings){"127.0.0.1", 0, where, NULL, everybody}, request, answer);
    free(request);
    assert_memory_equal(answer, "HTTP/1.1 4", 10);
}

static void an_address_that_is_none(void **state)
{
    char trouble[100] = "";
    (void)state;
    assert_null(am_join_server_start(&(struct am_join_settings){"somewhere", 0, where, NULL, everybody},
                                     trouble, sizeof trouble));
    assert_string_equal(trouble, "somewhere: a numeric address was expected");
}

static void names_are_text_and_no_html(void **state)
{
    struct am_arena arena = {0};
    (void)state;
    for (int lang = 0; lang < AM_JOIN_LANG_COUNT; lang++) {
        const char *page = am_join_trust_page(&hostile, "\"><img src=x>", (enum am_join_lang)lang,
                                              AM_JOIN_ON_IPHONE, &arena);
        assert_non_null(strstr(page, "A &amp; &lt;script>&quot;{name}&quot;"));
        assert_null(strstr(page, "A & <script>"));
        assert_null(strstr(page, "<img"));
        assert_string_equal(page + strlen(page) - 7, "</html>");
    }
    assert_non_null(strstr(am_join_profile(&hostile, &arena), "<data>MAMCAQA=</data>"));
    am_arena_dispose(&arena);
}

static void every_word_in_every_language(void **state)
{
    (void)state;
    for (int lang = 0; lang < AM_JOIN_LANG_COUNT; lang++)
        for (int word = 0; word < AM_JOIN_WORD_COUNT; word++) {
            const char *own = am_join_word((enum am_join_lang)lang, (enum am_join_word)word);
            const char *english = am_join_word(AM_JOIN_EN, (enum am_join_word)word);
            assert_non_null(own);
            assert_int_equal(strstr(own, "{name}") != NULL, strstr(english, "{name}") != NULL);
        }
}

static void the_language_of_a_reader(void **state)
{
    static const struct {
        const char *chosen, *accepted;
        enum am_join_lang lang;
    } readers[] = {
        {NULL, NULL, AM_JOIN_EN},      {"fi", "ru", AM_JOIN_FI},
        {"xx", "ru", AM_JOIN_RU},      {NULL, "de, zh-Hans-CN;q=0.9", AM_JOIN_ZH},
        {NULL, ",,; ,FI", AM_JOIN_FI}, {NULL, "fil-PH", AM_JOIN_EN},
        {"", "*", AM_JOIN_EN},         {NULL, "en-GB,fi", AM_JOIN_EN},
    };
    (void)state;
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        assert_int_equal(am_join_lang_of(readers[i].chosen, readers[i].accepted), readers[i].lang);
}

static void a_text_that_no_code_should_hold(void **state)
{
    struct am_arena arena = {0};
    char text[AM_QR_TEXT_MOST + 2];
    (void)state;
    memset(text, 'a', sizeof text);
    text[AM_QR_TEXT_MOST] = 0;
    assert_non_null(am_qr_svg(text, &arena));
    assert_non_null(am_qr_png(text, &arena).bytes);
    assert_non_null(am_qr_terminal(text, 2, &arena));
    const char *svg = am_qr_svg(text, &arena);
    assert_string_equal(svg + strlen(svg) - 6, "</svg>");
    text[AM_QR_TEXT_MOST] = 'a';
    text[AM_QR_TEXT_MOST + 1] = 0;
    assert_null(am_qr_svg(text, &arena));
    assert_null(am_qr_png(text, &arena).bytes);
    am_arena_dispose(&arena);
}

static int set_up(void **state)
{
    return (*state = calloc(1, ROOM)) ? 0 : -1;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_foreign_address_gets_nothing), TEST(nothing_to_join),
        TEST(headers_that_are_too_long),      TEST(an_address_that_is_none),
        TEST(names_are_text_and_no_html),     TEST(every_word_in_every_language),
        TEST(the_language_of_a_reader),       TEST(a_text_that_no_code_should_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
