/* The parts of sending: the signature, where webhooks may go, what an e-mail is made of, the list of
 * commands. */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "faces/deliver/sending.h"

static struct am_arena arena;

static int tear_down(void **state)
{
    (void)state;
    am_arena_dispose(&arena);
    return 0;
}

/* The example of Standard Webhooks; its key of 24 bytes is one of 32 with zeros behind, for an HMAC. */
static void the_signature_is_that_of_standard_webhooks(void **state)
{
    static const unsigned char key[AM_SIGN_KEY_BYTES] = {0x31, 0xf2, 0x90, 0xf6, 0xbf, 0x06, 0x29, 0x8a,
                                                         0xab, 0x4f, 0x08, 0xd4, 0x3c, 0x3f, 0x08, 0x2c,
                                                         0xf6, 0x48, 0xa3, 0x62, 0xda, 0x2d, 0xa4, 0xb0};
    char signature[AM_SIGNATURE_LEN + 1];
    (void)state;
    am_sign(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "{\"test\": 2432232314}", signature);
    assert_string_equal(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

static bool may(const char *networks, const char *address, bool plain)
{
    struct am_proxies read;
    struct sockaddr_in four = {.sin_family = AF_INET};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};
    assert_true(am_proxies_read(networks, &read));
    if (inet_pton(AF_INET, address, &four.sin_addr) == 1)
        return am_webhook_may(&read, (const struct sockaddr *)&four, plain);
    assert_int_equal(inet_pton(AF_INET6, address, &six.sin6_addr), 1);
    return am_webhook_may(&read, (const struct sockaddr *)&six, plain);
}

static void webhooks_go_to_public_addresses_and_those_that_are_named(void **state)
{
    static const char *const inside[] = {"0.0.0.0",
                                         "10.1.2.3",
                                         "100.64.0.1",
                                         "127.0.0.1",
                                         "169.254.169.254",
                                         "172.16.0.1",
                                         "172.31.255.255",
                                         "192.168.1.1",
                                         "198.18.0.1",
                                         "224.0.0.1",
                                         "255.255.255.255",
                                         "::1",
                                         "::",
                                         "fd00::1",
                                         "fe80::1",
                                         "ff02::1",
                                         "::ffff:10.0.0.1",
                                         "::ffff:127.0.0.1",
                                         "64:ff9b::a00:1",
                                         "2002:a00:1::",
                                         "2001:0:1::1",
                                         "2001:db8::1"};
    static const char *const outside[] = {"8.8.8.8",     "172.32.0.1",   "100.128.0.1",
                                          "192.169.0.1", "2a00:1450::1", "::ffff:8.8.8.8"};
    (void)state;
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        if (may("", inside[i], false))
            fail_msg("%s", inside[i]);
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
        if (!may("", outside[i], false) || may("", outside[i], true))
            fail_msg("%s", outside[i]);
    assert_true(may("127.0.0.0/8 ::1", "127.0.0.1", true));
    assert_true(may("127.0.0.0/8 ::1", "::1", true));
    assert_true(may("192.168.1.0/24", "192.168.1.77", true));
    assert_true(may("192.168.1.0/25", "::ffff:192.168.1.77", false));
    assert_false(may("192.168.1.0/26", "192.168.1.77", false));
}

static struct am_letter letter_of(const char *body, bool trial, json_t **data)
{
    struct am_letter letter = {.id = 1, .address = "guard@mall.example"};
    assert_true(am_letter_write((struct amends_view){body, strlen(body)}, INT64_C(1772443800000), trial,
                                &arena, &letter, data));
    return letter;
}

static void a_message_is_in_the_language_of_its_site(void **state)
{
    static const struct {
        const char *lang, *title, *line, *time;
    } wanted[] = {{"en", "Help is needed: S", "Who is needed: a supervisor\n", "Called at 11:30.\n"},
                  {"fi-FI", "Apua tarvitaan: S", "Paikalle tarvitaan: esihenkilö\n", "Kutsuttu klo 11.30.\n"},
                  {"ru", "Нужна помощь: S", "Кого зовут: руководителя\n", "Вызов сделан в 11:30.\n"},
                  {"zh", "需要帮助：S", "需要：主管\n", "呼叫时间：11:30\n"},
                  {"xx", "Help is needed: S", "Where: S, till 3\n", "Called at 11:30.\n"}};
    (void)state;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        char body[400];
        json_t *data = NULL;
        snprintf(body, sizeof body,
                 "{\"lang\":\"%s\",\"site\":\"S\",\"where\":\"till 3\",\"by\":\"Aino\","
                 "\"whom\":\"supervisor\",\"zone\":\"Europe/Helsinki\"}",
                 wanted[i].lang);
        const struct am_letter letter = letter_of(body, false, &data);
        assert_string_equal(letter.title, wanted[i].title);
        assert_non_null(strstr(letter.text, wanted[i].line));
        assert_non_null(strstr(letter.text, wanted[i].time));
        assert_non_null(strstr(letter.text, "Aino"));
        assert_non_null(
            strstr(letter.json, "\"timestamp\":\"2026-03-02T09:30:00.000Z\",\"type\":\"call.called\""));
        json_decref(data);
        const struct am_letter trial = letter_of(body, true, &data);
        assert_null(strstr(trial.text, "Aino"));
        assert_non_null(strstr(trial.json, "\"type\":\"way.tried\""));
        json_decref(data);
    }
    struct am_letter none = {.id = 1};
    json_t *data = NULL;
    assert_false(am_letter_write((struct amends_view){NULL, 0}, 0, false, &arena, &none, &data));
}

