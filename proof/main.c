/*
 * proof [--quick] [--share N/M] [--playbook FOLDER]   searches all runs; prints states and transitions, and a
 * script of what is wrong. With a share, every Mth run from the Nth on: M processes with a share each do all.
 * proof --planted [--playbook FOLDER]   plants a fault for each hard rule and demands that it is found.
 * Exit status: 0 all hold (or all faults found), 1 not, 2 wrong use or no memory.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proof/proof.h"

static const struct setting settings[] = {
    {AMENDS_CHANNEL_COUNTER, 0, 1, 1, AM_ROOM_NONE}, /* the defaults of CONTRACT.md */
    {AMENDS_CHANNEL_COUNTER, 1, 1, 1, AM_ROOM_SOME}, /* a house with everything */
    {AMENDS_CHANNEL_COUNTER, 0, 0, 0, AM_ROOM_ALL},  /* the owner, alone */
    {AMENDS_CHANNEL_COUNTER, 0, 0, 0, AM_ROOM_NONE}, /* an employee, alone */
    {AMENDS_CHANNEL_PHONE, 0, 1, 1, AM_ROOM_NONE},   {AMENDS_CHANNEL_CHAT, 0, 1, 0, AM_ROOM_SOME},
    {AMENDS_CHANNEL_EMAIL, 0, 0, 0, AM_ROOM_NONE},   {AMENDS_CHANNEL_COUNTER, 1, 0, 1, AM_ROOM_SOME},
    {AMENDS_CHANNEL_SOCIAL, 1, 1, 1, AM_ROOM_ALL},
};

enum { SETTINGS = sizeof settings / sizeof settings[0], EVERY = (1 << SETTINGS) - 1 };

/* A run: families together, the numbers of the playbook where the run takes smaller ones (0: as they are),
 * whether overrules of readings are looked at too, and in which settings, quick and in full. */
struct run {
    const char *name;
    unsigned families;
    uint8_t turns, top;
    bool histories;
    unsigned quick, whole;
};

static const struct run runs[] = {
    {"talk, money, close", FAMILY_TALK | FAMILY_MONEY | FAMILY_CLOSE, 0, 0, true, 1 << 0, EVERY},
    {"talk, close", FAMILY_TALK | FAMILY_CLOSE, 0, 0, true, 1 << 2 | 1 << 4 | 1 << 6, 0},
    {"talk, abuse, close", FAMILY_TALK | FAMILY_ABUSE | FAMILY_CLOSE, 2, 2, true, 1 << 0, EVERY},
    {"abuse, danger, drink, close", FAMILY_ABUSE | FAMILY_DANGER | FAMILY_DRINK | FAMILY_CLOSE, 0, 0, true,
     1 << 0 | 1 << 1 | 1 << 3 | 1 << 4 | 1 << 8, EVERY},
    {"help, danger, close", FAMILY_HELP | FAMILY_DANGER | FAMILY_CLOSE, 2, 2, false, 1 << 0 | 1 << 3 | 1 << 5,
     EVERY},
    {"help, drink, close", FAMILY_HELP | FAMILY_DRINK | FAMILY_CLOSE, 2, 2, false, 1 << 0 | 1 << 3 | 1 << 4,
     EVERY},
    {"help, close", FAMILY_HELP | FAMILY_CLOSE, 0, 0, true, 1 << 2 | 1 << 5 | 1 << 6, EVERY},
    {"two, abuse, close", FAMILY_SECOND | FAMILY_ABUSE | FAMILY_CLOSE, 2, 2, false, 1 << 0, EVERY},
    {"two, danger, drink, close", FAMILY_SECOND | FAMILY_DANGER | FAMILY_DRINK | FAMILY_CLOSE, 2, 2, true,
     1 << 0 | 1 << 4, EVERY},
    {"bystander, abuse, danger, drink, close",
     FAMILY_BYSTANDER | FAMILY_ABUSE | FAMILY_DANGER | FAMILY_DRINK | FAMILY_CLOSE, 2, 2, false, 0, EVERY},
    {"bystander, abuse, close", FAMILY_BYSTANDER | FAMILY_ABUSE | FAMILY_CLOSE, 2, 2, false, 1 << 3, 0},
    {"bystander, danger, drink, close", FAMILY_BYSTANDER | FAMILY_DANGER | FAMILY_DRINK | FAMILY_CLOSE, 2, 2,
     false, 1 << 0 | 1 << 5, 0},
    {"money, help, close", FAMILY_MONEY | FAMILY_HELP | FAMILY_CLOSE, 2, 2, false, 0, EVERY},
    {"abuse, help, close", FAMILY_ABUSE | FAMILY_HELP | FAMILY_CLOSE, 2, 2, false, 0, EVERY},
    {"talk, danger, drink, close", FAMILY_TALK | FAMILY_DANGER | FAMILY_DRINK | FAMILY_CLOSE, 2, 2, false, 0,
     EVERY},
    {"talk, help, close", FAMILY_TALK | FAMILY_HELP | FAMILY_CLOSE, 1, 1, false, 0, EVERY},
};

