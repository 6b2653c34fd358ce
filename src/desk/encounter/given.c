#include <stdio.h>
#include <string.h>

#include "desk/encounter/kept.h"
#include "desk/kit.h"
#include "desk/people/authority.h"

/* ---- Which events stand: undo takes the one before it back. */

static void mark_standing(const struct am_taken *events, size_t count, bool *stands)
{
    size_t last = count;

    for (size_t i = 0; i < count; i++) {
        stands[i] = !events[i].refused && events[i].event.kind == AMENDS_EVENT_GAVE;
        if (events[i].refused)
            continue;
        if (events[i].event.kind == AMENDS_EVENT_UNDO && last < count)
            stands[last] = false;
        last = events[i].event.kind == AMENDS_EVENT_UNDO ? count : i;
    }
}

/* ---- The records of one event. */

/* One remedy of an event; false where there is none of this kind in it. */
static bool remedy_of(struct am_run *run, const struct am_taken *taken, int32_t remedy, struct am_remedy *row)
{
    const struct amends_authority *gave = &taken->event.gave;
    const int64_t amounts[] = {gave->refund_minor, gave->voucher_minor, gave->free_item_minor};

    if (!(gave->named & AMENDS_BIT(remedy)) ||
        (remedy >= AMENDS_REMEDY_EXCHANGE && !(gave->granted & AMENDS_BIT(remedy))))
        return false;
    am_record_empty(&am_remedy_record, row);
    row->case_ = run->encounter->case_;
    row->encounter = run->encounter->row.id;
    row->person = taken->row.person;
    row->remedy = remedy;
    if (remedy == AMENDS_REMEDY_DISCOUNT)
        row->percent_bp = gave->discount_bp;
    else if (remedy < AMENDS_REMEDY_DISCOUNT && gave->currency[0] != 0)
        row->amount_minor = amounts[remedy];
    if (row->amount_minor >= 0)
        row->currency = am_arena_copy(run->doing->arena, am_view_of(gave->currency));
    return true;
}

/* Tells those who may grant it: it was given, and passes the authority. It never blocks: it has happened. */
static bool tell_over(struct am_run *run, const struct am_remedy *remedy, enum amends_cover cover)
{
    char detail[64];
    int len = snprintf(detail, sizeof detail, "{\"cover\": \"%s\"}",
                       cover == AMENDS_COVER_OVER ? "over" : "unclear");

    return am_audit_write(run->doing, "remedy.over_authority", &am_remedy_record, remedy->row.id,
                          (struct amends_view){detail, (size_t)len}) &&
           am_notice_write(run->doing, "remedy.over_authority", run->encounter->site, AM_MAY_APPROVAL_ANSWER,
                           run->encounter->row.id, 0);
}

/* What one's own authority does not cover stands on the latest approval of its kind. */
static bool name_approval(struct am_run *run, const struct am_site *site, const struct am_matter *matter,
                          struct am_remedy *remedy, const struct am_gift *gift)
{
    struct amends_authority own;

    if (!am_person_authority(run->doing, remedy->person, site, run->doing->now_ms, &own))
        return false;
    if (am_may_give(&own, matter->given, matter->given_count, gift) == AMENDS_COVER_COVERED)
        return true;

    const struct am_approval *approval = am_matter_approval(matter, remedy->remedy, remedy->owed);

    if (approval != NULL)
        remedy->approval = approval->row.id;
    return true;
}

/* Whether it is covered; and it comes behind what was approved before it. */
static bool cover_of(struct am_run *run, struct am_remedy *remedy, enum amends_cover *cover)
{
    struct am_doing *doing = run->doing;
    struct am_site site;
    struct am_matter matter;
    struct amends_authority authority;
    const struct am_gift gift = {.remedy = remedy->remedy,
                                 .amount_minor = remedy->amount_minor,
                                 .percent_bp = remedy->percent_bp,
                                 .price_minor = -1,
                                 .currency = remedy->currency};

    if (!am_doing_read(doing, &am_site_record, run->encounter->site, &site) ||
        !am_matter_read(doing, run->encounter->row.id, run->encounter->case_, &matter) ||
        !am_matter_authority(doing, remedy->person, &site, &matter, &authority))
        return false;

    const struct am_account account = am_matter_account(&matter, false);

    remedy->row.created_at_ms = am_account_remedy_ms(&account, doing->now_ms);
    *cover = am_may_give(&authority, matter.given, matter.given_count, &gift);
    return *cover != AMENDS_COVER_COVERED || name_approval(run, &site, &matter, remedy, &gift);
}

