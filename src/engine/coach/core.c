#include "engine/coach/core.h"

#include <string.h>

_Static_assert(sizeof(struct am_core) == 48, "no padding in the state");
_Static_assert(sizeof(struct am_percept) == 36, "no padding in a percept");

#define SIGNAL(id) AMENDS_BIT(AMENDS_SIGNAL_##id)
#define MARK(id) AMENDS_BIT(AMENDS_MARK_##id)
#define MOVE(id) AMENDS_BIT(AMENDS_MOVE_##id)

static bool is_tap(const struct am_percept *percept, int observation)
{
    return percept->kind == AM_PERCEPT_OBSERVED && percept->code == AMENDS_CODE_OBSERVED + observation;
}

static unsigned helper(bool there)
{
    return there ? AM_HELPER_THERE : AM_HELPER_NONE;
}

void am_core_start(struct am_core *core, unsigned channel, bool security, bool supervisor, bool colleague)
{
    memset(core, 0, sizeof *core);
    core->channel = (uint8_t)channel;
    core->security = (uint8_t)helper(security);
    core->supervisor = (uint8_t)helper(supervisor);
    core->colleague = (uint8_t)helper(colleague);
    core->last_abuser = core->last_speaker = AM_PLACES;
}

/* A new listener, or a new beginning: nobody has told them anything yet (hard rule 5). */
static void untold(struct am_core *core)
{
    for (int i = 0; i < AM_PLACES; i++)
        core->persons[i].told = core->persons[i].level = 0;
    core->contested = 0;
    core->stuck = 0;
}

static void excuse(struct am_core *core)
{
    for (int i = 0; i < AM_PLACES; i++)
        if (core->persons[i].told == AM_TOLD)
            core->persons[i].told = AM_TOLD_EXCUSED;
    core->contested = 0;
}

/* While there is danger, or drink with trouble, nobody reasons: what led up to a supervisor begins anew
 * after. */
static void suspend(struct am_core *core)
{
    untold(core);
    core->temper = 0;
    core->flags &= (uint8_t) ~(AM_CORE_WANTED | AM_CORE_WAITING | AM_CORE_SCENE);
}

static void clear_danger(struct am_core *core, struct am_moment *moment)
{
    moment->cleared = core->danger != 0;
    if (core->danger == 0 && core->drink >= AM_DRINK_TROUBLE)
        core->drink = core->drinker = 0;
    core->danger = 0;
    core->help = AM_HELP_NONE;
}

static void leave(struct am_core *core, const struct am_percept *percept)
{
    bool anyone = false;

    for (int i = 0; i < AMENDS_SPEAKERS_MAX; i++) {
        struct am_person *person = &core->persons[i];

        if (!percept->named || i == percept->speaker) {
            if (percept->named || (person->flags & AM_PERSON_PRESENT))
                person->flags |= AM_PERSON_LEFT | AM_PERSON_PRESENT;
            person->told = person->level = 0;
        }
        anyone |= (person->flags & (AM_PERSON_PRESENT | AM_PERSON_LEFT)) == AM_PERSON_PRESENT;
    }
    if (core->drink && (!anyone || core->drinker == percept->speaker))
        core->drink = core->drinker = 0;
    if (anyone)
        return;
    untold(core);
    core->temper = 0;
    core->matter = AM_MATTER_NONE;
    core->help = AM_HELP_NONE;
    core->flags &= (uint8_t) ~(AM_CORE_WANTED | AM_CORE_WAITING | AM_CORE_SCENE | AM_CORE_OPENED);
    core->flags |= AM_CORE_GONE;
}

static void see_danger(struct am_core *core, const struct am_percept *percept)
{
    uint8_t before = core->danger;
    bool violence = is_tap(percept, AMENDS_OBSERVED_VIOLENCE);
    bool threat = (percept->signals & SIGNAL(THREAT)) != 0;

    if (percept->signals & SIGNAL(HAZARD))
        core->danger |=
            percept->marks & MARK(MALICE) ? AM_DANGER_HAZARD | AM_DANGER_MENACE : AM_DANGER_HAZARD;
    if (violence || (threat && (core->channel == AMENDS_CHANNEL_COUNTER || (percept->marks & MARK(NEAR)))))
        core->danger |= AM_DANGER_MENACE;
    else if (threat)
        core->danger |= AM_DANGER_REMOTE;
    if (core->danger & AM_DANGER_MENACE)
        core->danger &= (uint8_t)~AM_DANGER_REMOTE;
    if ((before & AM_DANGER_MENACE) && violence)
        core->danger |= AM_DANGER_MORE;
    if (core->danger && !before)
        suspend(core);
}

