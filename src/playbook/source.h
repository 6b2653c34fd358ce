/*
 * Playbook sources: YAML files in memory, parsed with libyaml, and mistakes told with file, line, column, the
 * line itself and what was expected. No I/O: the caller brings the bytes.
 */
#ifndef AM_SOURCE_H
#define AM_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <yaml.h>

#include "amends/memory.h"

/* One file: path inside the playbook ("lang/en/phrases.yaml", "playbook/coach.yaml"), and its bytes
 * (borrowed). */
struct am_source_file {
    const char *path;
    struct amends_view bytes;
};

struct am_source {
    const char *path;
    struct amends_view bytes;
    yaml_document_t document;
    bool overlay; /* of a shop's own layer */
    bool parsed;  /* false: it had mistakes; all am_node_ functions give nothing */
};

/* Where mistakes go: called once each. `line` and `column` count from 1; `text` is the line itself. */
struct am_mistake {
    const char *path, *message, *expected;
    unsigned line, column;
    struct amends_view text;
};
struct am_diagnosis {
    void (*tell)(void *context, const struct am_mistake *mistake);
    void *context;
    unsigned count;
};

/* Tells a mistake at a node (NULL: the file's beginning). `expected` may be NULL. message is
 * printf-formatted. */
__attribute__((format(printf, 5, 6))) void am_mistake_at(struct am_diagnosis *diagnosis,
                                                         const struct am_source *source,
                                                         const yaml_node_t *node, const char *expected,
                                                         const char *message, ...);

/* The same, `offset` code points into a scalar's text (exact for scalars on one line without escapes). */
__attribute__((format(printf, 6, 7))) void am_mistake_in(struct am_diagnosis *diagnosis,
                                                         const struct am_source *source,
                                                         const yaml_node_t *node, size_t offset,
                                                         const char *expected, const char *message, ...);

/* Tells a mistake about a file that is missing, or as a whole. */
void am_mistake_file(struct am_diagnosis *diagnosis, const char *path, const char *expected,
                     const char *message);

/* Largest file and largest number of nodes that are read. */
enum { AM_SOURCE_BYTES_MAX = 4194304, AM_SOURCE_DEPTH_MAX = 16 };

/* Parses; tells what is wrong (syntax, duplicate keys, aliases, depth over 16) and gives false. */
bool am_source_parse(struct am_source *source, const char *path, struct amends_view bytes,
                     struct am_diagnosis *diagnosis);
void am_source_dispose(struct am_source *source);

/* Reading nodes. All give NULL/false where it is not so; the _need forms also tell the mistake. */
const yaml_node_t *am_node_root(const struct am_source *source);
const yaml_node_t *am_node_get(const struct am_source *source, const yaml_node_t *map, const char *key);
const yaml_node_t *am_node_item(const struct am_source *source, const yaml_node_t *sequence, size_t i);
size_t am_node_count(const yaml_node_t *sequence_or_map);
bool am_node_pair(const struct am_source *source, const yaml_node_t *map, size_t i, const yaml_node_t **key,
                  const yaml_node_t **value);
struct amends_view am_node_text(const yaml_node_t *scalar); /* {NULL,0} when no scalar */
bool am_node_int(const yaml_node_t *scalar, long min, long max, long *out);
bool am_node_bool(const yaml_node_t *scalar, bool *out);
/* Tells every key of `map` that is not in the NULL-terminated list. */
void am_node_keys(struct am_diagnosis *diagnosis, const struct am_source *source, const yaml_node_t *map,
                  const char *const *known);

#endif