enum { RUNS = sizeof runs / sizeof runs[0], STATES_MAX = 20000000 };

static const char *describe(const struct setting *setting, char *out, size_t size)
{
    static const char *const rooms[] = {"no authority", "some authority", "decides alone"};

    snprintf(out, size, "%s,%s%s%s%s, %s", amends_channel_name(setting->channel),
             setting->security ? " security" : "", setting->supervisor ? " supervisor" : "",
             setting->colleague ? " colleague" : "",
             setting->security || setting->supervisor || setting->colleague ? "" : " nobody",
             rooms[setting->room]);
    return out;
}

static bool run_one(const struct coach *real, const struct run *run, const struct setting *setting,
                    struct result *result, FILE *out)
{
    struct am_coach_rules rules = *real->rules;
    struct coach coach = *real;

    if (run->turns != 0)
        rules.turns_without_progress = run->turns;
    if (run->top != 0)
        rules.top_of_empathy = run->top;
    coach.rules = &rules;
    search_run(&coach, setting, run->families, run->histories, STATES_MAX, result, out);
    return result->rule == 0 && !result->unfinished;
}

/* Which of the runs: of so many shares, this one, from 0. */
struct share {
    unsigned number, of;
};

static int prove(const struct am_coach_rules *rules, bool quick, struct share share)
{
    struct coach coach = {rules, am_core_take, am_advise};
    uint64_t states = 0, transitions = 0, overrules = 0;
    unsigned met = 0, done = 0;

    for (unsigned i = 0; i < RUNS; i++)
        for (unsigned j = 0; j < SETTINGS; j++) {
            struct result result;
            char where[96];

            if (((quick ? runs[i].quick : runs[i].whole) >> j & 1) == 0 || met++ % share.of != share.number)
                continue;

            bool holds = run_one(&coach, &runs[i], &settings[j], &result, stdout);

            printf("%-40s %-48s %9llu states %10llu transitions%s\n", runs[i].name,
                   describe(&settings[j], where, sizeof where), (unsigned long long)result.states,
                   (unsigned long long)result.transitions,
                   holds         ? ""
                   : result.rule ? "  BROKEN"
                                 : "  NOT FINISHED");
            fflush(stdout);
            if (!holds)
                return result.rule ? 1 : 2;
            states += result.states;
            transitions += result.transitions;
            overrules += result.overrules;
            done++;
        }
    printf("hard rules 1 to 8 and 10 hold: %u runs to the fixed point, %llu states, %llu transitions, %llu "
           "cards with an act "
           "overruled\n",
           done, (unsigned long long)states, (unsigned long long)transitions, (unsigned long long)overrules);
    return 0;
}

/* ---- Faults planted: in the playbook, or in the coach itself. */

