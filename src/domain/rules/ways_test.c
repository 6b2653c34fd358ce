/* Addresses: what is one, and what could end a header or hide where a message goes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/rules/ways.h"

static struct amends_view view(const char *text)
{
    return (struct amends_view){text, strlen(text)};
}

static void addresses_of_webhooks(void **state)
{
    static const char *const right[] = {"https://shop.example/hook?x=1&y=%20",
                                        "http://127.0.0.1:8080/",
                                        "http://localhost",
                                        "https://[::1]:8443/x",
                                        "https://a-b.example?x",
                                        "https://10.0.0.1:65535"};
    static const char *const wrong[] = {"",
                                        "https://",
                                        "ftp://shop.example/",
                                        "shop.example",
                                        "https://user:secret@shop.example/",
                                        "https://shop.example/a b",
                                        "https://shop.example/\r\nX: y",
                                        "https://shop.example/#x",
                                        "https://shop.example:0/",
                                        "https://shop.example:65536/",
                                        "https://shop.example:/",
                                        "https://-shop.example/",
                                        "https://shop..example/",
                                        "https://shop.example./",
                                        "https://[::1/",
                                        "https://[evil.example]/",
                                        "https://shop.example\\@evil.example/",
                                        "HTTPS://shop.example/",
                                        "https://sh\xc3\xb6p.example/",
                                        "https://[::1]x/",
                                        "file:///etc/passwd",
                                        "https://?x",
                                        "https://[]/"};

    (void)state;
    for (size_t i = 0; i < sizeof right / sizeof *right; i++)
        if (!am_url_sound(view(right[i])))
            fail_msg("%s", right[i]);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (am_url_sound(view(wrong[i])))
            fail_msg("%s", wrong[i]);
    assert_false(am_url_sound((struct amends_view){"https://a.example/\0b", 20}));

    char text[AM_URL_BYTES_MOST + 2] = "https://a.example/";

    memset(text + 18, 'x', sizeof text - 19);
    assert_true(am_url_sound((struct amends_view){text, AM_URL_BYTES_MOST}));
    assert_false(am_url_sound((struct amends_view){text, AM_URL_BYTES_MOST + 1}));
}

static void mailboxes(void **state)
{
    static const char *const right[] = {"guard@mall.example", "a.b+c@d-e.example", "x@localhost"};
    static const char *const wrong[] = {"",
                                        "@",
                                        "guard",
                                        "guard@",
                                        "@mall.example",
                                        "a@b@c.example",
                                        "guard@mall.example\r\nBcc: all@mall.example",
                                        "guard @mall.example",
                                        "\"guard\"@mall.example",
                                        "<guard@mall.example>",
                                        "a..b@mall.example",
                                        ".a@mall.example",
                                        "a.@mall.example",
                                        "guard@mall.example,b@c.example",
                                        "g\xc3\xa4rd@mall.example",
                                        "guard@[127.0.0.1]",
                                        "-oops@mall.example",
                                        "guard@mall.example\n"};

    (void)state;
    for (size_t i = 0; i < sizeof right / sizeof *right; i++)
        if (!am_mailbox_sound(view(right[i])))
            fail_msg("%s", right[i]);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (am_mailbox_sound(view(wrong[i])))
            fail_msg("%s", wrong[i]);
    assert_false(am_mailbox_sound((struct amends_view){"a@b\0c", 5}));
    assert_false(am_mailbox_sound((struct amends_view){NULL, 0}));
}

static void names_of_commands(void **state)
{
    (void)state;
    assert_true(am_command_name_sound(view("bell")));
    assert_true(am_command_name_sound(view("sms-gateway_2")));
    assert_false(am_command_name_sound(view("")));
    assert_false(am_command_name_sound(view("../bell")));
    assert_false(am_command_name_sound(view("/bin/sh")));
    assert_false(am_command_name_sound(view("bell now")));
    assert_false(am_command_name_sound(view("-bell")));
    assert_false(am_command_name_sound(view("Bell")));
    assert_true(am_command_name_sound(view("abcdefghijklmnopqrstuvwxyz012345")));
    assert_false(am_command_name_sound(view("abcdefghijklmnopqrstuvwxyz0123456")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_of_webhooks),
        cmocka_unit_test(mailboxes),
        cmocka_unit_test(names_of_commands),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
