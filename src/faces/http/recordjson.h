/*
 * A record as JSON and back, from its table of fields (domain/record.h). Outside, ids are text, times RFC
 * 3339, choices names, and money is a decimal of at most the digits of its currency. The unit of a field
 * stands in its name inside; outside, the value is in its natural unit and the name goes without: `due_at_ms`
 * is "due_at", `amount_minor` is "amount", `percent_bp` is "percent", `heat_permille` is "heat", `case_` is
 * "case".
 *
 * What is none (no id, no time, no amount, no choice) is null, both ways. SECRET fields and BYTES never go
 * out, OURS never come in, FIXED come in when a record is made and only then.
 */
#ifndef AM_RECORDJSON_H
#define AM_RECORDJSON_H

#include "faces/http/route.h"
#include "faces/json/writer.h"

enum { AM_OUTSIDE_NAME_MAX = 64 };

/* What the field is called outside. */
void am_field_outside(const struct am_field *field, char name[AM_OUTSIDE_NAME_MAX]);

/* How many decimal digits a NUMBER field has outside: 2 for `_bp`, 3 for `_permille`, 0 else. */
unsigned am_field_decimals(const struct am_field *field);

/* Digits of the currency that stands beside a MINOR field's amount. */
unsigned am_field_currency_digits(const struct am_record *record, const struct am_field *field,
                                  const void *row);

/* Whether the field is shown at all; and whether it may come in when a record is made, or changed. */
bool am_field_goes_out(const struct am_field *field);
bool am_field_comes_in(const struct am_field *field, bool making);

/* The record as an object; one that is kept (it has a plural) begins with id, created_at and version. NULL
 * when memory runs out. Owns: the caller. Thread-safe. */
json_t *am_record_json(const struct am_record *record, const void *row);

/* The same as text, without a tree in between; or its members alone, for an object that has others too. Where
 * memory runs out, out->failed. Thread-safe. */
void am_record_text(struct am_writer *out, const struct am_record *record, const void *row);
void am_record_text_fields(struct am_writer *out, const struct am_record *record, const void *row);

/* Reads `body` into `row`: when making, what is not given becomes none (am_record_empty), and what is
 * REQUIRED must be given; otherwise into the one that was read from storage, of which what the body does not
 * name stays. Texts live as long as body and arena. False, and the problem set (400, with field and
 * expectation), at the first fault: a field that is not known or may not come in, a wrong type, or what
 * am_field_sound finds. Fields that are OURS are left to the verb that sets them. Thread-safe. */
bool am_record_read(const struct am_record *record, const json_t *body, bool making, struct am_arena *arena,
                    void *row, struct am_call_out *out);

#endif
