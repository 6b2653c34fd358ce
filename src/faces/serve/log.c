#include "faces/serve/log.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct am_log {
    int fd;
    enum am_log_level level;
    enum am_log_format format;
    int64_t (*now_ms)(void *context);
    void *context;
    pthread_mutex_t lock; /* a line may need several writes */
};

/* A line that is being put together. What does not fit sets `full` and leaves no half. */
struct line {
    char bytes[AM_LOG_LINE_MAX];
    size_t len;
    bool full;
};

static int64_t system_now_ms(void *context)
{
    struct timespec now;
    (void)context;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

struct am_log *am_log_new(int fd, enum am_log_level level, enum am_log_format format,
                          int64_t (*now_ms)(void *context), void *context)
{
    struct am_log *log = malloc(sizeof *log);
    if (!log)
        return NULL;
    *log = (struct am_log){.fd = fd,
                           .level = level,
                           .format = format,
                           .now_ms = now_ms ? now_ms : system_now_ms,
                           .context = context};
    pthread_mutex_init(&log->lock, NULL);
    return log;
}

void am_log_free(struct am_log *log)
{
    if (log)
        pthread_mutex_destroy(&log->lock);
    free(log);
}

static void put(struct line *line, const char *text, size_t len)
{
    /* Two bytes are kept for the end. */
    if (line->full || len > sizeof line->bytes - 2 - line->len) {
        line->full = true;
        return;
    }
    memcpy(line->bytes + line->len, text, len);
    line->len += len;
}

static void put_words(struct line *line, const char *text)
{
    put(line, text, strlen(text));
}

/* Texts are quoted where a reader of either format would stumble; both take JSON's escapes. */
static void put_text(struct line *line, const char *text, bool quoted)
{
    size_t len = strnlen(text, AM_LOG_TEXT_MAX);
    /* Not in the middle of a character. */
    if (len == AM_LOG_TEXT_MAX)
        while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80)
            len--;
    for (size_t i = 0; i < len && !quoted; i++)
        quoted = (unsigned char)text[i] <= ' ' || strchr("\"=\\", text[i]) || text[i] == 0x7F;
    if (!quoted && len > 0) {
        put(line, text, len);
        return;
    }
    put_words(line, "\"");
    for (size_t i = 0; i < len; i++) {
        const unsigned char c = (unsigned char)text[i];
        char escaped[8];
        if (c == '"' || c == '\\')
            put(line, (const char[]){'\\', (char)c}, 2);
        else if (c < ' ' || c == 0x7F)
            put(line, escaped, (size_t)snprintf(escaped, sizeof escaped, "\\u%04x", c));
        else
            put(line, text + i, 1);
    }
    put_words(line, "\"");
}

static void put_time(struct line *line, int64_t now_ms)
{
    const time_t seconds = (time_t)(now_ms / 1000);
    struct tm parts;
    char text[80];
    gmtime_r(&seconds, &parts);
    put(line, text,
        (size_t)snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", parts.tm_year + 1900,
                         parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                         (int)(now_ms % 1000)));
}

static void put_field(struct line *line, enum am_log_format format, const struct am_log_field *field)
{
    const size_t before = line->len;
    char number[24];
    put_words(line, format == AM_LOG_JSON ? ",\"" : " ");
    put_words(line, field->name);
    put_words(line, format == AM_LOG_JSON ? "\":" : "=");
    if (field->text)
        put_text(line, field->text, format == AM_LOG_JSON);
    else
        put(line, number, (size_t)snprintf(number, sizeof number, "%lld", (long long)field->number));
    if (line->full)
        line->len = before;
}

static void write_all(struct am_log *log, const char *bytes, size_t len)
{
    pthread_mutex_lock(&log->lock);
    while (len > 0) {
        const ssize_t written = write(log->fd, bytes, len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            break;
        bytes += written;
        len -= (size_t)written;
    }
    pthread_mutex_unlock(&log->lock);
}

void am_log_write(struct am_log *log, enum am_log_level level, const char *event,
                  const struct am_log_field *fields, size_t count)
{
    static const char *const names[] = {"error", "warning", "info", "debug"};
    if (!log || level > log->level)
        return;
    const int saved = errno;
    const bool json = log->format == AM_LOG_JSON;
    struct line line = {.len = 0};
    put_words(&line, json ? "{\"time\":\"" : "");
    put_time(&line, log->now_ms(log->context));
    put_words(&line, json ? "\",\"level\":\"" : " ");
    put_words(&line, names[level]);
    put_words(&line, json ? "\",\"event\":\"" : " ");
    put_words(&line, event);
    put_words(&line, json ? "\"" : "");
    for (size_t i = 0; i < count; i++)
        put_field(&line, log->format, &fields[i]);
    line.bytes[line.len] = json ? '}' : '\n';
    line.bytes[line.len + 1] = '\n';
    write_all(log, line.bytes, line.len + (json ? 2 : 1));
    errno = saved;
}
