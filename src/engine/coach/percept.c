#include "engine/coach/core.h"

#include <string.h>

/* The anger that a tapped signal stands for: a tap says less than a text. */
static const uint8_t tapped_anger[AMENDS_SIGNAL_COUNT] = {
    [AMENDS_SIGNAL_COMPLAINT] = 1,        [AMENDS_SIGNAL_DEMAND] = 1,
    [AMENDS_SIGNAL_ASK_SUPERVISOR] = 1,   [AMENDS_SIGNAL_CHURN_THREAT] = 2,
    [AMENDS_SIGNAL_PUBLICITY_THREAT] = 2, [AMENDS_SIGNAL_LEGAL_THREAT] = 2,
    [AMENDS_SIGNAL_PROFANITY] = 1,        [AMENDS_SIGNAL_INSULT] = 2,
    [AMENDS_SIGNAL_HARASSMENT] = 2,       [AMENDS_SIGNAL_THREAT] = 3,
    [AMENDS_SIGNAL_REFUSES_OFFER] = 1,
};

void am_percept_tap(struct am_percept *percept)
{
    int observation = percept->code - AMENDS_CODE_OBSERVED;

    if (percept->code < AMENDS_SIGNAL_COUNT) {
        percept->signals |= AMENDS_BIT(percept->code);
        percept->anger = tapped_anger[percept->code];
    }
    if (observation == AMENDS_OBSERVED_RAISED_VOICE || observation == AMENDS_OBSERVED_SCENE)
        percept->anger = 2;
    if (observation == AMENDS_OBSERVED_ANGER)
        percept->anger = 2;
    if (observation == AMENDS_OBSERVED_REPEATS)
        percept->anger = 1;
    if (observation == AMENDS_OBSERVED_VIOLENCE)
        percept->anger = 3;
}

void am_percept_act(struct am_percept *percept)
{
    static const struct {
        uint8_t act, move, mark;
    } table[] = {
        {AMENDS_ACT_APOLOGISE, AMENDS_MOVE_APOLOGISES, 255},
        {AMENDS_ACT_EMPATHISE, AMENDS_MOVE_EMPATHISES, 255},
        {AMENDS_ACT_EMPATHISE_MORE, AMENDS_MOVE_EMPATHISES, 255},
        {AMENDS_ACT_TEAM_UP, AMENDS_MOVE_TEAMS_UP, 255},
        {AMENDS_ACT_ASK, AMENDS_MOVE_ASKS, 255},
        {AMENDS_ACT_EXPLAIN, AMENDS_MOVE_EXPLAINS, 255},
        {AMENDS_ACT_SOLVE, AMENDS_MOVE_OFFERS_SOLUTION, AMENDS_MARK_FIXED},
        {AMENDS_ACT_OFFER_ALTERNATIVES, AMENDS_MOVE_OFFERS_SOLUTION, 255},
        {AMENDS_ACT_CHECK_FIRST, AMENDS_MOVE_CHECKS_FIRST, 255},
        {AMENDS_ACT_CALL_SUPERVISOR, AMENDS_MOVE_HANDS_OVER, AMENDS_MARK_TO_SUPERVISOR},
        {AMENDS_ACT_CALL_COLLEAGUE, AMENDS_MOVE_HANDS_OVER, AMENDS_MARK_TO_COLLEAGUE},
        {AMENDS_ACT_CALL_SECURITY, AMENDS_MOVE_HANDS_OVER, AMENDS_MARK_TO_SECURITY},
        {AMENDS_ACT_CALL_EMERGENCY, AMENDS_MOVE_HANDS_OVER, AMENDS_MARK_TO_EMERGENCY},
        {AMENDS_ACT_SET_BOUNDARY, AMENDS_MOVE_SETS_BOUNDARY, 255},
        {AMENDS_ACT_END_SERVICE, AMENDS_MOVE_ENDS_SERVICE, 255},
        {AMENDS_ACT_THANK, AMENDS_MOVE_THANKS, 255},
        {AMENDS_ACT_FOLLOW_UP, AMENDS_MOVE_COMMITS_FOLLOW_UP, 255},
    };

    for (unsigned i = 0; i < sizeof table / sizeof table[0]; i++)
        if (table[i].act == percept->code) {
            percept->moves |= AMENDS_BIT(table[i].move);
            if (table[i].mark != 255)
                percept->marks |= AMENDS_BIT(table[i].mark);
        }
}

