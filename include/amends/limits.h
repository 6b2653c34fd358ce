/*
 * Every length, depth and count that input can choose has its limit here, with
 * a test at the limit and one past it.
 */
#ifndef AMENDS_LIMITS_H
#define AMENDS_LIMITS_H

enum {
    AMENDS_TEXT_BYTES_MAX = 65536,   /* one text, in bytes of UTF-8 (a workspace may be made for less) */
    AMENDS_TOKENS_MAX = 16384,       /* tokens read of one text; what stands behind is not looked at */
    AMENDS_LINE_BYTES_MAX = 1048576, /* one line of JSON */
    AMENDS_JSON_DEPTH_MAX = 16,      /* nesting of JSON that is read */
    AMENDS_ID_BYTES_MAX = 256,       /* an id or the name of an encounter or speaker */
    AMENDS_LANGUAGES_MAX = 16,       /* languages of one playbook */
    AMENDS_EVIDENCE_MAX = 64,        /* pieces of evidence in one reading */
    AMENDS_DEMANDS_MAX = 4,          /* remedies asked for in one reading */
    AMENDS_FINDINGS_MAX = 32,        /* findings in one review */
    AMENDS_MOVES_MAX = 32,           /* moves in one review */
    AMENDS_CARD_ACTS_MAX = 8,        /* acts on one card */
    AMENDS_SPEAKERS_MAX = 8,         /* customers told apart in one encounter; more share the last place */
    AMENDS_OVERRULE_REACH = 32,      /* events that an overrule can take a reading out of, exactly */
    AMENDS_ENCOUNTERS_MAX = 65536,   /* encounters open at once in one run of the filter */
    AMENDS_MESSAGES_MAX = 1024,      /* messages in one call of guard */
};

enum { AMENDS_DISCOUNT_BP_MAX = 10000 }; /* the highest discount: all of the price */

#define AMENDS_MONEY_MINOR_MAX INT64_C(1000000000000) /* the highest amount, in minor units */

#endif
