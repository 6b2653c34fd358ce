#include "domain/rules/ways.h"

#include <string.h>

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_among(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

/* A name of labels, "mall.example": no label is empty, none begins or ends with "-". */
static bool is_host(const char *text, size_t len)
{
    char before = '.';

    for (size_t i = 0; i < len; i++) {
        const char c = text[i];

        if (!is_letter(c) && !is_digit(c) && c != '-' && c != '.')
            return false;
        if (is_among(c, ".-") && before == '.')
            return false;
        if (c == '.' && before == '-')
            return false;
        before = c;
    }
    return len > 0 && len <= 253 && !is_among(before, ".-");
}

/* What stands between brackets: the network's own code reads it; here only its letters are looked at. */
static bool is_six(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!is_digit(text[i]) && !is_among(text[i], "abcdefABCDEF:."))
            return false;
    return len >= 2 && len <= 45;
}

static bool is_port(const char *text, size_t len)
{
    unsigned port = 0;

    for (size_t i = 0; i < len; i++) {
        if (!is_digit(text[i]))
            return false;
        port = port * 10 + (unsigned)(text[i] - '0');
    }
    return len >= 1 && len <= 5 && port >= 1 && port <= 65535;
}

static bool is_authority(const char *text, size_t len)
{
    if (len > 0 && text[0] == '[') {
        const char *end = memchr(text, ']', len);
        const size_t inside = end ? (size_t)(end - text) - 1 : 0;
        const size_t rest = len - inside - 2;

        return end && is_six(text + 1, inside) &&
               (rest == 0 || (end[1] == ':' && is_port(end + 2, rest - 1)));
    }

    const char *colon = memchr(text, ':', len);
    const size_t host = colon ? (size_t)(colon - text) : len;

    return is_host(text, host) && (!colon || is_port(colon + 1, len - host - 1));
}

bool am_url_sound(struct amends_view url)
{
    static const char *const schemes[] = {"https://", "http://"};
    size_t at = 0;

    if (url.len_bytes > AM_URL_BYTES_MOST)
        return false;
    for (size_t i = 0; i < 2 && at == 0; i++)
        if (url.len_bytes > strlen(schemes[i]) && memcmp(url.bytes, schemes[i], strlen(schemes[i])) == 0)
            at = strlen(schemes[i]);
    if (at == 0)
        return false;

    size_t end = at;

    while (end < url.len_bytes && url.bytes[end] != '/' && url.bytes[end] != '?')
        end++;
    for (size_t i = end; i < url.len_bytes; i++)
        if (url.bytes[i] <= ' ' || url.bytes[i] > '~' || is_among(url.bytes[i], "\"<>\\^`{|}#"))
            return false;
    return is_authority(url.bytes + at, end - at);
}

/* Words with single dots between. */
static bool is_local_part(const char *text, size_t len)
{
    char before = '.';

    for (size_t i = 0; i < len; i++) {
        const char c = text[i];

        if (!is_letter(c) && !is_digit(c) && !is_among(c, ".!#$%&'*+/=?^_`{|}~-"))
            return false;
        if (c == '.' && before == '.')
            return false;
        before = c;
    }
    return len > 0 && len <= 64 && before != '.' && text[0] != '-';
}

bool am_mailbox_sound(struct amends_view mailbox)
{
    const char *sign = mailbox.len_bytes > 0 ? memchr(mailbox.bytes, '@', mailbox.len_bytes) : NULL;

    if (!sign || mailbox.len_bytes > AM_MAILBOX_BYTES_MOST)
        return false;

    const size_t before = (size_t)(sign - mailbox.bytes);

    return is_local_part(mailbox.bytes, before) && is_host(sign + 1, mailbox.len_bytes - before - 1);
}

bool am_command_name_sound(struct amends_view name)
{
    for (size_t i = 0; i < name.len_bytes; i++)
        if (!(name.bytes[i] >= 'a' && name.bytes[i] <= 'z') && !is_digit(name.bytes[i]) &&
            !is_among(name.bytes[i], "-_"))
            return false;
    return name.len_bytes > 0 && name.len_bytes <= AM_COMMAND_NAME_MOST && name.bytes[0] != '-';
}
