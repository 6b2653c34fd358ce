#include "desk/cases/retention.h"

#include <string.h>

#include "desk/kit.h"
#include "desk/people/clock.h"
#include "domain/kinds/case.h"
#include "domain/kinds/encounter.h"
#include "domain/kinds/help.h"
#include "domain/kinds/ledger.h"

/* How each kind is found: the field of its end ("created_at_ms" or one of the record's), of its site, of the
 * case and the customer whose hold it shares, and what shows that it was cleared already. */
static const struct kind {
    const struct am_record *record;
    const char *ended, *or_ended, *cleared; /* cleared: a REQUIRED text; NULL: not_cleared knows */
} kinds[AM_RETAINED_COUNT] = {
    [AM_RETAINED_CASE] = {&am_case_record, "closed_at_ms", NULL, "subject"},
    [AM_RETAINED_ENCOUNTER] = {&am_live_encounter_record, "ended_at_ms", NULL, NULL},
    [AM_RETAINED_EVENT] = {&am_encounter_event_record, "created_at_ms", NULL, NULL},
    [AM_RETAINED_CUSTOMER] = {&am_customer_record, "last_visit_at_ms", "created_at_ms", NULL},
    [AM_RETAINED_APPROVAL] = {&am_approval_record, "answered_at_ms", "created_at_ms", NULL},
    [AM_RETAINED_REMEDY] = {&am_remedy_record, "created_at_ms", NULL, NULL},
    [AM_RETAINED_PROMISE] = {&am_promise_record, "settled_at_ms", NULL, "what"},
    [AM_RETAINED_REFUSAL] = {&am_refusal_record, "until_ms", NULL, "reason"},
    [AM_RETAINED_WARNING] = {&am_warning_record, "created_at_ms", NULL, NULL},
    [AM_RETAINED_INCIDENT] = {&am_incident_record, "settled_at_ms", NULL, "what"},
    [AM_RETAINED_DEBRIEF] = {&am_debrief_record, "created_at_ms", NULL, NULL},
    [AM_RETAINED_MET] = {&am_met_record, "created_at_ms", NULL, NULL},
    [AM_RETAINED_CALL] = {&am_call_record, "ended_at_ms", "created_at_ms", NULL},
    [AM_RETAINED_DELIVERY] = {&am_delivery_record, "created_at_ms", NULL, NULL},
    [AM_RETAINED_BREAK] = {&am_break_record, "created_at_ms", NULL, NULL},
    [AM_RETAINED_NOTICE] = {&am_notice_record, "created_at_ms", NULL, NULL},
    [AM_RETAINED_ANSWER] = {&am_answer_record, "created_at_ms", NULL, NULL},
    [AM_RETAINED_SESSION] = {&am_session_record, "ends_at_ms", NULL, NULL},
};

/* Days by kind, of the organisation and of each site. */
struct settings {
    struct am_retention organisation;
    am_id *sites;
    struct am_retention *by_site;
    size_t count;
};

static bool read_settings(struct am_doing *doing, const struct am_retention *house, struct settings *settings)
{
    struct am_organisation organisation;
    const char *expected;
    void *rows = NULL;
    settings->organisation = am_retention_unset();
    if (!am_doing_read(doing, &am_organisation_record, doing->actor->org, &organisation) ||
        !am_doing_few(doing, &am_site_record, NULL, 0, &rows, &settings->count))
        return false;
    am_retention_read(organisation.retention, &settings->organisation, &expected);
    for (int kind = 0; house && kind < AM_RETAINED_COUNT; kind++)
        if (settings->organisation.days[kind] == AM_RETENTION_UNSET)
            settings->organisation.days[kind] = house->days[kind];
    const struct am_site *sites = rows;
    settings->sites = am_arena_take(doing->arena, (settings->count + 1) * sizeof *settings->sites);
    settings->by_site = am_arena_take(doing->arena, (settings->count + 1) * sizeof *settings->by_site);
    if (settings->sites == NULL || settings->by_site == NULL)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    for (size_t i = 0; i < settings->count; i++) {
        settings->sites[i] = sites[i].row.id;
        settings->by_site[i] = am_retention_unset();
        am_retention_read(sites[i].retention, &settings->by_site[i], &expected);
    }
    return true;
}

