/* What is stored about somebody: for customers exported and erased, for staff shown; and legal holds. */
#include "desk/cases/about.h"

#include "faces/http/recordjson.h"
#include "faces/http/routes/table.h"

struct stored {
    struct amends_view records;
};
static const struct am_field stored_fields[] = {
    AM_FIELD(stored, records, JSON, .flags = REQUIRED, .about = "Lists of records, by what they are called"),
};
BODY(stored, "stored", "All that is stored about somebody");

static bool collect(struct am_doing *doing, const struct am_record *record, void *row, void *context)
{
    json_t *records = context, *list = json_object_get(records, record->plural);
    if (!list) {
        list = json_array();
        json_object_set_new(records, record->plural, list);
    }
    return json_array_append_new(list, am_record_json(record, row)) == 0 ||
           am_doing_kept(doing, AM_KEPT_MEMORY);
}

typedef bool walk(struct am_doing *doing, am_id id, am_about_visit *visit, void *context);

static bool walk_all(struct am_doing *doing, struct am_work *work, walk *how)
{
    struct stored *stored = work->row;
    const size_t flags = JSON_COMPACT | JSON_REAL_PRECISION(15);
    json_t *records = json_object();
    bool right =
        records ? how(doing, work->in->ids[0], collect, records) : am_doing_kept(doing, AM_KEPT_MEMORY);
    if (right) {
        const size_t len = json_dumpb(records, NULL, 0, flags);
        char *text = len > 0 ? am_arena_take(doing->arena, len) : NULL;
        if (text)
            json_dumpb(records, text, len, flags);
        stored->records = (struct amends_view){text, len};
        right = text || am_doing_kept(doing, AM_KEPT_MEMORY);
    }
    json_decref(records);
    return right;
}

static bool export_customer(struct am_doing *doing, struct am_work *work)
{
    return walk_all(doing, work, am_customer_export);
}

static bool show_person(struct am_doing *doing, struct am_work *work)
{
    return walk_all(doing, work, am_person_walk);
}

struct erased {
    int64_t cleared;
};
static const struct am_field erased_fields[] = {
    AM_FIELD(erased, cleared, NUMBER, .about = "How many records were cleared"),
};
BODY(erased, "erased", "What erasing came to");

static bool erase(struct am_doing *doing, struct am_work *work)
{
    size_t cleared = 0;
    if (!am_customer_erase(doing, work->in->ids[0], &cleared))
        return false;
    ((struct erased *)work->row)->cleared = (int64_t)cleared;
    return true;
}

struct holding {
    bool hold;
};
static const struct am_field holding_fields[] = {
    AM_FIELD(holding, hold, FLAG, .flags = REQUIRED, .about = "true: nothing of it may be erased"),
};
BODY(holding, "hold_request", "A legal hold");

static bool hold_customer(struct am_doing *doing, struct am_work *work)
{
    const struct holding *body = work->body;
    return am_hold_set(doing, &am_customer_record, work->in->ids[0], body->hold);
}

static bool hold_case(struct am_doing *doing, struct am_work *work)
{
    const struct holding *body = work->body;
    return am_hold_set(doing, &am_case_record, work->in->ids[0], body->hold);
}

static bool hold_incident(struct am_doing *doing, struct am_work *work)
{
    const struct holding *body = work->body;
    return am_hold_set(doing, &am_incident_record, work->in->ids[0], body->hold);
}

const struct am_route am_about_routes[] = {
    {WRITE(AM_POST, "/v1/customers/{id}/export", CUSTOMER_ERASE, export_customer,
           "All that is stored about a customer; the audit log notes it"),
     .gives = &stored_record, .no_idempotency = true},
    {WRITE(AM_POST, "/v1/customers/{id}/erase", CUSTOMER_ERASE, erase,
           "Erase a customer's words and data everywhere; counts stay"),
     .gives = &erased_record, .conflict = "A legal hold, or an encounter that goes on"},
    {READ("/v1/people/{id}/stored", OPEN,
          "All that is stored about a person: for themselves, and for who administers people"),
     .gives = &stored_record, .act = show_person},
    {WRITE(AM_PUT, "/v1/customers/{id}/hold", KEEP, hold_customer, "A legal hold on a customer"),
     .takes = &holding_record},
    {WRITE(AM_PUT, "/v1/cases/{id}/hold", KEEP, hold_case, "A legal hold on a case"),
     .takes = &holding_record},
    {WRITE(AM_PUT, "/v1/incidents/{id}/hold", KEEP, hold_incident, "A legal hold on an incident"),
     .takes = &holding_record},
    {.path = NULL}};
