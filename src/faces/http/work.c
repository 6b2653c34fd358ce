#include "faces/http/work.h"

#include <stdio.h>
#include <string.h>

#include "faces/http/paging.h"
#include "faces/http/recordjson.h"
#include "faces/http/serving.h"
#include "faces/http/timetext.h"

/* ---- answers */

static json_t *rows_json(const struct am_record *record, const char *rows, size_t count)
{
    json_t *list = json_array();
    bool failed = !list;
    for (size_t i = 0; i < count; i++)
        failed |= json_array_append_new(list, am_record_json(record, rows + i * record->size)) != 0;
    if (!failed)
        return list;
    json_decref(list);
    return NULL;
}

static json_t *part_json(const struct am_part *part, const void *rows, size_t count)
{
    if (part->list)
        return rows_json(part->record, rows, count);
    return count > 0 ? am_record_json(part->record, rows) : json_null();
}

static void part_text(struct am_writer *text, const struct am_part *part, const void *rows, size_t count)
{
    const char *row = rows;
    am_writer_key(text, part->name);
    if (!part->list) {
        if (count > 0)
            am_record_text(text, part->record, rows);
        else
            am_writer_null(text);
        return;
    }
    am_writer_open(text, '[');
    for (size_t i = 0; i < count; i++, row += part->record->size)
        am_record_text(text, part->record, row);
    am_writer_close(text, ']');
}

/* An answer that is not kept is written as text at once. */
static void write_text(const struct am_work *work, struct am_call_out *out)
{
    const struct am_route *route = work->in->route;
    const bool whole = route->gives && !work->no_row;
    struct am_writer text = {0};
    am_writer_open(&text, '{');
    if (whole)
        am_record_text_fields(&text, route->gives, work->row);
    for (size_t i = 0; route->parts && route->parts[i].name; i++)
        part_text(&text, &route->parts[i], work->parts[i].rows, work->parts[i].count);
    am_writer_close(&text, '}');
    if (whole && route->gives->plural)
        out->version = ((const struct am_row *)work->row)->version;
    out->bytes = am_arena_copy(work->in->arena, (struct amends_view){text.bytes, text.len_bytes});
    out->content_type = "application/json";
    if (text.failed || !out->bytes.bytes)
        am_problem_of_kept(out, AM_KEPT_MEMORY);
    am_writer_dispose(&text);
}

static void write_answer(void *context, struct am_call_out *out)
{
    const struct am_work *work = context;
    const struct am_route *route = work->in->route;
    const bool whole = route->gives && !work->no_row;
    if (!route->gives && !route->parts)
        return;
    if (!am_call_keyed(work->in)) {
        write_text(work, out);
        return;
    }
    out->json = whole ? am_record_json(route->gives, work->row) : json_object();
    bool failed = !out->json;
    for (size_t i = 0; !failed && route->parts && route->parts[i].name; i++)
        failed =
            json_object_set_new(out->json, route->parts[i].name,
                                part_json(&route->parts[i], work->parts[i].rows, work->parts[i].count)) != 0;
    if (whole && route->gives->plural)
        out->version = ((const struct am_row *)work->row)->version;
    if (failed)
        am_problem_of_kept(out, AM_KEPT_MEMORY);
}

/* ---- writes */

/* The record that a path means: that of its last id, or the organisation. */
static am_id subject(const struct am_call_in *in)
{
    const char *first = strchr(in->route->path, '{');
    if (!first)
        return in->actor->org;
    return in->ids[strchr(first + 1, '{') ? 1 : 0];
}

/* Who saw an older version is told that, rather than that its state or a field does not fit: both may have
 * come of the change. */
static void tell_changed(struct am_doing *doing, const struct am_work *work)
{
    const struct am_route *route = work->in->route;
    if (!route->needs_version || !route->gives || !route->gives->plural ||
        (doing->refused.kind != AM_REFUSED_STATE && doing->refused.kind != AM_REFUSED_FIELD))
        return;
    struct am_row *row = am_arena_take(doing->arena, route->gives->size);
    if (row &&
        am_tx_read(doing->tx, route->gives, doing->actor->org, subject(work->in), doing->arena, row) ==
            AM_KEPT_OK &&
        row->version != work->in->if_match)
        doing->refused = (struct am_refused){
            .kind = AM_REFUSED_CHANGED, .detail = "the version in If-Match is not the one that is stored"};
}

