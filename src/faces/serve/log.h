/*
 * The desk's own log: one line for each thing that happened, as words for people or as JSON. A line holds the
 * names of events, ids, numbers and our own words: never what a customer said or is called, never a secret.
 * So its functions take named fields and no format.
 */
#ifndef AM_LOG_H
#define AM_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum am_log_level { AM_LOG_ERROR, AM_LOG_WARNING, AM_LOG_INFO, AM_LOG_DEBUG };
enum am_log_format { AM_LOG_PLAIN, AM_LOG_JSON };

/* Longer lines lose their last fields, longer texts their end. */
enum { AM_LOG_LINE_MAX = 4096, AM_LOG_TEXT_MAX = 400 };

/* A field: a text, or where that is NULL a number. */
struct am_log_field {
    const char *name;
    const char *text;
    int64_t number;
};

struct am_log;

/* Writes to this file descriptor, which stays the caller's. `now_ms` NULL: the system's clock. NULL when
 * memory runs out. Owns: the caller, am_log_free. */
struct am_log *am_log_new(int fd, enum am_log_level level, enum am_log_format format,
                          int64_t (*now_ms)(void *context), void *context);
void am_log_free(struct am_log *log);

/* Writes a line, in one piece. `event` is static: "request", "backup". A line that cannot be written is lost:
 * logging stops nothing. log NULL: nothing. Any thread. */
void am_log_write(struct am_log *log, enum am_log_level level, const char *event,
                  const struct am_log_field *fields, size_t count);

/* AM_LOG(log, AM_LOG_INFO, "listening", {"address", "127.0.0.1"}, {"port", NULL, 8080}) */
#define AM_LOG(log, level, event, ...)                                                                       \
    am_log_write(log, level, event, (const struct am_log_field[]){__VA_ARGS__},                              \
                 sizeof((const struct am_log_field[]){__VA_ARGS__}) / sizeof(struct am_log_field))

#endif
