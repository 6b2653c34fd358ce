/*
 * The search: breadth first, each state once, to the fixed point; on a violation the way back is the shortest
 * script.
 */
#include <stdlib.h>
#include <string.h>

#include "proof/proof.h"

#define OVERRULE 0x8000u /* in `via`: an act was overruled */

_Static_assert(sizeof(struct state) == 80, "states have no padding");

/* Acts whose overruling changes the state; of the others it changes the next card only, and that is looked at
 * on every transition. */
static const uint8_t overruled_acts[] = {AMENDS_ACT_APOLOGISE,       AMENDS_ACT_SET_BOUNDARY,
                                         AMENDS_ACT_END_SERVICE,     AMENDS_ACT_CALL_COLLEAGUE,
                                         AMENDS_ACT_CALL_SUPERVISOR, AMENDS_ACT_CALL_SECURITY};

struct search {
    const struct coach *coach;
    const struct setting *setting;
    struct alphabet *alphabet;
    struct state *states;
    uint32_t *parents, *table;
    uint16_t *via;
    size_t count, room, table_size;
    bool histories, full;
    struct result *result;
    FILE *out;
};

static uint64_t hash_of(const struct state *state)
{
    uint64_t words[sizeof *state / 8], hash = UINT64_C(0x9e3779b97f4a7c15);

    memcpy(words, state, sizeof words);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        hash = (hash ^ words[i]) * UINT64_C(0xff51afd7ed558ccd);
        hash ^= hash >> 32;
    }
    return hash;
}

static bool grow(struct search *search)
{
    size_t room = search->room * 2;
    struct state *states = realloc(search->states, room * sizeof *states);

    if (states != NULL)
        search->states = states;

    uint32_t *parents = realloc(search->parents, room * sizeof *parents);

    if (parents != NULL)
        search->parents = parents;

    uint16_t *via = realloc(search->via, room * sizeof *via);

    if (via != NULL)
        search->via = via;

    uint32_t *table = calloc(room * 2, sizeof *table);

    if (states == NULL || parents == NULL || via == NULL || table == NULL) {
        free(table);
        return false;
    }
    for (size_t i = 0; i < search->count; i++) {
        size_t at = hash_of(&states[i]) & (room * 2 - 1);

        while (table[at] != 0)
            at = (at + 1) & (room * 2 - 1);
        table[at] = (uint32_t)i + 1;
    }
    free(search->table);
    search->table = table;
    search->table_size = room * 2;
    search->room = room;
    return true;
}

/* The state is known from now on; where it is new it will be looked at. */
static void visit(struct search *search, const struct state *state, uint32_t parent, unsigned via)
{
    size_t at = hash_of(state) & (search->table_size - 1);

    for (; search->table[at] != 0; at = (at + 1) & (search->table_size - 1))
        if (memcmp(&search->states[search->table[at] - 1], state, sizeof *state) == 0)
            return;
    if (search->count == search->room) {
        if (!grow(search)) {
            search->full = true;
            return;
        }
        visit(search, state, parent, via);
        return;
    }
    search->states[search->count] = *state;
    search->parents[search->count] = parent;
    search->via[search->count] = (uint16_t)via;
    search->table[at] = (uint32_t)++search->count;
}

/* ---- Telling. */

static void print_via(const struct search *search, unsigned via)
{
    if (via & OVERRULE)
        fprintf(search->out, "{\"encounter\": \"e\", \"overrule\": \"%s\"}\n",
                amends_act_name((int)(via & 0xff)));
    else
        fprintf(search->out, "%s\n", search->alphabet->letters[via].line);
}

static void print_way(const struct search *search, uint32_t at)
{
    if (at == 0)
        return;
    print_way(search, search->parents[at]);
    print_via(search, search->via[at]);
}

