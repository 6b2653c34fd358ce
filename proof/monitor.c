/*
 * The monitor: what METHOD.md's rules need to know of what happened, from the events alone. Written from
 * METHOD.md, not from the coach: where both are wrong in the same way, the proof is blind, so it shares no
 * code with it.
 */
#include <string.h>

#include "proof/proof.h"

#define HAS(signal) ((percept->signals & AMENDS_BIT(AMENDS_SIGNAL_##signal)) != 0)
#define MARKED(mark) ((percept->marks & AMENDS_BIT(AMENDS_MARK_##mark)) != 0)
#define MOVED(move) ((percept->moves & AMENDS_BIT(AMENDS_MOVE_##move)) != 0)

enum { NOBODY = 3 };

static bool saw(const struct am_percept *percept, int observation)
{
    return percept->kind == AM_PERCEPT_OBSERVED && percept->code == AMENDS_CODE_OBSERVED + observation;
}

static unsigned bit_of(unsigned speaker)
{
    return speaker == AM_BYSTANDER ? 4u : 1u << speaker;
}

void monitor_start(struct monitor *monitor, const struct setting *setting)
{
    memset(monitor, 0, sizeof *monitor);
    monitor->supervisor = setting->supervisor;
    monitor->colleague = setting->colleague;
    monitor->security = setting->security;
    monitor->last_abuser = monitor->last_speaker = NOBODY;
}

/* A new beginning of the talk: nobody has told anything to whoever listens. */
static void fresh(struct monitor *m)
{
    memset(m->level, 0, sizeof m->level);
    memset(m->told, 0, sizeof m->told);
    m->turns = 0;
}

static void excuse(struct monitor *m)
{
    for (int i = 0; i < 2; i++)
        if (m->told[i] == 1)
            m->told[i] = 2;
}

static void danger_and_drink(struct monitor *m, const struct setting *setting,
                             const struct am_percept *percept, struct step *account)
{
    unsigned danger = m->danger, drink = m->drink;
    bool violence = saw(percept, AMENDS_OBSERVED_VIOLENCE), threat = HAS(THREAT);
    bool conflict = account->abuse || percept->anger >= 1 || threat || violence || HAS(REFUSES_OFFER) ||
                    (m->warned & bit_of(percept->speaker)) || (m->ended & bit_of(percept->speaker)) ||
                    saw(percept, AMENDS_OBSERVED_SCENE) || saw(percept, AMENDS_OBSERVED_RAISED_VOICE);

    if (HAS(INTOXICATION) && m->drink == 0) {
        m->drink = 1;
        m->drinker = percept->speaker;
    }
    if (m->drink && m->drinker == AM_BYSTANDER && percept->speaker != AM_BYSTANDER &&
        (conflict || HAS(INTOXICATION)))
        m->drinker = percept->speaker;
    if (m->drink && m->drinker == percept->speaker) {
        if (drink >= 2 && percept->kind == AM_PERCEPT_CUSTOMER && !HAS(CALMING))
            m->drink = 3;
        else if (drink < 2 && (conflict || (HAS(INTOXICATION) && percept->kind == AM_PERCEPT_OBSERVED)))
            m->drink = 2;
    }
    if (HAS(HAZARD))
        m->danger |= MARKED(MALICE) ? 6 : 4;
    if (violence || (threat && (setting->channel == AMENDS_CHANNEL_COUNTER || MARKED(NEAR))))
        m->danger |= 2;
    else if (threat)
        m->danger |= 1;
    if ((m->danger && !danger) || (m->drink >= 2 && drink < 2)) {
        fresh(m);
        m->heat = m->scene = 0;
    }
}

static void people(struct monitor *m, const struct am_percept *percept, struct step *account)
{
    unsigned bit = bit_of(percept->speaker);
    bool threat = HAS(THREAT) || saw(percept, AMENDS_OBSERVED_VIOLENCE);
    bool remorse = MARKED(REMORSE) && !threat;

    account->warned = (m->warned & bit) != 0;
    account->abuse = !remorse && (HAS(INSULT) || HAS(HARASSMENT));
    account->remorse = remorse;
    m->met |= (uint8_t)bit;
    m->left &= (uint8_t)~bit;
    if (bit != 4) {
        m->gone = 0;
        m->last_speaker = percept->speaker;
    }
    if (account->abuse) {
        m->hostile |= (uint8_t)bit;
        m->peace &= (uint8_t)~bit;
        m->last_abuser = percept->speaker == AM_BYSTANDER ? 2 : percept->speaker;
    } else if (remorse) {
        m->warned &= (uint8_t)~bit;
        m->ended &= (uint8_t)~bit;
        m->hostile &= (uint8_t)~bit;
        m->peace |= (uint8_t)bit;
        if (m->last_abuser == (percept->speaker == AM_BYSTANDER ? 2 : percept->speaker))
            m->last_abuser = NOBODY;
    } else if (!threat &&
               (HAS(CALMING) || MARKED(PARTING) || MARKED(ACCEPTS) || saw(percept, AMENDS_OBSERVED_CALMED))) {
        m->hostile &= (uint8_t)~bit;
        m->peace |= (uint8_t)bit;
    } else if (!threat && percept->kind != AM_PERCEPT_OBSERVED) {
        m->hostile &= (uint8_t)~bit;
    }
}

