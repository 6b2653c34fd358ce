/* A reply to findings and moves: rules say what stands where, arithmetic says which offers the authority
 * covers, and one span goes to one finding (LABELS.md). */
#include "amends/review.h"

#include <string.h>

#include "engine/engine.h"
#include "engine/review/learned.h"
#include "engine/review/offer.h"
#include "engine/review/settle.h"

static const struct amends_authority no_authority;

struct reviewing {
    const amends_engine *engine;
    const struct am_text *text;
    struct amends_price price;
    struct amends_authority left;
    struct am_answered answered;
    struct am_settling settling;
};

static bool is_swap(const struct am_rule *rule)
{
    return rule->kind == AM_RULE_OFFER &&
           (rule->label == AMENDS_REMEDY_EXCHANGE || rule->label == AMENDS_REMEDY_REPLACEMENT);
}

/* "I can swap it for a new one" is one offer in the words of two: where one of them may be given, the other
 * is no second. */
static bool swapped_already(const struct reviewing *reviewing, const struct am_hit *hits, unsigned count,
                            const struct am_hit *hit, const struct am_rule *rule, int lang)
{
    const struct am_token *tokens = reviewing->text->tokens;

    for (unsigned i = 0; is_swap(rule) && i < count; i++) {
        struct am_rule other;
        struct amends_offer offer = {.amount_minor = -1, .percent_bp = -1, .price_minor = -1};

        am_playbook_rule(&reviewing->engine->playbook, lang, hits[i].rule, &other);
        offer.remedy = other.label;
        if (is_swap(&other) && other.label != rule->label &&
            tokens[hits[i].first_token].sentence == tokens[hit->first_token].sentence &&
            amends_authority_covers(&reviewing->left, &offer) == AMENDS_COVER_COVERED)
            return true;
    }
    return false;
}

/* One sum offered under two rules ("refund … 20 euros back") is one offer; what is offered on top adds up. */
static void take_offer(struct reviewing *reviewing, const struct am_hit *hit, const struct am_rule *rule)
{
    struct amends_span span;
    struct amends_offer offer = am_offer_read(reviewing->text, hit, rule, &reviewing->price, &span);
    struct am_settling *settling = &reviewing->settling;

    if (am_settle_same_offer(settling, offer.remedy, span))
        return;
    settling->out->remedies |= AMENDS_BIT(offer.remedy);
    if (amends_authority_covers(&reviewing->left, &offer) == AMENDS_COVER_COVERED) {
        am_settle_move(settling, AMENDS_MOVE_OFFERS_SOLUTION, span, hit->rule);
    } else {
        am_settle_finding(settling, AMENDS_FINDING_UNAUTHORISED_OFFER, span, hit->rule, 0);
    }
}

static void take_hits(struct reviewing *reviewing, const struct am_hit *hits, unsigned count, int lang)
{
    struct am_settling *settling = &reviewing->settling;

    for (unsigned i = 0; i < count; i++) {
        struct am_rule rule;

        am_playbook_rule(&reviewing->engine->playbook, lang, hits[i].rule, &rule);
        switch (rule.kind) {
        case AM_RULE_FINDING:
            am_settle_finding(settling, rule.label, hits[i].span, hits[i].rule, rule.excused_by);
            break;
        case AM_RULE_MOVE:
            am_settle_move(settling, rule.label, hits[i].span, hits[i].rule);
            break;
        case AM_RULE_MARK:
            settling->out->marks |= AMENDS_BIT(rule.label);
            break;
        case AM_RULE_OFFER:
            if (!swapped_already(reviewing, hits, count, &hits[i], &rule, lang))
                take_offer(reviewing, &hits[i], &rule);
            break;
        default:
            break;
        }
    }
}

/* The text that is answered: a price in it counts for percentages and "all of it" in the reply (CONTRACT.md).
 */
static enum amends_status read_customer(struct reviewing *reviewing, amends_workspace *workspace,
                                        const struct amends_reply *reply, int lang)
{
    struct am_text text;
    int customer_lang;
    uint32_t others;

    reviewing->price = reply->price;
    if (reply->customer.bytes == NULL)
        return AMENDS_OK;

    enum amends_status status = am_engine_analyse(reviewing->engine, workspace, reply->customer, lang, &text,
                                                  &customer_lang, &others);

    if (status != AMENDS_OK || customer_lang < 0 || !text.letters_or_emoji)
        return status;
    if (!reviewing->price.known)
        am_price_find(&text, &reviewing->price);
    if (reviewing->engine->playbook.lang[customer_lang].models[AM_MODEL_REVIEW].bytes != NULL)
        am_gather_answered(reviewing->engine, workspace, &text, customer_lang, &reviewing->answered);
    return AMENDS_OK;
}

enum amends_status amends_review(const amends_engine *engine, amends_workspace *workspace,
                                 const struct amends_reply *reply, struct amends_reviewed *out)
{
    if (engine == NULL || workspace == NULL || reply == NULL || out == NULL || reply->channel < -1 ||
        reply->channel >= AMENDS_CHANNEL_COUNT || (reply->text.bytes == NULL && reply->text.len_bytes > 0))
        return AMENDS_E_ARGUMENT;

    struct reviewing reviewing = {.engine = engine};
    struct am_text text;
    int lang;
    uint32_t others;
    enum amends_status status = read_customer(&reviewing, workspace, reply, reply->lang);

    if (status == AMENDS_OK)
        status = am_engine_analyse(engine, workspace, reply->text, reply->lang, &text, &lang, &others);
    if (status != AMENDS_OK)
        return status;

    memset(out, 0, sizeof *out);
    out->lang = (int8_t)lang;
    if (lang < 0 || !text.letters_or_emoji)
        return AMENDS_OK;

    const bool learned = engine->playbook.lang[lang].models[AM_MODEL_REVIEW].bytes != NULL;
    const struct am_hit *hits;
    unsigned count = am_playbook_match(&engine->playbook, lang, AM_GROUP_REPLY, reply->channel, &text,
                                       workspace->match, &hits);
    struct amends_price own;

    am_price_find(&text, &own);
    if (own.known && !reviewing.price.known)
        reviewing.price = own;
    reviewing.text = &text;
    reviewing.left = reply->authority != NULL ? *reply->authority : no_authority;
    am_settle_init(&reviewing.settling, out);
    take_hits(&reviewing, hits, count, lang);
    if (learned) {
        const struct am_model model = am_model_of(engine->playbook.lang[lang].models[AM_MODEL_REVIEW]);

        am_gather_reply(engine, workspace, &text, lang, reply->channel, hits, count, &reviewing.answered,
                        reply->authority, &model);
        am_learned_review(engine, workspace, &text, lang, &reviewing.settling);
    }
    am_settle_finish(&reviewing.settling);
    return AMENDS_OK;
}
