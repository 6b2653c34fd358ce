/* Hard rule 9: what the playbook itself says (phrases, suggestions, facts and causes) passes its own
 * reviewer, and no phrase stands twice. Runs over the finished image, with everything in it. */
#include <stdlib.h>
#include <string.h>

#include "amends/malloc.h"
#include "amends/review.h"
#include "engine/engine.h"
#include "engine/model/model.h"
#include "engine/playbook/playbook.h"
#include "playbook/rules.h"

enum { OWN_WORDS_BYTES_MAX = 4096 };

struct own_words {
    struct am_compile *compile;
    const struct am_playbook *playbook;
    amends_engine *engine, *ruled; /* with the model, and by rules alone */
    amends_workspace *workspace;
    int lang;
};

/* Where this text stands: the overlay before the built-in layer. */
static const yaml_node_t *where(const struct own_words *own, const char *file, struct amends_view text,
                                const struct am_source **source)
{
    for (int layer = 1; layer >= 0; layer--) {
        *source = am_compile_lang_source(own->compile, own->lang, file, layer == 1);
        if (*source == NULL)
            continue;
        for (const yaml_node_t *node = (*source)->document.nodes.start; node < (*source)->document.nodes.top;
             node++) {
            struct amends_view found = am_node_text(node);

            if (found.len_bytes == text.len_bytes && found.bytes != NULL &&
                memcmp(found.bytes, text.bytes, text.len_bytes) == 0)
                return node;
        }
    }
    return NULL;
}

/* An authority that grants these remedies (a bit each), high enough for any sum that a phrase could name. */
static struct amends_authority granting(unsigned needs)
{
    struct amends_authority authority = {.currency = "EUR"};

    for (int remedy = AMENDS_REMEDY_EXCHANGE; remedy < AMENDS_REMEDY_COUNT; remedy++)
        if (needs & AMENDS_BIT(remedy))
            authority.granted |= (uint16_t)AMENDS_BIT(remedy);
    authority.named = authority.granted;
    if (needs & AMENDS_BIT(AMENDS_REMEDY_REFUND))
        authority.refund_minor = AMENDS_MONEY_MINOR_MAX;
    if (needs & AMENDS_BIT(AMENDS_REMEDY_VOUCHER))
        authority.voucher_minor = AMENDS_MONEY_MINOR_MAX;
    if (needs & AMENDS_BIT(AMENDS_REMEDY_FREE_ITEM))
        authority.free_item_minor = AMENDS_MONEY_MINOR_MAX;
    if (needs & AMENDS_BIT(AMENDS_REMEDY_DISCOUNT))
        authority.discount_bp = 10000;
    return authority;
}

/* An offer of what the phrase says that it needs: a sum is not known here; the coach shows the phrase only
 * where the authority covers the sum at issue. */
static bool is_needed_offer(const struct own_words *own, unsigned needs, const struct amends_found *found)
{
    struct am_rule rule;

    am_playbook_rule(own->playbook, own->lang, found->rule, &rule);
    return rule.kind == AM_RULE_OFFER && (needs & AMENDS_BIT(rule.label)) != 0;
}

static void review(const struct own_words *own, const struct am_source *source, const yaml_node_t *node,
                   struct amends_view text, unsigned needs)
{
    struct amends_authority authority = granting(needs);
    struct amends_reply reply = {.text = text, .authority = &authority, .lang = own->lang, .channel = -1};
    struct amends_reviewed reviewed;

    /* What the model has against a shop's own words is a doubt, and none to refuse them for. */
    if (source == NULL || amends_review(source->overlay ? own->ruled : own->engine, own->workspace, &reply,
                                        &reviewed) != AMENDS_OK)
        return;
    for (unsigned i = 0; i < reviewed.found_count; i++) {
        const struct amends_found *found = &reviewed.found[i];
        struct amends_view id = amends_rule_id(own->engine, own->lang, found->rule);

        if (is_needed_offer(own, needs, found))
            continue;
        am_mistake_at(own->compile->diagnosis, source, node,
                      "words that the reviewer has nothing against (hard rule 9)",
                      "these own words are %s by \"%.*s\": %.*s", amends_finding_name(found->finding),
                      (int)id.len_bytes, id.bytes, (int)text.len_bytes, text.bytes);
    }
}