static void talk(struct monitor *m, const struct am_percept *percept, struct step *account)
{
    unsigned who = percept->speaker;
    bool tapped = saw(percept, AMENDS_OBSERVED_REPEATS);

    if (saw(percept, AMENDS_OBSERVED_SCENE)) {
        account->again = m->scene || (m->warned & bit_of(who));
        m->scene = 1;
    }
    if (who == AM_BYSTANDER)
        return;
    if (tapped ||
        (percept->reiteration && (m->told[who] == 1 || (m->told[who] == 2 && MARKED(SAID_BEFORE))) &&
         !MARKED(RECURRED) && !MARKED(DISBELIEF))) {
        account->reiterated = 1;
        m->level[who] = (uint8_t)(m->level[who] < 3 ? m->level[who] + 1 : 3);
    }
    if (tapped || percept->reiteration || percept->tells || HAS(COMPLAINT) || HAS(DEMAND))
        m->told[who] = 1;
    if (HAS(DEMAND) || MARKED(OWED))
        m->matter = percept->cover == AMENDS_COVER_COVERED || percept->room == AM_ROOM_ALL ? 2
                    : MARKED(OWED)                                                         ? 4
                                                                                           : 3;
    else if (HAS(COMPLAINT) && m->matter == 0)
        m->matter = 1;
}

static void customer(struct monitor *m, const struct setting *setting, const struct am_percept *percept,
                     struct step *account)
{
    people(m, percept, account);
    m->overruled = 0;
    danger_and_drink(m, setting, percept, account);
    if (m->danger == 0 && m->drink < 2)
        talk(m, percept, account);
}

static void depart(struct monitor *m, const struct am_percept *percept)
{
    unsigned who = percept->named ? bit_of(percept->speaker) : m->met & 3u;

    m->left |= (uint8_t)who;
    if (percept->named)
        m->met |= (uint8_t)who;
    for (int i = 0; i < 2; i++)
        if (!percept->named || i == percept->speaker)
            m->told[i] = m->level[i] = 0;
    if (m->drink && ((m->met & 3u & ~m->left) == 0 || m->drinker == percept->speaker))
        m->drink = m->drinker = 0;
    if (m->met & 3u & ~m->left)
        return;
    m->gone = 1;
    fresh(m);
    m->heat = m->scene = m->help = m->matter = 0;
}

static void supervisor_comes(struct monitor *m)
{
    if (m->supervisor != 2)
        fresh(m);
    m->supervisor = 2;
    m->help = 0;
}

static void clear(struct monitor *m, struct step *account)
{
    account->cleared = m->danger != 0;
    if (m->danger == 0 && m->drink >= 2)
        m->drink = m->drinker = 0;
    m->danger = m->help = 0;
}

static void observed(struct monitor *m, const struct setting *setting, const struct am_percept *percept,
                     struct step *account)
{
    switch (percept->code - AMENDS_CODE_OBSERVED) {
    case AMENDS_OBSERVED_LEFT:
        depart(m, percept);
        break;
    case AMENDS_OBSERVED_SUPERVISOR_ARRIVED:
        supervisor_comes(m);
        break;
    case AMENDS_OBSERVED_COLLEAGUE_ARRIVED:
        m->colleague = 2;
        m->help = 0;
        excuse(m);
        break;
    case AMENDS_OBSERVED_SECURITY_ARRIVED:
        m->security = 2;
        m->help = 0;
        break;
    case AMENDS_OBSERVED_SUPERVISOR_UNAVAILABLE:
        m->supervisor = 0;
        break;
    case AMENDS_OBSERVED_NEED_HELP:
        m->help = (uint8_t)(m->help == 3 ? 1 : m->help < 2 ? m->help + 1 : 2);
        m->overruled = 0;
        break;
    case AMENDS_OBSERVED_DANGER_CLEARED:
        clear(m, account);
        break;
    default:
        customer(m, setting, percept, account);
    }
}

static void staff(struct monitor *m, const struct am_percept *percept)
{
    unsigned to = percept->to >= 0            ? bit_of((unsigned)percept->to)
                  : m->last_abuser != NOBODY  ? 1u << m->last_abuser
                  : m->last_speaker != NOBODY ? bit_of(m->last_speaker)
                                              : 1u;

    if (percept->kind == AM_PERCEPT_SUPERVISOR && m->supervisor != 2)
        supervisor_comes(m);
    if (MOVED(SETS_BOUNDARY))
        m->warned |= (uint8_t)to;
    if (MOVED(ENDS_SERVICE))
        m->ended |= (uint8_t)to;
    if (MARKED(ASKS_RETELL) || MARKED(FIXED))
        excuse(m);
    if (MARKED(FIXED))
        m->matter = 0;
    if (MOVED(COMMITS_FOLLOW_UP))
        m->promise = 1;
}

