/*
 * Hard rule 9 over the playbook that is in the library: every phrase of every act, language and register,
 * every suggestion, fact and cause goes through the reviewer, on each channel where it is fitting, and
 * nothing is found. Prints what is, and the sum. (The compiler says file and line of the same:
 * amends-playbook-compile
 * --check.)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "amends/malloc.h"
#include "amends/review.h"
#include "engine/playbook/playbook.h"

enum { ALL_CHANNELS = (1 << AMENDS_CHANNEL_COUNT) - 1 };

struct phrases {
    amends_engine *engine;
    amends_workspace *workspace;
    struct am_playbook playbook;
    int lang;
    unsigned passed, failed;
};

/* Grants what the phrase needs, up to a sum that no phrase reaches. */
static struct amends_authority granting(unsigned needs)
{
    struct amends_authority authority = {.currency = "EUR"};
    const int64_t much = 100000000;

    authority.named = authority.granted = (uint16_t)needs;
    authority.refund_minor = needs & AMENDS_BIT(AMENDS_REMEDY_REFUND) ? much : 0;
    authority.voucher_minor = needs & AMENDS_BIT(AMENDS_REMEDY_VOUCHER) ? much : 0;
    authority.free_item_minor = needs & AMENDS_BIT(AMENDS_REMEDY_FREE_ITEM) ? much : 0;
    authority.discount_bp = needs & AMENDS_BIT(AMENDS_REMEDY_DISCOUNT) ? 10000 : 0;
    return authority;
}

/* The offer for which the phrase is only shown where it is covered; its sum is known there, and not here. */
static bool is_needed(const struct phrases *phrases, unsigned needs, unsigned number)
{
    struct am_rule rule;

    am_playbook_rule(&phrases->playbook, phrases->lang, number, &rule);
    return rule.kind == AM_RULE_OFFER && (needs & AMENDS_BIT(rule.label)) != 0;
}

static void try_text(struct phrases *phrases, struct amends_view text, unsigned needs, unsigned channels)
{
    struct amends_authority authority = granting(needs);
    bool good = true;

    for (int channel = -1; channel < AMENDS_CHANNEL_COUNT; channel++) {
        struct amends_reply reply = {
            .text = text, .authority = &authority, .lang = phrases->lang, .channel = channel};
        struct amends_reviewed reviewed;

        if (channel >= 0 && (channels & AMENDS_BIT(channel)) == 0)
            continue;
        if (amends_review(phrases->engine, phrases->workspace, &reply, &reviewed) != AMENDS_OK) {
            printf("cannot be reviewed: %.*s\n", (int)text.len_bytes, text.bytes);
            good = false;
            break;
        }
        for (unsigned i = 0; i < reviewed.found_count; i++) {
            struct amends_view id = amends_rule_id(phrases->engine, phrases->lang, reviewed.found[i].rule);

            if (is_needed(phrases, needs, reviewed.found[i].rule))
                continue;
            printf("%.*s: %.*s\n", (int)id.len_bytes, id.bytes, (int)text.len_bytes, text.bytes);
            good = false;
        }
    }
    phrases->passed += good;
    phrases->failed += !good;
}

static bool stands_before(const struct phrases *phrases, uint32_t until, struct amends_view text)
{
    for (uint32_t i = 0; i < until; i++) {
        struct am_phrase other;

        am_playbook_phrase(&phrases->playbook, phrases->lang, i, &other);
        if (other.text.len_bytes == text.len_bytes &&
            memcmp(other.text.bytes, text.bytes, text.len_bytes) == 0)
            return true;
    }
    return false;
}

static void try_phrases(struct phrases *phrases)
{
    for (int act = 0; act < AMENDS_ACT_COUNT; act++) {
        uint32_t first, count = am_playbook_phrases(&phrases->playbook, phrases->lang, act, &first);

        for (uint32_t i = first; i < first + count; i++) {
            struct am_phrase phrase;

            am_playbook_phrase(&phrases->playbook, phrases->lang, i, &phrase);
            try_text(phrases, phrase.text, phrase.needs, phrase.channels);
            if (stands_before(phrases, i, phrase.text)) {
                printf("stands twice: %.*s\n", (int)phrase.text.len_bytes, phrase.text.bytes);
                phrases->failed++;
            }
        }
    }
}

static void try_rules(struct phrases *phrases)
{
    unsigned rules = am_playbook_rule_count(&phrases->playbook, phrases->lang);
    unsigned topics = am_playbook_topic_count(&phrases->playbook, phrases->lang);

    for (unsigned i = 0; i < rules; i++) {
        struct am_rule rule;

        am_playbook_rule(&phrases->playbook, phrases->lang, i, &rule);
        if (rule.suggestion.len_bytes > 0)
            try_text(phrases, rule.suggestion, 0, ALL_CHANNELS);
    }
    for (unsigned topic = 0; topic < topics; topic++)
        for (unsigned i = 0; i < am_playbook_explanations(&phrases->playbook, phrases->lang, topic); i++)
            try_text(phrases, am_playbook_explanation(&phrases->playbook, phrases->lang, topic, i), 0,
                     ALL_CHANNELS);
}

int main(void)
{
    struct amends_allocator allocator = AMENDS_MALLOC;
    struct phrases phrases = {0};
    bool ready = am_playbook_open(&phrases.playbook, amends_builtin_image()) == AMENDS_OK &&
                 amends_engine_new(&allocator, amends_builtin_image(), &phrases.engine) == AMENDS_OK &&
                 amends_workspace_new(phrases.engine, &allocator, 0, &phrases.workspace) == AMENDS_OK;

    for (phrases.lang = 0; ready && phrases.lang < (int)phrases.playbook.language_count; phrases.lang++) {
        try_phrases(&phrases);
        try_rules(&phrases);
    }
    if (phrases.workspace != NULL)
        amends_workspace_free(phrases.workspace);
    amends_engine_free(phrases.engine);
    printf("phrases: %u passed, %u failed\n", phrases.passed, phrases.failed);
    return ready && phrases.failed == 0 && phrases.passed > 0 ? 0 : 1;
}
