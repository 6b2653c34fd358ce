/* What to show for a finding: the rule's words, or those of the finding in general. */
#include <stddef.h>
#include <string.h>

#include "amends/review.h"
#include "engine/engine.h"

/* Where METHOD.md has each finding from, and which act it names instead. */
static const struct {
    uint32_t sources;
    int instead;
} generally[AMENDS_FINDING_COUNT] = {
    [AMENDS_FINDING_HOSTILE] = {0x1f, AMENDS_ACT_EMPATHISE},
    [AMENDS_FINDING_NON_APOLOGY] = {0x01, AMENDS_ACT_APOLOGISE},
    [AMENDS_FINDING_BLAMES_CUSTOMER] = {0x13, AMENDS_ACT_EMPATHISE},
    [AMENDS_FINDING_AGAINST_CUSTOMER] = {0x01, AMENDS_ACT_TEAM_UP},
    [AMENDS_FINDING_DISMISSIVE] = {0x09, AMENDS_ACT_EMPATHISE},
    [AMENDS_FINDING_POLICY_BRUSHOFF] = {0x08, AMENDS_ACT_OFFER_ALTERNATIVES},
    [AMENDS_FINDING_UNAUTHORISED_OFFER] = {0x09, AMENDS_ACT_CHECK_FIRST},
    [AMENDS_FINDING_UNAUTHORISED_PROMISE] = {0x01, AMENDS_ACT_CHECK_FIRST},
};

static struct amends_view word(const struct am_playbook *playbook, int ui_lang, const char *finding,
                               const char *last)
{
    char path[64] = "learned.";
    size_t at = strlen(path), len = strlen(finding);

    memcpy(path + at, finding, len);
    memcpy(path + at + len, last, strlen(last) + 1);
    return am_playbook_word(playbook, ui_lang, path);
}

static void explain_generally(const struct am_playbook *playbook, int lang, unsigned finding, int ui_lang,
                              struct amends_finding_text *out)
{
    const char *name = amends_finding_name((int)finding);
    struct am_phrase phrase = {0};
    uint32_t first, count = am_playbook_phrases(playbook, lang, generally[finding].instead, &first);

    for (uint32_t i = first; i < first + count; i++) {
        am_playbook_phrase(playbook, lang, i, &phrase);
        if (phrase.needs == 0)
            break;
    }
    out->message = word(playbook, ui_lang, name, ".message");
    out->reason = word(playbook, ui_lang, name, ".reason");
    out->suggestion = count > 0 && phrase.needs == 0 ? phrase.text : (struct amends_view){NULL, 0};
    out->sources = generally[finding].sources;
}

enum amends_status amends_finding_explain(const amends_engine *engine, int lang,
                                          const struct amends_found *found, int ui_lang,
                                          struct amends_finding_text *out)
{
    const int languages = engine != NULL ? (int)engine->playbook.language_count : 0;

    if (out == NULL || found == NULL || lang < 0 || lang >= languages || ui_lang < 0 ||
        ui_lang >= languages || found->finding >= AMENDS_FINDING_COUNT)
        return AMENDS_E_ARGUMENT;
    if (found->rule == AMENDS_RULE_NONE) {
        explain_generally(&engine->playbook, lang, found->finding, ui_lang, out);
        return AMENDS_OK;
    }
    if (found->rule >= am_playbook_rule_count(&engine->playbook, lang))
        return AMENDS_E_ARGUMENT;

    struct am_rule rule;

    am_playbook_rule(&engine->playbook, lang, found->rule, &rule);
    am_playbook_message(&engine->playbook, ui_lang, rule.message, &out->message, &out->reason);
    out->suggestion = rule.suggestion;
    out->sources = rule.sources;
    return AMENDS_OK;
}
