#include "engine/engine.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "engine/text/repair.h"

static bool read_codes(amends_engine *engine)
{
    struct amends_view codes = am_image_section(engine->playbook.image, AM_SECTION_CODES, AM_IMAGE_LANG_ALL);

    if (codes.len_bytes != engine->playbook.language_count * sizeof engine->codes[0])
        return false;
    memcpy(engine->codes, codes.bytes, codes.len_bytes);
    for (unsigned i = 0; i < engine->playbook.language_count; i++)
        if (engine->codes[i][sizeof engine->codes[i] - 1] != '\0')
            return false;
    return true;
}

enum amends_status amends_engine_new(const struct amends_allocator *allocator, struct amends_view image,
                                     amends_engine **out)
{
    if (allocator == NULL || allocator->allocate == NULL || allocator->release == NULL || out == NULL)
        return AMENDS_E_ARGUMENT;

    struct am_playbook playbook;
    enum amends_status status = am_playbook_open(&playbook, image);

    if (status != AMENDS_OK)
        return status;
    if (playbook.language_count > AMENDS_LANGUAGES_MAX)
        return AMENDS_E_IMAGE;

    amends_engine *engine = allocator->allocate(allocator->context, sizeof *engine);

    if (engine == NULL)
        return AMENDS_E_MEMORY;
    memset(engine, 0, sizeof *engine);
    engine->allocator = *allocator;
    engine->playbook = playbook;
    engine->identify = am_image_section(image, AM_SECTION_IDENTIFY, AM_IMAGE_LANG_ALL);
    for (unsigned i = 0; i < playbook.language_count; i++)
        engine->language[i] = am_image_section(image, AM_SECTION_LANGUAGE, i);
    if (!read_codes(engine)) {
        amends_engine_free(engine);
        return AMENDS_E_IMAGE;
    }
    *out = engine;
    return AMENDS_OK;
}

void amends_engine_free(amends_engine *engine)
{
    if (engine != NULL)
        engine->allocator.release(engine->allocator.context, engine);
}

static size_t rounded(size_t size)
{
    return (size + 15) & ~(size_t)15;
}

enum amends_status amends_workspace_new(const amends_engine *engine, const struct amends_allocator *allocator,
                                        size_t text_bytes_max, amends_workspace **out)
{
    if (engine == NULL || allocator == NULL || allocator->allocate == NULL || allocator->release == NULL ||
        out == NULL || text_bytes_max > AMENDS_TEXT_BYTES_MAX)
        return AMENDS_E_ARGUMENT;
    if (text_bytes_max == 0)
        text_bytes_max = AMENDS_TEXT_BYTES_MAX;

    size_t head = rounded(sizeof(amends_workspace));
    size_t text = rounded(am_text_arena_size(text_bytes_max));
    size_t match = rounded(am_match_arena_size(&engine->playbook));
    size_t features = sizeof(struct am_features);
    char *memory = allocator->allocate(allocator->context, head + text + match + features);

    if (memory == NULL)
        return AMENDS_E_MEMORY;

    amends_workspace *workspace = (amends_workspace *)(void *)memory;

    workspace->allocator = *allocator;
    workspace->text = am_text_arena_init(memory + head, text_bytes_max);
    workspace->match = am_match_arena_init(memory + head + text, &engine->playbook);
    workspace->features = (struct am_features *)(void *)(memory + head + text + match);
    *out = workspace;
    return AMENDS_OK;
}

void amends_workspace_free(amends_workspace *workspace)
{
    if (workspace != NULL)
        workspace->allocator.release(workspace->allocator.context, workspace);
}

unsigned amends_engine_language_count(const amends_engine *engine)
{
    return engine->playbook.language_count;
}

const char *amends_engine_language_code(const amends_engine *engine, int lang)
{
    return lang >= 0 && (unsigned)lang < engine->playbook.language_count ? engine->codes[lang] : "";
}

int amends_engine_language_find(const amends_engine *engine, struct amends_view code)
{
    for (unsigned i = 0; i < engine->playbook.language_count; i++)
        if (strlen(engine->codes[i]) == code.len_bytes &&
            memcmp(engine->codes[i], code.bytes, code.len_bytes) == 0)
            return (int)i;
    return -1;
}

struct amends_view amends_engine_playbook_version(const amends_engine *engine)
{
    return am_image_section(engine->playbook.image, AM_SECTION_VERSION, AM_IMAGE_LANG_ALL);
}

enum amends_status am_engine_analyse(const amends_engine *engine, amends_workspace *workspace,
                                     struct amends_view text, int lang, struct am_text *out, int *lang_out,
                                     uint32_t *others)
{
    if (lang >= (int)engine->playbook.language_count)
        return AMENDS_E_LANGUAGE;

    enum amends_status status = am_text_scan(workspace->text, text, out);

    if (status != AMENDS_OK)
        return status;
    *others = 0;
    if (!out->letters_or_emoji) {
        *lang_out = lang;
        return AMENDS_OK;
    }

    int found = lang;

    if (lang < 0) {
        lang = found = am_language_identify(engine->identify, out, others);
    } else if (!am_language_plausible(engine->identify, out, (unsigned)lang)) {
        found = am_language_identify(engine->identify, out, others);
        if (found >= 0)
            *others |= AMENDS_BIT(found);
    }
    if (lang >= 0) {
        const struct am_repair_sources sources = {engine->playbook.lang[lang].words, engine->language[lang],
                                                  engine->playbook.lang[lang].lexicon,
                                                  engine->playbook.lang[lang].characters};

        *others &= ~AMENDS_BIT(lang);
        am_text_repair(workspace->text, &sources, found != lang || *others != 0, out);
        am_text_apply(workspace->text, engine->language[lang], out);
    }
    *lang_out = lang;
    return AMENDS_OK;
}
