/* Customers, with the least that serves them. */
#include "desk/cases/customers.h"

#include <string.h>

#include "desk/cases/promises.h"
#include "desk/cases/refusals.h"
#include "faces/http/routes/table.h"

static bool add(struct am_doing *doing, struct am_work *work)
{
    memcpy(work->row, work->body, sizeof(struct am_customer));
    return am_customer_add(doing, work->row);
}

static bool change(struct am_doing *doing, struct am_work *work)
{
    return am_customer_change(doing, work->in->ids[0], work->body, work->in->if_match, work->row);
}

struct visit {
    int64_t at_ms;
};
static const struct am_field visit_fields[] = {
    AM_FIELD(visit, at_ms, TIME, .about = "When; none: now"),
};
BODY(visit, "visit", "They are here, or were");

static bool visit(struct am_doing *doing, struct am_work *work)
{
    const struct visit *body = work->body;
    return am_customer_visit(doing, work->in->ids[0], body->at_ms, work->row);
}

static bool find(struct am_doing *doing, struct am_work *work)
{
    const char *contact = work->in->parameter(work->in->request, "contact");
    struct am_customer *rows;
    size_t count;
    if (!contact || !contact[0]) {
        am_problem_field(work->out, 400, "contact", "a telephone number or an e-mail address");
        return false;
    }
    if (!am_customer_find(doing, (struct amends_view){contact, strlen(contact)}, &rows, &count))
        return false;
    size_t behind = 0; /* few have one contact: all are read, and the page is cut out of them */
    while (behind < count && work->list->resume && rows[behind].row.id <= work->list->after_id)
        behind++;
    count -= behind;
    am_work_part(work, 0, behind > 0 ? rows + behind : rows,
                 count < work->list->most ? count : work->list->most);
    return true;
}

static bool read_customer(struct am_doing *doing, struct am_work *work)
{
    const am_id id = work->in->ids[0];
    struct am_customer *row = work->row;
    struct am_promise *promises;
    struct am_refusal *refusals;
    size_t promise_count, refusal_count;
    if (!am_work_see(doing, work, &am_customer_record, id, row) ||
        !am_promises_waiting(doing, id, &promises, &promise_count) ||
        !am_refusals_holding(doing, id, row->site, &refusals, &refusal_count))
        return false;
    am_work_part(work, 0, promises, promise_count);
    am_work_part(work, 1, refusals, refusal_count);
    return true;
}

static const struct am_part customer_parts[] = {
    {"promises", &am_promise_record, true, "What was promised to them and is open"},
    {"refusals", &am_refusal_record, true, "Refusals of service that hold"},
    {.name = NULL}};
static const struct am_filter customer_filters[] = {{"site", "site", false, "Who mostly buy at this site"},
                                                    {.name = NULL}};
static const struct am_filter contact_filter[] = {
    {"contact", NULL, false, "A telephone number or an e-mail address: must be given"}, {.name = NULL}};

const struct am_route am_customer_routes[] = {
    {LIST("/v1/customers", CUSTOMER_SEE, "Customers; ?q= searches their words"), .gives = &am_customer_record,
     .filters = customer_filters, .searches = true, .shared = true},
    {LIST("/v1/customers/by-contact", CUSTOMER_SEE, "Customers with this contact"),
     .gives = &am_customer_record, .act = find, .filters = contact_filter, .ascending = true},
    {WRITE(AM_POST, "/v1/customers", CUSTOMER_WORK, add, "Note a customer"), .takes = &am_customer_record,
     .gives = &am_customer_record, .status = 201, .conflict = "Somebody has this contact already"},
    {READ("/v1/customers/{id}", CUSTOMER_SEE, "A customer, with what was promised and refused"),
     .gives = &am_customer_record, .act = read_customer, .parts = customer_parts, .shared = true},
    {EDIT("/v1/customers/{id}", CUSTOMER_WORK, change, am_customer_record, "Edit a customer")},
    {WRITE(AM_POST, "/v1/customers/{id}/visits", CUSTOMER_WORK, visit, "They are here, or were then"),
     .takes = &visit_record, .gives = &am_customer_record},
    {.path = NULL}};
