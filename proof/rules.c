/*
 * METHOD.md's hard rules 1 to 8 and 10 as predicates of one step: what happened (by the monitor's account)
 * and the card.
 */
#include "proof/proof.h"

#define HAS(signal) ((step->percept->signals & AMENDS_BIT(AMENDS_SIGNAL_##signal)) != 0)

static bool on(const struct step *step, int act)
{
    for (unsigned i = 0; i < step->advice->act_count; i++)
        if (step->advice->acts[i] == act)
            return true;
    return false;
}

#define ON(act) on(step, AMENDS_ACT_##act)

static bool refused(const struct step *step, int act)
{
    return (step->after->overruled & AMENDS_BIT(act)) != 0;
}

static bool face_to_face(const struct step *step)
{
    return step->setting->channel == AMENDS_CHANNEL_COUNTER;
}

static bool calls_anyone(const struct step *step)
{
    return ON(CALL_COLLEAGUE) || ON(CALL_SUPERVISOR) || ON(CALL_SECURITY) || ON(CALL_EMERGENCY);
}

static const char *safety_first(const struct step *step)
{
    const struct monitor *m = step->after;
    bool far = m->danger == 1;

    if (m->danger == 0)
        return NULL;
    if (!ON(CALL_SECURITY) && !ON(CALL_EMERGENCY) && !(far && ON(CALL_SUPERVISOR)))
        return "danger, and no call for security or the emergency number";
    if ((m->danger & 2) && face_to_face(step) && !m->gone && !ON(STAY_SAFE) &&
        !refused(step, AMENDS_ACT_STAY_SAFE))
        return "danger face to face, and no stay_safe";
    if (ON(SOLVE) || ON(EXPLAIN) || ON(OFFER_ALTERNATIVES) || ON(CHECK_FIRST) || ON(WAIT_CARE))
        return "danger, and reasoning or a remedy";
    if (ON(ASK) && !(m->danger & 4))
        return "danger that is no hazard, and a question";
    if (ON(THANK) || ON(GOODWILL) || ON(DEBRIEF))
        return "danger, and a close";
    if (m->danger == 4 && ON(STAY_SAFE))
        return "a hazard that nobody caused, and stay_safe";
    return NULL;
}

static const char *no_reasoning_with_drink(const struct step *step)
{
    const struct monitor *m = step->after;

    if (m->drink < 2 || m->danger || m->outcome || m->gone)
        return NULL;
    if (ON(SOLVE) || ON(EXPLAIN) || ON(OFFER_ALTERNATIVES) || ON(CHECK_FIRST) || ON(ASK))
        return "drink with trouble, and reasoning or an offer";
    if (!face_to_face(step)) {
        if (!ON(FOLLOW_UP) && !refused(step, AMENDS_ACT_FOLLOW_UP))
            return "drink from afar, and no time to talk again";
        return calls_anyone(step) && m->help == 0 && !step->abuse ? "drink from afar, and a call" : NULL;
    }
    if (refused(step, AMENDS_ACT_CALL_SECURITY) || refused(step, AMENDS_ACT_CALL_COLLEAGUE) ||
        refused(step, AMENDS_ACT_CALL_SUPERVISOR))
        return NULL;
    if (m->security == 1 && !ON(CALL_SECURITY))
        return "drink with trouble, and no call for security";
    if (m->security == 0 && m->colleague != 2 && m->supervisor != 2 && !calls_anyone(step))
        return "drink with trouble, no security, and no nearest help";
    return NULL;
}

static const char *no_promise_above_authority(const struct step *step)
{
    const struct monitor *m = step->after;

    if (ON(SOLVE) && m->matter != 2)
        return "solve, and nothing demanded is covered";
    if (m->matter == 4 && step->percept->kind == AM_PERCEPT_CUSTOMER && HAS(DEMAND) && !m->danger &&
        m->drink < 2 && !((m->ended >> step->speaker) & 1) && m->supervisor == 1 && !ON(CALL_SUPERVISOR) &&
        !refused(step, AMENDS_ACT_CALL_SUPERVISOR))
        return "something owed that this person may not pay out, and nobody is brought who may";
    return NULL;
}