static const struct am_retention *site_settings(const struct settings *settings, am_id site)
{
    for (size_t i = 0; i < settings->count; i++)
        if (settings->sites[i] == site)
            return &settings->by_site[i];
    return NULL;
}

/* What ended before this may be due at some site. */
static int64_t latest_before_ms(const struct settings *settings, enum am_retained kind, int64_t now_ms)
{
    int64_t latest = am_retention_before_ms(kind, NULL, &settings->organisation, now_ms);
    for (size_t i = 0; i < settings->count; i++) {
        const int64_t before =
            am_retention_before_ms(kind, &settings->by_site[i], &settings->organisation, now_ms);
        latest = before > latest ? before : latest;
    }
    return latest;
}

/* A number of a row by its name; 0 where the record has none. */
static int64_t number_at(const struct am_record *record, const void *row, const char *name)
{
    if (strcmp(name, "created_at_ms") == 0)
        return ((const struct am_row *)row)->created_at_ms;
    const struct am_field *field = am_record_field(record, am_view_of(name));
    return field != NULL ? *(const int64_t *)am_field_of(field, row) : 0;
}

/* The hold that lies on a case or a customer; and its site, where none is known yet. */
static bool hold_of(struct am_doing *doing, const struct am_record *record, am_id id, bool *hold, am_id *site)
{
    if (id == 0)
        return true;
    void *row = am_arena_take(doing->arena, record->size);
    if (row == NULL)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    const enum am_kept kept = am_tx_read(doing->tx, record, doing->actor->org, id, doing->arena, row);
    if (kept == AM_KEPT_OK) {
        *hold = *hold || *(const bool *)am_field_of(am_record_field(record, am_view_of("hold")), row);
        *site = *site != 0 ? *site : number_at(record, row, "site");
    }
    return kept == AM_KEPT_NONE || am_doing_kept(doing, kept);
}

/* What decides over one record, besides its kind: its end, its site, the holds that lie on it. */
struct fate {
    struct am_retained_item item;
    am_id site;
};

/* A customer's hold and age are those of their cases too. */
static bool fate_of_customer(struct am_doing *doing, am_id customer, struct fate *fate)
{
    const struct am_where held[] = {{.field = "customer", .how = AM_IS, .number = customer},
                                    {.field = "hold", .how = AM_IS, .number = 1}};
    const struct am_where open[] = {{.field = "customer", .how = AM_IS, .number = customer},
                                    {.field = "state", .how = AM_IS_NOT, .number = AM_CASE_CLOSED}};
    int64_t holds = 0, cases = 0;
    if (!am_doing_kept(doing, am_tx_count(doing->tx, &am_case_record, doing->actor->org, held, 2, &holds)) ||
        !am_doing_kept(doing, am_tx_count(doing->tx, &am_case_record, doing->actor->org, open, 2, &cases)))
        return false;
    fate->item.case_hold = fate->item.case_hold || holds > 0;
    if (cases > 0)
        fate->item.ended_at_ms = 0;
    return true;
}

/* An event's time is its encounter's; one whose encounter is gone has ended. */
static bool fate_by_encounter(struct am_doing *doing, am_id id, bool its_end, struct fate *fate)
{
    struct am_live_encounter encounter;
    if (id == 0)
        return true;
    const enum am_kept kept =
        am_tx_read(doing->tx, &am_live_encounter_record, doing->actor->org, id, doing->arena, &encounter);
    if (kept == AM_KEPT_NONE)
        return true;
    if (!am_doing_kept(doing, kept))
        return false;
    fate->site = fate->site != 0 ? fate->site : encounter.site;
    if (its_end)
        fate->item.ended_at_ms = encounter.ended_at_ms;
    return hold_of(doing, &am_case_record, encounter.case_, &fate->item.case_hold, &fate->site) &&
           hold_of(doing, &am_customer_record, encounter.customer, &fate->item.customer_hold, &fate->site);
}