static void forgets_danger(const struct am_coach_rules *rules, struct am_core *core,
                           const struct am_percept *percept, struct am_moment *moment)
{
    am_core_take(rules, core, percept, moment);
    if (core->flags & AM_CORE_GONE)
        core->danger = 0;
}

static void forgets_drink(const struct am_coach_rules *rules, struct am_core *core,
                          const struct am_percept *percept, struct am_moment *moment)
{
    am_core_take(rules, core, percept, moment);
    if (percept->kind == AM_PERCEPT_STAFF)
        core->drink = core->drinker = 0;
}

static void always_covered(const struct am_coach_rules *rules, struct am_core *core,
                           const struct am_percept *percept, struct am_moment *moment)
{
    am_core_take(rules, core, percept, moment);
    if (core->matter == AM_MATTER_OVER)
        core->matter = AM_MATTER_COVERED;
}

static void warns_unsaid(const struct am_coach_rules *rules, struct am_core *core,
                         const struct am_percept *percept, struct am_moment *moment)
{
    am_core_take(rules, core, percept, moment);
    if (moment->abuse)
        core->persons[percept->speaker].flags |= AM_PERSON_WARNED;
}

static void hears_once(const struct am_coach_rules *rules, struct am_core *core,
                       const struct am_percept *percept, struct am_moment *moment)
{
    am_core_take(rules, core, percept, moment);
    if (percept->kind == AM_PERCEPT_STAFF)
        for (int i = 0; i < AM_PLACES; i++)
            core->persons[i].told = 0;
}

static void pities(const struct am_coach_rules *rules, struct am_core *core, const struct am_percept *percept,
                   struct am_moment *moment)
{
    am_core_take(rules, core, percept, moment);
    if (percept->signals & AMENDS_BIT(AMENDS_SIGNAL_CHURN_THREAT))
        core->matter = AM_MATTER_COVERED;
}

static void bears_grudges(const struct am_coach_rules *rules, struct am_core *core,
                          const struct am_percept *percept, struct am_moment *moment)
{
    am_core_take(rules, core, percept, moment);
    if (percept->kind == AM_PERCEPT_OUTCOME)
        core->persons[0].flags |= AM_PERSON_HOSTILE;
}

static void never_counts(const struct am_coach_rules *rules, struct am_core *core,
                         const struct am_percept *percept, struct am_moment *moment)
{
    am_core_take(rules, core, percept, moment);
    core->stuck = 0;
}

static void knows_better(const struct am_coach_rules *rules, const struct am_core *core,
                         const struct am_percept *percept, const struct am_moment *moment,
                         struct am_advice *out)
{
    struct am_core obstinate = *core;

    obstinate.overruled = 0;
    am_advise(rules, &obstinate, percept, moment, out);
}

struct fault {
    unsigned rule, families, setting;
    const char *from, *to; /* in coach.yaml; NULL: in the coach */
    void (*take)(const struct am_coach_rules *rules, struct am_core *core, const struct am_percept *percept,
                 struct am_moment *moment);
    void (*advise)(const struct am_coach_rules *rules, const struct am_core *core,
                   const struct am_percept *percept, const struct am_moment *moment, struct am_advice *out);
};