/* A calm customer who had a glass is a customer; with conflict, or tapped by staff, it is trouble (hard rule
 * 2). */
static void see_drink(struct am_core *core, const struct am_percept *percept, bool abuse)
{
    uint8_t before = core->drink, who = percept->speaker;
    bool said = (percept->signals & SIGNAL(INTOXICATION)) != 0;
    bool conflict = abuse || percept->anger >= 1 ||
                    (percept->signals & (SIGNAL(THREAT) | SIGNAL(REFUSES_OFFER))) ||
                    (who < AM_PLACES && (core->persons[who].flags & (AM_PERSON_WARNED | AM_PERSON_ENDED))) ||
                    is_tap(percept, AMENDS_OBSERVED_SCENE) || is_tap(percept, AMENDS_OBSERVED_VIOLENCE) ||
                    is_tap(percept, AMENDS_OBSERVED_RAISED_VOICE);

    if (said && core->drink == AM_DRINK_NONE) {
        core->drink = AM_DRINK_SEEN;
        core->drinker = who;
    }
    if (core->drink == AM_DRINK_NONE)
        return;
    if (core->drinker == AM_BYSTANDER && who != AM_BYSTANDER && (conflict || said))
        core->drinker = who;
    if (core->drinker != who)
        return;
    if (before >= AM_DRINK_TROUBLE) {
        if (percept->kind == AM_PERCEPT_CUSTOMER && !(percept->signals & SIGNAL(CALMING)))
            core->drink = AM_DRINK_AGAIN;
    } else if (conflict || (said && percept->kind == AM_PERCEPT_OBSERVED)) {
        core->drink = AM_DRINK_TROUBLE;
        suspend(core);
    }
}

/* The heat: it rises with anger, falls with calm; six turns without its falling go higher (hard rule 8). */
static void feel(const struct am_coach_rules *rules, struct am_core *core, const struct am_percept *percept)
{
    uint8_t before = core->temper, anger = percept->anger > 3 ? 3 : percept->anger;
    bool softer = (percept->signals & SIGNAL(CALMING)) != 0;

    if (is_tap(percept, AMENDS_OBSERVED_CALMED) || (softer && percept->kind == AM_PERCEPT_OBSERVED))
        core->temper = 0;
    else if (softer)
        core->temper = anger < before ? anger : (uint8_t)(before ? before - 1 : 0);
    else if (anger >= before || percept->kind == AM_PERCEPT_OBSERVED)
        core->temper = anger > before ? anger : before;
    else
        core->temper = (uint8_t)(before - 1);
    if (core->temper < before || before == 0)
        core->stuck = 0;
    else if (core->stuck < rules->turns_without_progress)
        core->stuck++;
}

static bool want(struct am_core *core, const struct am_percept *percept)
{
    if (core->supervisor == AM_HELPER_HERE || core->supervisor == AM_HELPER_CALLED)
        return false;
    if (core->supervisor == AM_HELPER_NONE && percept->room == AM_ROOM_ALL)
        return false;
    core->flags |= AM_CORE_WANTED;
    return true;
}

/* They told their matter, were answered, and are displeased still, or again: the answer is contested,
 * whatever the words. Each time it is one notch more of empathy, and as often in a row as there are notches
 * it does not get better: it goes higher. */