/* No phrase stands twice: two cards that follow each other never show the same one (hard rule 5). */
static void find_double(const struct own_words *own, uint32_t until, const struct am_phrase *phrase,
                        const struct am_source *source, const yaml_node_t *node)
{
    for (uint32_t i = 0; i < until; i++) {
        struct am_phrase other;

        am_playbook_phrase(own->playbook, own->lang, i, &other);
        if (other.text.len_bytes != phrase->text.len_bytes ||
            memcmp(other.text.bytes, phrase->text.bytes, other.text.len_bytes) != 0)
            continue;
        am_mistake_at(own->compile->diagnosis, source, node, "another phrase",
                      "this phrase stands twice: %.*s", (int)other.text.len_bytes, other.text.bytes);
        return;
    }
}

static void review_phrases(const struct own_words *own)
{
    for (int act = 0; act < AMENDS_ACT_COUNT; act++) {
        uint32_t first, count = am_playbook_phrases(own->playbook, own->lang, act, &first);

        for (uint32_t i = first; i < first + count; i++) {
            struct am_phrase phrase;
            const struct am_source *source;
            const yaml_node_t *node;

            am_playbook_phrase(own->playbook, own->lang, i, &phrase);
            node = where(own, "phrases.yaml", phrase.text, &source);
            review(own, source, node, phrase.text, phrase.needs);
            if (source != NULL)
                find_double(own, i, &phrase, source, node);
        }
    }
}

static void review_rules(const struct own_words *own)
{
    const struct am_rule_list *list = own->compile->rules[own->lang];

    for (size_t i = 0; list != NULL && i < list->count; i++) {
        const struct am_rule_read *rule = &list->rules[i];
        const yaml_node_t *all = am_node_get(rule->source, rule->node, "suggestions");

        for (size_t k = 0; !rule->off && am_node_item(rule->source, all, k) != NULL; k++) {
            const yaml_node_t *node = am_node_item(rule->source, all, k);

            if (am_node_text(node).bytes != NULL)
                review(own, rule->source, node, am_node_text(node), 0);
        }
    }
    for (size_t i = 0; list != NULL && i < list->text_count; i++) {
        const struct am_source *source;
        const yaml_node_t *node = where(own, "topics.yaml", list->texts[i].text, &source);

        review(own, source, node, list->texts[i].text, 0);
    }
}

/* An engine over this image; without what was learned where only rules are to judge. */
static amends_engine *make_engine(const struct am_playbook *playbook, bool ruled)
{
    const struct amends_allocator allocator = AMENDS_MALLOC;
    amends_engine *engine = NULL;

    if (amends_engine_new(&allocator, playbook->image, &engine) != AMENDS_OK)
        return NULL;
    for (unsigned lang = 0; ruled && lang < playbook->language_count; lang++)
        engine->playbook.lang[lang].models[AM_MODEL_REVIEW] = (struct amends_view){NULL, 0};
    return engine;
}

void am_own_words_check(struct am_compile *compile, const struct am_playbook *playbook)
{
    const struct amends_allocator allocator = AMENDS_MALLOC;
    struct own_words own = {.compile = compile,
                            .playbook = playbook,
                            .engine = make_engine(playbook, false),
                            .ruled = make_engine(playbook, true)};

    if (own.engine != NULL && own.ruled != NULL &&
        amends_workspace_new(own.engine, &allocator, OWN_WORDS_BYTES_MAX, &own.workspace) == AMENDS_OK) {
        for (own.lang = 0; own.lang < (int)playbook->language_count; own.lang++) {
            review_phrases(&own);
            review_rules(&own);
        }
        amends_workspace_free(own.workspace);
    }
    amends_engine_free(own.ruled);
    amends_engine_free(own.engine);
}