static void print_script(const struct search *search, uint32_t from, const unsigned *vias, unsigned count)
{
    static const char *const authority[] = {"{}", "{\"exchange\": true}", "{\"all\": true}"};
    const struct setting *s = search->setting;

    if (search->out == NULL)
        return;
    fprintf(search->out, "rule %u is broken: %s\n", search->result->rule, search->result->what);
    fprintf(search->out,
            "{\"encounter\": \"e\", \"start\": {\"channel\": \"%s\", \"security_on_site\": %s, "
            "\"supervisor\": %s, "
            "\"colleague\": %s, \"authority\": %s}}\n",
            amends_channel_name(s->channel), s->security ? "true" : "false", s->supervisor ? "true" : "false",
            s->colleague ? "true" : "false", authority[s->room]);
    print_way(search, from);
    for (unsigned i = 0; i < count; i++)
        print_via(search, vias[i]);
}

static void violated(struct search *search, unsigned rule, const char *what, uint32_t from, unsigned via,
                     unsigned second)
{
    unsigned vias[2] = {via, second};

    search->result->rule = rule;
    snprintf(search->result->what, sizeof search->result->what, "%s", what);
    print_script(search, from, vias, second == UINT32_MAX ? 1 : 2);
}

/* ---- One state. */

static bool allowed(const struct state *state, const struct am_percept *percept)
{
    if (state->core.outcome == AMENDS_OUTCOME_NONE)
        return true;
    return percept->kind == AM_PERCEPT_OBSERVED &&
           percept->code == AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_DANGER_CLEARED;
}

/* Overruling an act behind which nothing stands takes it off the card and does nothing else, unless it was
 * the only one or made room on a full card; a rule that wants it is silent then. So these cards need not be
 * looked at again. */
static bool changes_more(const struct am_coach_rules *rules, const struct am_advice *advice, unsigned act)
{
    return advice->act_count == 1 || advice->act_count >= rules->acts_on_card ||
           act == AMENDS_ACT_CALL_COLLEAGUE || act == AMENDS_ACT_CALL_SUPERVISOR ||
           act == AMENDS_ACT_CALL_SECURITY || act == AMENDS_ACT_CALL_EMERGENCY || act == AMENDS_ACT_LISTEN;
}

/* Each act of the card can be overruled: it goes, something remains, and every rule still holds. */
static bool check_overrules(struct search *search, uint32_t from, unsigned via, const struct state *next,
                            const struct step *made, const struct am_moment *moment)
{
    const struct coach *coach = search->coach;

    if (next->core.outcome != AMENDS_OUTCOME_NONE)
        return true;
    for (unsigned i = 0; i < made->advice->act_count; i++) {
        struct am_percept percept = {.kind = AM_PERCEPT_OVERRULE_ACT,
                                     .to = -1,
                                     .code = made->advice->acts[i],
                                     .room = search->setting->room};
        struct state after = *next;
        struct am_moment then, shown = *moment;
        struct am_advice advice;
        struct step account = {.rules = coach->rules}, step = *made;
        const char *what = NULL;

        if (!changes_more(coach->rules, made->advice, made->advice->acts[i]))
            continue;
        coach->take(coach->rules, &after.core, &percept, &then);
        shown.cleared |= then.cleared;
        coach->advise(coach->rules, &after.core, made->percept, &shown, &advice);
        monitor_take(&after.monitor, search->setting, coach->rules, &percept, am_core_heat(&after.core),
                     &account);
        step.after = &after.monitor;
        step.advice = &advice;
        step.after_overrule = 1;
        search->result->overrules++;

        unsigned rule = rules_broken(&step, &what);

        if (rule != 0) {
            violated(search, rule, what, from, via, OVERRULE | made->advice->acts[i]);
            return false;
        }
    }
    return true;
}

/* Overruling a reading gives the state that the event would have led to without it (CONTRACT.md, hard rule
 * 10). */
