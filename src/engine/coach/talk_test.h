/*
 * Encounters for tests of the coach proper, as scripts of percepts: who says or taps what, and what the card
 * then has. The talk is the caller's; nothing is allocated but the rules, once in a program.
 */
#ifndef AM_TALK_TEST_H
#define AM_TALK_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/coach/encounter.h"

#define S(id) AMENDS_BIT(AMENDS_SIGNAL_##id)
#define M(id) AMENDS_BIT(AMENDS_MARK_##id)
#define O(id) (AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_##id)

/* An encounter as the coach proper sees it. */
struct talk {
    struct am_standing standing;
    struct am_advice card;
    uint32_t n;
    uint8_t room;
};

/* Loads the rules from the playbook's folder, the first argument; false when it cannot. Comes first. */
bool talk_begin(int argc, char **argv);

/* An encounter begins, on a channel, with the helpers that are there. */
void start(struct talk *talk, unsigned channel, bool security, bool supervisor, bool colleague);
/* The card as the state stands. */
void advise(struct talk *talk);
/* One percept, and its card. */
void take(struct talk *talk, struct am_percept percept);
/* What a customer says: their place, bits of signals, anger 0 to 3, bits of marks. */
void says(struct talk *talk, unsigned speaker, uint32_t signals, unsigned anger, uint32_t marks);
/* The customer says it again, by content. */
void says_again(struct talk *talk, uint32_t marks);
/* The customer demands a remedy that stands so to the authority (enum amends_cover). */
void demands(struct talk *talk, unsigned cover, uint32_t marks);
/* What a bystander says. */
void bystander(struct talk *talk, uint32_t signals);
/* What staff say, to a place, -1: to nobody in particular. */
void staff(struct talk *talk, uint32_t moves, uint32_t marks, int to);
/* Somebody taps what they see: a code of amends_event. */
void tap(struct talk *talk, int code);
/* So, of a customer who is named. */
void tap_of(struct talk *talk, int code, unsigned speaker);
/* Staff did an act. */
void did(struct talk *talk, int act);
/* The encounter ends. */
void outcome(struct talk *talk, int code);
/* Not that act. */
void overrule(struct talk *talk, int act);
/* That was not so. */
void overrule_signal(struct talk *talk, int code);
/* Is the act on the card? */
bool has(const struct talk *talk, int act);
/* At a counter where every helper is there. */
void at_a_counter(struct talk *talk);

#define HAS(act) assert_true(has(&talk, AMENDS_ACT_##act))
#define LACKS(act) assert_false(has(&talk, AMENDS_ACT_##act))
#define ESCALATES(level) assert_int_equal(talk.card.escalate, AMENDS_LEVEL_##level)
#define FIRST(act) assert_int_equal(talk.card.acts[0], AMENDS_ACT_##act)

#endif