static const struct fault faults[] = {
    {1, FAMILY_DANGER, 0, "{id: danger.menace.alone, stage: [danger]",
     "{id: danger.menace.alone, stage: [gone]", NULL, NULL},
    {1, FAMILY_DANGER | FAMILY_CLOSE, 0, NULL, NULL, forgets_danger, NULL},
    {2, FAMILY_DRINK, 4, "{id: drink.later, stage: [drink]", "{id: drink.later, stage: [gone]", NULL, NULL},
    {2, FAMILY_DRINK, 1, NULL, NULL, forgets_drink, NULL},
    {3, FAMILY_MONEY, 0, "{id: matter.solve, stage: [matter], when: [demand, covered]",
     "{id: matter.solve, stage: [matter], when: [demand]", NULL, NULL},
    {3, FAMILY_MONEY, 0, NULL, NULL, always_covered, NULL},
    {4, FAMILY_ABUSE, 0,
     "not: [warned], acts: {set_boundary: [insult, harassment]}, avoid: [hostile]}\n  - {id: boundary.need",
     "not: [warned], acts: {end_service: [insult, harassment]}, avoid: [hostile]}\n  - {id: boundary.need",
     NULL, NULL},
    {4, FAMILY_ABUSE, 0, NULL, NULL, warns_unsaid, NULL},
    {5, FAMILY_TALK, 0, "{id: again, stage: [matter]", "{id: again, stage: [gone]", NULL, NULL},
    {5, FAMILY_TALK, 0, NULL, NULL, hears_once, NULL},
    {6, FAMILY_TALK, 0, "acts: {call_supervisor: [legal_threat]}", "acts: {solve: [legal_threat]}", NULL,
     NULL},
    {6, FAMILY_TALK, 0, NULL, NULL, pities, NULL},
    {7, FAMILY_TALK | FAMILY_CLOSE, 0,
     "when: [ended_satisfied], not: [gone], acts: {thank: [ended_satisfied]}",
     "when: [ended_satisfied], not: [gone], acts: {goodwill: [ended_satisfied]}", NULL, NULL},
    {7, FAMILY_CLOSE | FAMILY_HELP, 0, NULL, NULL, bears_grudges, NULL},
    {8, FAMILY_HELP, 3, "{id: higher.alone, stage: [matter]", "{id: higher.alone, stage: [gone]", NULL, NULL},
    {8, FAMILY_TALK, 0, NULL, NULL, never_counts, NULL},
    {10, FAMILY_TALK, 0, NULL, NULL, NULL, knows_better},
};

static int plant(const char *folder)
{
    unsigned missed = 0, count = sizeof faults / sizeof faults[0];

    for (unsigned i = 0; i < count; i++) {
        const struct fault *fault = &faults[i];
        struct am_coach_rules *rules = rules_load(folder, fault->from, fault->to);
        struct coach coach = {rules, fault->take ? fault->take : am_core_take,
                              fault->advise ? fault->advise : am_advise};
        struct result result;

        if (rules == NULL)
            return 2;
        search_run(&coach, &settings[fault->setting], fault->families, false, STATES_MAX, &result, stdout);
        printf("a fault against rule %u, %s: %s\n\n", fault->rule,
               fault->from ? "in coach.yaml" : "in the coach",
               result.rule == fault->rule ? "found" : "NOT FOUND");
        missed += result.rule != fault->rule;
        free(rules);
    }
    printf("%u faults planted, %u found\n", count, count - missed);
    return missed != 0;
}

/* "2/3" is the second of three. */
static bool read_share(const char *text, struct share *share)
{
    char rest;

    if (sscanf(text, "%u/%u%c", &share->number, &share->of, &rest) != 2 || share->number == 0 ||
        share->number > share->of)
        return false;
    share->number--;
    return true;
}

int main(int argc, char **argv)
{
    const char *folder = "data/playbook";
    struct share share = {0, 1};
    bool quick = false, planted = false;
    struct am_coach_rules *rules;
    int status;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--quick") == 0)
            quick = true;
        else if (strcmp(argv[i], "--planted") == 0)
            planted = true;
        else if (strcmp(argv[i], "--playbook") == 0 && i + 1 < argc)
            folder = argv[++i];
        else if (strcmp(argv[i], "--share") == 0 && i + 1 < argc && read_share(argv[i + 1], &share))
            i++;
        else {
            fprintf(stderr, "usage: proof [--quick] [--share N/M] [--playbook FOLDER]\n"
                            "       proof --planted [--playbook FOLDER]\n");
            return 2;
        }
    }
    if (planted)
        return plant(folder);
    rules = rules_load(folder, NULL, NULL);
    if (rules == NULL)
        return 2;
    status = prove(rules, quick, share);
    free(rules);
    return status;
}
