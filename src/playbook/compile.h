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
    char codes[16][AM_IMAGE_CODE_BYTES]; /* language codes, index = language index */
    unsigned language_count;
    struct am_rule_list *rules[16]; /* what am_compile_rules read, for the examples (rules.h) */
    struct amends_view
        message_keys[256]; /* keys under `findings` of all messages.yaml, sorted: message = index */
    unsigned message_count;
    struct am_source_file weights[2 * 4 * 16]; /* model/<code>.signals, .review, .words and .characters, of
                                                  both layers */
    unsigned weights_count;
};

/* The file with this path of the built-in layer or of the overlay; NULL where there is none or it was not
 * readable. */
const struct am_source *am_compile_source(const struct am_compile *compile, const char *path, bool overlay);
/* The same inside a language's folder: am_compile_lang_source(compile, lang, "language.yaml", false). */
const struct am_source *am_compile_lang_source(const struct am_compile *compile, int lang, const char *name,
                                               bool overlay);
/* The bytes of a section that was already added; {NULL, 0} where there is none. Valid until the next section.
 */
struct amends_view am_compile_section(const struct am_compile *compile, enum am_section tag, unsigned lang);

/* The parts. Each tells its mistakes; `lang` is the language's index where there is one. */
void am_compile_language(struct am_compile *compile,
                         int lang);                   /* language.yaml: AM_SECTION_LANGUAGE (text) */
void am_compile_identify(struct am_compile *compile); /* all languages: AM_SECTION_IDENTIFY (text) */
void am_compile_coach(struct am_compile *compile);    /* acts.yaml, coach.yaml: AM_SECTION_COACH */
void am_compile_labels(struct am_compile *compile);   /* signals.yaml, findings.yaml: AM_SECTION_LABELS */
void am_compile_rules(struct am_compile *compile,
                      int lang);                          /* signals/, review/, topics, classes, inflection */
void am_compile_message_keys(struct am_compile *compile); /* before rules: message_keys */
void am_compile_phrases(struct am_compile *compile, int lang);  /* phrases.yaml */
void am_compile_messages(struct am_compile *compile, int lang); /* messages.yaml */

void am_compile_model(struct am_compile *compile, int lang); /* model/: weights and thresholds */

void am_compile_heat(struct am_compile *compile); /* model/heat.yaml */

/* Is this word a number by language.yaml? Once that is compiled. */
bool am_compile_is_number(const struct am_compile *compile, int lang, const uint32_t *letters, unsigned len);

void am_compile_words(struct am_compile *compile, int lang);      /* model/: words, for mistyped ones */
void am_compile_characters(struct am_compile *compile, int lang); /* the same of characters */

/* Weights and words are no YAML: they are taken as they are. */
bool am_model_is_weights(const char *path);
void am_model_take(struct am_compile *compile, const struct am_source_file *file);

/* Whether a label's matches are void under negation or inside quotation marks, and its anger, by signals.yaml
 * and findings.yaml. `kind`: enum am_rule_kind. */
struct am_label_default {
    bool negation_void, quoted_void;
    int anger;
};
/* Moves (a bit each) that make findings of a message key none, by `excuses` of findings.yaml. */
uint16_t am_compile_excuses(const struct am_compile *compile, struct amends_view key);

struct am_label_default am_compile_label(const struct am_compile *compile, int kind, int label);

/*
 * Compiles files (built-in layer, then overlay files) into `image`. False when there was any mistake (each
 * was told). Checks examples by matching them with the compiled rules. `image` is filled as far as it could
 * be made, even then (empty when not); the caller disposes of it.
 */
bool am_playbook_compile(const struct am_source_file *files, size_t file_count, size_t overlay_from,
                         struct am_diagnosis *diagnosis, struct am_buffer *image);

#endif
