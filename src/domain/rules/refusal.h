/*
 * Declining further service: what it would cost and what stands behind it, shown before a person decides; and
 * how it ends. Nothing here blocks a decision (METHOD.md hard rules 4 and 10, "Refuse the difficult client?",
 * D4). Plain values, thread-safe.
 */
#ifndef AM_RULES_REFUSAL_H
#define AM_RULES_REFUSAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/kinds/case.h"

#define AM_REFUSAL_DAYS 90       /* where no end is named */
#define AM_REFUSAL_DAYS_MOST 365 /* then it is decided anew */
#define AM_REFUSAL_APPEAL_DAYS 14

/* What a refusal would stand on. */
enum am_refusal_ground {
    AM_REFUSAL_ON_NOTHING, /* no warning was said, nobody was in danger: a warning first would be fairer */
    AM_REFUSAL_ON_WARNING,
    AM_REFUSAL_ON_DANGER,
    AM_REFUSAL_ON_BOTH
};

/* What is shown before the decision. */
struct am_refusal_shown {
    enum am_refusal_ground ground;
    am_id warning;             /* the latest that stands; 0: none */
    int64_t warned_at_ms;      /* 0: never */
    size_t warnings;           /* how many stand */
    bool apologised;           /* there were warnings, and all were taken back */
    int64_t cost_minor;        /* what the customer would have spent until the end; -1: not known */
    int64_t visits;            /* how often they would have come; -1: not known */
    int64_t yearly_minor;      /* as the customer's record has it; -1: not known */
    int64_t visits_yearly;     /* likewise */
    size_t promises;           /* open promises to them: these are kept all the same */
    int64_t from_ms, until_ms; /* the refusal's time */
};

/*
 * What a refusal from now on would cost and stand on. `customer` may be NULL: somebody not known. `warnings`:
 * those said to this customer or in this encounter; what was taken back, or said after now, does not stand.
 * `danger`: violence or a threat in this encounter, not overruled. until_ms: the end wished for, 0 for none;
 * the time that holds is given back (am_refusal_until). Costs are rounded to the nearest, never overflow.
 */
struct am_refusal_shown am_refusal_weigh(const struct am_customer *customer,
                                         const struct am_warning *warnings, size_t warning_count, bool danger,
                                         size_t open_promises, int64_t now_ms, int64_t until_ms);

/* The end that a refusal gets: the one wished for, where it lies ahead and within AM_REFUSAL_DAYS_MOST; the
 * longest there is, where it lies further; AM_REFUSAL_DAYS from now where none was named or it is past. */
int64_t am_refusal_until(int64_t now_ms, int64_t wished_ms);

/* Does it hold now? From its making, before its end, and until it is lifted. */
bool am_refusal_holds(const struct am_refusal *refusal, int64_t now_ms);

enum am_appeal_state {
    AM_APPEAL_NONE,
    AM_APPEAL_OPEN,
    AM_APPEAL_LATE,    /* not decided within AM_REFUSAL_APPEAL_DAYS: it is urgent, not lost */
    AM_APPEAL_GRANTED, /* lifted after the appeal */
    AM_APPEAL_UPHELD,  /* answered: it stands */
    AM_APPEAL_OVER     /* the refusal ended with it undecided or kept */
};
enum am_appeal_state am_appeal_state(const struct am_refusal *refusal, int64_t now_ms);

/* May it be appealed now? While it holds, once. */
bool am_appeal_may_be_made(const struct am_refusal *refusal, int64_t now_ms);

/* Who decides an appeal: another than who refused, unless nobody else could (`others`: how many others may).
 */
bool am_appeal_may_decide(const struct am_refusal *refusal, am_id person, size_t others);

#endif
