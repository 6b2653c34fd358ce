/*
 * What is kept how long. Each kind of record has a number of days after its end; a site may set its own, a
 * legal hold outlives them all. Values only: the verbs of the desk list, clear and remove. Thread-safe.
 */
#ifndef AM_RULES_RETENTION_H
#define AM_RULES_RETENTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "amends/memory.h"

/* What is done when it is due. */
enum am_retention_way {
    AM_RETENTION_CLEAR, /* texts and what names a customer go; counts, sums and times stay */
    AM_RETENTION_REMOVE /* the record goes */
};

/* id, name of the kind of record, way, days by default, fewest days, what its age is counted from. What
 * belongs to a case (remedies, approvals) is cleared with it; grants and the audit log stay. */
#define AM_RETAINED(X)                                                                                       \
    X(CASE, "case", CLEAR, 1095, 30, "closed")                                                               \
    X(ENCOUNTER, "encounter", CLEAR, 365, 1, "ended")                                                        \
    X(EVENT, "event", REMOVE, 90, 1, "ended")                                                                \
    X(CUSTOMER, "customer", CLEAR, 1095, 30, "last visit")                                                   \
    X(APPROVAL, "approval", CLEAR, 1095, 30, "answered")                                                     \
    X(REMEDY, "remedy", CLEAR, 1095, 30, "given")                                                            \
    X(PROMISE, "promise", CLEAR, 1095, 30, "settled")                                                        \
    X(REFUSAL, "refusal", CLEAR, 1095, 30, "end or lifting")                                                 \
    X(WARNING, "warning", REMOVE, 365, 1, "said")                                                            \
    X(INCIDENT, "incident", CLEAR, 3650, 365, "settled")                                                     \
    X(DEBRIEF, "debrief", REMOVE, 365, 1, "written")                                                         \
    X(MET, "abuse_met", REMOVE, 730, 30, "met")                                                              \
    X(CALL, "call", REMOVE, 365, 7, "ended")                                                                 \
    X(DELIVERY, "delivery", REMOVE, 30, 1, "made")                                                           \
    X(BREAK, "break", REMOVE, 1, 1, "said")                                                                  \
    X(NOTICE, "notice", REMOVE, 1, 1, "made")                                                                \
    X(ANSWER, "answer", REMOVE, 1, 1, "made")                                                                \
    X(SESSION, "session", REMOVE, 30, 1, "ended")

enum am_retained {
#define X(id, name, way, days, fewest, from) AM_RETAINED_##id,
    AM_RETAINED(X)
#undef X
        AM_RETAINED_COUNT
};

enum { AM_RETENTION_DAYS_MOST = 36500, AM_RETENTION_UNSET = -1, AM_RETENTION_FOR_EVER = 0 };

/* Days by kind: UNSET, FOR_EVER, or a number. Of a site or an organisation. */
struct am_retention {
    int32_t days[AM_RETAINED_COUNT];
};

/* The name of the kind of record, static; "?" out of range. And the other way round; -1 for none. */
const char *am_retained_name(int32_t kind);
int32_t am_retained_find(struct amends_view name);

/* What is done with this kind, its days by default, and from which of its times they are counted ("closed").
 */
enum am_retention_way am_retained_way(enum am_retained kind);
int32_t am_retained_days(enum am_retained kind);
const char *am_retained_from(enum am_retained kind);

/* Nothing set. */
struct am_retention am_retention_unset(void);

/* Is each number UNSET, FOR_EVER, or between the kind's fewest and AM_RETENTION_DAYS_MOST? The first kind
 * that is not, otherwise -1. */
int32_t am_retention_flaw(const struct am_retention *settings);

/* The days that hold: the site's, where not set the organisation's, where not set the default. Either may be
 * NULL. Fewer than the kind's fewest count as those, more than the most as the most. */
int32_t am_retention_days(enum am_retained kind, const struct am_retention *site,
                          const struct am_retention *organisation);

/* What ended at or before this instant is due; INT64_MIN: nothing ever is. For lists. */
int64_t am_retention_before_ms(enum am_retained kind, const struct am_retention *site,
                               const struct am_retention *organisation, int64_t now_ms);

/* One record: when it ended (0: it has not, so it stays), and whether a hold lies on it, on its case, on its
 * customer. */
struct am_retained_item {
    enum am_retained kind;
    int64_t ended_at_ms;
    bool hold, case_hold, customer_hold;
};

/* Is it due? */
bool am_retention_due(const struct am_retained_item *item, const struct am_retention *site,
                      const struct am_retention *organisation, int64_t now_ms);

#endif
