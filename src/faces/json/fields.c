#include "faces/json/fields.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "amends/limits.h"

void am_fault_set(struct am_fault *fault, const char *prefix, const char *field, const char *message, ...)
{
    if (fault->set)
        return;
    fault->set = true;
    snprintf(fault->field, sizeof fault->field, "%s%s", prefix, field);
    va_list arguments;
    va_start(arguments, message);
    vsnprintf(fault->message, sizeof fault->message, message, arguments);
    va_end(arguments);
}

bool am_object_has(const struct am_object *object, const char *key)
{
    const json_t *value = json_object_get(object->json, key);
    return value && !json_is_null(value);
}

static const char *type_name(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "an array";
    case JSON_STRING:
        return "a string";
    case JSON_INTEGER:
    case JSON_REAL:
        return "a number";
    case JSON_TRUE:
    case JSON_FALSE:
        return "true or false";
    default:
        return "null";
    }
}

/* The field where it is there; a fault where it is of another type than expected. */
static const json_t *typed(const struct am_object *object, const char *key, bool right, const char *expected)
{
    if (!am_object_has(object, key))
        return NULL;
    const json_t *value = json_object_get(object->json, key);
    if (right)
        return value;
    am_fault_set(object->fault, object->prefix, key, "%s was expected, this is %s", expected,
                 type_name(value));
    return NULL;
}

bool am_object_text(const struct am_object *object, const char *key, size_t bytes_max,
                    struct amends_view *out)
{
    const json_t *value = json_object_get(object->json, key);
    value = typed(object, key, json_is_string(value), "a string");
    if (!value)
        return false;
    size_t len_bytes = json_string_length(value);
    const char *bytes = json_string_value(value);
    const char *nul = memchr(bytes, 0, len_bytes);
    if (nul) {
        am_fault_set(object->fault, object->prefix, key,
                     "a NUL character stands at byte %zu; text without was expected", (size_t)(nul - bytes));
        return false;
    }
    if (len_bytes > bytes_max) {
        am_fault_set(object->fault, object->prefix, key, "%zu bytes long; at most %zu were expected",
                     len_bytes, bytes_max);
        return false;
    }
    *out = (struct amends_view){bytes, len_bytes};
    return true;
}

bool am_object_flag(const struct am_object *object, const char *key, bool *out)
{
    const json_t *value = json_object_get(object->json, key);
    value = typed(object, key, json_is_boolean(value), "true or false");
    if (!value)
        return false;
    *out = json_is_true(value);
    return true;
}

bool am_object_child(const struct am_object *object, const char *key, struct am_object *out)
{
    const json_t *value = json_object_get(object->json, key);
    value = typed(object, key, json_is_object(value), "an object");
    if (!value)
        return false;
    struct am_object child = {.json = value, .fault = object->fault};
    if (snprintf(child.prefix, sizeof child.prefix, "%s%s.", object->prefix, key) >= (int)sizeof child.prefix)
        child.prefix[0] = 0;
    *out = child;
    return true;
}

bool am_object_array(const struct am_object *object, const char *key, size_t count_max, const json_t **out)
{
    const json_t *value = json_object_get(object->json, key);
    value = typed(object, key, json_is_array(value), "an array");
    if (!value)
        return false;
    if (json_array_size(value) > count_max) {
        am_fault_set(object->fault, object->prefix, key, "%zu entries; at most %zu were expected",
                     json_array_size(value), count_max);
        return false;
    }
    *out = value;
    return true;
}

enum { DECIMAL_DIGITS = 15 }; /* every decimal of so many digits survives as a double */

/*
 * The parser hands numbers over as doubles. Printed with 15 digits, the decimal that was written comes back
 * exactly, as long as it had no more digits; where it does not give the same double again, it had more. So no
 * rounding takes place.
 */
static bool decimal_scale(double value, unsigned digits, int64_t max, int64_t *out, const char **wrong)
{
    char text[40];
    snprintf(text, sizeof text, "%.*e", DECIMAL_DIGITS - 1, value);
    if (strtod(text, NULL) != value) {
        *wrong = "it has more digits than can be held exactly";
        return false;
    }
    int64_t mantissa = 0;
    const char *at = text;
    for (; *at != 'e'; at++)
        if (*at >= '0' && *at <= '9')
            mantissa = mantissa * 10 + (*at - '0');
    long exponent = strtol(at + 1, NULL, 10) - (DECIMAL_DIGITS - 1) + (long)digits;
    for (; mantissa != 0 && mantissa % 10 == 0; exponent++)
        mantissa /= 10;
    if (mantissa == 0) {
        *out = 0;
        return true;
    }
    if (exponent < 0) {
        *wrong = "it has more decimals than there are";
        return false;
    }
    for (; exponent > 0 && mantissa <= max; exponent--)
        mantissa *= 10;
    if (mantissa > max) {
        *wrong = "it is too large";
        return false;
    }
    *out = mantissa;
    return true;
}

bool am_object_decimal(const struct am_object *object, const char *key, unsigned digits, int64_t max,
                       int64_t *out)
{
    const json_t *value = json_object_get(object->json, key);
    value = typed(object, key, json_is_number(value), "a number");
    if (!value)
        return false;
    double number = json_number_value(value);
    const char *wrong = "it is negative";
    if (number >= 0 && decimal_scale(number, digits, max, out, &wrong))
        return true;
    int64_t unit = 1;
    for (unsigned i = 0; i < digits; i++)
        unit *= 10;
    am_fault_set(object->fault, object->prefix, key,
                 "%s: a number from 0 to %lld with at most %u decimals was expected", wrong,
                 (long long)(max / unit), digits);
    return false;
}

static void list_words(char *list, size_t size, const struct am_words *words)
{
    for (int i = 0; words && i < words->count; i++) {
        size_t used = strlen(list);
        snprintf(list + used, size - used, "%s%s", used ? ", " : "", words->name(i));
    }
}

void am_object_unknown(const struct am_object *object, const char *key, struct amends_view text,
                       const struct am_words *words, const struct am_words *more)
{
    char list[512] = "";
    list_words(list, sizeof list, words);
    list_words(list, sizeof list, more);
    size_t shown = text.len_bytes < 40 ? text.len_bytes : 40;
    while (shown < text.len_bytes && shown > 0 && ((unsigned char)text.bytes[shown] & 0xc0) == 0x80)
        shown--;
    am_fault_set(object->fault, object->prefix, key, "\"%.*s\" is not known; one of these was expected: %s",
                 (int)shown, text.bytes, list);
}

bool am_object_word(const struct am_object *object, const char *key, const struct am_words *words, int *out)
{
    struct amends_view text;
    if (!am_object_text(object, key, AMENDS_LINE_BYTES_MAX, &text))
        return false;
    int number = words->find(text.bytes, text.len_bytes);
    if (number < 0) {
        am_object_unknown(object, key, text, words, NULL);
        return false;
    }
    *out = number;
    return true;
}
