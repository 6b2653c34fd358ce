/* What was given to make it good. */
#include "desk/cases/remedies.h"

#include <string.h>

#include "desk/cases/matter.h"
#include "domain/kinds/names.h"
#include "faces/http/routes/table.h"

#include "amends/limits.h"

/* A remedy as it is given: the record's fields, and the price that a percentage is held against. */
struct giving {
    struct am_remedy remedy;
    int64_t price_minor;
};
#define GIVEN(member, name_, kind_, ...)                                                                     \
    {                                                                                                        \
        .name = name_, .kind = AM_FIELD_##kind_, .offset = offsetof(struct giving, remedy.member),           \
        __VA_ARGS__                                                                                          \
    }
static const struct am_field giving_fields[] = {
    GIVEN(case_, "case", ID, .of = "case", .about = "In which case"),
    GIVEN(encounter, "encounter", ID, .of = "encounter", .about = "In which encounter"),
    GIVEN(approval, "approval", ID, .of = "approval",
          .about = "The approval that it stands on; none: the desk finds it"),
    GIVEN(remedy, "remedy", CHOICE, .flags = REQUIRED, .choices = am_remedy_names,
          .about = "What kind it is"),
    GIVEN(amount_minor, "amount_minor", MINOR, .of = "currency", .about = "What it is, or what it costs"),
    GIVEN(percent_bp, "percent_bp", NUMBER, .least = -1, .most = AMENDS_DISCOUNT_BP_MAX,
          .about = "A discount"),
    GIVEN(currency, "currency", TEXT, .look = AM_TEXT_CURRENCY, .least = 3, .most = 3,
          .about = "Of the amounts, ISO 4217"),
    GIVEN(what, "what", TEXT, .most = 1000, .about = "What it was, in words"),
    GIVEN(owed, "owed", FLAG, .about = "It was theirs: not counted against authority"),
    AM_FIELD(giving, price_minor, MINOR, .of = "currency", .about = "What a percentage is held against"),
};
BODY(giving, "remedy_new", "What is given");

static bool give(struct am_doing *doing, struct am_work *work)
{
    const struct giving *body = work->body;
    struct am_remedy *row = work->row;
    am_record_empty(&am_remedy_record, row);
    const struct am_row head = row->row;
    *row = body->remedy;
    row->row = head;
    return am_remedy_give(doing, &am_route_hooks, row, body->price_minor);
}

static bool take_back(struct am_doing *doing, struct am_work *work)
{
    return am_remedy_take_back(doing, &am_route_hooks, work->in->ids[0], work->row);
}

/* A remedy has no site of its own: it is seen with its case or its encounter. */
static bool may_see(struct am_doing *doing, const struct am_work *work, am_id encounter, am_id case_)
{
    struct am_place place;
    return am_place_find(doing, &am_remedy_record, encounter, case_, &place) &&
           am_doing_may(doing, work->in->route->permission, place.site.row.id, am_place_associate(&place));
}

static bool read_remedy(struct am_doing *doing, struct am_work *work)
{
    struct am_remedy *row = work->row;
    return am_doing_read(doing, &am_remedy_record, work->in->ids[0], row) &&
           may_see(doing, work, row->encounter, row->case_);
}

static bool list_remedies(struct am_doing *doing, struct am_work *work)
{
    am_id encounter, case_;
    if (!am_parameter_id(work->in, "encounter", &encounter, work->out) ||
        !am_parameter_id(work->in, "case", &case_, work->out))
        return false;
    if ((encounter == 0) == (case_ == 0)) {
        am_problem_field(work->out, 400, "case", "an id of a case here, or of an encounter as `encounter`");
        return false;
    }
    if (!may_see(doing, work, encounter, case_))
        return false;
    const struct am_where where = {
        .field = case_ ? "case" : "encounter", .how = AM_IS, .number = case_ ? case_ : encounter};
    return am_work_page(doing, work, &where, 1, NULL, NULL);
}

static const struct am_filter remedy_filters[] = {{"case", "case", false, "In this case"},
                                                  {"encounter", "encounter", false, "In this encounter"},
                                                  {.name = NULL}};

const struct am_route am_remedy_routes[] = {
    {WRITE(AM_POST, "/v1/remedies", CASE_WORK, give, "Give a remedy, within authority or with an approval"),
     .takes = &giving_record, .gives = &am_remedy_record, .status = 201},
    {LIST("/v1/remedies", CASE_SEE, "What was given in a case or an encounter"), .gives = &am_remedy_record,
     .act = list_remedies, .filters = remedy_filters, .ascending = true},
    {READ("/v1/remedies/{id}", CASE_SEE, "What was given"), .gives = &am_remedy_record, .act = read_remedy},
    {WRITE(AM_POST, "/v1/remedies/{id}/take-back", CASE_WORK, take_back,
           "Take it back: another record that says so"),
     .gives = &am_remedy_record, .status = 201, .conflict = "It was taken back before"},
    {.path = NULL}};
