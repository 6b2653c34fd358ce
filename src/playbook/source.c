#include "playbook/source.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The line with this number (from 0), without its end. */
static struct amends_view line_of(struct amends_view bytes, size_t line)
{
    const char *at = bytes.bytes, *end = bytes.bytes + bytes.len_bytes;

    while (line > 0 && at < end) {
        const char *next = memchr(at, '\n', (size_t)(end - at));

        if (next == NULL)
            return (struct amends_view){end, 0};
        at = next + 1;
        line--;
    }

    const char *stop = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;

    if (stop == NULL)
        stop = end;
    if (stop > at && stop[-1] == '\r')
        stop--;
    return (struct amends_view){at, (size_t)(stop - at)};
}

static void tell(struct am_diagnosis *diagnosis, const char *path, struct amends_view bytes, size_t line,
                 size_t column, const char *expected, const char *message)
{
    struct am_mistake mistake = {.path = path,
                                 .message = message,
                                 .expected = expected,
                                 .line = (unsigned)line + 1,
                                 .column = (unsigned)column + 1};

    if (bytes.bytes != NULL)
        mistake.text = line_of(bytes, line);
    diagnosis->count++;
    if (diagnosis->tell != NULL)
        diagnosis->tell(diagnosis->context, &mistake);
}

void am_mistake_at(struct am_diagnosis *diagnosis, const struct am_source *source, const yaml_node_t *node,
                   const char *expected, const char *message, ...)
{
    char text[512];
    va_list arguments;

    va_start(arguments, message);
    vsnprintf(text, sizeof text, message, arguments);
    va_end(arguments);
    tell(diagnosis, source->path, source->bytes, node != NULL ? node->start_mark.line : 0,
         node != NULL ? node->start_mark.column : 0, expected, text);
}

void am_mistake_in(struct am_diagnosis *diagnosis, const struct am_source *source, const yaml_node_t *node,
                   size_t offset, const char *expected, const char *message, ...)
{
    char text[512];
    va_list arguments;
    size_t column = node->start_mark.column + offset;

    va_start(arguments, message);
    vsnprintf(text, sizeof text, message, arguments);
    va_end(arguments);
    if (node->type == YAML_SCALAR_NODE && (node->data.scalar.style == YAML_SINGLE_QUOTED_SCALAR_STYLE ||
                                           node->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE))
        column++;
    tell(diagnosis, source->path, source->bytes, node->start_mark.line, column, expected, text);
}

void am_mistake_file(struct am_diagnosis *diagnosis, const char *path, const char *expected,
                     const char *message)
{
    tell(diagnosis, path, (struct amends_view){NULL, 0}, 0, 0, expected, message);
}

static void tell_parser(struct am_diagnosis *diagnosis, const struct am_source *source,
                        const yaml_parser_t *parser)
{
    char text[256];
    size_t line = parser->problem_mark.line, column = parser->problem_mark.column;

    if (parser->error == YAML_READER_ERROR) {
        size_t end = parser->problem_offset < source->bytes.len_bytes ? parser->problem_offset
                                                                      : source->bytes.len_bytes;

        line = column = 0;
        for (size_t i = 0; i < end; i++) {
            bool ends = source->bytes.bytes[i] == '\n';

            line += ends;
            column = ends ? 0 : column + ((source->bytes.bytes[i] & 0xc0) != 0x80);
        }
    }
    snprintf(text, sizeof text, "%s%s%s", parser->context != NULL ? parser->context : "",
             parser->context != NULL ? ": " : "",
             parser->problem != NULL ? parser->problem : "not readable as YAML");
    tell(diagnosis, source->path, source->bytes, line, column,
         parser->error == YAML_READER_ERROR ? "UTF-8 text without control characters" : "valid YAML", text);
}

/* Looks at one event of the first pass: depth, aliases, tags and further documents. */
static bool event_fits(const yaml_event_t *event, unsigned *depth, unsigned *documents, const char **wrong)
{
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        *wrong = "an alias (*) is not allowed";
        return false;
    case YAML_DOCUMENT_START_EVENT:
        if (++*documents > 1) {
            *wrong = "a second document begins here";
            return false;
        }
        return true;
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        if (++*depth > AM_SOURCE_DEPTH_MAX) {
            *wrong = "nested too deeply";
            return false;
        }
        return true;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        --*depth;
        return true;
    default:
        return true;
    }
}

