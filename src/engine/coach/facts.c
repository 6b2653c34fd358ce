#include "engine/coach/facts.h"

#include <string.h>

#include "engine/coach/core.h"

static const char *const names[] = {
#define X(id, name, text) name,
    AM_FACT_LIST(X)
#undef X
};

static const char *const texts[] = {
#define X(id, name, text) text,
    AM_FACT_LIST(X)
#undef X
};

const char *am_fact_name(int fact)
{
    return fact >= 0 && fact < AM_FACT_COUNT ? names[fact] : "?";
}

int am_fact_find(const char *name, unsigned long len_bytes)
{
    for (int i = 0; i < AM_FACT_COUNT; i++)
        if (strlen(names[i]) == len_bytes && memcmp(names[i], name, len_bytes) == 0)
            return i;
    return -1;
}

const char *amends_state_name(int code)
{
    return code >= 0 && code < AM_FACT_COUNT ? texts[code] : "?";
}

#define SET(id, holds) am_fact_set(facts, AM_FACT_##id, holds)

static bool observed(const struct am_percept *percept, int observation)
{
    return percept->kind == AM_PERCEPT_OBSERVED && percept->code == AMENDS_CODE_OBSERVED + observation;
}

/* Something that we have to answer for or to mend; abuse by itself is none, whatever its anger. */
static bool is_grievance(const struct am_percept *percept)
{
    uint32_t matter = AMENDS_BIT(AMENDS_SIGNAL_COMPLAINT) | AMENDS_BIT(AMENDS_SIGNAL_DEMAND) |
                      AMENDS_BIT(AMENDS_SIGNAL_ASK_SUPERVISOR) | AMENDS_BIT(AMENDS_SIGNAL_CHURN_THREAT) |
                      AMENDS_BIT(AMENDS_SIGNAL_PUBLICITY_THREAT) | AMENDS_BIT(AMENDS_SIGNAL_LEGAL_THREAT) |
                      AMENDS_BIT(AMENDS_SIGNAL_DISTRESS) | AMENDS_BIT(AMENDS_SIGNAL_REFUSES_OFFER);
    uint32_t abuse = AMENDS_BIT(AMENDS_SIGNAL_INSULT) | AMENDS_BIT(AMENDS_SIGNAL_HARASSMENT);
    uint32_t marks = AMENDS_BIT(AMENDS_MARK_OWED) | AMENDS_BIT(AMENDS_MARK_RECURRED) |
                     AMENDS_BIT(AMENDS_MARK_DISBELIEF) | AMENDS_BIT(AMENDS_MARK_WAITING);
    bool heated = percept->anger >= 1 || (percept->signals & AMENDS_BIT(AMENDS_SIGNAL_PROFANITY)) ||
                  observed(percept, AMENDS_OBSERVED_REPEATS);

    return (percept->signals & matter) || (percept->marks & marks) ||
           (heated && (percept->signals & abuse) == 0);
}

static void of_event(struct am_facts *facts, const struct am_moment *moment, const struct am_percept *percept)
{
    bool customer = percept->kind == AM_PERCEPT_CUSTOMER;
    bool tapped = percept->kind == AM_PERCEPT_OBSERVED &&
                  (percept->code < AMENDS_CODE_OBSERVED || moment->reiterated ||
                   percept->code == AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_REPEATS ||
                   percept->code == AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_RAISED_VOICE ||
                   percept->code == AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_SCENE ||
                   percept->code == AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_CALMED);

    SET(START, percept->kind == AM_PERCEPT_START);
    SET(BY_CUSTOMER, customer);
    SET(BY_BYSTANDER, percept->kind == AM_PERCEPT_BYSTANDER);
    SET(BY_STAFF, percept->kind == AM_PERCEPT_STAFF || percept->kind == AM_PERCEPT_DID);
    SET(BY_SUPERVISOR, percept->kind == AM_PERCEPT_SUPERVISOR);
    SET(ABOUT_CUSTOMER, customer || tapped);
    SET(CHANGED, percept->kind == AM_PERCEPT_AUTHORITY);
    SET(GIVEN, percept->kind == AM_PERCEPT_GAVE);
    SET(SPEECHLESS, customer && !percept->has_text);
    SET(RAISED_VOICE, observed(percept, AMENDS_OBSERVED_RAISED_VOICE));
    SET(SCENE, observed(percept, AMENDS_OBSERVED_SCENE));
    SET(SCENE_AGAIN, moment->again != 0);
    SET(ARRIVAL, observed(percept, AMENDS_OBSERVED_SUPERVISOR_ARRIVED) ||
                     observed(percept, AMENDS_OBSERVED_COLLEAGUE_ARRIVED) ||
                     observed(percept, AMENDS_OBSERVED_SECURITY_ARRIVED));
    SET(SUPERVISOR_ARRIVED, observed(percept, AMENDS_OBSERVED_SUPERVISOR_ARRIVED));
    SET(SUPERVISOR_UNAVAILABLE, observed(percept, AMENDS_OBSERVED_SUPERVISOR_UNAVAILABLE));
    SET(NEED_HELP, observed(percept, AMENDS_OBSERVED_NEED_HELP));
    SET(CLEARED, moment->cleared != 0 || observed(percept, AMENDS_OBSERVED_DANGER_CLEARED));
    SET(LEFT, observed(percept, AMENDS_OBSERVED_LEFT));
    SET(REITERATION, moment->reiterated != 0);
    SET(STILL, moment->still != 0 && moment->reiterated == 0);
    SET(ABUSE, moment->abuse != 0);
    SET(REMORSE, moment->remorse != 0);
    SET(SOFTER, moment->softer != 0 && !is_grievance(percept));
}