static void overruled(struct monitor *m, const struct am_percept *percept, struct step *account)
{
    bool call = percept->code == AMENDS_ACT_CALL_SECURITY || percept->code == AMENDS_ACT_CALL_EMERGENCY;

    if (call || (percept->code == AMENDS_ACT_CALL_SUPERVISOR && m->danger == 1)) {
        clear(m, account);
        m->scene = 0;
    }
    if (percept->code == AMENDS_ACT_CALL_SUPERVISOR)
        m->turns = 0;
    if (call || percept->code == AMENDS_ACT_CALL_SUPERVISOR || percept->code == AMENDS_ACT_CALL_COLLEAGUE)
        m->help = m->help ? 3 : 0;
    m->overruled |= AMENDS_BIT(percept->code);
    if (call)
        m->overruled |= AMENDS_BIT(AMENDS_ACT_CALL_SECURITY) | AMENDS_BIT(AMENDS_ACT_CALL_EMERGENCY);
}

static void account_for(struct step *account, const struct monitor *m, const struct am_percept *percept)
{
    bool theirs = percept->kind == AM_PERCEPT_CUSTOMER || percept->kind == AM_PERCEPT_BYSTANDER ||
                  percept->kind == AM_PERCEPT_OBSERVED;

    account->speaker = percept->speaker;
    if (!theirs)
        account->speaker = (uint8_t)(percept->to >= 0            ? percept->to
                                     : m->last_abuser == 2       ? AM_BYSTANDER
                                     : m->last_abuser != NOBODY  ? m->last_abuser
                                     : m->last_speaker != NOBODY ? m->last_speaker
                                                                 : 0);
}

static bool is_turn(const struct am_percept *percept)
{
    if (percept->speaker == AM_BYSTANDER)
        return false;
    if (percept->kind == AM_PERCEPT_CUSTOMER)
        return true;
    return percept->kind == AM_PERCEPT_OBSERVED &&
           (percept->code < AMENDS_CODE_OBSERVED || saw(percept, AMENDS_OBSERVED_REPEATS) ||
            saw(percept, AMENDS_OBSERVED_RAISED_VOICE) || saw(percept, AMENDS_OBSERVED_SCENE) ||
            saw(percept, AMENDS_OBSERVED_CALMED));
}

/* Six customer turns or taps after the one that set the heat, without its falling (hard rule 8). */
static void count_turns(struct monitor *m, const struct am_coach_rules *rules,
                        const struct am_percept *percept, unsigned heat)
{
    uint8_t thirds = (uint8_t)((heat + 50) / 310);

    if (m->danger || m->drink >= 2 || m->gone || m->outcome)
        thirds = 0;
    if (thirds < m->heat || m->heat == 0)
        m->turns = 0;
    else if (is_turn(percept) && m->turns < rules->turns_without_progress)
        m->turns++;
    m->heat = thirds;
}

void monitor_take(struct monitor *monitor, const struct setting *setting, const struct am_coach_rules *rules,
                  const struct am_percept *percept, unsigned heat, struct step *account)
{
    struct monitor *m = monitor;

    switch (percept->kind) {
    case AM_PERCEPT_CUSTOMER:
    case AM_PERCEPT_BYSTANDER:
        customer(m, setting, percept, account);
        break;
    case AM_PERCEPT_OBSERVED:
        observed(m, setting, percept, account);
        break;
    case AM_PERCEPT_STAFF:
    case AM_PERCEPT_SUPERVISOR:
    case AM_PERCEPT_DID:
        staff(m, percept);
        break;
    case AM_PERCEPT_GAVE:
        m->matter = 0;
        excuse(m);
        break;
    case AM_PERCEPT_AUTHORITY:
        if (m->matter >= 2 && percept->cover == AMENDS_COVER_COVERED)
            m->matter = 2;
        else if (m->matter == 2 && percept->cover != AMENDS_COVER_NONE)
            m->matter = 3;
        break;
    case AM_PERCEPT_OVERRULE_ACT:
        overruled(m, percept, account);
        break;
    case AM_PERCEPT_OUTCOME:
        m->outcome = percept->code;
        m->matter = m->help = m->scene = 0;
        m->overruled = 0;
        fresh(m);
        if (percept->code == AMENDS_OUTCOME_REMOVED)
            m->gone = 1;
        break;
    default:
        break;
    }
    account_for(account, m, percept);
    count_turns(m, rules, percept, heat);
}