static unsigned bit_of(unsigned speaker)
{
    return speaker == AM_BYSTANDER ? 4u : 1u << speaker;
}

static bool in_need(const struct step *step)
{
    return (step->after->danger & 4) || HAS(DISTRESS) || HAS(HAZARD);
}

static const char *warning_before_the_door(const struct step *step)
{
    const struct monitor *m = step->after;
    bool ended = (m->ended & bit_of(step->speaker)) != 0;
    bool bystander = step->speaker == AM_BYSTANDER;

    if (ON(SET_BOUNDARY) && !step->abuse)
        return "a boundary, and no abuse";
    if (ON(END_SERVICE) && step->abuse && !step->warned && !ended && m->drink < 3)
        return "the end of service without a warning";
    if (ON(END_SERVICE) && !step->abuse && !ended && m->drink < 3 &&
        m->outcome != AMENDS_OUTCOME_SERVICE_ENDED)
        return "the end of service without abuse";
    if (ON(END_SERVICE) && in_need(step))
        return "one in real need is cut off";
    if (!step->abuse || m->danger || m->outcome || m->gone || ended)
        return NULL;
    if (step->warned && !bystander && !in_need(step)) {
        if (!ON(END_SERVICE) && !refused(step, AMENDS_ACT_END_SERVICE))
            return "abuse after the boundary, and no end of service";
    } else if (!ON(SET_BOUNDARY) && !refused(step, AMENDS_ACT_SET_BOUNDARY)) {
        return "abuse, and no boundary";
    }
    if (HAS(ASK_SUPERVISOR) && m->supervisor == 1 && (face_to_face(step) || m->drink < 2) &&
        !ON(CALL_SUPERVISOR) && !refused(step, AMENDS_ACT_CALL_SUPERVISOR))
        return "abuse and a call for the supervisor, and not both are answered";
    return NULL;
}

static bool matter_is_heard(const struct step *step)
{
    const struct monitor *m = step->after;

    return !m->danger && m->drink < 2 && !m->outcome && !m->gone && !(m->ended & bit_of(step->speaker));
}

static const char *said_again_is_not_heard(const struct step *step)
{
    unsigned who = step->speaker;

    if (!step->reiterated || !matter_is_heard(step))
        return NULL;
    if (!ON(EMPATHISE_MORE) && !refused(step, AMENDS_ACT_EMPATHISE_MORE))
        return "said again, and no more empathy";
    if (step->after->level[who] >= step->rules->top_of_empathy && step->after->supervisor == 1 &&
        !ON(CALL_SUPERVISOR) && !refused(step, AMENDS_ACT_CALL_SUPERVISOR))
        return "the top of empathy, and no supervisor";
    return NULL;
}

static const char *empathy_is_no_concession(const struct step *step)
{
    uint32_t emotion = AMENDS_BIT(AMENDS_SIGNAL_CHURN_THREAT) | AMENDS_BIT(AMENDS_SIGNAL_PUBLICITY_THREAT) |
                       AMENDS_BIT(AMENDS_SIGNAL_LEGAL_THREAT) | AMENDS_BIT(AMENDS_SIGNAL_PROFANITY) |
                       AMENDS_BIT(AMENDS_SIGNAL_DISTRESS);

    if ((step->percept->signals & emotion) && step->before->matter < 2 && !HAS(DEMAND) && ON(SOLVE))
        return "emotion alone, and a remedy";
    if (HAS(COMPLAINT) && !HAS(CALMING) && matter_is_heard(step) && !ON(APOLOGISE) &&
        !refused(step, AMENDS_ACT_APOLOGISE) && step->percept->kind == AM_PERCEPT_CUSTOMER)
        return "a complaint, and no apology";
    return NULL;
}

