/* The texts of the hand-over, for handover.c alone. Constants. */
#ifndef AM_RULES_HANDOVER_TEXTS_H
#define AM_RULES_HANDOVER_TEXTS_H

#include "amends/labels.h"
#include "domain/rules/handover.h"

struct am_handover_money {
    char currency[4];
    const char *sign;
};

struct am_handover_texts {
    char lang[3];
    const char *lines[AM_HANDOVER_LINES]; /* what each begins with */
    const char *between, *end;            /* between two items; behind the last of a line */
    const char *gift; /* a remedy with its amount or percentage: %r the remedy, %a how much */
    char decimal;
    const char *before_percent;
    const char *sum;                   /* of an amount: %s the sign, %a the number */
    const char *foreign_sum;           /* where there is no sign: %s the code */
    struct am_handover_money money[8]; /* up to one without a sign */
    const char *remedies[AMENDS_REMEDY_COUNT];
    const char *items[AM_HANDOVER_KEY_COUNT];
};

enum { AM_HANDOVER_LANGS = 4 };

/* English first. */
extern const struct am_handover_texts am_handover_texts[AM_HANDOVER_LANGS];

#endif
