/*
 * For tests: small playbooks from strings, and what was told of them. Everything else that a playbook needs
 * is left out, so mistakes about missing files are not counted.
 */
#ifndef AM_KIT_TEST_H
#define AM_KIT_TEST_H

#include "engine/playbook/playbook.h"
#include "playbook/compile.h"

struct told {
    char path[64], message[512], expected[256], text[256];
    unsigned line, column;
};

struct kit {
    struct am_buffer image;
    struct am_playbook playbook;
    bool open;
    void *text_memory, *match_memory;
    struct am_text_arena *text;
    struct am_match_arena *match;
    struct told told[256]; /* the first mistakes, but for missing files */
    unsigned told_count;
};

/* Compiles files (NULL-terminated pairs of path and content); those from `overlay_from` on are the overlay.
 */
void kit_compile(struct kit *kit, const char *const *files, size_t overlay_from);
/* A playbook of one language "xx" with one rule "xx.demand.t" of these patterns: `patterns` is the YAML list
 * inside []. */
void kit_pattern(struct kit *kit, const char *patterns);
void kit_dispose(struct kit *kit);

/* Hits of the rule in the text (group of customers, or of replies); `span` gets the first. */
unsigned kit_hits(struct kit *kit, const char *rule, const char *text, struct amends_span *span);
unsigned kit_hits_in(struct kit *kit, enum am_rule_group group, int channel, const char *rule,
                     const char *text);

/* The language.yaml of "xx" that kit_pattern uses. */
extern const char kit_language[];
extern const char kit_inflection[];

#endif