static bool unsettled(const struct am_core *core, const struct am_percept *percept, uint8_t temper_before)
{
    const uint32_t quiet = MARK(QUESTION) | MARK(PARTING) | MARK(ACCEPTS) | MARK(WAITING) | MARK(RECURRED);
    bool displeased = percept->anger > 0 || (percept->signals & (SIGNAL(COMPLAINT) | SIGNAL(DEMAND))) != 0;

    return percept->kind == AM_PERCEPT_CUSTOMER && core->persons[percept->speaker].told == AM_TOLD &&
           (core->flags & AM_CORE_OPENED) && !(core->flags & AM_CORE_ASKED) && percept->tells &&
           (percept->marks & quiet) == 0 && (percept->signals & SIGNAL(CALMING)) == 0 &&
           (displeased || temper_before > 0);
}

static void hear_again(const struct am_coach_rules *rules, struct am_core *core,
                       const struct am_percept *percept, struct am_moment *moment)
{
    struct am_person *person = &core->persons[percept->speaker];
    bool tapped = is_tap(percept, AMENDS_OBSERVED_REPEATS);
    bool tells = percept->tells || (percept->signals & (SIGNAL(COMPLAINT) | SIGNAL(DEMAND))) != 0;
    bool told =
        person->told == AM_TOLD || (person->told == AM_TOLD_EXCUSED && (percept->marks & MARK(SAID_BEFORE)));
    bool again = percept->reiteration && told && !(percept->marks & (MARK(RECURRED) | MARK(DISBELIEF)));

    if (tapped || again) {
        moment->reiterated = 1;
        if (person->level < rules->top_of_empathy)
            person->level++;
        if (person->level == rules->top_of_empathy)
            want(core, percept);
    }
    if (tapped || tells || percept->reiteration)
        person->told = AM_TOLD;
}

static void matter_of(struct am_core *core, const struct am_percept *percept)
{
    static const uint8_t by_cover[] = {AM_MATTER_UNCLEAR, AM_MATTER_COVERED, AM_MATTER_UNCLEAR,
                                       AM_MATTER_OVER};
    bool owed = (percept->marks & MARK(OWED)) != 0;

    if ((percept->signals & SIGNAL(DEMAND)) || owed) {
        core->matter = by_cover[percept->cover & 3];
        if (owed && core->matter != AM_MATTER_COVERED && percept->room != AM_ROOM_ALL)
            core->matter = AM_MATTER_OWED;
        else if (percept->room == AM_ROOM_ALL)
            core->matter = AM_MATTER_COVERED;
    } else if ((percept->signals & SIGNAL(COMPLAINT)) && core->matter == AM_MATTER_NONE) {
        core->matter = AM_MATTER_COMPLAINT;
    }
    if (core->matter == AM_MATTER_OWED && (percept->signals || owed))
        want(core, percept);
}

static void judge(struct am_core *core, const struct am_percept *percept, struct am_moment *moment)
{
    struct am_person *person = &core->persons[percept->speaker];
    bool threat = (percept->signals & SIGNAL(THREAT)) != 0 || is_tap(percept, AMENDS_OBSERVED_VIOLENCE);
    bool remorse = (percept->marks & MARK(REMORSE)) != 0 && !threat;
    bool peace = (percept->signals & SIGNAL(CALMING)) || (percept->marks & (MARK(PARTING) | MARK(ACCEPTS))) ||
                 is_tap(percept, AMENDS_OBSERVED_CALMED);

    moment->abuse = !remorse && (percept->signals & (SIGNAL(INSULT) | SIGNAL(HARASSMENT))) != 0;
    if (moment->abuse) {
        moment->was_warned = (person->flags & AM_PERSON_WARNED) != 0;
        person->flags = (uint8_t)((person->flags | AM_PERSON_HOSTILE) & ~AM_PERSON_PEACE);
        core->last_abuser = percept->speaker;
    } else if (remorse) {
        moment->remorse = 1;
        person->flags &= (uint8_t) ~(AM_PERSON_WARNED | AM_PERSON_HOSTILE | AM_PERSON_ENDED);
        person->flags |= AM_PERSON_PEACE;
        if (core->last_abuser == percept->speaker)
            core->last_abuser = AM_PLACES;
    } else if (peace && !threat) {
        person->flags = (uint8_t)((person->flags | AM_PERSON_PEACE) & ~AM_PERSON_HOSTILE);
    } else if (percept->kind != AM_PERCEPT_OBSERVED && percept->has_text && !threat) {
        person->flags &= (uint8_t)~AM_PERSON_HOSTILE;
    }
}

