/*
 * "May I give 45 EUR?": who is asked, until when, who next, and what an answer does. An approval goes to
 * those who could grant it, the site's supervisors first, then its managers, then managers of the whole
 * organisation; at each deadline one level up, and at the top it lapses. Nobody waits for a person who does
 * not exist (METHOD.md hard rules 3 and 8). Values in, values out; nothing owned, thread-safe.
 */
#ifndef AM_RULES_APPROVAL_H
#define AM_RULES_APPROVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/kinds/case.h"
#include "domain/kinds/people.h"
#include "domain/rules/authority.h"

/* How long a level has: with a customer waiting, and without. Defaults for the settings, in milliseconds. */
#define AM_APPROVAL_LIVE_MS INT64_C(90000)
#define AM_APPROVAL_LATER_MS INT64_C(14400000)

/* Somebody who might answer. */
struct am_approver {
    am_id person;
    int32_t role; /* the highest they have there: enum am_role; of a stand-in, the other's */
    bool here;    /* their membership is of this site, or of every site */
    bool away;    /* cannot be reached now: not asked, but may answer */
    struct amends_authority authority; /* at this site now: am_granted_authority */
};

/* What was given in the encounter before: the answer is a total with it. */
struct am_approval_given {
    const struct am_remedy *remedies;
    size_t count;
};

/* Could this person grant as much, what was given counted in? Never the one who asks. Where an amount is not
 * known, whoever may give any of it could. */
bool am_approval_could(const struct am_approval *approval, const struct am_approver *who,
                       const struct am_approval_given *given);

enum am_approval_begun {
    AM_APPROVAL_TO_ASK,     /* those of am_approval_asked are to be told */
    AM_APPROVAL_BY_ONESELF, /* it is within their own authority, or they are alone: granted at once */
    AM_APPROVAL_NOBODY      /* nobody could grant it: LAPSED at once; say so, and by when it can be decided */
};

/*
 * Begins an approval: sets its state, level, whole and due_at_ms. The rest of `approval` is filled in:
 * asked_by, remedy, what is asked. own: the asker's authority. wait_ms: how long each level has.
 */
enum am_approval_begun am_approval_begin(struct am_approval *approval, const struct amends_authority *own,
                                         const struct am_approver *people, size_t count,
                                         const struct am_approval_given *given, int64_t now_ms,
                                         int64_t wait_ms);

/* Those who are asked at the level that an approval has now: indices of `people` into `asked`, which has room
 * for `count`; gives how many. Those of the levels before were asked already. */
size_t am_approval_asked(const struct am_approval *approval, const struct am_approver *people, size_t count,
                         const struct am_approval_given *given, size_t *asked);

enum am_approval_ticked {
    AM_APPROVAL_WAITS,  /* nothing to do yet, or answered */
    AM_APPROVAL_HIGHER, /* the next level is asked now */
    AM_APPROVAL_AT_END  /* that was the top: LAPSED now; the asker is told */
};

/* Has its time passed? Moves it up to the next level with somebody in it, or ends it. */
enum am_approval_ticked am_approval_tick(struct am_approval *approval, const struct am_approver *people,
                                         size_t count, const struct am_approval_given *given, int64_t now_ms,
                                         int64_t wait_ms);

enum am_approval_said {
    AM_APPROVAL_TAKEN,     /* this answer holds now */
    AM_APPROVAL_AGAIN,     /* the same person said the same before: nothing changes, and it is no fault */
    AM_APPROVAL_ANSWERED,  /* another answer came first: `answered_by` says whose, `state` which */
    AM_APPROVAL_GONE,      /* withdrawn, or lapsed */
    AM_APPROVAL_BEYOND,    /* more than this person may grant themselves */
    AM_APPROVAL_OWN,       /* nobody answers what they asked */
    AM_APPROVAL_NO_AMOUNT, /* granted without an amount where one is needed */
    AM_APPROVAL_SAID_COUNT
};

/* Its name for problems ("answered"), static. */
const char *am_approval_said_name(enum am_approval_said said);

/* An answer: yes as asked, yes to another amount, or no. */
struct am_approval_answer {
    bool grant;
    int64_t minor, percent_bp; /* another amount, more or less; -1: as asked */
    struct amends_view words;
};

/*
 * Answers it. The first answer wins, whatever level is being asked meanwhile; the approval changes only with
 * AM_APPROVAL_TAKEN (`version` is the caller's, who writes it only where nobody else has). One may answer,
 * either way, what one could grant; a level that has passed may still answer.
 */
enum am_approval_said am_approval_say(struct am_approval *approval, const struct am_approver *who,
                                      const struct am_approval_answer *answer,
                                      const struct am_approval_given *given, int64_t now_ms);

/* Takes the question back. Only who asked, only while it is open: TAKEN, ANSWERED, GONE, or BEYOND for
 * others. */
enum am_approval_said am_approval_withdraw(struct am_approval *approval, am_id person, int64_t now_ms);

#endif
