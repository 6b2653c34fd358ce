/* E-mail by SMTP (RFC 5321, 5322): one plain text to one mailbox. */
#include <curl/curl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "domain/rules/ways.h"
#include "faces/deliver/sending.h"

enum { LINE_BYTES = 57, WORD_BYTES = 39, DATE_LEN = 40 }; /* lines of 76 characters at most */

/* ---- the message */

static size_t encode(const char *bytes, size_t len, char *out, size_t room)
{
    sodium_bin2base64(out, room, (const unsigned char *)bytes, len, sodium_base64_VARIANT_ORIGINAL);
    return strlen(out);
}

/* No more bytes than there is room for in a word, whole characters. */
static size_t word_of(const char *text)
{
    size_t len = strlen(text);
    if (len <= WORD_BYTES)
        return len;
    for (len = WORD_BYTES; len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80; len--)
        continue;
    return len > 0 ? len : WORD_BYTES;
}

/* A header of encoded words (RFC 2047): no byte of the text stands in it as it is. */
static size_t write_title(const char *title, char *out, size_t room)
{
    size_t at = (size_t)snprintf(out, room, "Subject:");
    while (*title) {
        char word[WORD_BYTES * 4 / 3 + 8];
        const size_t len = word_of(title);
        encode(title, len, word, sizeof word);
        at += (size_t)snprintf(out + at, room - at, " =?UTF-8?B?%s?=\r\n", word);
        title += len;
    }
    return at;
}

static size_t write_body(const char *text, char *out, size_t room)
{
    size_t at = 0, left = strlen(text);
    while (left > 0) {
        const size_t len = left < LINE_BYTES ? left : LINE_BYTES;
        at += encode(text, len, out + at, room - at);
        at += (size_t)snprintf(out + at, room - at, "\r\n");
        text += len;
        left -= len;
    }
    return at;
}

/* RFC 5322, without the machine's locale. */
static void write_date(int64_t now_ms, char text[DATE_LEN])
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const time_t seconds = (time_t)(now_ms / 1000);
    struct tm parts;
    gmtime_r(&seconds, &parts);
    snprintf(text, DATE_LEN, "%s, %02d %s %04d %02d:%02d:%02d +0000", days[parts.tm_wday % 7],
             parts.tm_mday % 32, months[parts.tm_mon % 12], (parts.tm_year + 1900) % 10000,
             parts.tm_hour % 24, parts.tm_min % 60, parts.tm_sec % 61);
}

char *am_mail_write(const struct am_letter *letter, const struct am_mail *mail, struct am_arena *arena)
{
    const size_t room = 2048 + strlen(letter->title) * 3 + strlen(letter->text) * 2;
    char id[AM_ID_TEXT_LEN + 1], date[DATE_LEN];
    char *out = am_arena_take(arena, room);
    if (!out)
        return NULL;
    am_id_write(letter->id, id);
    write_date(mail->now_ms, date);
    /* The sender's mailbox and the receiver's were checked: neither holds what ends a header. */
    size_t at = (size_t)snprintf(out, room, "From: <%s>\r\nTo: <%s>\r\nDate: %s\r\nMessage-ID: <%s@%s>\r\n",
                                 mail->from, letter->address, date, id, strchr(mail->from, '@') + 1);
    at += write_title(letter->title, out + at, room - at);
    at += (size_t)snprintf(out + at, room - at,
                           "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                           "Content-Transfer-Encoding: base64\r\nAuto-Submitted: auto-generated\r\n\r\n");
    write_body(letter->text, out + at, room - at);
    return out;
}

/* ---- sending */

struct upload {
    const char *at;
    size_t left;
};

static size_t give_more(char *bytes, size_t size, size_t count, void *context)
{
    struct upload *upload = context;
    const size_t most = size * count, len = upload->left < most ? upload->left : most;
    memcpy(bytes, upload->at, len);
    upload->at += len;
    upload->left -= len;
    return len;
}

/* 5xx is the mail server's last word (RFC 5321, 4.2.1). */
static void judge(CURLcode code, long answer, struct am_sent *sent)
{
    sent->done = code == CURLE_OK;
    if (sent->done)
        return;
    const bool stays = (answer >= 500 && answer < 600) || code == CURLE_LOGIN_DENIED ||
                       code == CURLE_USE_SSL_FAILED || code == CURLE_PEER_FAILED_VERIFICATION;
    if (answer >= 400)
        am_sent_wrong(sent, stays, "the mail server said %ld", answer);
    else
        am_sent_wrong(sent, stays, "%s", curl_easy_strerror(code));
}

static void furnish(CURL *curl, const struct am_letter *letter, const struct am_mail *mail)
{
    am_curl_furnish(curl, letter, mail->ca);
    curl_easy_setopt(curl, CURLOPT_URL, mail->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_USE_SSL, mail->plain ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
    if (mail->user && mail->user[0]) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, mail->user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, mail->password ? mail->password : "");
    }
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_more);
}

void am_send_mail(const struct am_letter *letter, const struct am_mail *mail, struct am_sent *sent)
{
    const struct amends_view to = {letter->address, strlen(letter->address)};
    struct am_arena arena = {0};
    char from[AM_MAILBOX_BYTES_MOST + 4], rcpt[AM_MAILBOX_BYTES_MOST + 4];
    if (!mail->url || !am_mailbox_sound(to)) {
        am_sent_wrong(sent, true, mail->url ? "this is no mailbox" : "this server has no mail server");
        return;
    }
    snprintf(from, sizeof from, "<%s>", mail->from);
    snprintf(rcpt, sizeof rcpt, "<%s>", letter->address);
    struct curl_slist *to_whom = curl_slist_append(NULL, rcpt);
    CURL *curl = curl_easy_init();
    char *text = am_mail_write(letter, mail, &arena);
    struct upload upload = {text, text ? strlen(text) : 0};
    if (curl && to_whom && text) {
        long answer = 0;
        furnish(curl, letter, mail);
        curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from);
        curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to_whom);
        curl_easy_setopt(curl, CURLOPT_READDATA, &upload);
        curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)upload.left);
        const CURLcode code = curl_easy_perform(curl);
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer);
        judge(code, answer, sent);
    } else {
        am_sent_wrong(sent, false, "no memory");
    }
    curl_easy_cleanup(curl);
    curl_slist_free_all(to_whom);
    am_arena_dispose(&arena);
}