static bool read_fate(struct am_doing *doing, enum am_retained kind, const void *row, struct fate *fate)
{
    const struct am_record *record = kinds[kind].record;
    *fate = (struct fate){.item = {.kind = kind, .ended_at_ms = number_at(record, row, kinds[kind].ended)}};
    if (fate->item.ended_at_ms == 0 && kinds[kind].or_ended != NULL)
        fate->item.ended_at_ms = number_at(record, row, kinds[kind].or_ended);
    const int64_t lifted = number_at(record, row, "lifted_at_ms");
    if (lifted != 0)
        fate->item.ended_at_ms = lifted;
    fate->site = number_at(record, row, "site");
    const struct am_field *hold = am_record_field(record, am_view_of("hold"));
    if (hold != NULL)
        fate->item.hold = *(const bool *)am_field_of(hold, row);
    if (kind == AM_RETAINED_SESSION || kind == AM_RETAINED_NOTICE || kind == AM_RETAINED_ANSWER)
        return true;
    if (kind == AM_RETAINED_CUSTOMER)
        return fate_of_customer(doing, ((const struct am_row *)row)->id, fate);
    return hold_of(doing, &am_case_record, number_at(record, row, "case"), &fate->item.case_hold,
                   &fate->site) &&
           hold_of(doing, &am_customer_record, number_at(record, row, "customer"), &fate->item.customer_hold,
                   &fate->site) &&
           fate_by_encounter(doing, number_at(record, row, "encounter"), kind == AM_RETAINED_EVENT, fate);
}

/* Those that were not cleared yet. */
static struct am_where not_cleared(enum am_retained kind)
{
    if (kind == AM_RETAINED_CUSTOMER)
        return (struct am_where){.field = "erased_at_ms", .how = AM_IS, .number = 0};
    if (kind == AM_RETAINED_ENCOUNTER)
        return (struct am_where){.field = "customer", .how = AM_IS_NOT, .number = 0};
    if (kind == AM_RETAINED_REMEDY) /* without a view: there is a text */
        return (struct am_where){.field = "what", .how = AM_IS_NOT};
    if (kinds[kind].cleared == NULL)
        return (struct am_where){.field = "id", .how = AM_IS_NOT, .number = 0};
    return (struct am_where){
        .field = kinds[kind].cleared, .how = AM_IS_NOT, .text = am_view_of(AM_ERASED_TEXT)};
}

/* Is there anything to clear? What was cleared once is not written again. */
static bool has_words(const struct am_record *record, const void *row)
{
    for (size_t i = 0; i < record->field_count; i++) {
        const struct am_field *field = &record->fields[i];
        if ((field->flags & AM_FIELD_PERSONAL) != 0 &&
            ((const struct amends_view *)am_field_of(field, row))->len_bytes > 0)
            return true;
    }
    return record == &am_live_encounter_record; /* it has a customer instead */
}

/* Are there words of a customer that are found by this record alone? Then it goes on naming them, so that
 * what is theirs can be given to them, and erased. */
static bool leads_on(struct am_doing *doing, enum am_retained kind, am_id id, bool *leads)
{
    const struct am_where incidents[] = {
        {.field = kind == AM_RETAINED_CASE ? "case" : "encounter", .how = AM_IS, .number = id},
        {.field = "what", .how = AM_IS_NOT, .text = am_view_of(AM_ERASED_TEXT)}};
    const struct am_where events = {.field = "encounter", .how = AM_IS, .number = id};
    int64_t words = 0, said = 0;
    *leads = false;
    if (kind != AM_RETAINED_CASE && kind != AM_RETAINED_ENCOUNTER)
        return true;
    if (!am_doing_kept(doing,
                       am_tx_count(doing->tx, &am_incident_record, doing->actor->org, incidents, 2, &words)))
        return false;
    if (kind == AM_RETAINED_ENCOUNTER &&
        !am_doing_kept(
            doing, am_tx_count(doing->tx, &am_encounter_event_record, doing->actor->org, &events, 1, &said)))
        return false;
    *leads = words + said > 0;
    return true;
}

