/*
 * The hand-over: three lines from what an encounter was, so that nobody has to tell it again (METHOD.md,
 * call_supervisor): what happened, what was said and offered, what they want. First as keys with parameters,
 * then as text in the reader's language. Plain values; texts are views of what was given; thread-safe.
 */
#ifndef AM_RULES_HANDOVER_H
#define AM_RULES_HANDOVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "amends/memory.h"

enum { AM_HANDOVER_ITEMS = 24, AM_HANDOVER_MATTER_POINTS = 160, AM_HANDOVER_ROOM = 8192 };

enum am_handover_line { AM_HANDOVER_HAPPENED, AM_HANDOVER_SAID, AM_HANDOVER_WANTS, AM_HANDOVER_LINES };

/* Each thing that a line can say. The texts stand in handover_texts.c, in the same order. %n: a number, %g: a
 * remedy with its amount, %t: the matter, %d: the demand. */
#define AM_HANDOVER_KEYS(X)                                                                                  \
    /* what happened */                                                                                      \
    X(MATTER, "matter")                                                                                      \
    X(COMPLAINT, "complaint")                                                                                \
    X(REPEATED, "repeated")                                                                                  \
    X(DANGER, "danger")                                                                                      \
    X(VIOLENCE, "violence")                                                                                  \
    X(THREAT, "threat")                                                                                      \
    X(HAZARD, "hazard")                                                                                      \
    X(INTOXICATION, "intoxication")                                                                          \
    X(HARASSMENT, "harassment")                                                                              \
    X(INSULT, "insult")                                                                                      \
    X(ANNOYED, "annoyed")                                                                                    \
    X(ANGRY, "angry")                                                                                        \
    X(FURIOUS, "furious")                                                                                    \
    X(DISTRESS, "distress")                                                                                  \
    X(RAISED_VOICE, "raised_voice")                                                                          \
    X(SCENE, "scene")                                                                                        \
    X(CHURN_THREAT, "churn_threat")                                                                          \
    X(PUBLICITY_THREAT, "publicity_threat")                                                                  \
    X(LEGAL_THREAT, "legal_threat")                                                                          \
    X(CALMED, "calmed")                                                                                      \
    X(LEFT, "left")                                                                                          \
    X(UNKNOWN, "unknown")                                                                                    \
    /* what was said and offered */                                                                          \
    X(APOLOGISED, "apologised")                                                                              \
    X(UNDERSTANDING, "understanding")                                                                        \
    X(ASKED, "asked")                                                                                        \
    X(EXPLAINED, "explained")                                                                                \
    X(ALTERNATIVES, "alternatives")                                                                          \
    X(CHECKING, "checking")                                                                                  \
    X(WARNED, "warned")                                                                                      \
    X(SERVICE_ENDED, "service_ended")                                                                        \
    X(COLLEAGUE_CALLED, "colleague_called")                                                                  \
    X(SUPERVISOR_CALLED, "supervisor_called")                                                                \
    X(SECURITY_CALLED, "security_called")                                                                    \
    X(EMERGENCY_CALLED, "emergency_called")                                                                  \
    X(FOLLOW_UP, "follow_up")                                                                                \
    X(OFFERED, "offered")                                                                                    \
    X(REFUSED, "refused")                                                                                    \
    X(APPROVAL_ASKED, "approval_asked")                                                                      \
    X(GIVEN, "given")                                                                                        \
    X(OWED_GIVEN, "owed_given")                                                                              \
    X(APPROVED, "approved")                                                                                  \
    X(NOTHING_OFFERED, "nothing_offered")                                                                    \
    /* what they want */                                                                                     \
    X(REMEDY, "remedy")                                                                                      \
    X(DEMAND, "demand")                                                                                      \
    X(GOT, "got")                                                                                            \
    X(SUPERVISOR, "supervisor")                                                                              \
    X(PUT_RIGHT, "put_right")                                                                                \
    X(SETTLED, "settled")                                                                                    \
    X(NOT_SAID, "not_said")

enum am_handover_key {
#define X(id, name) AM_HANDOVER_##id,
    AM_HANDOVER_KEYS(X)
#undef X
        AM_HANDOVER_KEY_COUNT
};

/* "supervisor_called"; "?" out of range. */
const char *am_handover_key_name(int32_t key);

/* A remedy, and how it stands. */
struct am_handover_gift {
    enum am_handover_gift_is {
        AM_GIFT_WANTED,
        AM_GIFT_OFFERED,
        AM_GIFT_REFUSED,
        AM_GIFT_APPROVAL_ASKED,
        AM_GIFT_APPROVED, /* and not given yet */
        AM_GIFT_GIVEN,
        AM_GIFT_OWED_GIVEN
    } is;
    int32_t remedy;       /* enum amends_remedy */
    int64_t amount_minor; /* -1: none, or not known */
    int64_t percent_bp;   /* -1: none */
    char currency[4];     /* "": none */
};

/* What an encounter was, as plain values taken from its events and cards. What was overruled or undone is not
 * in it. */
struct am_handover_facts {
    struct amends_view matter; /* one sentence of the customer, masked, or the case's subject; may be empty */
    struct amends_view demand; /* the latest one in which they ask for something, where it is another */
    uint32_t signals;          /* bit per enum amends_signal */
    uint32_t observed;         /* bit per enum amends_observation */
    uint32_t acts;             /* bit per enum amends_act: done by staff, said or tapped */
    int32_t anger;             /* the latest, 0 to 3 */
    unsigned reiterations;     /* how often they had to say it again */
    unsigned warnings;         /* boundaries said */
    bool danger;               /* not over */
    bool settled;              /* they accepted */
    const struct am_handover_gift *gifts;
    size_t gift_count;
};

struct am_handover_item {
    int32_t key;    /* enum am_handover_key */
    int32_t number; /* of %n */
    int32_t gift;   /* of %g: its place among the facts' gifts; -1: none */
};

struct am_handover {
    struct am_handover_item items[AM_HANDOVER_LINES][AM_HANDOVER_ITEMS];
    uint8_t counts[AM_HANDOVER_LINES];
};

/* The three lines as keys. Each has at least one; gifts that find no room are left out, the latest stay. */
struct am_handover am_handover_make(const struct am_handover_facts *facts);

/*
 * The three lines as text: UTF-8, a line feed between them, a NUL behind, in `lang` ("en", "zh", "fi", "ru";
 * English for any other). Gives the length without the NUL. What finds no room in `room_bytes` is left out as
 * a whole; AM_HANDOVER_ROOM is room for all. The matter is shortened to AM_HANDOVER_MATTER_POINTS; line feeds
 * and controls in it become blanks.
 */
size_t am_handover_write(const struct am_handover *handover, const struct am_handover_facts *facts,
                         struct amends_view lang, char *out, size_t room_bytes);

#endif