static void scene(struct am_core *core, const struct am_percept *percept, struct am_moment *moment)
{
    if (!is_tap(percept, AMENDS_OBSERVED_SCENE))
        return;
    moment->again =
        (core->flags & AM_CORE_SCENE) != 0 || (core->persons[percept->speaker].flags & AM_PERSON_WARNED) != 0;
    core->flags |= AM_CORE_SCENE;
}

/* A customer or bystander: said or seen. */
static void meet(const struct am_coach_rules *rules, struct am_core *core, const struct am_percept *percept,
                 struct am_moment *moment)
{
    struct am_person *person = &core->persons[percept->speaker];
    bool bystander = percept->speaker == AM_BYSTANDER;

    moment->returned = (person->flags & AM_PERSON_LEFT) != 0;
    person->flags = (uint8_t)((person->flags | AM_PERSON_PRESENT) & ~AM_PERSON_LEFT);
    core->overruled = 0;
    if (!bystander) {
        core->last_speaker = percept->speaker;
        core->flags &= (uint8_t)~AM_CORE_GONE;
    }
    judge(core, percept, moment);
    see_drink(core, percept, moment->abuse);
    see_danger(core, percept);
    if (core->danger || core->drink >= AM_DRINK_TROUBLE)
        return;
    scene(core, percept, moment);
    if (bystander)
        return;
    uint8_t before = core->temper;

    moment->still = unsettled(core, percept, core->temper);
    if (moment->still && core->contested < rules->top_of_empathy)
        core->contested++;
    else if ((percept->signals & SIGNAL(CALMING)) || is_tap(percept, AMENDS_OBSERVED_CALMED))
        core->contested = 0;
    core->flags &= (uint8_t)~AM_CORE_ASKED;
    feel(rules, core, percept);
    moment->softer = percept->kind == AM_PERCEPT_CUSTOMER && core->temper < before && percept->anger == 0;
    if ((percept->signals & SIGNAL(CALMING)) || is_tap(percept, AMENDS_OBSERVED_CALMED))
        if (core->matter != AM_MATTER_OWED)
            core->flags &= (uint8_t)~AM_CORE_WANTED;
    hear_again(rules, core, percept, moment);
    matter_of(core, percept);
    if ((percept->signals & SIGNAL(ASK_SUPERVISOR)) || core->stuck >= rules->turns_without_progress ||
        (moment->still && core->contested >= rules->top_of_empathy))
        want(core, percept);
}

static void arrive(struct am_core *core, int observation)
{
    core->help = AM_HELP_NONE;
    if (observation == AMENDS_OBSERVED_SECURITY_ARRIVED)
        core->security = AM_HELPER_HERE;
    if (observation == AMENDS_OBSERVED_COLLEAGUE_ARRIVED) {
        core->colleague = AM_HELPER_HERE;
        excuse(core);
    }
    if (observation == AMENDS_OBSERVED_SUPERVISOR_ARRIVED) {
        if (core->supervisor != AM_HELPER_HERE)
            untold(core);
        core->supervisor = AM_HELPER_HERE;
        core->flags &= (uint8_t) ~(AM_CORE_WANTED | AM_CORE_WAITING);
    }
}

static uint8_t next_rung(const struct am_core *core)
{
    if (core->help < AM_HELP_COLLEAGUE && core->colleague == AM_HELPER_THERE)
        return AM_HELP_COLLEAGUE;
    if (core->help < AM_HELP_SUPERVISOR &&
        (core->supervisor == AM_HELPER_THERE || core->supervisor == AM_HELPER_CALLED))
        return AM_HELP_SUPERVISOR;
    if (core->help < AM_HELP_SECURITY && core->security == AM_HELPER_THERE)
        return AM_HELP_SECURITY;
    return core->danger || core->help != AM_HELP_NONE ? AM_HELP_EMERGENCY : AM_HELP_NOBODY;
}

