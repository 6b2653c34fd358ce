/*
 * What an engine and a workspace are made of, for the engine's own stages.
 */
#ifndef AM_ENGINE_H
#define AM_ENGINE_H

#include "amends/engine.h"
#include "engine/model/model.h"
#include "engine/playbook/playbook.h"

struct amends_engine {
    struct amends_allocator allocator;
    struct am_playbook playbook;
    struct amends_view identify;
    struct amends_view language[AMENDS_LANGUAGES_MAX]; /* AM_SECTION_LANGUAGE */
    char codes[AMENDS_LANGUAGES_MAX][AM_IMAGE_CODE_BYTES];
};

struct amends_workspace {
    struct amends_allocator allocator;
    struct am_text_arena *text;
    struct am_match_arena *match;
    struct am_features *features;
};

/* The text, scanned and put into the language, with the language found where `lang` is -1 (*lang_out -1:
 * none). `others` gets a bit per further language that occurs in it. */
enum amends_status am_engine_analyse(const amends_engine *engine, amends_workspace *workspace,
                                     struct amends_view text, int lang, struct am_text *out, int *lang_out,
                                     uint32_t *others);

#endif