/* The act; its results of a run before are forgotten. */
static bool act(struct am_doing *doing, void *context)
{
    struct am_work *work = context;
    work->no_row = false;
    memset(work->parts, 0, sizeof work->parts);
    if (work->in->route->act(doing, work))
        return true;
    tell_changed(doing, work);
    return false;
}

static bool edit(struct am_doing *doing, void *context)
{
    struct am_work *work = context;
    const struct am_record *record = work->in->route->takes;
    void *wanted = am_arena_take(doing->arena, record->size);
    if (!wanted)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    if (!am_doing_read(doing, record, subject(work->in), wanted) ||
        !am_record_read(record, work->in->body, false, doing->arena, wanted, work->out))
        return false;
    work->body = wanted;
    return act(doing, context);
}

static bool begin(struct am_work *work, const struct am_call_in *in, struct am_call_out *out)
{
    *work = (struct am_work){.in = in, .out = out};
    work->row = in->route->gives ? am_arena_take(in->arena, in->route->gives->size) : NULL;
    return !in->arena->failed || am_problem_of_kept(out, AM_KEPT_MEMORY);
}

static bool read_body(struct am_work *work)
{
    const struct am_call_in *in = work->in;
    if (!in->route->takes)
        return true;
    void *body = am_arena_take(in->arena, in->route->takes->size);
    if (!body)
        return am_problem_of_kept(work->out, AM_KEPT_MEMORY);
    work->body = body;
    return am_record_read(in->route->takes, in->body, true, in->arena, body, work->out);
}

static bool prepare(struct am_doing *doing, void *context)
{
    struct am_work *work = context;
    return work->in->route->prepare(doing, work);
}

/* What the writer need not do. Whatever comes of it, the act decides. */
static void prepare_act(struct am_work *work)
{
    if (!am_call_think(work->in, prepare, work, work->out) &&
        !am_call_look(work->in, prepare, work, work->out))
        work->prepared = NULL;
    work->out->problem = (struct am_problem){0};
    work->out->status = 0;
}

void am_work_do(const struct am_call_in *in, struct am_call_out *out)
{
    struct am_work work;
    if (!begin(&work, in, out) || !read_body(&work))
        return;
    if (in->route->prepare)
        prepare_act(&work);
    if (am_call_do(in, act, write_answer, &work, out) && in->route->settled)
        in->route->settled(&work);
}

void am_work_edit(const struct am_call_in *in, struct am_call_out *out)
{
    struct am_work work;
    if (begin(&work, in, out))
        am_call_do(in, edit, write_answer, &work, out);
}

/* ---- reads */

static const struct am_field *field_of(const struct am_record *record, const char *name)
{
    return am_record_field(record, (struct amends_view){name, strlen(name)});
}

static am_id id_of(const struct am_record *record, const char *name, const void *row)
{
    const struct am_field *field = name ? field_of(record, name) : NULL;
    return field ? *(const am_id *)am_field_of(field, row) : 0;
}

bool am_work_see(struct am_doing *doing, const struct am_work *work, const struct am_record *record, am_id id,
                 void *row)
{
    const struct am_route *route = work->in->route;
    if (!am_doing_read(doing, record, id, row))
        return false;
    const am_id site = id_of(record, "site", row);
    if (route->shared && site == 0 && am_actor_reach(doing->actor, route->permission) >= AM_REACH_SITE)
        return true;
    return am_doing_may(doing, route->permission, site, id_of(record, route->owner, row));
}

static bool show(struct am_doing *doing, void *context)
{
    struct am_work *work = context;
    const struct am_route *route = work->in->route;
    if (route->act)
        return act(doing, context);
    return am_work_see(doing, work, route->gives, subject(work->in), work->row);
}

void am_work_show(const struct am_call_in *in, struct am_call_out *out)
{
    struct am_work work;
    if (begin(&work, in, out) && am_call_look(in, show, &work, out))
        write_answer(&work, out);
}

