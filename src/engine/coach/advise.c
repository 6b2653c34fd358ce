#include "engine/coach/advise.h"

#include <string.h>

static bool meets(const struct am_condition *when, const struct am_facts *facts)
{
    return (facts->word[0] & when->all.word[0]) == when->all.word[0] &&
           (facts->word[1] & when->all.word[1]) == when->all.word[1] &&
           (facts->word[0] & when->none.word[0]) == 0 && (facts->word[1] & when->none.word[1]) == 0;
}

unsigned am_stage_of(const struct am_coach_rules *rules, const struct am_facts *facts)
{
    for (unsigned i = 0; i < rules->stage_count; i++)
        if (meets(&rules->stages[i].when, facts))
            return i;
    return rules->stage_count - 1u;
}

/* Does the act exist here and now, and did the person not say no to it? */
static bool possible(const struct am_coach_rules *rules, const struct am_core *core, unsigned act)
{
    bool danger = core->danger != 0;

    if (act >= AMENDS_ACT_COUNT || (core->overruled & AMENDS_BIT(act)))
        return false;
    if ((rules->acts[act].channels & AMENDS_BIT(core->channel)) == 0)
        return false;
    switch (act) {
    case AMENDS_ACT_CALL_COLLEAGUE:
        return core->colleague == AM_HELPER_THERE;
    case AMENDS_ACT_CALL_SUPERVISOR:
        return core->supervisor != AM_HELPER_NONE && (danger || core->supervisor != AM_HELPER_HERE);
    case AMENDS_ACT_CALL_SECURITY:
        return core->security != AM_HELPER_NONE && (danger || core->security != AM_HELPER_HERE);
    default:
        return true;
    }
}

static bool reason_holds(unsigned because, const struct am_facts *facts, const struct am_percept *percept)
{
    if (because < AM_REASON_OBSERVED)
        return (percept->signals & AMENDS_BIT(because)) != 0;
    if (because == AM_REASON_OBSERVED + AMENDS_OBSERVED_ANGER)
        return percept->anger > 0;
    if (because < AM_REASON_FACT)
        return percept->kind == AM_PERCEPT_OBSERVED &&
               percept->code == AMENDS_CODE_OBSERVED + because - AM_REASON_OBSERVED;
    return because < AM_REASON_FACT + AM_FACT_COUNT && am_fact_holds(facts, (int)because - AM_REASON_FACT);
}

static struct am_reason reason_of(const uint8_t because[AM_REASONS], const struct am_facts *facts,
                                  const struct am_percept *percept)
{
    unsigned chosen = AM_REASON_FACT + AM_FACT_ALWAYS;

    for (int i = 0; i < AM_REASONS && because[i] != AM_REASON_NONE; i++)
        if (reason_holds(because[i], facts, percept)) {
            chosen = because[i];
            break;
        }
    if (chosen < AM_REASON_OBSERVED)
        return (struct am_reason){AMENDS_REASON_SIGNAL, (uint8_t)chosen, 0};
    if (chosen < AM_REASON_FACT)
        return (struct am_reason){AMENDS_REASON_OBSERVED, (uint8_t)(chosen - AM_REASON_OBSERVED), 0};
    return (struct am_reason){AMENDS_REASON_STATE, (uint8_t)(chosen - AM_REASON_FACT), 0};
}

static void add(const struct am_coach_rules *rules, struct am_advice *out, unsigned act,
                struct am_reason reason)
{
    for (unsigned i = 0; i < out->act_count; i++)
        if (out->acts[i] == act)
            return;
    if (out->act_count == AMENDS_CARD_ACTS_MAX)
        return;
    if (reason.sources == 0)
        reason.sources = rules->acts[act].sources;
    out->acts[out->act_count] = (uint8_t)act;
    out->reasons[out->act_count++] = reason;
}

static unsigned level_of(unsigned act)
{
    switch (act) {
    case AMENDS_ACT_CALL_COLLEAGUE:
        return AMENDS_LEVEL_COLLEAGUE;
    case AMENDS_ACT_CALL_SUPERVISOR:
        return AMENDS_LEVEL_SUPERVISOR;
    case AMENDS_ACT_CALL_SECURITY:
        return AMENDS_LEVEL_SECURITY;
    case AMENDS_ACT_CALL_EMERGENCY:
        return AMENDS_LEVEL_EMERGENCY;
    default:
        return AMENDS_LEVEL_NONE;
    }
}

/* Never a dead end: what can always be done, the most fitting first. */
static void never_empty(const struct am_coach_rules *rules, const struct am_core *core, struct am_advice *out)
{
    static const uint8_t here[] = {AMENDS_ACT_LISTEN, AMENDS_ACT_STAY_CALM, AMENDS_ACT_EMPATHISE,
                                   AMENDS_ACT_FOLLOW_UP};
    static const uint8_t gone[] = {AMENDS_ACT_DEBRIEF, AMENDS_ACT_STAY_CALM, AMENDS_ACT_FOLLOW_UP,
                                   AMENDS_ACT_LISTEN};
    const uint8_t *order = core->flags & AM_CORE_GONE ? gone : here;
    struct am_reason reason = {AMENDS_REASON_STATE, AM_FACT_ALWAYS, 0};

    for (unsigned i = 0; i < sizeof here && out->act_count == 0; i++)
        if (possible(rules, core, order[i]))
            add(rules, out, order[i], reason);
    if (out->act_count == 0)
        add(rules, out, AMENDS_ACT_STAY_CALM, reason);
}

/* Three seconds to look: the first acts stay, and of the rest every call for help. */
static void shorten(const struct am_coach_rules *rules, struct am_advice *out)
{
    unsigned calls = 0, kept = 0, room;

    for (unsigned i = 0; i < out->act_count; i++)
        calls += level_of(out->acts[i]) > 0;
    room = calls < rules->acts_on_card ? rules->acts_on_card - calls : 0;
    for (unsigned i = 0; i < out->act_count; i++) {
        if (level_of(out->acts[i]) == 0 && room == 0)
            continue;
        room -= level_of(out->acts[i]) == 0;
        out->acts[kept] = out->acts[i];
        out->reasons[kept++] = out->reasons[i];
    }
    out->act_count = (uint8_t)kept;
}

void am_advise(const struct am_coach_rules *rules, const struct am_core *core,
               const struct am_percept *percept, const struct am_moment *moment, struct am_advice *out)
{
    struct am_facts facts;

    memset(out, 0, sizeof *out);
    am_facts_of(&facts, core, moment, percept, rules);
    out->stage = (uint8_t)am_stage_of(rules, &facts);
    for (unsigned i = 0; i < rules->advice_count; i++) {
        const struct am_advice_rule *rule = &rules->advice[i];

        if ((rule->stages >> out->stage & 1) == 0 || !meets(&rule->when, &facts))
            continue;
        out->avoid |= rule->avoid;
        for (unsigned j = 0; j < rule->act_count && j < AM_ADVICE_ACTS; j++) {
            struct am_reason reason = reason_of(rule->acts[j].because, &facts, percept);

            reason.sources = rule->sources;
            if (possible(rules, core, rule->acts[j].act))
                add(rules, out, rule->acts[j].act, reason);
        }
        if (rule->stop)
            break;
    }
    shorten(rules, out);
    never_empty(rules, core, out);
    for (unsigned i = 0; i < out->act_count; i++)
        if (level_of(out->acts[i]) > out->escalate)
            out->escalate = (uint8_t)level_of(out->acts[i]);
}
