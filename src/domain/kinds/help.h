/*
 * A call for help, and how each attempt to reach somebody fared.
 */
#ifndef AM_KINDS_HELP_H
#define AM_KINDS_HELP_H

#include "domain/record.h"

enum am_call_state {
    AM_CALL_CALLED,
    AM_CALL_DELIVERED,
    AM_CALL_SEEN,
    AM_CALL_ON_THE_WAY,
    AM_CALL_ARRIVED,
    AM_CALL_NOBODY, /* nobody came: everybody was called, or none could be reached */
    AM_CALL_ENDED   /* not needed any more */
};

struct am_call {
    struct am_row row;
    am_id site, encounter, called_by, answered_by;
    int32_t whom;  /* enum amends_level: colleague, supervisor, security, emergency */
    int32_t state; /* enum am_call_state */
    bool silent;   /* nothing shows on the caller's screen but a quiet mark */
    struct amends_view where_, note;
    int64_t round;      /* how many were called one after the other */
    int64_t next_at_ms; /* not seen by then: the next one */
    int64_t seen_at_ms, arrived_at_ms, ended_at_ms;
};

enum am_delivery_way { AM_WAY_SCREEN, AM_WAY_WEBHOOK, AM_WAY_EMAIL, AM_WAY_COMMAND };
enum am_delivery_state { AM_DELIVERY_WAITING, AM_DELIVERY_DONE, AM_DELIVERY_FAILED, AM_DELIVERY_TOO_LATE };

struct am_delivery {
    struct am_row row;
    am_id call, to_person, subject; /* subject: the record it tells of, where it is no call */
    am_id by;                       /* which of the site's ways; 0: a screen, a person's own mailbox */
    int32_t way, state;
    struct amends_view address, body, trouble;
    int64_t attempts, next_at_ms, last_at_ms; /* not after last_at_ms: it would come too late */
};

/* What a site has to reach somebody with, beside open screens and people's own mailboxes. */
struct am_way {
    struct am_row row;
    am_id site;
    int32_t way;                /* enum am_delivery_way, but for SCREEN */
    int32_t level;              /* whom it reaches: enum amends_level, COLLEAGUE to SECURITY */
    struct amends_view address; /* URL, mailbox, name of a command of the server's */
    struct amends_view to;      /* COMMAND: what it is told beside the call: a number, the name of a bell */
    struct amends_view about;
    struct amends_view secret; /* WEBHOOK: what its messages are signed with, sealed with the server's key */
    bool own;                  /* COMMAND: told the number of each person who is called, whatever level */
    bool off;
};

/* Who has a screen open with one process of the desk: so that the others know it too. The id is the process'
 * own, which is new with each start. */
struct am_screens {
    struct am_row row;
    struct amends_view people; /* ids, eight bytes each, the lowest first */
    int64_t until_ms;          /* what a process said that went down holds no longer */
};

extern const struct am_record am_call_record, am_delivery_record, am_way_record, am_screens_record;

#endif