static bool same_history(const struct search *search, const struct state *state,
                         const struct am_percept *percept, int code)
{
    static struct am_standing standing;
    struct am_percept without = *percept;
    struct am_core expected = state->core;
    struct am_moment moment;
    bool abuse = code == AMENDS_SIGNAL_INSULT || code == AMENDS_SIGNAL_HARASSMENT;

    standing.core = standing.checkpoint = state->core;
    standing.log_count = 0;
    am_standing_take(search->coach->rules, &standing, percept, 1);
    am_standing_overrule_signal(search->coach->rules, &standing, code);
    if (percept->kind != AM_PERCEPT_OBSERVED) {
        without.signals &= ~AMENDS_BIT(code);
        if (code == AMENDS_SIGNAL_DEMAND)
            without.cover = AMENDS_COVER_NONE;
        am_core_take(search->coach->rules, &expected, &without, &moment);
    }
    if (abuse && expected.last_abuser != percept->speaker)
        expected.persons[percept->speaker].flags &=
            (uint8_t) ~(AM_PERSON_HOSTILE | AM_PERSON_WARNED | AM_PERSON_ENDED);
    return memcmp(&expected, &standing.core, sizeof expected) == 0;
}

static bool check_histories(struct search *search, uint32_t from, unsigned via,
                            const struct am_percept *percept)
{
    struct state state = search->states[from];

    if (percept->kind == AM_PERCEPT_OBSERVED && percept->code >= AMENDS_CODE_OBSERVED) {
        if (same_history(search, &state, percept, percept->code))
            return true;
        violated(search, 10, "an observation is overruled, and leaves a trace", from, via, UINT32_MAX);
        return false;
    }
    for (int code = 0; code < AMENDS_SIGNAL_COUNT; code++)
        if ((percept->signals & AMENDS_BIT(code)) && !same_history(search, &state, percept, code)) {
            violated(search, 10, "a reading is overruled, and leaves a trace", from, via, UINT32_MAX);
            return false;
        }
    return true;
}

static bool check_stage(struct search *search, const struct am_core *before, const struct am_moment *moment,
                        const struct am_percept *percept, unsigned stage)
{
    struct am_facts facts;

    am_facts_of(&facts, before, moment, percept, search->coach->rules);

    unsigned last = am_stage_of(search->coach->rules, &facts);

    return last == stage || (search->coach->rules->stages[last].to >> stage & 1);
}

static bool expand_letter(struct search *search, uint32_t from, unsigned via)
{
    const struct coach *coach = search->coach;
    const struct am_percept *percept = &search->alphabet->letters[via].percept;
    struct state before = search->states[from], next = before;
    struct am_moment moment;
    struct am_advice advice;
    struct step step = {
        .rules = coach->rules, .setting = search->setting, .percept = percept, .advice = &advice};
    const char *what = NULL;

    if (!allowed(&before, percept))
        return true;
    coach->take(coach->rules, &next.core, percept, &moment);
    coach->advise(coach->rules, &next.core, percept, &moment, &advice);
    monitor_take(&next.monitor, search->setting, coach->rules, percept, am_core_heat(&next.core), &step);
    step.before = &before.monitor;
    step.after = &next.monitor;
    search->result->transitions++;

    unsigned rule = rules_broken(&step, &what);

    if (rule == 0 && !check_stage(search, &before.core, &moment, percept, advice.stage)) {
        rule = 8;
        what = "a stage follows that coach.yaml does not know of";
    }
    if (rule != 0) {
        violated(search, rule, what, from, via, UINT32_MAX);
        return false;
    }
    if (!check_overrules(search, from, via, &next, &step, &moment))
        return false;
    if (search->histories && !check_histories(search, from, via, percept))
        return false;
    visit(search, &next, from, via);
    return true;
}