static bool give(struct am_run *run, struct am_remedy *remedy)
{
    enum amends_cover cover;

    am_doing_begin_row(run->doing, &remedy->row);
    if (!cover_of(run, remedy, &cover) || !am_doing_add(run->doing, &am_remedy_record, remedy) ||
        !am_audit_write(run->doing, "remedy.given", &am_remedy_record, remedy->row.id,
                        (struct amends_view){NULL, 0}))
        return false;
    return cover == AMENDS_COVER_OVER || cover == AMENDS_COVER_UNCLEAR ? tell_over(run, remedy, cover) : true;
}

/* The stored one that this is, and that nothing took back. */
static const struct am_remedy *find_given(const struct am_matter *matter, const struct am_remedy *remedy)
{
    for (size_t i = matter->given_count; i-- > 0;) {
        const struct am_remedy *given = &matter->given[i];
        bool taken_back = given->takes_back != 0;

        for (size_t j = 0; j < matter->given_count; j++)
            taken_back = taken_back || matter->given[j].takes_back == given->row.id;
        if (!taken_back && given->person == remedy->person && given->remedy == remedy->remedy &&
            given->amount_minor == remedy->amount_minor && given->percent_bp == remedy->percent_bp)
            return given;
    }
    return NULL;
}

static bool take_back(struct am_run *run, struct am_remedy *remedy)
{
    struct am_matter matter;

    if (!am_matter_read(run->doing, run->encounter->row.id, run->encounter->case_, &matter))
        return false;

    const struct am_remedy *given = find_given(&matter, remedy);

    if (!given)
        return true;
    am_doing_begin_row(run->doing, &remedy->row);
    remedy->takes_back = given->row.id;
    return am_doing_add(run->doing, &am_remedy_record, remedy) &&
           am_audit_write(run->doing, "remedy.taken_back", &am_remedy_record, given->row.id,
                          (struct amends_view){NULL, 0});
}

static bool each_remedy(struct am_run *run, const struct am_taken *taken, bool gives)
{
    for (int32_t kind = 0; kind < AMENDS_REMEDY_COUNT; kind++) {
        struct am_remedy remedy;

        if (remedy_of(run, taken, kind, &remedy) && !(gives ? give(run, &remedy) : take_back(run, &remedy)))
            return false;
    }
    return true;
}

/* Whether this event stood before. `before` holds the same events in the same order, the new ones left out.
 */
static bool stood_before(const struct am_taken *taken, const struct am_taken *before, const bool *stood,
                         size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (before[i].row.row.id == taken->row.row.id)
            return stood[i];
    return false;
}

static bool mark_before(struct am_run *run, struct am_taken *before, size_t count, bool *stood)
{
    for (size_t i = 0; i < count; i++)
        if (!am_run_read(run, &before[i]))
            return false;
    mark_standing(before, count, stood);
    return true;
}

bool am_given_keep(struct am_run *run, struct am_taken *before, size_t before_count)
{
    bool *stands = am_arena_take(run->doing->arena, run->count + before_count + 1);

    if (!stands)
        return am_doing_kept(run->doing, AM_KEPT_MEMORY);

    bool *stood = stands + run->count;

    mark_standing(run->events, run->count, stands);
    if (!mark_before(run, before, before_count, stood))
        return false;
    for (size_t i = 0; i < run->count; i++) {
        const struct am_taken *taken = &run->events[i];

        if (taken->event.kind != AMENDS_EVENT_GAVE)
            continue;

        bool was = stood_before(taken, before, stood, before_count);

        if (was != stands[i] && !each_remedy(run, taken, stands[i]))
            return false;
    }
    return true;
}

bool am_given_told(struct am_run *run, struct am_remedy **told, size_t *count)
{
    bool *stands = am_arena_take(run->doing->arena, run->count + 1);

    *count = 0;
    *told = am_arena_take(run->doing->arena, (run->count * AMENDS_REMEDY_COUNT + 1) * sizeof **told);
    if (!stands || !*told)
        return am_doing_kept(run->doing, AM_KEPT_MEMORY);
    mark_standing(run->events, run->count, stands);
    for (size_t i = 0; i < run->count; i++)
        for (int32_t kind = 0; stands[i] && kind < AMENDS_REMEDY_COUNT; kind++)
            *count += remedy_of(run, &run->events[i], kind, &(*told)[*count]);
    for (size_t i = 0; i < *count; i++)
        (*told)[i].row.id = (am_id)i + 1; /* none takes another back */
    return true;
}
