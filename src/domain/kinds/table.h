/*
 * What the tables of the kinds are written with: for the files beside it alone.
 */
#ifndef AM_KINDS_TABLE_H
#define AM_KINDS_TABLE_H

#include "domain/record.h"

enum {
    REQUIRED = AM_FIELD_REQUIRED,
    FIXED = AM_FIELD_FIXED,
    OURS = AM_FIELD_OURS,
    SECRET = AM_FIELD_SECRET,
    PERSONAL = AM_FIELD_PERSONAL
};

/* Lengths that come back: of a title, of a line that somebody says, of a page; in code points. */
enum { TITLE_MOST = 200, LINE_MOST = 1000, PAGE_MOST = 8000 };

/* The record `am_<kind>_record` over the structure am_<type>, with the fields of the array <kind>_fields. */
#define RECORD(kind, type, name_, plural_, ...)                                                              \
    const struct am_record am_##kind##_record = {.name = name_,                                              \
                                                 .plural = plural_,                                          \
                                                 .size = sizeof(struct am_##type),                           \
                                                 .fields = kind##_fields,                                    \
                                                 .field_count =                                              \
                                                     sizeof kind##_fields / sizeof *kind##_fields,           \
                                                 __VA_ARGS__}

#endif