/* ---- query parameters */

bool am_parameter_flag(const struct am_call_in *in, const char *name, bool *value, struct am_call_out *out)
{
    const char *text = in->parameter(in->request, name);
    *value = text && strcmp(text, "true") == 0;
    if (!text || *value || strcmp(text, "false") == 0)
        return true;
    am_problem_field(out, 400, name, "true or false");
    return false;
}

bool am_parameter_id(const struct am_call_in *in, const char *name, am_id *value, struct am_call_out *out)
{
    const char *text = in->parameter(in->request, name);
    *value = 0;
    if (!text || am_id_read((struct amends_view){text, strlen(text)}, value))
        return true;
    am_problem_field(out, 400, name, "an id: thirteen letters and digits");
    return false;
}

bool am_parameter_time(const struct am_call_in *in, const char *name, int64_t *value, struct am_call_out *out)
{
    const char *text = in->parameter(in->request, name);
    *value = 0;
    if (!text || am_time_read((struct amends_view){text, strlen(text)}, value))
        return true;
    am_problem_field(out, 400, name, "a time of RFC 3339, such as 2026-01-31T10:00:00Z");
    return false;
}

/* ---- lists */

enum { WHERE_MOST = 12 };

struct listing {
    struct am_work work;
    struct am_list list;
    struct am_where where[WHERE_MOST];
    void *rows;
    size_t count;
    am_id looked_to; /* of a search */
};

static struct am_where *add(struct listing *listing, const char *field, enum am_where_how how, int64_t number)
{
    struct am_where *where = &listing->where[listing->list.where_count++];
    *where = (struct am_where){.field = field, .how = how, .number = number};
    return where;
}

/* One's own, or those of the sites that the permission reaches. */
static bool add_reach(struct listing *listing)
{
    const struct am_call_in *in = listing->work.in;
    const struct am_route *route = in->route;
    const enum am_reach reach = am_actor_reach(in->actor, route->permission);
    bool mine = false, all = false;
    size_t count = 0;
    if (route->owner && !am_parameter_flag(in, "mine", &mine, listing->work.out))
        return false;
    if (route->owner && (mine || reach == AM_REACH_OWN)) {
        add(listing, route->owner, AM_IS, in->actor->person);
        return true;
    }
    if (!field_of(route->gives, "site"))
        return true;
    const am_id *sites = am_actor_sites(in->actor, route->permission, in->arena, &count, &all);
    if (in->arena->failed)
        return am_problem_of_kept(listing->work.out, AM_KEPT_MEMORY);
    if (!all && route->shared) {
        am_id *more = am_arena_take(in->arena, (count + 1) * sizeof *more);
        if (!more)
            return am_problem_of_kept(listing->work.out, AM_KEPT_MEMORY);
        if (count > 0)
            memcpy(more, sites, count * sizeof *more);
        sites = more;
        more[count++] = 0;
    }
    if (!all) {
        struct am_where *where = add(listing, "site", AM_IN, 0);
        where->set = sites;
        where->set_count = count;
    }
    return true;
}

static bool add_time(struct listing *listing, const struct am_filter *filter)
{
    const struct am_call_in *in = listing->work.in;
    int64_t before_ms;
    bool there;
    if (filter->below) {
        if (!am_parameter_time(in, filter->name, &before_ms, listing->work.out))
            return false;
        add(listing, filter->field, AM_IS_NOT, 0);
        add(listing, filter->field, AM_BELOW, before_ms);
        return true;
    }
    if (!am_parameter_flag(in, filter->name, &there, listing->work.out))
        return false;
    add(listing, filter->field, there ? AM_IS_NOT : AM_IS, 0);
    return true;
}

static bool add_choice(struct listing *listing, const struct am_filter *filter, const struct am_field *field,
                       const char *text)
{
    char expected[160] = "one of: ";
    const int32_t choice = am_choice_find(field, (struct amends_view){text, strlen(text)});
    if (choice >= 0) {
        add(listing, filter->field, AM_IS, choice);
        return true;
    }
    for (size_t i = 0; field->choices[i]; i++) {
        const size_t used = strlen(expected);
        snprintf(expected + used, sizeof expected - used, "%s%s", i ? ", " : "", field->choices[i]);
    }
    am_problem_field(listing->work.out, 400, filter->name, expected);
    return false;
}

