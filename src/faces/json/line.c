/* From the bytes of a line to a JSON object: what is checked before and by the parser. */
#include <stdio.h>
#include <string.h>

#include "amends/limits.h"
#include "faces/json/fields.h"
#include "faces/json/utf8.h"

/* Deepest nesting of brackets outside strings; enough to refuse before a parser recurses. */
static unsigned depth_of(struct amends_view line)
{
    unsigned depth = 0, deepest = 0;
    bool quoted = false;
    for (size_t i = 0; i < line.len_bytes; i++) {
        char c = line.bytes[i];
        if (quoted) {
            if (c == '\\')
                i++;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            if (++depth > deepest)
                deepest = depth;
        } else if ((c == '}' || c == ']') && depth > 0) {
            depth--;
        }
    }
    return deepest;
}

static bool check_bytes(struct amends_view line, struct am_fault *fault)
{
    if (line.len_bytes > AMENDS_LINE_BYTES_MAX) {
        am_fault_set(fault, "", "", "the line is longer than %d bytes", AMENDS_LINE_BYTES_MAX);
        return false;
    }
    size_t valid = am_utf8_valid(line);
    if (valid < line.len_bytes) {
        am_fault_set(fault, "", "", "invalid UTF-8 at byte %zu of the line (0x%02x); UTF-8 was expected",
                     valid, (unsigned)(unsigned char)line.bytes[valid]);
        return false;
    }
    const char *nul = memchr(line.bytes, 0, line.len_bytes);
    if (nul) {
        am_fault_set(fault, "", "", "a NUL byte stands at byte %zu of the line", (size_t)(nul - line.bytes));
        return false;
    }
    if (depth_of(line) > AMENDS_JSON_DEPTH_MAX) {
        am_fault_set(fault, "", "", "nested deeper than %d levels", AMENDS_JSON_DEPTH_MAX);
        return false;
    }
    return true;
}

/* The parser names the key at the end of its message: duplicate object key near '"text"'. */
static void tell_duplicate(struct am_fault *fault, const json_error_t *error)
{
    char key[64] = "";
    const char *from = strstr(error->text, "'\"");
    if (from)
        sscanf(from + 2, "%63[^\"']", key);
    am_fault_set(fault, "", key, "this key stands twice in one object; each key was expected once");
}

json_t *am_line_parse(struct amends_view line, struct am_fault *fault)
{
    if (!check_bytes(line, fault))
        return NULL;
    json_error_t error;
    const size_t flags = JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL | JSON_DECODE_ANY;
    json_t *json = json_loadb(line.bytes, line.len_bytes, flags, &error);
    if (!json) {
        if (json_error_code(&error) == json_error_duplicate_key)
            tell_duplicate(fault, &error);
        else
            am_fault_set(fault, "", "", "not valid JSON at byte %d: %s", error.position, error.text);
        return NULL;
    }
    if (!json_is_object(json)) {
        am_fault_set(fault, "", "", "a JSON object was expected");
        json_decref(json);
        return NULL;
    }
    return json;
}
