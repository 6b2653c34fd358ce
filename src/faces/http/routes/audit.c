/* The audit log, to be read. */
#include "domain/kinds/ledger.h"
#include "faces/http/routes/table.h"

static const char *const faults[] = {[AM_AUDIT_SOUND] = "sound",
                                     [AM_AUDIT_GAP] = "gap",
                                     [AM_AUDIT_BEFORE] = "before",
                                     [AM_AUDIT_HASH] = "hash",
                                     NULL};

struct verdict {
    int32_t fault;
    int64_t number, entries;
};
static const struct am_field verdict_fields[] = {
    AM_FIELD(verdict, fault, CHOICE, .flags = REQUIRED, .choices = faults,
             .about = "Sound; an entry is missing; it does not name the one before; it is not what it was"),
    AM_FIELD(verdict, number, NUMBER, .about = "Of the first wrong entry; 0: all are right"),
    AM_FIELD(verdict, entries, NUMBER, .about = "How many were read and are right"),
};
BODY(verdict, "audit_verdict", "Whether the chain holds");

static bool verify(struct am_doing *doing, struct am_work *work)
{
    struct am_audit_verdict found;
    if (!am_doing_kept(doing, am_audit_verify(doing->tx, doing->actor->org, &found)))
        return false;
    *(struct verdict *)work->row = (struct verdict){found.fault, found.number, found.entries};
    return true;
}

static const struct am_filter audit_filters[] = {{"person", "person", false, "By this person"},
                                                 {"subject", "subject", false, "On this record"},
                                                 {"action", "action", false, "This action: promise.kept"},
                                                 {.name = NULL}};

const struct am_route am_audit_routes[] = {
    {LIST("/v1/audit", AUDIT_SEE, "The audit log, the newest first"), .gives = &am_audit_record,
     .filters = audit_filters, .by = "number"},
    {READ("/v1/audit/verdict", AUDIT_SEE, "Does the chain hold?"), .gives = &verdict_record, .act = verify},
    {.path = NULL}};