static void observe(const struct am_coach_rules *rules, struct am_core *core,
                    const struct am_percept *percept, struct am_moment *moment)
{
    int observation = percept->code - AMENDS_CODE_OBSERVED;

    switch (observation) {
    case AMENDS_OBSERVED_LEFT:
        leave(core, percept);
        break;
    case AMENDS_OBSERVED_SUPERVISOR_ARRIVED:
    case AMENDS_OBSERVED_COLLEAGUE_ARRIVED:
    case AMENDS_OBSERVED_SECURITY_ARRIVED:
        arrive(core, observation);
        break;
    case AMENDS_OBSERVED_SUPERVISOR_UNAVAILABLE:
        if (core->supervisor == AM_HELPER_CALLED)
            core->flags |= AM_CORE_WANTED;
        core->supervisor = AM_HELPER_NONE;
        core->flags &= (uint8_t)~AM_CORE_WAITING;
        if (core->help == AM_HELP_SUPERVISOR)
            core->help = core->security == AM_HELPER_THERE ? AM_HELP_SECURITY : AM_HELP_NOBODY;
        break;
    case AMENDS_OBSERVED_NEED_HELP:
        core->help = next_rung(core);
        core->overruled = 0;
        if (core->danger)
            core->danger |= AM_DANGER_MORE;
        break;
    case AMENDS_OBSERVED_DANGER_CLEARED:
        clear_danger(core, moment);
        break;
    default:
        meet(rules, core, percept, moment);
    }
}

static unsigned addressed(const struct am_core *core, const struct am_percept *percept)
{
    if (percept->to >= 0 && percept->to < AM_PLACES)
        return (unsigned)percept->to;
    if (core->last_abuser < AM_PLACES)
        return core->last_abuser;
    return core->last_speaker < AM_PLACES ? core->last_speaker : 0;
}

static void answer(struct am_core *core, const struct am_percept *percept)
{
    uint32_t moves = percept->moves, marks = percept->marks;
    struct am_person *person = &core->persons[addressed(core, percept)];
    bool to_supervisor = (marks & MARK(TO_SUPERVISOR)) ||
                         ((moves & MOVE(HANDS_OVER)) &&
                          !(marks & (MARK(TO_COLLEAGUE) | MARK(TO_SECURITY) | MARK(TO_EMERGENCY))));

    if (percept->kind == AM_PERCEPT_SUPERVISOR && core->supervisor != AM_HELPER_HERE)
        arrive(core, AMENDS_OBSERVED_SUPERVISOR_ARRIVED);
    if (percept->kind != AM_PERCEPT_DID)
        core->flags &= (uint8_t)~AM_CORE_WAITING;
    core->flags |= AM_CORE_OPENED;
    if (moves & MOVE(ASKS))
        core->flags |= AM_CORE_ASKED;
    else
        core->flags &= (uint8_t)~AM_CORE_ASKED;
    if (moves & MOVE(SETS_BOUNDARY))
        person->flags |= AM_PERSON_WARNED;
    if (moves & MOVE(ENDS_SERVICE))
        person->flags |= AM_PERSON_ENDED;
    if (marks & (MARK(ASKS_RETELL) | MARK(FIXED)))
        excuse(core);
    if (marks & MARK(FIXED))
        core->matter = AM_MATTER_NONE;
    if (to_supervisor && core->supervisor == AM_HELPER_THERE) {
        core->supervisor = AM_HELPER_CALLED;
        core->flags &= (uint8_t)~AM_CORE_WANTED;
    }
    if ((to_supervisor && core->supervisor == AM_HELPER_CALLED) || (marks & MARK(ASKS_WAIT)) ||
        ((moves & MOVE(CHECKS_FIRST)) && !(moves & MOVE(ASKS))))
        core->flags |= AM_CORE_WAITING;
    if (moves & MOVE(COMMITS_FOLLOW_UP)) {
        core->flags |= AM_CORE_PROMISE;
        if (core->supervisor == AM_HELPER_NONE)
            core->flags &= (uint8_t)~AM_CORE_WANTED;
    }
}

