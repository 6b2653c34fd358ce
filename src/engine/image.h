/*
 * The playbook image: a header and sections of bytes, little-endian, each 8-byte aligned, without pointers.
 * Each section's layout belongs to the module that reads it. Written by src/playbook/pack.h. No I/O.
 */
#ifndef AM_IMAGE_H
#define AM_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "amends/memory.h"
#include "amends/status.h"

#define AM_IMAGE_MAGIC UINT32_C(0x31424d41) /* "AMB1" */
enum {
    AM_IMAGE_VERSION = 1,
    AM_IMAGE_SECTIONS_MAX = 1024,
    AM_IMAGE_LANG_ALL = 0xffff,
    AM_IMAGE_CODE_BYTES = 8
};

/* Section tags; lang is the language's index or AM_IMAGE_LANG_ALL. */
enum am_section {
    AM_SECTION_VERSION = 1, /* all: the playbook's version text */
    AM_SECTION_LANGUAGE, /* per language: language.yaml: clitics, variants, negation, quotes, numbers (text/)
                          */
    AM_SECTION_IDENTIFY, /* all: telling languages apart (text/) */
    AM_SECTION_LEXICON,  /* per language: words to word ids (playbook/) */
    AM_SECTION_RULES,    /* per language: rules and patterns (playbook/) */
    AM_SECTION_LABELS,   /* all: signals.yaml, findings.yaml (playbook/) */
    AM_SECTION_PHRASES,  /* per language (playbook/) */
    AM_SECTION_MESSAGES, /* per language: messages.yaml (playbook/) */
    AM_SECTION_TOPICS,   /* per language: facts and causes (playbook/) */
    AM_SECTION_COACH,    /* all: acts.yaml, coach.yaml (coach/) */
    AM_SECTION_CODES,    /* all: language codes, in the order of their indexes, 8 bytes each, NUL-padded */
    AM_SECTION_MODEL_SIGNALS, /* per language: what was learned of customers' texts (model/) */
    AM_SECTION_MODEL_REVIEW,  /* per language: of replies (model/) */
    AM_SECTION_THRESHOLDS,    /* per language: struct am_model_thresholds (model/) */
    AM_SECTION_HEAT,          /* all: struct am_heat_weights (coach/heat.h) */
    AM_SECTION_WORDS,         /* per language: its words, to mend mistyped ones (text/words.h) */
    AM_SECTION_CHARACTERS     /* per language: its characters, likewise (text/characters.h) */
};

struct am_image_header {
    uint32_t magic, version, section_count, total_bytes;
};
struct am_image_entry {
    uint16_t tag, lang;
    uint32_t offset, len_bytes, reserved;
};

/* Checks header and section table (bounds, alignment): AMENDS_E_IMAGE. Section contents are checked by their
 * modules. */
enum amends_status am_image_check(struct amends_view image);

/* The section's bytes; {NULL, 0} where there is none. The image must have been checked. */
struct amends_view am_image_section(struct amends_view image, enum am_section tag, unsigned lang);

#endif
