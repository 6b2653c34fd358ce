#include "engine/model/gather.h"

enum fact { FACT_CUSTOMER_SIGNAL, FACT_NO_CUSTOMER, FACT_SHARED, FACT_AUTHORITY };

void am_gather_customer(const amends_engine *engine, amends_workspace *workspace, const struct am_text *text,
                        int lang, int channel, const struct am_hit *hits, unsigned hit_count,
                        const struct am_model *model)
{
    struct am_features *features = workspace->features;

    am_features_alike(features, text, hits, hit_count);
    am_features_text(features, &engine->playbook, lang, text, am_model_words(model));
    am_features_senses(features, text, hits, hit_count);
    am_features_manner(features, text, channel);
    am_features_hits(features, &engine->playbook, lang, hits, hit_count);
}

void am_gather_answered(const amends_engine *engine, amends_workspace *workspace, const struct am_text *text,
                        int lang, struct am_answered *out)
{
    const struct am_hit *hits;
    unsigned count =
        am_playbook_match(&engine->playbook, lang, AM_GROUP_CUSTOMER, -1, text, workspace->match, &hits);

    out->known = true;
    out->signals = 0;
    for (unsigned i = 0; i < count; i++)
        if (hits[i].kind == AM_RULE_SIGNAL)
            out->signals |= AMENDS_BIT(hits[i].label);
    out->stem_count = (uint8_t)am_playbook_content(&engine->playbook, lang, text, out->stems,
                                                   sizeof out->stems / sizeof *out->stems);
}

static unsigned shared_stems(const amends_engine *engine, const struct am_text *text, int lang,
                             const struct am_answered *answered)
{
    uint16_t stems[24];
    unsigned count = am_playbook_content(&engine->playbook, lang, text, stems, 24), shared = 0;

    for (unsigned i = 0; i < count; i++)
        for (unsigned k = 0; k < answered->stem_count; k++)
            shared += stems[i] == answered->stems[k];
    return shared;
}

bool am_gather_may_give(const struct amends_authority *authority)
{
    return authority != NULL &&
           (authority->all || authority->granted != 0 || authority->discount_bp > 0 ||
            authority->refund_minor > 0 || authority->voucher_minor > 0 || authority->free_item_minor > 0);
}

void am_gather_reply(const amends_engine *engine, amends_workspace *workspace, const struct am_text *text,
                     int lang, int channel, const struct am_hit *hits, unsigned hit_count,
                     const struct am_answered *answered, const struct amends_authority *authority,
                     const struct am_model *model)
{
    struct am_features *features = workspace->features;

    am_gather_customer(engine, workspace, text, lang, channel, hits, hit_count, model);
    am_features_fact(features, FACT_AUTHORITY, am_gather_may_give(authority));
    if (!answered->known) {
        am_features_fact(features, FACT_NO_CUSTOMER, 0);
        return;
    }
    for (uint32_t i = 0; i < AMENDS_SIGNAL_COUNT; i++)
        if (answered->signals & AMENDS_BIT(i))
            am_features_fact(features, FACT_CUSTOMER_SIGNAL, i);

    unsigned shared = shared_stems(engine, text, lang, answered);

    for (uint32_t least = 1; least <= 3 && least <= shared; least++)
        am_features_fact(features, FACT_SHARED, least);
}

enum amends_status am_gather_customer_text(const amends_engine *engine, amends_workspace *workspace,
                                           struct amends_view text, int lang, int channel)
{
    struct am_text analysed;
    const struct am_hit *hits;
    uint32_t others;
    enum amends_status status = am_engine_analyse(engine, workspace, text, lang, &analysed, &lang, &others);

    if (status != AMENDS_OK)
        return status;

    unsigned count = am_playbook_match(&engine->playbook, lang, AM_GROUP_CUSTOMER, channel, &analysed,
                                       workspace->match, &hits);

    am_gather_customer(engine, workspace, &analysed, lang, channel, hits, count, NULL);
    return AMENDS_OK;
}

enum amends_status am_gather_reply_text(const amends_engine *engine, amends_workspace *workspace,
                                        const struct amends_reply *reply)
{
    struct am_answered answered = {0};
    struct am_text analysed;
    const struct am_hit *hits;
    int lang = reply->lang;
    uint32_t others;
    enum amends_status status;

    if (reply->customer.bytes != NULL) {
        status =
            am_engine_analyse(engine, workspace, reply->customer, reply->lang, &analysed, &lang, &others);
        if (status != AMENDS_OK)
            return status;
        am_gather_answered(engine, workspace, &analysed, lang, &answered);
    }
    status = am_engine_analyse(engine, workspace, reply->text, reply->lang, &analysed, &lang, &others);
    if (status != AMENDS_OK)
        return status;

    unsigned count = am_playbook_match(&engine->playbook, lang, AM_GROUP_REPLY, reply->channel, &analysed,
                                       workspace->match, &hits);

    am_gather_reply(engine, workspace, &analysed, lang, reply->channel, hits, count, &answered,
                    reply->authority, NULL);
    return AMENDS_OK;
}
