/*
 * Compiling a playbook: files in memory to an image. Each part of the folder has its compiler, which reads
 * its file(s) and adds its sections. Sources stay in the order given; a later layer (overlay) comes after the
 * built-in one.
 */
#ifndef AM_COMPILE_H
#define AM_COMPILE_H

#include "playbook/pack.h"
#include "playbook/source.h"

struct am_compile {
    const struct am_source *sources; /* all files of all layers, parsed */
    size_t source_count;
    struct am_diagnosis *diagnosis;
    struct am_pack pack;
    char codes[16][8]; /* language codes, index = language index */
    unsigned language_count;
};

/* The parts. Each tells its mistakes; `lang` is the language's index where there is one. */
void am_compile_language(struct am_compile *compile,
                         int lang);                   /* language.yaml: AM_SECTION_LANGUAGE (text) */
void am_compile_identify(struct am_compile *compile); /* all languages: AM_SECTION_IDENTIFY (text) */
void am_compile_coach(struct am_compile *compile);    /* acts.yaml, coach.yaml: AM_SECTION_COACH */
/* … and those of rules, lexicon, phrases, messages, topics, labels: src/playbook/compile_*.c */

/*
 * Compiles files (built-in layer, then overlay files) into `image`. False when there was any mistake (each
 * was told). Checks examples by matching them with the compiled rules.
 */
bool am_playbook_compile(const struct am_source_file *files, size_t file_count, size_t overlay_from,
                         struct am_diagnosis *diagnosis, struct am_buffer *image);

#endif
