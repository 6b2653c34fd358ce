/* For their author alone. */
#include "desk/debriefs/debriefs.h"

#include "amends/labels.h"
#include "domain/kinds/names.h"
#include "faces/http/routes/table.h"

struct writing {
    am_id encounter;
    struct amends_view text;
};
static const struct am_field writing_fields[] = {
    AM_FIELD(writing, encounter, ID, .of = "encounter", .about = "What it looks back on"),
    AM_FIELD(writing, text, TEXT, .flags = REQUIRED, .most = AM_TEXT_POINTS_MOST,
             .about = "Sealed with a key from one's password: nobody else reads it"),
};
BODY(writing, "debrief_written", "A look back");

static bool write_debrief(struct am_doing *doing, struct am_work *work)
{
    const struct writing *body = work->body;
    return am_debrief_write(doing, work->in->debrief_key, body->encounter, body->text, work->row);
}

struct rewriting {
    struct amends_view text;
};
static const struct am_field rewriting_fields[] = {
    AM_FIELD(rewriting, text, TEXT, .flags = REQUIRED, .most = AM_TEXT_POINTS_MOST,
             .about = "What it says from now on"),
};
BODY(rewriting, "debrief_rewritten", "A look back, written anew");

static bool rewrite(struct am_doing *doing, struct am_work *work)
{
    const struct rewriting *body = work->body;
    return am_debrief_rewrite(doing, work->in->debrief_key, work->in->ids[0], body->text, work->in->if_match,
                              work->row);
}

static const struct am_part read_parts[] = {
    {"opened", &rewriting_record, false, "What the author wrote, for the author"}, {.name = NULL}};

static bool read_debrief(struct am_doing *doing, struct am_work *work)
{
    struct am_debrief *row = work->row;
    struct rewriting *opened = am_arena_take(doing->arena, sizeof *opened);
    if (!opened)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    if (!am_debrief_read(doing, work->in->debrief_key, work->in->ids[0], row, &opened->text))
        return false;
    am_work_part(work, 0, opened, row->person == doing->actor->person);
    return true;
}

struct sharing {
    am_id with;
    struct amends_view shared;
};
static const struct am_field sharing_fields[] = {
    AM_FIELD(sharing, with, ID, .of = "person", .about = "Whom it is shown; none: nobody"),
    AM_FIELD(sharing, shared, TEXT, .most = 8000, .about = "What is shown"),
};
BODY(sharing, "debrief_shared", "What the author chooses to show");

static bool share(struct am_doing *doing, struct am_work *work)
{
    const struct sharing *body = work->body;
    return am_debrief_share(doing, work->in->ids[0], body->with, body->shared, work->in->if_match, work->row);
}

static bool throw_away(struct am_doing *doing, struct am_work *work)
{
    return am_debrief_remove(doing, work->in->ids[0]);
}

static bool list_shared(struct am_doing *doing, struct am_work *work)
{
    const struct am_where where = {.field = "shared_with", .how = AM_IS, .number = doing->actor->person};
    return am_work_page(doing, work, &where, 1, NULL, NULL);
}

/* ---- abuse that was met */

struct met {
    int32_t signal;
    int64_t times;
};
static const struct am_field met_fields[] = {
    AM_FIELD(met, signal, CHOICE, .flags = REQUIRED, .choices = am_signal_names, .about = "What it was"),
    AM_FIELD(met, times, NUMBER, .about = "How often"),
};
BODY(met, "abuse_met_count", "How often something was met");

struct met_sum {
    int64_t since_ms, people;
};
static const struct am_field met_sum_fields[] = {
    AM_FIELD(met_sum, since_ms, TIME, .about = "Since when"),
    AM_FIELD(met_sum, people, NUMBER, .about = "How many people it is about"),
};
BODY(met_sum, "abuse_met_sum", "Abuse that was met: counted for people, never against them");
static const struct am_part met_parts[] = {{"met", &met_record, true, "By signal"}, {.name = NULL}};

static bool count_met(struct am_doing *doing, struct am_work *work)
{
    struct met_sum *sum = work->row;
    const am_id site = work->in->ids[0];
    int64_t counts[AMENDS_SIGNAL_COUNT] = {0};
    size_t people = 1, found = 0;
    struct met *rows = am_arena_take(doing->arena, AMENDS_SIGNAL_COUNT * sizeof *rows);
    if (!rows)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    if (!am_parameter_time(work->in, "since", &sum->since_ms, work->out))
        return false;
    if (site && !am_doing_may(doing, AM_MAY_REPORT_SEE, site, 0))
        return false;
    if (site ? !am_met_at_site(doing, site, sum->since_ms, counts, AMENDS_SIGNAL_COUNT, &people)
             : !am_met_mine(doing, sum->since_ms, counts, AMENDS_SIGNAL_COUNT))
        return false;
    for (int32_t i = 0; i < AMENDS_SIGNAL_COUNT; i++)
        if (counts[i] > 0)
            rows[found++] = (struct met){i, counts[i]};
    sum->people = (int64_t)people;
    am_work_part(work, 0, rows, found);
    return true;
}

static const struct am_filter met_filters[] = {{"since", NULL, false, "Since when; none: from the beginning"},
                                               {.name = NULL}};

const struct am_route am_debrief_routes[] = {
    {WRITE(AM_POST, "/v1/debriefs", DEBRIEF_OWN, write_debrief, "Write a debrief"), .takes = &writing_record,
     .gives = &am_debrief_record, .status = 201},
    {LIST("/v1/debriefs", DEBRIEF_OWN, "One's own debriefs, unopened"), .gives = &am_debrief_record,
     .owner = "person"},
    {LIST("/v1/debriefs/shared", DEBRIEF_OWN, "What others chose to show one"), .gives = &am_debrief_record,
     .act = list_shared},
    {READ("/v1/debriefs/{id}", DEBRIEF_OWN, "A debrief, opened for its author"), .gives = &am_debrief_record,
     .act = read_debrief, .parts = read_parts},
    {WRITE(AM_PUT, "/v1/debriefs/{id}", DEBRIEF_OWN, rewrite, "Write it anew"), .takes = &rewriting_record,
     .gives = &am_debrief_record, .needs_version = true},
    {WRITE(AM_POST, "/v1/debriefs/{id}/share", DEBRIEF_OWN, share, "Show somebody a part"),
     .takes = &sharing_record, .gives = &am_debrief_record, .needs_version = true},
    {WRITE(AM_DELETE, "/v1/debriefs/{id}", DEBRIEF_OWN, throw_away, "Throw it away")},
    {READ("/v1/me/abuse-met", OPEN, "What one met oneself"), .gives = &met_sum_record, .act = count_met,
     .parts = met_parts, .filters = met_filters},
    {READ("/v1/sites/{id}/abuse-met", REPORT_SEE, "What was met at a site; not for fewer than five people"),
     .gives = &met_sum_record, .act = count_met, .parts = met_parts, .filters = met_filters},
    {.path = NULL}};