bool am_percept_forget(struct am_percept *percept, int code)
{
    bool customer = percept->kind == AM_PERCEPT_CUSTOMER || percept->kind == AM_PERCEPT_BYSTANDER;

    if (percept->kind == AM_PERCEPT_OBSERVED && percept->code == code) {
        memset(percept, 0, sizeof *percept);
        percept->kind = AM_PERCEPT_KINDS;
        return true;
    }
    if (!customer)
        return false;
    if (code == AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_ANGER && percept->anger > 0) {
        percept->anger = 0;
        return true;
    }
    if (code == AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_REPEATS && percept->reiteration) {
        percept->reiteration = 0;
        return true;
    }
    if (code >= AMENDS_SIGNAL_COUNT || (percept->signals & AMENDS_BIT(code)) == 0)
        return false;
    percept->signals &= ~AMENDS_BIT(code);
    if (code == AMENDS_SIGNAL_DEMAND) {
        percept->remedies = 0;
        percept->cover = AMENDS_COVER_NONE;
    }
    return true;
}

/* Abuse that was none leaves no trace against anyone (hard rule 10): neither a warning nor an end of service.
 */
static void forget_abuse(struct am_core *core, unsigned speaker)
{
    core->persons[speaker].flags &= (uint8_t) ~(AM_PERSON_HOSTILE | AM_PERSON_WARNED | AM_PERSON_ENDED);
    if (core->last_abuser == speaker)
        core->last_abuser = AM_PLACES;
}

static void forget_observed(struct am_core *core, int observation, struct am_person *person)
{
    switch (observation) {
    case AMENDS_OBSERVED_VIOLENCE:
        core->danger &= (uint8_t) ~(AM_DANGER_MENACE | AM_DANGER_MORE);
        break;
    case AMENDS_OBSERVED_SCENE:
        core->flags &= (uint8_t)~AM_CORE_SCENE;
        break;
    case AMENDS_OBSERVED_REPEATS:
        person->level = person->level ? (uint8_t)(person->level - 1) : 0;
        break;
    case AMENDS_OBSERVED_RAISED_VOICE:
    case AMENDS_OBSERVED_ANGER:
        core->temper = core->stuck = 0;
        break;
    case AMENDS_OBSERVED_NEED_HELP:
        core->help = AM_HELP_NONE;
        break;
    default:
        break;
    }
}

void am_core_forget(struct am_core *core, int code, unsigned speaker)
{
    struct am_person *person = &core->persons[speaker < AM_PLACES ? speaker : 0];

    switch (code) {
    case AMENDS_SIGNAL_THREAT:
        core->danger &= AM_DANGER_HAZARD;
        break;
    case AMENDS_SIGNAL_HAZARD:
        core->danger &= AM_DANGER_REMOTE | AM_DANGER_MENACE;
        break;
    case AMENDS_SIGNAL_INTOXICATION:
        core->drink = core->drinker = 0;
        break;
    case AMENDS_SIGNAL_INSULT:
    case AMENDS_SIGNAL_HARASSMENT:
        forget_abuse(core, speaker < AM_PLACES ? speaker : 0);
        break;
    case AMENDS_SIGNAL_DEMAND:
    case AMENDS_SIGNAL_COMPLAINT:
        core->matter = AM_MATTER_NONE;
        break;
    case AMENDS_SIGNAL_ASK_SUPERVISOR:
        core->flags &= (uint8_t)~AM_CORE_WANTED;
        break;
    default:
        forget_observed(core, code - AMENDS_CODE_OBSERVED, person);
        break;
    }
}
