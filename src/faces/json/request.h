/*
 * What the four filters are asked (CONTRACT.md), from a parsed line to the library's values. Texts are views
 * of the line and live as long as it does. Every function records the first fault in the object's fault and
 * gives false then.
 */
#ifndef AM_REQUEST_H
#define AM_REQUEST_H

#include "amends/guard.h"
#include "faces/json/fields.h"

/* `amends signals`. id.bytes is NULL where none was given. */
struct am_signals_request {
    struct amends_view id, text;
    struct amends_read_options options;
};
bool am_request_signals(const amends_engine *engine, const struct am_object *line,
                        struct am_signals_request *out);

/* `amends review`; ui_lang -1: the reply's own language. `reply.authority` is left for the caller to point.
 */
struct am_review_request {
    struct amends_view id;
    struct amends_reply reply;
    struct amends_authority authority;
    bool has_authority;
    int ui_lang;
};
bool am_request_review(const amends_engine *engine, const struct am_object *line,
                       struct am_review_request *out);

/* `amends coach`: one event. `currency` is what an amount without one is in ("" where not known). */
struct am_event_request {
    struct amends_view encounter;
    const char *field; /* the key that says what kind of event it is */
    struct amends_event event;
};
bool am_request_event(const amends_engine *engine, const struct am_object *line, const char *currency,
                      struct am_event_request *out);

/* The name of the encounter alone, so that its currency can be looked up before the event is read. */
bool am_request_encounter(const struct am_object *line, struct amends_view *out);

/* `amends guard`. `messages` has room for AMENDS_MESSAGES_MAX. */
struct am_guard_request {
    struct amends_view id, draft;
    struct amends_start start;
    size_t message_count;
    struct amends_message *messages;
};
bool am_request_guard(const amends_engine *engine, const struct am_object *line,
                      struct am_guard_request *out);

/* An object of authority or of what was given. */
bool am_request_authority(const struct am_object *object, const char *currency, struct amends_authority *out);

/* A language by its code ("en", "zh-Hant"); "und" is -1. */
bool am_request_language_find(const amends_engine *engine, struct amends_view code, int *out);
bool am_request_language(const amends_engine *engine, const struct am_object *object, const char *key,
                         int *out);

#endif
