/*
 * A kind of record, described once: its name and its fields. From this one table come the SQL that writes and
 * reads it, JSON both ways, the schemas of the API's description, the archive of an export, what a customer's
 * own export holds and what erasing clears. Depends on nothing of storage or of faces.
 *
 * A record in memory is a C structure that begins with struct am_row; its texts are views into the arena of
 * the request that read it.
 */
#ifndef AM_RECORD_H
#define AM_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "amends/memory.h"
#include "domain/id.h"

/* What every record begins with. `org` is the first part of every key. `version` counts changes from 1: the
 * ETag. */
struct am_row {
    am_id org, id;
    int64_t version;
    int64_t created_at_ms;
};

enum am_field_kind {
    AM_FIELD_ID,     /* am_id; 0: none */
    AM_FIELD_TEXT,   /* struct amends_view, UTF-8; least and most: length in code points */
    AM_FIELD_NUMBER, /* int64_t between least and most */
    AM_FIELD_FLAG,   /* bool */
    AM_FIELD_TIME,   /* int64_t, UTC, milliseconds; 0: none. RFC 3339 outside */
    AM_FIELD_MINOR,  /* int64_t, minor units of the field that `of` names; -1: none. A decimal outside */
    AM_FIELD_CHOICE, /* int32_t, index into `choices`. The name outside */
    AM_FIELD_BYTES,  /* struct amends_view; never outside */
    AM_FIELD_JSON    /* struct amends_view with one JSON value */
};

enum am_field_flags {
    AM_FIELD_REQUIRED = 1, /* must be there; with OURS: the desk's verb sees to it */
    AM_FIELD_FIXED = 2,    /* given when it is made, never changed by an edit */
    AM_FIELD_OURS = 4,     /* set by the desk's verbs alone, never from outside */
    AM_FIELD_SECRET = 8,   /* never goes outside, nor into an archive's readable part */
    AM_FIELD_PERSONAL = 16 /* holds a customer's words or data: masked when stored, exported, erased */
};

/* What a text has to look like; an empty one that is not REQUIRED is none. */
enum am_text_look {
    AM_TEXT_FREE,
    AM_TEXT_CURRENCY, /* a code of ISO 4217 */
    AM_TEXT_LANGUAGE  /* a tag of BCP 47 */
};

/* What erasing leaves in a PERSONAL field that is REQUIRED; the others are left empty. */
#define AM_ERASED_TEXT "-"
#define AM_ERASED_JSON "null"

/* The kinds' own limits. Ids: 61 bits. MINOR: AMENDS_MONEY_MINOR_MAX. BYTES and JSON: AMENDS_LINE_BYTES_MAX.
 */
enum { AM_TEXT_POINTS_MOST = 10000 };
#define AM_NUMBER_MOST INT64_C(9007199254740991) /* every reader of JSON reads it exactly */
#define AM_TIME_MOST_MS INT64_C(253402300799999) /* the end of the year 9999 */

struct am_field {
    const char *name; /* of the column; in JSON without its unit */
    enum am_field_kind kind;
    uint16_t offset; /* in the structure */
    uint16_t flags;
    int64_t least, most;        /* NUMBER, TEXT; BYTES, JSON: most, in bytes; most 0: the kind's own limit */
    enum am_text_look look;     /* TEXT */
    const char *const *choices; /* CHOICE: names, NULL behind the last */
    const char *of;             /* ID: the kind of record it names; MINOR: the field with the currency */
    const char *about;          /* one line, for the API's description */
};

struct am_record {
    const char *name;   /* "promise" */
    const char *plural; /* of the table and in paths: "promises" */
    const char *about;
    size_t size; /* of the structure */
    const struct am_field *fields;
    size_t field_count;
    bool append_only; /* no verb changes or removes one */
};

/* A field of the structure `type`. */
#define AM_FIELD(type, member, kind_, ...)                                                                   \
    {                                                                                                        \
        .name = #member, .kind = AM_FIELD_##kind_, .offset = offsetof(struct type, member), __VA_ARGS__      \
    }

/* The same, where it has another name in tables and in JSON than in C ("case", not "case_"). Names may be
 * words of SQL: storage quotes them all. */
#define AM_FIELD_NAMED(type, member, name_, kind_, ...)                                                      \
    {                                                                                                        \
        .name = name_, .kind = AM_FIELD_##kind_, .offset = offsetof(struct type, member), __VA_ARGS__        \
    }

/* The field with this name, NULL where there is none. Thread-safe. */
const struct am_field *am_record_field(const struct am_record *record, struct amends_view name);

/* Where a field stands in a record. */
static inline void *am_field_at(const struct am_field *field, void *row)
{
    return (char *)row + field->offset;
}
static inline const void *am_field_of(const struct am_field *field, const void *row)
{
    return (const char *)row + field->offset;
}

/* What a choice is called; "?" out of range. And the other way round; -1 where it is none. */
const char *am_choice_name(const struct am_field *field, int32_t choice);
int32_t am_choice_find(const struct am_field *field, struct amends_view name);

/* The most that a field may hold: its own limit or its kind's; for a CHOICE the last one. Thread-safe. */
int64_t am_field_most(const struct am_field *field);

/* A record in which nothing was said: zeroed, but amounts and choices are -1 (none), and so are numbers that
 * may be (not known). */
void am_record_empty(const struct am_record *record, void *row);

/* What is wrong with a record: the first field that is missing or out of its limits, and what was expected,
 * in English. */
struct am_flaw {
    const struct am_field *field; /* NULL: nothing is wrong */
    char expected[160];
};

/* Checks every field against its own description: there where REQUIRED, within its limits, UTF-8, an amount
 * only beside a currency. A choice that is not REQUIRED may be -1. True: nothing is wrong. Thread-safe. */
bool am_record_sound(const struct am_record *record, const void *row, struct am_flaw *flaw);

/* The same for one field; flaw->field is left to the caller. */
bool am_field_sound(const struct am_record *record, const void *row, const struct am_field *field,
                    struct am_flaw *flaw);

#endif