static void grant(struct am_core *core, const struct am_percept *percept)
{
    if (percept->kind == AM_PERCEPT_GAVE) {
        core->matter = AM_MATTER_NONE;
        core->flags &= (uint8_t) ~(AM_CORE_WAITING | AM_CORE_WANTED);
        excuse(core);
        return;
    }
    if (core->matter < AM_MATTER_COVERED || percept->cover == AMENDS_COVER_NONE)
        return;
    if (percept->cover == AMENDS_COVER_COVERED) {
        core->matter = AM_MATTER_COVERED;
        core->flags &= (uint8_t) ~(AM_CORE_WAITING | AM_CORE_WANTED);
    } else if (core->matter != AM_MATTER_OWED) {
        core->matter = percept->cover == AMENDS_COVER_OVER ? AM_MATTER_OVER : AM_MATTER_UNCLEAR;
    }
}

/* The person says: not that. What stands behind the act goes with it, so that it comes back with new evidence
 * only (hard rule 10). */
static void overrule_act(struct am_core *core, const struct am_percept *percept, struct am_moment *moment)
{
    int act = percept->code;
    bool call = act == AMENDS_ACT_CALL_SECURITY || act == AMENDS_ACT_CALL_EMERGENCY;

    if (act >= AMENDS_ACT_COUNT)
        return;
    if (call || (act == AMENDS_ACT_CALL_SUPERVISOR && (core->danger & ~AM_DANGER_MORE) == AM_DANGER_REMOTE)) {
        clear_danger(core, moment);
        core->flags &= (uint8_t)~AM_CORE_SCENE;
    }
    if (act == AMENDS_ACT_CALL_SUPERVISOR) {
        core->flags &= (uint8_t)~AM_CORE_WANTED;
        core->stuck = 0;
    }
    if ((act == AMENDS_ACT_CALL_SUPERVISOR && core->help == AM_HELP_SUPERVISOR) ||
        (act == AMENDS_ACT_CALL_COLLEAGUE && core->help == AM_HELP_COLLEAGUE))
        core->help = AM_HELP_NONE;
    core->overruled |= AMENDS_BIT(act);
    if (call)
        core->overruled |= AMENDS_BIT(AMENDS_ACT_CALL_SECURITY) | AMENDS_BIT(AMENDS_ACT_CALL_EMERGENCY);
}

static void close_up(struct am_core *core, const struct am_percept *percept)
{
    core->outcome = percept->code;
    core->temper = core->matter = core->help = 0;
    core->overruled = 0;
    untold(core);
    core->flags &= AM_CORE_PROMISE | AM_CORE_GONE;
    if (percept->code == AMENDS_OUTCOME_REMOVED)
        core->flags |= AM_CORE_GONE;
}

void am_core_take(const struct am_coach_rules *rules, struct am_core *core, const struct am_percept *percept,
                  struct am_moment *moment)
{
    memset(moment, 0, sizeof *moment);
    switch (percept->kind) {
    case AM_PERCEPT_CUSTOMER:
    case AM_PERCEPT_BYSTANDER:
        meet(rules, core, percept, moment);
        break;
    case AM_PERCEPT_OBSERVED:
        observe(rules, core, percept, moment);
        break;
    case AM_PERCEPT_STAFF:
    case AM_PERCEPT_SUPERVISOR:
    case AM_PERCEPT_DID:
        answer(core, percept);
        break;
    case AM_PERCEPT_GAVE:
    case AM_PERCEPT_AUTHORITY:
        grant(core, percept);
        break;
    case AM_PERCEPT_OVERRULE_ACT:
        overrule_act(core, percept, moment);
        break;
    case AM_PERCEPT_OUTCOME:
        close_up(core, percept);
        break;
    default:
        break;
    }
    if (percept->kind == AM_PERCEPT_CUSTOMER || percept->kind == AM_PERCEPT_BYSTANDER ||
        percept->kind == AM_PERCEPT_OBSERVED)
        moment->speaker = percept->speaker;
    else
        moment->speaker = (uint8_t)addressed(core, percept);
}

unsigned am_core_heat(const struct am_core *core)
{
    static const uint16_t by_temper[] = {0, 330, 640, 900};

    if (core->flags & AM_CORE_GONE)
        return 0;
    if (core->danger & (AM_DANGER_MENACE | AM_DANGER_REMOTE))
        return 1000;
    if (core->drink >= AM_DRINK_TROUBLE)
        return 700;
    return by_temper[core->temper & 3];
}
