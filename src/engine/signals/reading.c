/* A customer's text to signals: the rules' hits are weighed, anger is read off them and off how it is
 * written. */
#include "amends/reading.h"

#include <stdbool.h>
#include <string.h>

#include "engine/engine.h"
#include "engine/playbook/layout.h"
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
    return am_read_content(engine, workspace, text, options, NULL, out, NULL);
}

/* ---- What it speaks of. */

static void add_senses(const amends_engine *engine, amends_workspace *workspace, const struct am_text *text,
                       int lang, int channel, const struct am_retelling *retelling, struct am_content *io)
{
    const struct am_hit *hits;
    unsigned count =
        am_playbook_match(&engine->playbook, lang, AM_GROUP_CUSTOMER, channel, text, workspace->match, &hits);

    for (unsigned i = 0; i < count; i++) {
        struct am_rule rule;

        am_playbook_rule(&engine->playbook, lang, hits[i].rule, &rule);
        if (rule.kind != AM_RULE_SENSE)
            continue;

        uint64_t hash = am_hash_path(rule.id.bytes, rule.id.len_bytes);

        for (unsigned k = 0; k < retelling->sense_count && k < AM_RETELLING_SENSES_MAX; k++)
            if (retelling->senses[k] == hash)
                io->senses |= UINT64_C(1) << k;
    }
}

/* Numbers and sums in one measure, so that "twelve" and "12 pounds" agree; not one, which says little, nor a
 * time, of which no value is known. */
static void add_number(struct am_content *io, const struct am_quantity *quantity)
{
    enum { THOUSANDTHS = 1000, IN_MINOR = 10 };
    bool sum = quantity->kind == AM_QUANTITY_AMOUNT, per_cent = quantity->kind == AM_QUANTITY_PERCENT;
    uint64_t value = (uint64_t)quantity->value * (sum ? IN_MINOR : 1);

    if (quantity->kind == AM_QUANTITY_TIME || io->number_count == AM_CONTENT_NUMBERS ||
        (!per_cent && value <= THOUSANDTHS))
        return;
    io->numbers[io->number_count++] = (uint16_t)(am_hash_letter(per_cent + value, 0) >> 48);
}

static void read_content(const amends_engine *engine, amends_workspace *workspace, const struct am_text *text,
                         int lang, int channel, const struct am_retelling *retelling, struct am_content *out)
{
    out->stem_count =
        (uint8_t)am_playbook_content(&engine->playbook, lang, text, out->stems, AM_CONTENT_STEMS);
    for (uint32_t i = 0; i < text->quantity_count; i++)
        add_number(out, &text->quantities[i]);
    if (retelling != NULL)
        add_senses(engine, workspace, text, lang, channel, retelling, out);
}

enum amends_status am_read_content(const amends_engine *engine, amends_workspace *workspace,
                                   struct amends_view text, const struct amends_read_options *options,
                                   const struct am_retelling *retelling, struct amends_reading *out,
                                   struct am_content *content)
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
    weighing.learned.conversation = options->conversation != 0;
    memset(out, 0, sizeof *out);
    if (content != NULL)
        memset(content, 0, sizeof *content);
    out->lang = (int8_t)lang;
    if (lang < 0 || !analysed.letters_or_emoji)
        return AMENDS_OK;
    am_weigh_text(&weighing, engine, workspace, &analysed, lang, options->channel, true);
    if (content != NULL)
        read_content(engine, workspace, &analysed, lang, options->channel, retelling, content);
    for (int other = 0; others >> other != 0; other++) {
        if ((others >> other & 1) == 0)
            continue;
        /* Another language's clitics and variants need the text as it was written. */
        am_text_scan(workspace->text, text, &analysed);
        am_text_apply(workspace->text, engine->language[other], &analysed);
        am_weigh_text(&weighing, engine, workspace, &analysed, other, options->channel, false);
    }
    am_weigh_finish(&weighing, &engine->playbook, &analysed, out);
    if (content != NULL)
        for (unsigned i = 0; i < out->demand_count; i++)
            content->remedies |= (uint16_t)AMENDS_BIT(out->demands[i].remedy);
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
