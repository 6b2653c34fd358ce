/* What each kind of setting may be. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/rules/ways.h"
#include "faces/deliver/sending.h"
#include "faces/serve/configinside.h"

static const char separators[] = ", \t";

static bool check_number(const struct am_setting *setting, const char *text, int64_t *number)
{
    const size_t len = strlen(text);
    if (len == 0 || len > 9 || strspn(text, "0123456789") != len)
        return false;
    *number = atoll(text);
    return *number >= setting->least && *number <= setting->most;
}

static bool check_flag(const char *text, int64_t *number)
{
    static const char *const yes[] = {"true", "yes", "on", "1"}, *const no[] = {"false", "no", "off", "0"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (strcmp(text, yes[i]) == 0 || strcmp(text, no[i]) == 0) {
            *number = strcmp(text, yes[i]) == 0;
            return true;
        }
    }
    return false;
}

static bool check_choice(const struct am_setting *setting, const char *text, int64_t *number)
{
    int64_t place = 0;
    for (const char *word = setting->choices; *word; place++) {
        const size_t len = strcspn(word, " ");
        if (strlen(text) == len && memcmp(text, word, len) == 0) {
            *number = place;
            return true;
        }
        word += len + (word[len] == ' ');
    }
    return false;
}

static bool is_address(const char *text, size_t len, int64_t *bits)
{
    char copy[INET6_ADDRSTRLEN];
    unsigned char bytes[16];
    if (len == 0 || len >= sizeof copy)
        return false;
    memcpy(copy, text, len);
    copy[len] = 0;
    *bits = inet_pton(AF_INET, copy, bytes) == 1 ? 32 : inet_pton(AF_INET6, copy, bytes) == 1 ? 128 : 0;
    return *bits > 0;
}

static bool is_network(const char *text, size_t len)
{
    const char *slash = memchr(text, '/', len);
    int64_t bits;
    if (!is_address(text, slash ? (size_t)(slash - text) : len, &bits))
        return false;
    if (!slash)
        return true;
    const size_t digits = len - (size_t)(slash + 1 - text);
    if (digits == 0 || digits > 3 || strspn(slash + 1, "0123456789") < digits)
        return false;
    return atoll(slash + 1) <= bits;
}

static bool is_time(const char *text, size_t len)
{
    static const char form[] = "00:00";
    if (len != 5 || text[2] != ':')
        return false;
    for (size_t i = 0; i < len; i++)
        if (form[i] == '0' && (text[i] < '0' || text[i] > '9'))
            return false;
    return (text[0] - '0') * 10 + text[1] - '0' < 24 && text[3] < '6';
}

static bool each(const char *text, bool (*is)(const char *word, size_t len))
{
    for (text += strspn(text, separators); *text; text += strspn(text, separators)) {
        const size_t len = strcspn(text, separators);
        if (!is(text, len))
            return false;
        text += len;
    }
    return true;
}

static bool check_url(const struct am_setting *setting, const char *text)
{
    if (!text[0])
        return true;
    for (const char *word = setting->choices; *word;) {
        const size_t len = strcspn(word, " ");
        if (strncmp(text, word, len) == 0 && text[len] && !strpbrk(text, " \t\""))
            return true;
        word += len + (word[len] == ' ');
    }
    return false;
}

static bool check_database(const char *text)
{
    const char *scheme = strstr(text, "://");
    return !scheme || strncmp(text, "postgresql://", 13) == 0 || strncmp(text, "postgres://", 11) == 0;
}

static bool check_commands(const char *text)
{
    struct am_arena arena = {0};
    struct am_command_list commands;
    char expected[AM_TROUBLE_LEN];
    const bool right = am_commands_read(text, &arena, &commands, expected);
    am_arena_dispose(&arena);
    return right;
}

static bool check_mailbox(const char *text)
{
    return !text[0] || am_mailbox_sound((struct amends_view){text, strlen(text)});
}

static void say_expected(const struct am_setting *setting, char expected[AM_EXPECTED_LEN])
{
    static const char *const words[] = {
        [AM_SETTING_TEXT] = "one line",
        [AM_SETTING_PATH] = "a path",
        [AM_SETTING_DATABASE] = "a path or postgresql://…",
        [AM_SETTING_ADDRESS] = "a numeric address (127.0.0.1, ::)",
        [AM_SETTING_NETWORKS] = "addresses or networks (192.168.1.7, 10.0.0.0/8)",
        [AM_SETTING_FLAG] = "true or false",
        [AM_SETTING_TIMES] = "times of the day (03:00, 15:30)",
        [AM_SETTING_COMMANDS] = "a list of NAME=/PATH WORD… ({call}, {whom}, {to} as words of their own)",
        [AM_SETTING_MAILBOX] = "a mailbox (desk@shop.example)",
    };
    if (setting->kind == AM_SETTING_NUMBER)
        snprintf(expected, AM_EXPECTED_LEN, "a number from %lld to %lld", (long long)setting->least,
                 (long long)setting->most);
    else if (setting->kind == AM_SETTING_CHOICE)
        snprintf(expected, AM_EXPECTED_LEN, "one of %s", setting->choices);
    else if (setting->kind == AM_SETTING_URL)
        snprintf(expected, AM_EXPECTED_LEN, "an address that begins with %s", setting->choices);
    else if (setting->kind == AM_SETTING_TEXT && setting->most > 0)
        snprintf(expected, AM_EXPECTED_LEN, "one line of at most %lld bytes", (long long)setting->most);
    else
        snprintf(expected, AM_EXPECTED_LEN, "%s", words[setting->kind]);
}

static bool is_right(const struct am_setting *setting, const char *text, int64_t *number)
{
    if (strlen(text) > AM_CONFIG_VALUE_MAX || strpbrk(text, "\r\n"))
        return false;
    switch (setting->kind) {
    case AM_SETTING_TEXT:
        return strlen(text) <= (size_t)setting->most;
    case AM_SETTING_PATH:
        return true;
    case AM_SETTING_DATABASE:
        return check_database(text);
    case AM_SETTING_URL:
        return check_url(setting, text);
    case AM_SETTING_ADDRESS:
        return is_address(text, strlen(text), number);
    case AM_SETTING_NETWORKS:
        return each(text, is_network);
    case AM_SETTING_NUMBER:
        return check_number(setting, text, number);
    case AM_SETTING_FLAG:
        return check_flag(text, number);
    case AM_SETTING_CHOICE:
        return check_choice(setting, text, number);
    case AM_SETTING_TIMES:
        return each(text, is_time);
    case AM_SETTING_COMMANDS:
        return check_commands(text);
    case AM_SETTING_MAILBOX:
        return check_mailbox(text);
    }
    return false;
}

bool am_setting_check(const struct am_setting *setting, const char *text, int64_t *number,
                      char expected[AM_EXPECTED_LEN])
{
    if (is_right(setting, text, number))
        return true;
    say_expected(setting, expected);
    return false;
}
