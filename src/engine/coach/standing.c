/*
 * What happened and what is taken back: the log of percepts, and overruling as another history. Nothing here
 * knows of text or of the playbook's words.
 */
#include <string.h>

#include "engine/coach/encounter.h"

static void forget_sketch(struct am_standing *now, uint32_t n)
{
    for (int i = 0; i < AMENDS_SPEAKERS_MAX; i++)
        for (int j = 0; j < AM_SKETCHES; j++)
            if (now->memory[i][j].n == n) {
                memmove(&now->memory[i][j], &now->memory[i][j + 1],
                        (size_t)(AM_SKETCHES - 1 - j) * sizeof(struct am_sketch));
                memset(&now->memory[i][AM_SKETCHES - 1], 0, sizeof(struct am_sketch));
                return;
            }
}

/* One more record; the oldest passes into the checkpoint, and what it showed is known to have been seen. */
static void keep(const struct am_coach_rules *rules, struct am_standing *now,
                 const struct am_percept *percept, uint32_t n)
{
    struct am_moment moment;

    if (now->log_count == AMENDS_OVERRULE_REACH) {
        const struct am_percept *oldest = &now->log[0].percept;

        now->faded_signals |= oldest->signals;
        if (oldest->kind == AM_PERCEPT_OBSERVED && oldest->code >= AMENDS_CODE_OBSERVED)
            now->faded_observed |= AMENDS_BIT(oldest->code - AMENDS_CODE_OBSERVED);
        am_core_take(rules, &now->checkpoint, oldest, &moment);
        am_heat_take(&now->heat_before, oldest);
        memmove(&now->log[0], &now->log[1], (AMENDS_OVERRULE_REACH - 1) * sizeof now->log[0]);
        now->log_count--;
    }
    now->log[now->log_count].percept = *percept;
    now->log[now->log_count++].n = n;
}

void am_standing_take(const struct am_coach_rules *rules, struct am_standing *now,
                      const struct am_percept *percept, uint32_t n)
{
    am_core_take(rules, &now->core, percept, &now->moment);
    am_heat_take(&now->heat, percept);
    keep(rules, now, percept, n);
    now->shown = *percept;
}

/* ---- Overrule: other histories. */

static void replay(const struct am_coach_rules *rules, struct am_standing *now)
{
    now->core = now->checkpoint;
    now->heat = now->heat_before;
    for (int i = 0; i < now->log_count; i++) {
        const struct am_percept *percept = &now->log[i].percept;

        am_core_take(rules, &now->core, percept, &now->moment);
        am_heat_take(&now->heat, percept);
        if (percept->kind != AM_PERCEPT_OVERRULE_ACT)
            now->shown = *percept;
    }
}

static bool faded(struct am_standing *now, int code)
{
    uint32_t *seen = code < AMENDS_SIGNAL_COUNT ? &now->faded_signals : &now->faded_observed;
    uint32_t bit = AMENDS_BIT(code < AMENDS_SIGNAL_COUNT ? code : code - AMENDS_CODE_OBSERVED);
    bool was = (*seen & bit) != 0;

    *seen &= ~bit;
    return was;
}

/* Overruling what was not seen changes nothing. */
void am_standing_overrule_signal(const struct am_coach_rules *rules, struct am_standing *now, int code)
{
    bool abuse = code == AMENDS_SIGNAL_INSULT || code == AMENDS_SIGNAL_HARASSMENT;
    unsigned speaker = now->core.last_abuser < AM_PLACES ? now->core.last_abuser : now->core.last_speaker;
    int at = now->log_count;
    struct am_percept without = {.kind = 0};

    while (at-- > 0) {
        without = now->log[at].percept;
        if (am_percept_forget(&without, code))
            break;
    }
    if (at < 0) {
        if (faded(now, code)) {
            am_core_forget(&now->core, code, speaker);
            am_core_forget(&now->checkpoint, code, speaker);
        }
        return;
    }
    speaker = now->log[at].percept.speaker;
    now->log[at].percept = without;
    if (code == AMENDS_SIGNAL_COMPLAINT || code == AMENDS_SIGNAL_DEMAND)
        forget_sketch(now, now->log[at].n);
    if (code == AMENDS_SIGNAL_DEMAND)
        now->demanded = 0;
    replay(rules, now);
    if (abuse && now->core.last_abuser != speaker)
        am_core_forget(&now->core, code, speaker);
}

void am_standing_overrule_act(const struct am_coach_rules *rules, struct am_standing *now,
                              const struct am_percept *percept, uint32_t n)
{
    struct am_percept shown = now->shown;
    struct am_moment moment = now->moment;

    am_standing_take(rules, now, percept, n);
    moment.cleared |= now->moment.cleared;
    now->shown = shown;
    now->moment = moment;
}