static void of_customer(struct am_facts *facts, const struct am_percept *percept)
{
    uint32_t s = percept->signals, m = percept->marks;
    bool calming = (s & AMENDS_BIT(AMENDS_SIGNAL_CALMING)) != 0 || observed(percept, AMENDS_OBSERVED_CALMED);

    SET(GRIEVANCE, is_grievance(percept));
    SET(COMPLAINT, s & AMENDS_BIT(AMENDS_SIGNAL_COMPLAINT));
    SET(DEMAND, s & AMENDS_BIT(AMENDS_SIGNAL_DEMAND));
    SET(ASK_SUPERVISOR, s & AMENDS_BIT(AMENDS_SIGNAL_ASK_SUPERVISOR));
    SET(CHURN_THREAT, s & AMENDS_BIT(AMENDS_SIGNAL_CHURN_THREAT));
    SET(PUBLICITY_THREAT, s & AMENDS_BIT(AMENDS_SIGNAL_PUBLICITY_THREAT));
    SET(LEGAL_THREAT, s & AMENDS_BIT(AMENDS_SIGNAL_LEGAL_THREAT));
    SET(PROFANITY, s & AMENDS_BIT(AMENDS_SIGNAL_PROFANITY));
    SET(DISTRESS, s & AMENDS_BIT(AMENDS_SIGNAL_DISTRESS));
    SET(REFUSES_OFFER, s & AMENDS_BIT(AMENDS_SIGNAL_REFUSES_OFFER));
    SET(CALMING, calming);
    SET(ANGRY, percept->anger >= 1);
    SET(FURIOUS, percept->anger >= 2);
    SET(DISBELIEF, m & AMENDS_BIT(AMENDS_MARK_DISBELIEF));
    SET(ASKS_HOW_LONG, m & AMENDS_BIT(AMENDS_MARK_WAITING));
    SET(PARTING, m & AMENDS_BIT(AMENDS_MARK_PARTING));
    SET(QUESTION, m & AMENDS_BIT(AMENDS_MARK_QUESTION));
    SET(ACCEPTS, m & AMENDS_BIT(AMENDS_MARK_ACCEPTS));
    SET(RECURRED, m & AMENDS_BIT(AMENDS_MARK_RECURRED));
}

static void of_ours(struct am_facts *facts, const struct am_percept *percept)
{
    uint32_t m = percept->moves;
    uint32_t faults = percept->findings;
    uint32_t promised =
        AMENDS_BIT(AMENDS_FINDING_UNAUTHORISED_OFFER) | AMENDS_BIT(AMENDS_FINDING_UNAUTHORISED_PROMISE);

    SET(APOLOGISED, m & AMENDS_BIT(AMENDS_MOVE_APOLOGISES));
    SET(EMPATHISED, m & (AMENDS_BIT(AMENDS_MOVE_EMPATHISES) | AMENDS_BIT(AMENDS_MOVE_ACKNOWLEDGES)));
    SET(ASKED, m & AMENDS_BIT(AMENDS_MOVE_ASKS));
    SET(EXPLAINED, m & AMENDS_BIT(AMENDS_MOVE_EXPLAINS));
    SET(OFFERED, m & AMENDS_BIT(AMENDS_MOVE_OFFERS_SOLUTION));
    SET(BOUNDARY_NOW, m & AMENDS_BIT(AMENDS_MOVE_SETS_BOUNDARY));
    SET(ENDED_NOW, m & AMENDS_BIT(AMENDS_MOVE_ENDS_SERVICE));
    SET(COMMITTED, m & AMENDS_BIT(AMENDS_MOVE_COMMITS_FOLLOW_UP));
    SET(FAULT, (faults & ~promised) != 0);
    SET(OVERPROMISED, (faults & promised) != 0);
}