/* Whatever stands in a name or a place, no line of the message but ours begins a header. */
static void nothing_ends_a_header(void **state)
{
    static const char *const ours[] = {"From: <desk@shop.example>",
                                       "To: <guard@mall.example>",
                                       "Date: ",
                                       "Message-ID: <",
                                       "Subject: =?UTF-8?B?",
                                       " =?UTF-8?B?",
                                       "MIME-Version: 1.0",
                                       "Content-Type: text/plain; charset=utf-8",
                                       "Content-Transfer-Encoding: base64",
                                       "Auto-Submitted: auto-generated"};
    const struct am_mail mail = {.from = "desk@shop.example", .now_ms = INT64_C(1772443800000)};
    json_t *data = NULL;
    (void)state;
    const struct am_letter letter = letter_of(
        "{\"site\":\"S\\r\\nBcc: all@mall.example\\r\\n\\r\\n.\\r\\nааааааааааааааааааааааааааааааааа"
        "аааааааааааааааааааааа\",\"where\":\"\\r\\n.\\r\\nQUIT\",\"by\":\"=?UTF-8?B?eA==?=\"}",
        false, &data);
    char *text = am_mail_write(&letter, &mail, &arena);
    assert_non_null(text);
    assert_non_null(strstr(text, "Date: Mon, 02 Mar 2026 09:30:00 +0000\r\n"));
    bool body = false;
    size_t lines = 0;
    for (char *line = text; *line; lines++) {
        char *end = strstr(line, "\r\n");
        assert_non_null(end);
        *end = '\0';
        assert_true(strlen(line) <= 76 && strpbrk(line, "\r\n") == NULL);
        bool known = line[0] == '\0';
        for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
            known = known || strncmp(line, ours[i], strlen(ours[i])) == 0;
        if (body)
            known = strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") ==
                    strlen(line);
        if (!known)
            fail_msg("%s", line);
        body = body || line[0] == '\0';
        line = end + 2;
    }
    assert_true(body && lines > 12);
    json_decref(data);
}

static void commands_are_those_of_the_list(void **state)
{
    static const char *const wrong[] = {"bell",
                                        "bell=",
                                        "bell=ring",
                                        "Bell=/bin/ring",
                                        "=/bin/ring",
                                        "bell=/bin/ring {note}",
                                        "bell=/bin/ring x{to}",
                                        "b c=/bin/ring"};
    struct am_command_list list;
    char expected[AM_TROUBLE_LEN];
    (void)state;
    assert_true(am_commands_read("bell=/bin/ring --line 3 {call}; sms = /bin/sms {to} {whom};", &arena, &list,
                                 expected));
    assert_int_equal(list.count, 2);
    assert_string_equal(list.lines[0].words[0], "/bin/ring");
    assert_string_equal(list.lines[0].words[3], "{call}");
    assert_null(list.lines[0].words[4]);
    assert_memory_equal(list.names[1].bytes, "sms", 3);
    assert_int_equal(list.names[1].len_bytes, 3);
    assert_true(am_commands_read("", &arena, &list, expected));
    assert_int_equal(list.count, 0);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (am_commands_read(wrong[i], &arena, &list, expected))
            fail_msg("%s", wrong[i]);
}

static struct am_sent run(const char *command, const char *body)
{
    struct am_command_list list;
    char expected[AM_TROUBLE_LEN];
    struct am_sent sent = {.done = false};
    json_t *data = NULL;
    assert_true(am_commands_read(command, &arena, &list, expected));
    struct am_letter letter = letter_of(body, false, &data);
    letter.address = "it";
    letter.limit_ms = 300;
    am_send_command(&letter, &list, &sent);
    json_decref(data);
    return sent;
}

static void a_command_ends_or_is_ended(void **state)
{
    (void)state;
    assert_true(run("it=/bin/true", "{}").done);
    struct am_sent sent = run("it=/bin/false", "{}");
    assert_false(sent.done || sent.hopeless);
    assert_string_equal(sent.trouble, "it ended with 1");
    sent = run("it=/nowhere/at-all", "{}");
    assert_true(!sent.done && sent.hopeless);
    sent = run("other=/bin/true", "{}");
    assert_true(!sent.done && sent.hopeless);
    sent = run("it=/bin/sleep 30", "{}");
    assert_true(!sent.done && !sent.hopeless);
    assert_string_equal(sent.trouble, "it did not end in time and was killed");
    /* What somebody typed is no option of the program's. */
    sent = run("it=/bin/true {to}", "{\"to\":\"--version\"}");
    assert_true(!sent.done && sent.hopeless);
    assert_true(run("it=/usr/bin/test {to} = +358", "{\"to\":\"+358\"}").done);
    assert_false(run("it=/usr/bin/test {to} = +358", "{\"to\":\"+3 58\"}").done);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_teardown(name, tear_down)
        T(the_signature_is_that_of_standard_webhooks),
        T(webhooks_go_to_public_addresses_and_those_that_are_named),
        T(a_message_is_in_the_language_of_its_site),
        T(nothing_ends_a_header),
        T(commands_are_those_of_the_list),
        T(a_command_ends_or_is_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