/* First pass over the events, so that the document is loaded only when it is plain and shallow. */
static bool check_events(struct am_source *source, struct am_diagnosis *diagnosis)
{
    yaml_parser_t parser;
    unsigned depth = 0, documents = 0;
    bool good = true, end = false;

    if (!yaml_parser_initialize(&parser)) {
        am_mistake_file(diagnosis, source->path, NULL, "no memory");
        return false;
    }
    yaml_parser_set_input_string(&parser, (const unsigned char *)source->bytes.bytes,
                                 source->bytes.len_bytes);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    while (good && !end) {
        yaml_event_t event;
        const char *wrong = NULL;

        if (!yaml_parser_parse(&parser, &event)) {
            tell_parser(diagnosis, source, &parser);
            good = false;
            break;
        }
        good = event_fits(&event, &depth, &documents, &wrong);
        if (!good)
            tell(diagnosis, source->path, source->bytes, event.start_mark.line, event.start_mark.column,
                 "one plain YAML document, nested at most 16 deep, everything written out", wrong);
        end = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return good;
}

struct keyed {
    const yaml_node_t *key;
};

static int compare_keys(const void *a, const void *b)
{
    const yaml_node_t *x = ((const struct keyed *)a)->key, *y = ((const struct keyed *)b)->key;
    size_t shorter =
        x->data.scalar.length < y->data.scalar.length ? x->data.scalar.length : y->data.scalar.length;
    int order = memcmp(x->data.scalar.value, y->data.scalar.value, shorter);

    if (order == 0 && x->data.scalar.length != y->data.scalar.length)
        order = x->data.scalar.length < y->data.scalar.length ? -1 : 1;
    if (order == 0)
        order = x->start_mark.index < y->start_mark.index ? -1 : x->start_mark.index > y->start_mark.index;
    return order;
}

/* Tells keys that are no plain text, or stand twice in one map. */
static bool check_map(struct am_source *source, const yaml_node_t *map, struct am_diagnosis *diagnosis)
{
    size_t count = am_node_count(map), filled = 0;
    struct keyed *keys = malloc((count ? count : 1) * sizeof *keys);
    bool good = keys != NULL;

    for (size_t i = 0; good && i < count; i++) {
        const yaml_node_t *key = NULL, *value = NULL;

        if (!am_node_pair(source, map, i, &key, &value) || key->type != YAML_SCALAR_NODE) {
            am_mistake_at(diagnosis, source, key != NULL ? key : map, "a key in plain text",
                          "a key that is no text");
            good = false;
        } else {
            keys[filled++].key = key;
        }
    }
    if (good)
        qsort(keys, filled, sizeof *keys, compare_keys);
    for (size_t i = 1; good && i < filled; i++)
        if (keys[i].key->data.scalar.length == keys[i - 1].key->data.scalar.length &&
            memcmp(keys[i].key->data.scalar.value, keys[i - 1].key->data.scalar.value,
                   keys[i].key->data.scalar.length) == 0) {
            am_mistake_at(diagnosis, source, keys[i].key, "each key once",
                          "the key \"%.*s\" stands twice (first in line %u)",
                          (int)keys[i].key->data.scalar.length, (const char *)keys[i].key->data.scalar.value,
                          (unsigned)keys[i - 1].key->start_mark.line + 1);
            good = false;
        }
    free(keys);
    return good;
}

static bool check_maps(struct am_source *source, struct am_diagnosis *diagnosis)
{
    bool good = true;

    for (yaml_node_t *node = source->document.nodes.start; node < source->document.nodes.top; node++)
        if (node->type == YAML_MAPPING_NODE && !check_map(source, node, diagnosis))
            good = false;
    return good;
}

static bool load(struct am_source *source, struct am_diagnosis *diagnosis)
{
    yaml_parser_t parser;
    bool good;

    if (!yaml_parser_initialize(&parser)) {
        am_mistake_file(diagnosis, source->path, NULL, "no memory");
        return false;
    }
    yaml_parser_set_input_string(&parser, (const unsigned char *)source->bytes.bytes,
                                 source->bytes.len_bytes);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    good = yaml_parser_load(&parser, &source->document) != 0;
    if (!good)
        tell_parser(diagnosis, source, &parser);
    yaml_parser_delete(&parser);
    return good;
}

bool am_source_parse(struct am_source *source, const char *path, struct amends_view bytes,
                     struct am_diagnosis *diagnosis)
{
    bool overlay = source->overlay;

    *source = (struct am_source){.path = path, .bytes = bytes, .overlay = overlay};
    if (bytes.len_bytes > AM_SOURCE_BYTES_MAX) {
        am_mistake_file(diagnosis, path, "at most 4 MiB", "the file is too large");
        return false;
    }
    if (!check_events(source, diagnosis) || !load(source, diagnosis))
        return false;
    source->parsed = true;
    if (yaml_document_get_root_node(&source->document) == NULL) {
        am_mistake_at(diagnosis, source, NULL, "at least one entry", "the file is empty");
        am_source_dispose(source);
        return false;
    }
    if (!check_maps(source, diagnosis)) {
        am_source_dispose(source);
        return false;
    }
    return true;
}

void am_source_dispose(struct am_source *source)
{
    if (source->parsed)
        yaml_document_delete(&source->document);
    source->parsed = false;
}

static const yaml_node_t *node_at(const struct am_source *source, int index)
{
    ptrdiff_t count = source->document.nodes.top - source->document.nodes.start;

    return index > 0 && index <= count ? source->document.nodes.start + index - 1 : NULL;
}

const yaml_node_t *am_node_root(const struct am_source *source)
{
    return source != NULL && source->parsed ? node_at(source, 1) : NULL;
}

bool am_node_pair(const struct am_source *source, const yaml_node_t *map, size_t i, const yaml_node_t **key,
                  const yaml_node_t **value)
{
    if (map == NULL || map->type != YAML_MAPPING_NODE || i >= am_node_count(map))
        return false;
    *key = node_at(source, map->data.mapping.pairs.start[i].key);
    *value = node_at(source, map->data.mapping.pairs.start[i].value);
    return *key != NULL && *value != NULL;
}

const yaml_node_t *am_node_get(const struct am_source *source, const yaml_node_t *map, const char *key)
{
    const yaml_node_t *name, *value;
    size_t length = strlen(key);

    for (size_t i = 0; am_node_pair(source, map, i, &name, &value); i++)
        if (name->type == YAML_SCALAR_NODE && name->data.scalar.length == length &&
            memcmp(name->data.scalar.value, key, length) == 0)
            return value;
    return NULL;
}

const yaml_node_t *am_node_item(const struct am_source *source, const yaml_node_t *sequence, size_t i)
{
    if (sequence == NULL || sequence->type != YAML_SEQUENCE_NODE || i >= am_node_count(sequence))
        return NULL;
    return node_at(source, sequence->data.sequence.items.start[i]);
}

size_t am_node_count(const yaml_node_t *node)
{
    if (node == NULL)
        return 0;
    if (node->type == YAML_SEQUENCE_NODE)
        return (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
    if (node->type == YAML_MAPPING_NODE)
        return (size_t)(node->data.mapping.pairs.top - node->data.mapping.pairs.start);
    return 0;
}

struct amends_view am_node_text(const yaml_node_t *scalar)
{
    if (scalar == NULL || scalar->type != YAML_SCALAR_NODE)
        return (struct amends_view){NULL, 0};
    return (struct amends_view){(const char *)scalar->data.scalar.value, scalar->data.scalar.length};
}

bool am_node_int(const yaml_node_t *scalar, long min, long max, long *out)
{
    struct amends_view text = am_node_text(scalar);
    bool negative = text.len_bytes > 0 && text.bytes[0] == '-';
    long value = 0;

    if (text.len_bytes == negative || text.len_bytes > (size_t)negative + 9)
        return false;
    for (size_t i = negative; i < text.len_bytes; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9')
            return false;
        value = value * 10 + (text.bytes[i] - '0');
    }
    if (negative)
        value = -value;
    if (value < min || value > max)
        return false;
    *out = value;
    return true;
}

bool am_node_bool(const yaml_node_t *scalar, bool *out)
{
    struct amends_view text = am_node_text(scalar);
    bool yes = text.len_bytes == 4 && memcmp(text.bytes, "true", 4) == 0;
    bool no = text.len_bytes == 5 && memcmp(text.bytes, "false", 5) == 0;

    if (yes || no)
        *out = yes;
    return yes || no;
}

void am_node_keys(struct am_diagnosis *diagnosis, const struct am_source *source, const yaml_node_t *map,
                  const char *const *known)
{
    const yaml_node_t *key, *value;

    for (size_t i = 0; am_node_pair(source, map, i, &key, &value); i++) {
        struct amends_view name = am_node_text(key);
        char expected[256];
        size_t used = 0;
        bool found = false;

        expected[0] = '\0';
        for (size_t k = 0; known[k] != NULL; k++) {
            found = found || (name.bytes != NULL && strlen(known[k]) == name.len_bytes &&
                              memcmp(known[k], name.bytes, name.len_bytes) == 0);
            if (used < sizeof expected)
                used += (size_t)snprintf(expected + used, sizeof expected - used, "%s%s",
                                         k ? ", " : "one of ", known[k]);
        }
        if (!found)
            am_mistake_at(diagnosis, source, key, expected, "unknown key \"%.*s\"", (int)name.len_bytes,
                          name.bytes);
    }
}