static void expand_overrules(struct search *search, uint32_t from)
{
    struct state before = search->states[from];

    if (before.core.overruled != 0 || before.core.outcome != AMENDS_OUTCOME_NONE)
        return;
    for (size_t i = 0; i < sizeof overruled_acts; i++) {
        struct am_percept percept = {.kind = AM_PERCEPT_OVERRULE_ACT,
                                     .to = -1,
                                     .code = overruled_acts[i],
                                     .room = search->setting->room};
        struct state next = before;
        struct am_moment moment;
        struct step account = {.rules = search->coach->rules};

        search->coach->take(search->coach->rules, &next.core, &percept, &moment);
        monitor_take(&next.monitor, search->setting, search->coach->rules, &percept, am_core_heat(&next.core),
                     &account);
        search->result->transitions++;
        visit(search, &next, from, OVERRULE | overruled_acts[i]);
    }
}

/* Never a dead end: from here the danger can be cleared and the encounter closed, with a closing act (hard
 * rule 8). */
static bool can_close(const struct search *search, const struct state *state)
{
    struct am_percept percept = {.kind = AM_PERCEPT_OBSERVED, .to = -1, .room = search->setting->room};
    struct am_core core = state->core;
    struct am_moment moment;
    struct am_advice advice;

    percept.code = AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_DANGER_CLEARED;
    search->coach->take(search->coach->rules, &core, &percept, &moment);
    if (core.outcome == AMENDS_OUTCOME_NONE) {
        percept.kind = AM_PERCEPT_OUTCOME;
        percept.code = AMENDS_OUTCOME_SATISFIED;
        search->coach->take(search->coach->rules, &core, &percept, &moment);
    }
    search->coach->advise(search->coach->rules, &core, &percept, &moment, &advice);
    for (unsigned i = 0; i < advice.act_count; i++)
        if (advice.acts[i] == AMENDS_ACT_THANK || advice.acts[i] == AMENDS_ACT_GOODWILL ||
            advice.acts[i] == AMENDS_ACT_DEBRIEF)
            return core.outcome != AMENDS_OUTCOME_NONE && core.danger == 0;
    return false;
}

static bool expand(struct search *search, uint32_t at)
{
    if (!can_close(search, &search->states[at])) {
        search->result->rule = 8;
        snprintf(search->result->what, sizeof search->result->what, "no way to a close");
        print_script(search, at, NULL, 0);
        return false;
    }
    for (unsigned i = 0; i < search->alphabet->count; i++)
        if (!expand_letter(search, at, i))
            return false;
    expand_overrules(search, at);
    return true;
}

static bool begin(struct search *search, size_t room)
{
    const struct setting *setting = search->setting;
    struct state first;

    search->room = room;
    search->table_size = room * 2;
    search->states = malloc(room * sizeof *search->states);
    search->parents = malloc(room * sizeof *search->parents);
    search->via = malloc(room * sizeof *search->via);
    search->table = calloc(search->table_size, sizeof *search->table);
    search->alphabet = malloc(sizeof *search->alphabet);
    if (search->states == NULL || search->parents == NULL || search->via == NULL || search->table == NULL ||
        search->alphabet == NULL)
        return false;
    memset(&first, 0, sizeof first);
    am_core_start(&first.core, setting->channel, setting->security, setting->supervisor, setting->colleague);
    monitor_start(&first.monitor, setting);
    visit(search, &first, 0, 0);
    return true;
}

void search_run(const struct coach *coach, const struct setting *setting, unsigned families, bool histories,
                size_t states_max, struct result *result, FILE *out)
{
    struct search search = {
        .coach = coach, .setting = setting, .histories = histories, .result = result, .out = out};

    memset(result, 0, sizeof *result);
    if (begin(&search, 1 << 16)) {
        alphabet_make(search.alphabet, families, setting->room);
        for (size_t at = 0; at < search.count && !search.full && at < states_max; at++)
            if (!expand(&search, (uint32_t)at))
                break;
        result->states = search.count;
        result->unfinished = result->rule == 0 && (search.full || search.count > states_max);
    } else {
        result->unfinished = true;
    }
    free(search.alphabet);
    free(search.states);
    free(search.parents);
    free(search.via);
    free(search.table);
}
