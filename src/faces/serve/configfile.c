/* The file of settings: YAML, one mapping of keys to scalars or to lists of scalars. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "faces/serve/configinside.h"

struct parsing {
    struct am_reading_config *reading;
    yaml_parser_t parser;
    yaml_event_t event;
    bool has_event;
};

static bool wrong_at(struct parsing *parsing, size_t line, const char *what)
{
    char where[256];
    snprintf(where, sizeof where, "%s:%zu", parsing->reading->source->file, line);
    return am_config_wrong(parsing->reading, where, "%s", what);
}

static bool next(struct parsing *parsing)
{
    if (parsing->has_event)
        yaml_event_delete(&parsing->event);
    parsing->has_event = yaml_parser_parse(&parsing->parser, &parsing->event) == 1;
    if (parsing->has_event)
        return true;
    char what[200];
    snprintf(what, sizeof what, "%s: a key, a colon and a value on each line were expected",
             parsing->parser.problem ? parsing->parser.problem : "no memory");
    return wrong_at(parsing, parsing->parser.problem_mark.line + 1, what);
}

static size_t line_of(const struct parsing *parsing)
{
    return parsing->event.start_mark.line + 1;
}

static struct amends_view scalar(const struct parsing *parsing)
{
    return (struct amends_view){(const char *)parsing->event.data.scalar.value,
                                parsing->event.data.scalar.length};
}

/* A NUL cannot stand in a value that is a string of C. */
static bool is_plain(const struct parsing *parsing)
{
    return parsing->event.type == YAML_SCALAR_EVENT &&
           !memchr(parsing->event.data.scalar.value, 0, parsing->event.data.scalar.length);
}

static bool read_list(struct parsing *parsing, char between, char *joined, size_t size,
                      struct amends_view *out)
{
    size_t len = 0;
    for (;;) {
        if (!next(parsing))
            return false;
        if (parsing->event.type == YAML_SEQUENCE_END_EVENT)
            break;
        if (!is_plain(parsing) || len + scalar(parsing).len_bytes + 2 > size)
            return wrong_at(parsing, line_of(parsing), "a plain value was expected in this list");
        if (len)
            joined[len++] = between;
        memcpy(joined + len, scalar(parsing).bytes, scalar(parsing).len_bytes);
        len += scalar(parsing).len_bytes;
    }
    *out = (struct amends_view){joined, len};
    return true;
}

static bool read_value(struct parsing *parsing, int id)
{
    const enum am_setting_kind kind = am_setting(id)->kind;
    char joined[AM_CONFIG_VALUE_MAX];
    if (!next(parsing))
        return false;
    const size_t line = line_of(parsing);
    struct amends_view text = {NULL, 0};
    if (is_plain(parsing)) {
        text = scalar(parsing);
        /* "backup:" with nothing behind it says nothing. */
        if (text.len_bytes == 1 && text.bytes[0] == '~')
            text.len_bytes = 0;
    } else if (parsing->event.type == YAML_SEQUENCE_START_EVENT &&
               (kind == AM_SETTING_TIMES || kind == AM_SETTING_NETWORKS || kind == AM_SETTING_COMMANDS)) {
        if (!read_list(parsing, kind == AM_SETTING_COMMANDS ? ';' : ' ', joined, sizeof joined, &text))
            return false;
    } else {
        char what[120];
        snprintf(what, sizeof what, "%s: one value was expected", am_setting(id)->key);
        return wrong_at(parsing, line, what);
    }
    return am_config_take(parsing->reading, id, text, AM_ORIGIN_FILE, (unsigned)line);
}

static bool read_pairs(struct parsing *parsing)
{
    while (next(parsing)) {
        char what[200];
        if (parsing->event.type == YAML_MAPPING_END_EVENT)
            return true;
        if (!is_plain(parsing))
            return wrong_at(parsing, line_of(parsing), "the key of a setting was expected");
        const struct amends_view key = scalar(parsing);
        const int id = am_setting_find(key.bytes, key.len_bytes);
        if (id < 0) {
            snprintf(what, sizeof what, "%.60s: no such setting; amends config lists them", key.bytes);
            return wrong_at(parsing, line_of(parsing), what);
        }
        if (parsing->reading->config->values[id].origin == AM_ORIGIN_FILE) {
            snprintf(what, sizeof what, "%s: was set on line %u already", am_setting(id)->key,
                     parsing->reading->config->values[id].line);
            return wrong_at(parsing, line_of(parsing), what);
        }
        if (!read_value(parsing, id))
            return false;
    }
    return false;
}

static bool read_document(struct parsing *parsing)
{
    do {
        if (!next(parsing))
            return false;
        if (parsing->event.type == YAML_STREAM_END_EVENT)
            return true; /* nothing but comments */
    } while (parsing->event.type != YAML_DOCUMENT_START_EVENT);
    if (!next(parsing))
        return false;
    if (parsing->event.type == YAML_SCALAR_EVENT && parsing->event.data.scalar.length == 0)
        return true;
    if (parsing->event.type != YAML_MAPPING_START_EVENT)
        return wrong_at(parsing, line_of(parsing), "a key, a colon and a value on each line were expected");
    return read_pairs(parsing);
}

bool am_config_read_file(struct am_reading_config *reading)
{
    char text[AM_CONFIG_BYTES_MAX + 1];
    FILE *file = fopen(reading->source->file, "re");
    if (!file)
        return am_config_wrong(reading, reading->source->file, "cannot be read: %s", strerror(errno));
    const size_t len = fread(text, 1, sizeof text, file);
    const bool failed = ferror(file);
    fclose(file);
    if (failed)
        return am_config_wrong(reading, reading->source->file, "cannot be read: %s", strerror(EIO));
    if (len > AM_CONFIG_BYTES_MAX)
        return am_config_wrong(reading, reading->source->file, "at most %d bytes were expected",
                               AM_CONFIG_BYTES_MAX);
    struct parsing parsing = {.reading = reading};
    if (!yaml_parser_initialize(&parsing.parser))
        return am_config_wrong(reading, reading->source->file, "no memory");
    yaml_parser_set_input_string(&parsing.parser, (const unsigned char *)text, len);
    const bool read = read_document(&parsing);
    if (parsing.has_event)
        yaml_event_delete(&parsing.event);
    yaml_parser_delete(&parsing.parser);
    return read;
}
