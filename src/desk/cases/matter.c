#include "desk/cases/matter.h"

#include "desk/kit.h"

static bool read_named(struct am_doing *doing, const struct am_record *record, const char *field,
                       const struct am_record *other, am_id id, void *row)
{
    const enum am_kept kept = am_tx_read(doing->tx, other, doing->actor->org, id, doing->arena, row);
    if (kept == AM_KEPT_NONE)
        return am_refuse_field(doing, record, field, "the id of one that is there");
    return am_doing_kept(doing, kept);
}

bool am_place_find(struct am_doing *doing, const struct am_record *record, am_id encounter, am_id case_,
                   struct am_place *place)
{
    *place = (struct am_place){0};
    if (encounter == 0 && case_ == 0)
        return am_refuse_field(doing, record, "case", "a case or an encounter");
    if (case_ != 0 && !read_named(doing, record, "case", &am_case_record, case_, &place->case_))
        return false;
    if (encounter == 0)
        encounter = place->case_.encounter;
    if (encounter != 0 &&
        !read_named(doing, record, "encounter", &am_live_encounter_record, encounter, &place->encounter))
        return false;
    if (case_ == 0 && place->encounter.case_ != 0 &&
        !read_named(doing, record, "case", &am_case_record, place->encounter.case_, &place->case_))
        return false;
    if (place->case_.row.id != 0 && place->encounter.row.id != 0 &&
        place->case_.site != place->encounter.site)
        return am_refuse_field(doing, record, "encounter", "an encounter at the case's site");
    return am_doing_read(doing, &am_site_record,
                         place->encounter.row.id != 0 ? place->encounter.site : place->case_.site,
                         &place->site);
}

am_id am_place_associate(const struct am_place *place)
{
    if (place->encounter.row.id != 0)
        return place->encounter.person;
    return place->case_.owner;
}

bool am_case_must_be_at(struct am_doing *doing, const struct am_record *record, am_id case_, am_id site)
{
    struct am_case row;
    if (case_ == 0)
        return true;
    if (!read_named(doing, record, "case", &am_case_record, case_, &row))
        return false;
    if (site == 0)
        return am_doing_may(doing, AM_MAY_CASE_SEE, row.site, row.owner);
    return row.site == site || am_refuse_field(doing, record, "case", "a case of this site");
}