/* Texts go, and what names a customer, unless the record cannot be without. */
static bool clear(struct am_doing *doing, enum am_retained kind, void *row, struct am_sweep *sweep)
{
    const struct am_record *record = kinds[kind].record;
    const struct am_field *customer = am_record_field(record, am_view_of("customer"));
    bool leads = false;
    if (!leads_on(doing, kind, ((const struct am_row *)row)->id, &leads))
        return false;
    if (leads && kind == AM_RETAINED_ENCOUNTER)
        return true;
    sweep->cleared++;
    am_record_clear(record, row);
    if (customer != NULL && (customer->flags & AM_FIELD_REQUIRED) == 0 && !leads)
        *(am_id *)am_field_at(customer, row) = 0;
    if (kind == AM_RETAINED_CUSTOMER)
        ((struct am_customer *)row)->erased_at_ms = doing->now_ms;
    return am_doing_change(doing, record, row, 0);
}

static bool remove_row(struct am_doing *doing, const struct am_record *record, const void *row)
{
    const struct am_where where = {.field = "id", .how = AM_IS, .number = ((const struct am_row *)row)->id};
    int64_t removed = 0;
    return am_doing_kept(doing, am_tx_remove(doing->tx, record, doing->actor->org, &where, 1, &removed));
}

static bool settle(struct am_doing *doing, enum am_retained kind, const struct settings *settings, void *row,
                   struct am_sweep *sweep)
{
    struct fate fate;
    const bool clears = am_retained_way(kind) == AM_RETENTION_CLEAR;
    if (clears && !has_words(kinds[kind].record, row))
        return true;
    if (!read_fate(doing, kind, row, &fate))
        return false;
    if (!am_retention_due(&fate.item, site_settings(settings, fate.site), &settings->organisation,
                          doing->now_ms))
        return true;
    sweep->removed += !clears;
    return clears ? clear(doing, kind, row, sweep) : remove_row(doing, kinds[kind].record, row);
}

bool am_retention_step(struct am_doing *doing, enum am_retained kind, unsigned most, struct am_sweep *sweep)
{
    const struct am_record *record = kinds[kind].record;
    struct settings settings = {0};
    void *rows = NULL;
    size_t count = 0;
    sweep->looked = sweep->cleared = sweep->removed = 0;
    if (!read_settings(doing, sweep->house, &settings))
        return false;
    const int64_t before_ms = latest_before_ms(&settings, kind, doing->now_ms);
    sweep->done = before_ms == INT64_MIN;
    if (sweep->done)
        return true;
    /* Nothing ended before it was made: the index of the ids leads the way, where the end has none. */
    const struct am_where where[] = {{.field = "created_at_ms", .how = AM_BELOW, .number = before_ms + 1},
                                     {.field = "id", .how = AM_FROM, .number = sweep->after + 1},
                                     not_cleared(kind)};
    const size_t clears = am_retained_way(kind) == AM_RETENTION_CLEAR;
    const struct am_list list = {.where = where, .where_count = 2 + clears, .most = most};
    if (!am_doing_kept(doing,
                       am_tx_list(doing->tx, record, doing->actor->org, &list, doing->arena, &rows, &count)))
        return false;
    for (size_t i = 0; i < count; i++) {
        void *row = (char *)rows + i * record->size;
        sweep->after = ((const struct am_row *)row)->id;
        if (!settle(doing, kind, &settings, row, sweep))
            return false;
    }
    sweep->looked = count;
    sweep->done = count < most;
    return sweep->cleared + sweep->removed == 0 ||
           am_audit_write(
               doing, "retention.swept", record, 0,
               am_doing_print(doing, "{\"cleared\":%zu,\"removed\":%zu}", sweep->cleared, sweep->removed));
}
