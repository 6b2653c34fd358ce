/* One attempt, on a thread of its own: nothing of storage is touched here. */
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "faces/deliver/inside.h"
#include "faces/http/auth/password.h"

void am_sent_wrong(struct am_sent *sent, bool hopeless, const char *format, ...)
{
    va_list arguments;
    sent->done = false;
    sent->hopeless = hopeless;
    va_start(arguments, format);
    vsnprintf(sent->trouble, sizeof sent->trouble, format, arguments);
    va_end(arguments);
}

const char *am_way_name(int32_t way)
{
    static const char *const names[] = {[AM_WAY_SCREEN] = "screen",
                                        [AM_WAY_WEBHOOK] = "webhook",
                                        [AM_WAY_EMAIL] = "email",
                                        [AM_WAY_COMMAND] = "command"};
    return way >= 0 && way <= AM_WAY_COMMAND ? names[way] : "?";
}

void am_attempt_free(struct am_attempt *attempt)
{
    am_arena_dispose(&attempt->arena);
    free(attempt);
}

static void by_webhook(struct am_attempt *attempt, const struct am_letter *letter)
{
    const struct am_deliver *deliver = attempt->deliver;
    struct am_webhook webhook = {
        .networks = &deliver->networks, .ca = deliver->settings.ca, .now_ms = am_deliver_now_ms(deliver)};
    if (!am_unseal(deliver->settings.key, attempt->secret, webhook.secret, sizeof webhook.secret)) {
        am_sent_wrong(&attempt->sent, true, "its secret cannot be read: give it a new one");
        return;
    }
    am_send_webhook(letter, &webhook, &attempt->sent);
    sodium_memzero(webhook.secret, sizeof webhook.secret);
}

static void by_mail(struct am_attempt *attempt, const struct am_letter *letter)
{
    const struct am_deliver_settings *settings = &attempt->deliver->settings;
    const struct am_mail mail = {.url =
                                     settings->smtp_url && settings->smtp_url[0] ? settings->smtp_url : NULL,
                                 .user = settings->smtp_user,
                                 .password = settings->smtp_password,
                                 .from = settings->smtp_from,
                                 .ca = settings->ca,
                                 .plain = settings->smtp_plain,
                                 .now_ms = am_deliver_now_ms(attempt->deliver)};
    am_send_mail(letter, &mail, &attempt->sent);
}

static void send_letter(struct am_attempt *attempt)
{
    struct am_deliver *deliver = attempt->deliver;
    struct am_letter letter = {
        .id = attempt->row.row.id, .address = attempt->row.address.bytes, .stopping = &deliver->stopping};
    json_t *data = NULL;
    /* Never behind its last moment, also where this thread had to wait. */
    letter.limit_ms = attempt->row.last_at_ms - am_deliver_now_ms(deliver);
    if (letter.limit_ms > am_deliver_attempt_ms(deliver))
        letter.limit_ms = am_deliver_attempt_ms(deliver);
    if (letter.limit_ms <= 0)
        am_sent_wrong(&attempt->sent, true, "it would come too late");
    else if (attempt->way_gone)
        am_sent_wrong(&attempt->sent, true, "the site does not have this way any more");
    else if (!letter.address || !am_letter_write(attempt->row.body, attempt->row.row.created_at_ms,
                                                 attempt->row.call == 0, &attempt->arena, &letter, &data))
        am_sent_wrong(&attempt->sent, true, "there is nothing to send any more");
    else if (attempt->row.way == AM_WAY_WEBHOOK)
        by_webhook(attempt, &letter);
    else if (attempt->row.way == AM_WAY_EMAIL)
        by_mail(attempt, &letter);
    else
        am_send_command(&letter, &deliver->commands, &attempt->sent);
    json_decref(data);
}

static int64_t clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

void *am_attempt_run(void *context)
{
    struct am_attempt *attempt = context;
    struct am_deliver *deliver = attempt->deliver;
    const int64_t from_ms = clock_ms();
    send_letter(attempt);
    attempt->took_ms = clock_ms() - from_ms;
    atomic_store(&attempt->ended, true);
    /* Its result is written at once. */
    pthread_mutex_lock(&deliver->lock);
    deliver->woken = true;
    pthread_cond_signal(&deliver->bell);
    pthread_mutex_unlock(&deliver->lock);
    return NULL;
}
