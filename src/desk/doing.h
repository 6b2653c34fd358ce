/*
 * What a verb of the desk works with, and what it says when it cannot. A verb is one step that a person takes
 * (open an encounter, ask for an approval, keep a promise): it runs inside a job of the store, asks the
 * domain's rules, changes records, and leaves an entry in the audit log and a notice for live screens, all in
 * one transaction. It knows no HTTP and no SQL.
 *
 * Every verb is `bool am_thing_verb(struct am_doing *doing, …)`: true when it is done; false when it is not,
 * and then `doing->refused` says why and the job must answer am_doing_end(). Verbs check what the record
 * decides (whose it is, which site, which state); that the caller has the permission at all was checked by
 * the route. Not thread-safe: one doing per job.
 */
#ifndef AM_DOING_H
#define AM_DOING_H

#include "domain/permission.h"
#include "domain/port.h"

/* Why a verb was not done. */
enum am_refusal_kind {
    AM_REFUSED_NOT,       /* it was not refused */
    AM_REFUSED_NONE,      /* there is no such record (or another organisation's) */
    AM_REFUSED_FORBIDDEN, /* not at this site, or not theirs */
    AM_REFUSED_CHANGED,   /* somebody changed it meanwhile */
    AM_REFUSED_FIELD,     /* a field is missing or out of its limits: `flaw` */
    AM_REFUSED_STATE,     /* not in this state: the encounter has ended, the case is closed, it was answered
                             already */
    AM_REFUSED_AUTHORITY, /* more than this person may give */
    AM_REFUSED_STORAGE    /* storage said no: `kept` */
};

struct am_coach;

struct am_refused {
    enum am_refusal_kind kind;
    const char *type; /* "encounter-ended": static, the last part of a problem's URI */
    enum am_kept kept;
    struct am_flaw flaw;
    char detail[200]; /* English, no customer's words */
};

struct am_doing {
    struct am_tx *tx;
    struct am_arena *arena;
    const struct am_actor *actor;
    int64_t now_ms;
    uint32_t (*random)(void *context); /* 32 random bits */
    void *random_context;
    am_id last_id;  /* of am_doing_begin_row; 0 at first */
    bool id_taken;  /* an id that it made was there already: it may be run again, with others */
    bool overtaken; /* what was worked out before no longer holds: it may be run again without */
    const struct am_coach *coach; /* what encounters need (coach.h); NULL where no verb touches one */
    struct am_refused refused;
};

/* Says why not; the first reason stays. Always gives false. */
__attribute__((format(printf, 4, 5))) bool am_refuse(struct am_doing *doing, enum am_refusal_kind kind,
                                                     const char *type, const char *format, ...);

/* True for AM_KEPT_OK; otherwise refuses for that. */
bool am_doing_kept(struct am_doing *doing, enum am_kept kept);

/* What the job answers: AM_KEPT_OK, the store's own reason, or AM_KEPT_REFUSED. */
enum am_kept am_doing_end(const struct am_doing *doing);

/* A new row's org, id and created_at_ms. The ids of one job follow each other, so that no two of a hundred
 * rows made in one millisecond can be the same, and they sort in the order of their making. */
void am_doing_begin_row(struct am_doing *doing, struct am_row *row);

/* Reads a record that must be there. */
bool am_doing_read(struct am_doing *doing, const struct am_record *record, am_id id, void *row);

/* Masks and checks a row as the next three do; for rows that are given to the store later. */
bool am_doing_check(struct am_doing *doing, const struct am_record *record, void *row);

/* Checks it against its description, masks card numbers and IBANs in PERSONAL texts and in names, and adds
 * it. */
bool am_doing_add(struct am_doing *doing, const struct am_record *record, void *row);

/* The same for one whose keys are nobody else's: it is not waited for (am_tx_append). */
bool am_doing_append(struct am_doing *doing, const struct am_record *record, void *row);

/* The same for one that is there; `version` is what the caller saw (0: what was read). */
bool am_doing_change(struct am_doing *doing, const struct am_record *record, void *row, int64_t version);

/* A text, or the strings within a JSON value, with card numbers and IBANs masked: lengths stay. From the
 * arena; empty where memory runs out. What am_doing_add and am_doing_change do to PERSONAL fields. */
struct amends_view am_doing_mask(struct am_doing *doing, struct amends_view text);
struct amends_view am_doing_mask_json(struct am_doing *doing, struct amends_view json);

/* Is there a card number or an IBAN in this text? For what cannot be masked, a key or a login: it is refused.
 */
bool am_doing_masks(struct am_doing *doing, struct amends_view text);

/* May the actor do this to something of this site, of this owner? Refuses otherwise. */
bool am_doing_may(struct am_doing *doing, enum am_permission permission, am_id site, am_id owner);

/* The audit log's next entry: "promise.kept" on a record. `detail`: JSON with ids, names of fields and
 * numbers alone; empty: {}. */
bool am_audit_write(struct am_doing *doing, const char *action, const struct am_record *record, am_id subject,
                    struct amends_view detail);

/* Why a chain does not hold. */
enum am_audit_fault {
    AM_AUDIT_SOUND,
    AM_AUDIT_GAP,    /* an entry is missing before this one */
    AM_AUDIT_BEFORE, /* it does not name the hash of the entry before */
    AM_AUDIT_HASH    /* it is not what it was when it was written */
};
struct am_audit_verdict {
    enum am_audit_fault fault;
    int64_t number;  /* of the first wrong entry, or of the one that is missing; 0: all are right */
    int64_t entries; /* that were read and are right */
};

/* Walks an organisation's chain from its beginning. Only reads: any transaction. What storage answered. */
enum am_kept am_audit_verify(struct am_tx *tx, am_id org, struct am_audit_verdict *verdict);

/* Tells live screens at a site that something is new, those who have the permission; `only_for`: one person;
 * 0: all of them. */
bool am_notice_write(struct am_doing *doing, const char *kind, am_id site, enum am_permission permission,
                     am_id subject, am_id only_for);

#endif
