/*
 * Reading one line of JSON and its fields by type (jansson beneath). A field that is missing is no mistake
 * here: each reader gives false for it; a field of a wrong type or out of range records a fault, the first of
 * which is kept and becomes the answer's `error`. Views live as long as the parsed line. `null` counts as
 * missing.
 */
#ifndef AM_FIELDS_H
#define AM_FIELDS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "amends/memory.h"

/* What is wrong with a line: where ("start.authority.refund"; "" for the line as a whole) and what was
 * expected. */
struct am_fault {
    bool set;
    char field[96];
    char message[640];
};

/* Records the fault unless one is there already. prefix: path of the object that holds the field, "" for the
 * line. */
__attribute__((format(printf, 4, 5))) void am_fault_set(struct am_fault *fault, const char *prefix,
                                                        const char *field, const char *message, ...);

/* Parses a line that must be a JSON object: length, UTF-8 (with position), NUL, depth, duplicate keys,
 * syntax. NULL and a fault where it is none. Owns: the caller ends it with json_decref. */
json_t *am_line_parse(struct amends_view line, struct am_fault *fault);

/* An object whose fields are read; `prefix` is its path with a dot at the end, "" for the line itself. */
struct am_object {
    const json_t *json;
    char prefix[64];
    struct am_fault *fault;
};

bool am_object_has(const struct am_object *object, const char *key);

/* Readers: true and *out where the field is there and right; otherwise *out is untouched. */
bool am_object_text(const struct am_object *object, const char *key, size_t bytes_max,
                    struct amends_view *out);
bool am_object_flag(const struct am_object *object, const char *key, bool *out);
bool am_object_child(const struct am_object *object, const char *key, struct am_object *out);
bool am_object_array(const struct am_object *object, const char *key, size_t count_max, const json_t **out);

/* A decimal number, exact, scaled by 10^digits: 19.99 with 2 digits is 1999. More digits, a negative number,
 * or one above `max` is a fault. */
bool am_object_decimal(const struct am_object *object, const char *key, unsigned digits, int64_t max,
                       int64_t *out);

/* A word out of a closed list (amends_channel_find and so on). */
struct am_words {
    int (*find)(const char *name, unsigned long len_bytes);
    const char *(*name)(int number);
    int count;
};
bool am_object_word(const struct am_object *object, const char *key, const struct am_words *words, int *out);
/* Records that `text` is none of the words of up to two lists. */
void am_object_unknown(const struct am_object *object, const char *key, struct amends_view text,
                       const struct am_words *words, const struct am_words *more);

#endif