static const char *everyone_leaves_with_thanks(const struct step *step)
{
    const struct monitor *m = step->after;
    bool hostile = (m->hostile & ~m->left & 3) != 0, peace = (m->peace & ~m->left & 3) != 0;
    bool closing = step->percept->kind == AM_PERCEPT_OUTCOME || (m->outcome && step->cleared);
    bool all_left = step->percept->kind == AM_PERCEPT_OBSERVED &&
                    step->percept->code == AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_LEFT && m->gone;

    if (m->danger || step->after_overrule || !(closing || all_left))
        return NULL;
    if (m->promise && !ON(FOLLOW_UP))
        return "a promise is open at the end, and no follow_up";
    if (m->gone)
        return ON(DEBRIEF) && !ON(THANK) && !ON(GOODWILL) ? NULL
                                                          : "they have left, and it is not the debrief";
    switch (m->outcome) {
    case AMENDS_OUTCOME_SATISFIED:
        return ON(THANK) ? NULL : "satisfied, and no thanks";
    case AMENDS_OUTCOME_PARTLY:
    case AMENDS_OUTCOME_UNSATISFIED:
        if (hostile)
            return ON(THANK) || ON(GOODWILL) ? "abuse stands, and the close is not neutral" : NULL;
        return ON(THANK) && ON(GOODWILL) ? NULL : "not satisfied, and no thanks with goodwill";
    default:
        if (ON(GOODWILL) || (ON(THANK) && (!peace || hostile)))
            return "the service was ended, and the close is not neutral";
        return peace && !hostile && !ON(THANK) ? "made up or parted in peace, and no thanks" : NULL;
    }
}

static bool is_there(const struct step *step)
{
    const struct monitor *m = step->after;
    bool danger = m->danger != 0;

    if (ON(CALL_SECURITY) && (m->security == 0 || (m->security == 2 && !danger)))
        return false;
    if (ON(CALL_SUPERVISOR) && (m->supervisor == 0 || (m->supervisor == 2 && !danger)))
        return false;
    if (ON(CALL_COLLEAGUE) && m->colleague != 1)
        return false;
    if (ON(SLOW_DOWN) && step->setting->channel > AMENDS_CHANNEL_PHONE)
        return false;
    return !ON(STAY_SAFE) || face_to_face(step);
}

static const char *never_a_dead_end(const struct step *step)
{
    const struct monitor *m = step->after;

    if (step->advice->act_count == 0)
        return "a card without an act";
    if (!is_there(step))
        return "an act that is not to be had here and now";
    if (m->danger || m->drink >= 2 || m->outcome || m->gone)
        return NULL;
    if (m->turns >= step->rules->turns_without_progress && m->supervisor == 1 && !ON(CALL_SUPERVISOR) &&
        !refused(step, AMENDS_ACT_CALL_SUPERVISOR))
        return "no progress, and no supervisor";
    if (m->help && m->help != 3 && !calls_anyone(step) && m->overruled == 0 && !ON(FOLLOW_UP))
        return "the staff member asked for help, and there is neither a call nor a time";
    if (HAS(ASK_SUPERVISOR) && m->supervisor == 0 && step->percept->room != AM_ROOM_ALL &&
        matter_is_heard(step) && !calls_anyone(step) && !ON(FOLLOW_UP) && m->overruled == 0)
        return "a supervisor is asked for, there is none, and no time by which it is decided";
    return NULL;
}

static const char *the_person_decides(const struct step *step)
{
    for (unsigned i = 0; i < step->advice->act_count; i++) {
        const struct am_reason *reason = &step->advice->reasons[i];

        if (reason->sources == 0)
            return "an act without a source";
        if (reason->kind == AMENDS_REASON_STATE && reason->code == AM_FACT_ALWAYS &&
            step->advice->act_count > 1)
            return "an act without a reason";
        if (refused(step, step->advice->acts[i]))
            return "an act that was overruled, and no new evidence";
    }
    return NULL;
}

unsigned rules_broken(const struct step *step, const char **what)
{
    static const struct {
        unsigned number;
        const char *(*wrong)(const struct step *step);
    } rules[] = {{1, safety_first},
                 {2, no_reasoning_with_drink},
                 {6, empathy_is_no_concession},
                 {3, no_promise_above_authority},
                 {4, warning_before_the_door},
                 {5, said_again_is_not_heard},
                 {7, everyone_leaves_with_thanks},
                 {8, never_a_dead_end},
                 {10, the_person_decides}};

    for (unsigned i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        const char *wrong = rules[i].wrong(step);

        if (wrong != NULL) {
            *what = wrong;
            return rules[i].number;
        }
    }
    return 0;
}
