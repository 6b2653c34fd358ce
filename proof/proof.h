/*
 * The proof of METHOD.md's hard rules over every reachable state of the coach: a breadth-first search from
 * each start, over abstract percepts, to the fixed point. What is abstracted, and why it loses nothing:
 * docs/design/coach.md.
 */
#ifndef PROOF_H
#define PROOF_H

#include <stdio.h>

#include "engine/coach/encounter.h"

/* Families of events; a run takes some of them. */
enum family {
    FAMILY_TALK = 1,     /* complaints, anger, saying it again */
    FAMILY_MONEY = 2,    /* demands, authority, gifts */
    FAMILY_ABUSE = 4,    /* insults, boundaries, ends of service, remorse */
    FAMILY_DANGER = 8,   /* threats, violence, hazards */
    FAMILY_DRINK = 16,   /* drink, and disorder with it */
    FAMILY_HELP = 32,    /* calls, arrivals, absence, scenes */
    FAMILY_CLOSE = 64,   /* leaving and outcomes */
    FAMILY_SECOND = 128, /* a second customer */
    FAMILY_BYSTANDER = 256,
    FAMILY_ALL = 511
};

/* An event: its percept, and the line of CONTRACT.md that stands for it. */
struct letter {
    struct am_percept percept;

    char line[200];
};

enum { LETTERS_MAX = 256 };

struct alphabet {
    struct letter letters[LETTERS_MAX];
    unsigned count;
};

/* All letters of the families. */
void alphabet_make(struct alphabet *alphabet, unsigned families, enum am_room room);

/* How an encounter starts. */
struct setting {
    uint8_t channel, security, supervisor, colleague, room;
};

/* What the rules need of the history, kept beside the coach and without looking into it. No padding. */
struct monitor {
    uint8_t danger; /* 1 remote, 2 near, 4 hazard */
    uint8_t drink;  /* 0 none, 1 seen, 2 trouble, 3 trouble and they went on */
    uint8_t drinker;
    uint8_t warned, ended, hostile, peace, left, met; /* bit per place 0, 1; bit 2: the bystander */
    uint8_t matter;                          /* 0 none, 1 named, 2 covered, 3 not, 4 owed and not payable */
    uint8_t level[2];                        /* reiterations to this listener, up to 3 */
    uint8_t told[2];                         /* 0 no, 1 told, 2 the next telling is asked for */
    uint8_t heat;                            /* of the last card, in thirds */
    uint8_t turns;                           /* of customers since the heat was set or fell */
    uint8_t supervisor, colleague, security; /* 0 none, 1 there, 2 here */
    uint8_t scene, promise, outcome, gone, help; /* help: 0 not asked for, 1 asked, 2 again, 3 overruled */
    uint8_t last_abuser, last_speaker;           /* 3: nobody */
    uint8_t reserved[2];
    uint32_t overruled;
};

struct state {
    struct am_core core;
    struct monitor monitor;
};

/* One step as the proof sees it. */
struct step {
    const struct am_coach_rules *rules;
    const struct setting *setting;
    const struct monitor *before, *after;
    const struct am_percept *percept;
    const struct am_advice *advice;
    uint8_t speaker, abuse, warned, reiterated, again, remorse, cleared; /* by the monitor's own account */
    uint8_t after_overrule;
};

void monitor_start(struct monitor *monitor, const struct setting *setting);

/* The monitor's next state, and its own account of what the event was. `heat`: of the card. */
void monitor_take(struct monitor *monitor, const struct setting *setting, const struct am_coach_rules *rules,
                  const struct am_percept *percept, unsigned heat, struct step *account);

/* The first rule that the step breaks, with a sentence of what is wrong; 0 where all hold. */
unsigned rules_broken(const struct step *step, const char **what);

/* A coach to be proved: the real one, or one with a fault planted. */
struct coach {
    const struct am_coach_rules *rules;
    void (*take)(const struct am_coach_rules *rules, struct am_core *core, const struct am_percept *percept,
                 struct am_moment *moment);
    void (*advise)(const struct am_coach_rules *rules, const struct am_core *core,
                   const struct am_percept *percept, const struct am_moment *moment, struct am_advice *out);
};

struct result {
    uint64_t states, transitions, overrules;
    unsigned rule;   /* broken; 0: none */
    bool unfinished; /* not to the fixed point: memory, or the bound on states */
    char what[200];
};

/* Searches one run to its fixed point; prints the shortest script of a violation to `out` (may be NULL). */
void search_run(const struct coach *coach, const struct setting *setting, unsigned families, bool histories,
                size_t states_max, struct result *result, FILE *out);

/* coach.yaml and acts.yaml of a folder, compiled; `from` in coach.yaml is replaced by `to` first (NULL:
 * nothing). Owns: free. */
struct am_coach_rules *rules_load(const char *folder, const char *from, const char *to);

#endif