static bool add_filter(struct listing *listing, const struct am_filter *filter)
{
    const struct am_call_in *in = listing->work.in;
    const char *text = in->parameter(in->request, filter->name);
    const struct am_field *field = filter->field ? field_of(in->route->gives, filter->field) : NULL;
    bool flag;
    am_id id;
    if (!text || !field)
        return true;
    switch (field->kind) {
    case AM_FIELD_TIME:
        return add_time(listing, filter);
    case AM_FIELD_CHOICE:
        return add_choice(listing, filter, field, text);
    case AM_FIELD_FLAG:
        if (!am_parameter_flag(in, filter->name, &flag, listing->work.out))
            return false;
        add(listing, filter->field, AM_IS, flag);
        return true;
    case AM_FIELD_TEXT:
        add(listing, filter->field, AM_IS, 0)->text = (struct amends_view){text, strlen(text)};
        return true;
    default:
        if (!am_parameter_id(in, filter->name, &id, listing->work.out))
            return false;
        add(listing, filter->field, AM_IS, id);
        return true;
    }
}

static bool read_list(struct am_doing *doing, void *context)
{
    struct listing *listing = context;
    struct am_work *work = &listing->work;
    const struct am_route *route = work->in->route;
    if (route->act) {
        if (!act(doing, work))
            return false;
        listing->rows = (void *)(uintptr_t)work->parts[0].rows;
        listing->count = work->parts[0].count;
        return true;
    }
    if (route->searches && work->in->query.len_bytes > 0)
        return am_doing_kept(doing, am_tx_search(doing->tx, route->gives, doing->actor->org, work->in->query,
                                                 &listing->list, doing->arena, &listing->rows,
                                                 &listing->count, &listing->looked_to));
    return am_doing_kept(doing, am_tx_list(doing->tx, route->gives, doing->actor->org, &listing->list,
                                           doing->arena, &listing->rows, &listing->count));
}

bool am_work_page(struct am_doing *doing, struct am_work *work, const struct am_where *where,
                  size_t where_count, am_work_keep *keep, const void *context)
{
    const struct am_record *record = work->in->route->gives;
    struct am_list list = *work->list;
    char *page = am_arena_take(doing->arena, list.most * record->size);
    size_t kept = 0, count = list.most;
    list.where = where;
    list.where_count = where_count;
    while (page && kept < work->list->most && count == list.most) {
        void *rows = NULL;
        if (!am_doing_kept(
                doing, am_tx_list(doing->tx, record, doing->actor->org, &list, doing->arena, &rows, &count)))
            return false;
        for (size_t i = 0; i < count && kept < work->list->most; i++) {
            const char *row = (const char *)rows + i * record->size;
            if (!keep || keep(row, context))
                memcpy(page + kept++ * record->size, row, record->size);
            am_paging_behind(record, &list, row);
        }
    }
    am_work_part(work, 0, page, kept);
    return page || am_doing_kept(doing, AM_KEPT_MEMORY);
}

void am_work_list(const struct am_call_in *in, struct am_call_out *out)
{
    struct listing listing = {.work = {.in = in, .out = out}};
    const struct am_route *route = in->route;
    const bool searching = route->searches && in->query.len_bytes > 0;
    listing.work.list = &listing.list;
    listing.list.where = listing.where;
    listing.list.by = searching ? NULL : route->by;
    listing.list.descending = searching || !route->ascending;
    if (!route->act && !add_reach(&listing))
        return;
    if (!route->act && route->lasts_ms > 0)
        add(&listing, "created_at_ms", AM_FROM, in->now_ms - route->lasts_ms);
    for (size_t i = 0; !route->act && route->filters && route->filters[i].name; i++)
        if (!add_filter(&listing, &route->filters[i]))
            return;
    if (!am_paging_begin(in, &listing.list, out) || !am_call_look(in, read_list, &listing, out))
        return;
    am_paging_answer(in, route->gives, &listing.list, listing.rows, listing.count, listing.looked_to, out);
}