static void of_help(struct am_facts *facts, const struct am_core *core, const struct am_percept *percept)
{
    SET(SECURITY_EXISTS, core->security != AM_HELPER_NONE);
    SET(SECURITY_FREE, core->security == AM_HELPER_THERE);
    SET(SUPERVISOR_EXISTS, core->supervisor != AM_HELPER_NONE);
    SET(SUPERVISOR_FREE, core->supervisor == AM_HELPER_THERE || core->supervisor == AM_HELPER_CALLED);
    SET(SUPERVISOR_CALLED, core->supervisor == AM_HELPER_CALLED);
    SET(SUPERVISOR_HERE, core->supervisor == AM_HELPER_HERE);
    SET(COLLEAGUE_EXISTS, core->colleague != AM_HELPER_NONE);
    SET(COLLEAGUE_FREE, core->colleague == AM_HELPER_THERE);
    SET(DECIDES_ALONE, percept->room == AM_ROOM_ALL);
    SET(WANTED, core->flags & AM_CORE_WANTED);
    SET(WAITING, core->flags & AM_CORE_WAITING);
    SET(HELP_COLLEAGUE, core->help == AM_HELP_COLLEAGUE);
    SET(HELP_SUPERVISOR, core->help == AM_HELP_SUPERVISOR);
    SET(HELP_SECURITY, core->help == AM_HELP_SECURITY);
    SET(HELP_EMERGENCY, core->help == AM_HELP_EMERGENCY);
    SET(HELP_NOBODY, core->help == AM_HELP_NOBODY);
}

static void of_state(struct am_facts *facts, const struct am_core *core, const struct am_moment *moment,
                     const struct am_percept *percept, const struct am_coach_rules *rules)
{
    const struct am_person *person = &core->persons[moment->speaker < AM_PLACES ? moment->speaker : 0];
    uint8_t everyone = 0;

    for (int i = 0; i < AMENDS_SPEAKERS_MAX; i++)
        if ((core->persons[i].flags & AM_PERSON_LEFT) == 0)
            everyone |= core->persons[i].flags;
    SET(DANGER, core->danger != 0);
    SET(REMOTE, core->danger & AM_DANGER_REMOTE);
    SET(MENACE, core->danger & AM_DANGER_MENACE);
    SET(HAZARD, core->danger & AM_DANGER_HAZARD);
    SET(NOT_ENOUGH, core->danger & AM_DANGER_MORE);
    SET(DRINK, core->drink >= AM_DRINK_TROUBLE);
    SET(DRINK_AGAIN, core->drink == AM_DRINK_AGAIN);
    SET(FACE_TO_FACE, core->channel == AMENDS_CHANNEL_COUNTER);
    SET(SPOKEN, core->channel == AMENDS_CHANNEL_COUNTER || core->channel == AMENDS_CHANNEL_PHONE);
    SET(WARNED, moment->was_warned != 0);
    SET(IN_NEED,
        (core->danger & AM_DANGER_HAZARD) != 0 ||
            (percept->signals & (AMENDS_BIT(AMENDS_SIGNAL_DISTRESS) | AMENDS_BIT(AMENDS_SIGNAL_HAZARD))));
    SET(SERVICE_ENDED, person->flags & AM_PERSON_ENDED);
    SET(HOSTILE, everyone & AM_PERSON_HOSTILE);
    SET(PEACE, everyone & AM_PERSON_PEACE);
    SET(TOP_OF_EMPATHY, person->level >= rules->top_of_empathy);
    SET(NO_PROGRESS, core->stuck >= rules->turns_without_progress);
    SET(MATTER, core->matter != AM_MATTER_NONE);
    SET(COVERED, core->matter == AM_MATTER_COVERED);
    SET(UNCLEAR, core->matter == AM_MATTER_UNCLEAR);
    SET(OVER, core->matter == AM_MATTER_OVER);
    SET(OWED, core->matter == AM_MATTER_OWED);
    SET(PROMISE, core->flags & AM_CORE_PROMISE);
    SET(OPENED, core->flags & AM_CORE_OPENED);
    SET(HOT, core->temper >= 2);
    SET(GONE, core->flags & AM_CORE_GONE);
    SET(ENDED, core->outcome != AMENDS_OUTCOME_NONE);
    SET(ENDED_SATISFIED, core->outcome == AMENDS_OUTCOME_SATISFIED);
    SET(ENDED_OPEN, core->outcome == AMENDS_OUTCOME_PARTLY || core->outcome == AMENDS_OUTCOME_UNSATISFIED);
    SET(ENDED_NEUTRAL,
        core->outcome == AMENDS_OUTCOME_SERVICE_ENDED || core->outcome == AMENDS_OUTCOME_REMOVED);
    SET(REMOVED, core->outcome == AMENDS_OUTCOME_REMOVED);
    SET(ALWAYS, true);
}

void am_facts_of(struct am_facts *facts, const struct am_core *core, const struct am_moment *moment,
                 const struct am_percept *percept, const struct am_coach_rules *rules)
{
    *facts = (struct am_facts){{0, 0}};
    of_event(facts, moment, percept);
    of_customer(facts, percept);
    of_ours(facts, percept);
    of_help(facts, core, percept);
    of_state(facts, core, moment, percept, rules);
}
