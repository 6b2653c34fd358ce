/* A customer's text to signals: the rules' hits are weighed, anger is read off them and off how it is
 * written. */
#include "amends/reading.h"

#include <stdbool.h>
#include <string.h>

#include "engine/engine.h"
#include "engine/signals/content.h"
#include "engine/signals/weigh.h"

static bool is_channel(int channel)
{
    return channel >= -1 && channel < AMENDS_CHANNEL_COUNT;
}

enum amends_status amends_read(const amends_engine *engine, amends_workspace *workspace,
                               struct amends_view text, const struct amends_read_options *options,
                               struct amends_reading *out)
{
    return am_read_content(engine, workspace, text, options, out, NULL);
}

enum amends_status am_read_content(const amends_engine *engine, amends_workspace *workspace,
                                   struct amends_view text, const struct amends_read_options *options,
                                   struct amends_reading *out, struct am_content *content)
{
    if (engine == NULL || workspace == NULL || options == NULL || out == NULL ||
        !is_channel(options->channel) || (text.bytes == NULL && text.len_bytes > 0))
        return AMENDS_E_ARGUMENT;

    struct am_text analysed;
    int lang;
    uint32_t others;
    enum amends_status status =
        am_engine_analyse(engine, workspace, text, options->lang, &analysed, &lang, &others);

    if (status != AMENDS_OK)
        return status;

    struct am_weighing weighing;

    am_weigh_init(&weighing);
    memset(out, 0, sizeof *out);
    if (content != NULL)
        content->count = 0;
    out->lang = (int8_t)lang;
    if (lang < 0 || !analysed.letters_or_emoji)
        return AMENDS_OK;
    am_weigh_text(&weighing, engine, workspace, &analysed, lang, options->channel, true);
    if (content != NULL)
        content->count = (uint8_t)am_playbook_content(&engine->playbook, lang, &analysed, content->stems,
                                                      AM_CONTENT_STEMS);
    for (int other = 0; others >> other != 0; other++) {
        if ((others >> other & 1) == 0)
            continue;
        /* Another language's clitics and variants need the text as it was written. */
        am_text_scan(workspace->text, text, &analysed);
        am_text_apply(workspace->text, engine->language[other], &analysed);
        am_weigh_text(&weighing, engine, workspace, &analysed, other, options->channel, false);
    }
    am_weigh_finish(&weighing, &engine->playbook, &analysed, out);
    return AMENDS_OK;
}

struct amends_view amends_rule_id(const amends_engine *engine, int lang, unsigned rule)
{
    struct am_rule found;

    if (rule == AMENDS_RULE_NONE)
        return (struct amends_view){"model", 5};
    if (lang < 0 || (unsigned)lang >= engine->playbook.language_count ||
        rule >= am_playbook_rule_count(&engine->playbook, lang))
        return (struct amends_view){"", 0};
    am_playbook_rule(&engine->playbook, lang, rule, &found);
    return found.id;
}
