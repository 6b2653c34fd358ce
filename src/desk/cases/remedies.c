#include "desk/cases/remedies.h"

#include "amends/labels.h"
#include "desk/cases/matter.h"
#include "desk/kit.h"
#include "desk/people/authority.h"
#include "domain/rules/caseflow.h"

static bool changed(struct am_doing *doing, const struct am_hooks *hooks, am_id encounter)
{
    return encounter == 0 || hooks == NULL || hooks->authority_changed == NULL ||
           hooks->authority_changed(doing, encounter);
}

static bool amount_remedy(int32_t remedy)
{
    return remedy == AMENDS_REMEDY_REFUND || remedy == AMENDS_REMEDY_VOUCHER ||
           remedy == AMENDS_REMEDY_FREE_ITEM;
}

/* The approval that a remedy stands on: the one that it names, or the latest granted of its kind. NULL: none,
 * or the one that is named is none of this matter (`sound` false). */
static const struct am_approval *approval_of(const struct am_matter *matter, const struct am_remedy *row,
                                             bool *sound)
{
    *sound = true;
    if (row->approval == 0)
        return am_matter_approval(matter, row->remedy, row->owed);
    for (size_t i = 0; i < matter->approval_count; i++) {
        const struct am_approval *one = &matter->approvals[i];
        if (one->row.id == row->approval && one->state == AM_APPROVAL_GRANTED && one->remedy == row->remedy &&
            one->owed == row->owed)
            return one;
    }
    *sound = false;
    return NULL;
}

/* May it be given? Notes the approval that it stands on. */
static bool covered(struct am_doing *doing, const struct am_site *site, const struct am_matter *matter,
                    struct am_remedy *row, int64_t price_minor)
{
    struct amends_authority own, with;
    const struct am_account account = am_matter_account(matter, row->owed);
    bool sound = false;
    const struct am_approval *approval = approval_of(matter, row, &sound);
    const struct am_gift gift = {.remedy = row->remedy,
                                 .amount_minor = row->amount_minor,
                                 .percent_bp = row->percent_bp,
                                 .price_minor = price_minor,
                                 .currency = row->currency,
                                 .owed = row->owed};
    if (!sound)
        return am_refuse_field(doing, &am_remedy_record, "approval", "a granted approval of this matter");
    row->row.created_at_ms = am_account_remedy_ms(&account, doing->now_ms);
    if (!am_person_authority(doing, doing->actor->person, site, doing->now_ms, &own))
        return false;
    if (am_may_give(&own, matter->given, matter->given_count, &gift) == AMENDS_COVER_COVERED)
        return true;
    with = am_granted_approved(&own, &account, INT64_MAX);
    const enum amends_cover cover = am_may_give(&with, matter->given, matter->given_count, &gift);
    if (cover == AMENDS_COVER_UNCLEAR)
        return am_refuse(doing, AM_REFUSED_AUTHORITY, "authority-unclear",
                         "whether it may be given cannot be told: name the amount, the price, the currency");
    if (cover != AMENDS_COVER_COVERED)
        return am_refuse(doing, AM_REFUSED_AUTHORITY, "over-authority",
                         "it is more than you may give here: ask for an approval");
    if (approval != NULL)
        row->approval = approval->row.id;
    return true;
}

/* Is the associate heard before somebody else decides? */
static bool heard(struct am_doing *doing, const struct am_place *place, const struct am_matter *matter,
                  const struct am_remedy *row)
{
    const am_id associate = am_place_associate(place);
    struct am_case_overruling overruling = {.associate = associate,
                                            .decider = doing->actor->person,
                                            .owed = row->owed,
                                            .view_asked_at_ms = place->case_.view_asked_at_ms};
    if (place->case_.row.id == 0)
        return true;
    for (size_t i = 0; i < matter->approval_count; i++)
        if (matter->approvals[i].remedy == row->remedy && matter->approvals[i].asked_by == associate)
            overruling.asked_for_by_associate = true;
    return am_case_view(&place->case_, &overruling) != AM_VIEW_ASK ||
           am_refuse(doing, AM_REFUSED_STATE, "ask-view",
                     "ask who served the customer how they saw it: then it may be given, whatever they say");
}

static bool sound(struct am_doing *doing, const struct am_remedy *row)
{
    if (row->remedy == AMENDS_REMEDY_DISCOUNT && row->percent_bp < 0 && row->amount_minor < 0)
        return am_refuse_field(doing, &am_remedy_record, "percent_bp", "a percentage, or an amount");
    if (amount_remedy(row->remedy) && row->amount_minor < 0 && row->remedy != AMENDS_REMEDY_FREE_ITEM)
        return am_refuse_field(doing, &am_remedy_record, "amount_minor", "how much");
    return true;
}

bool am_remedy_give(struct am_doing *doing, const struct am_hooks *hooks, struct am_remedy *row,
                    int64_t price_minor)
{
    struct am_place place;
    struct am_matter matter;
    if (!am_place_find(doing, &am_remedy_record, row->encounter, row->case_, &place) ||
        !am_doing_may(doing, AM_MAY_CASE_WORK, place.site.row.id, doing->actor->person))
        return false;
    row->encounter = place.encounter.row.id;
    row->case_ = place.case_.row.id;
    row->person = doing->actor->person;
    row->takes_back = 0;
    if (row->currency.len_bytes == 0 && row->amount_minor >= 0)
        row->currency = place.site.currency;
    am_doing_begin_row(doing, &row->row);
    struct am_flaw flaw;
    if (!am_record_sound(&am_remedy_record, row, &flaw))
        return am_refuse_field(doing, &am_remedy_record, flaw.field->name, flaw.expected);
    return sound(doing, row) && am_matter_read(doing, row->encounter, row->case_, &matter) &&
           covered(doing, &place.site, &matter, row, price_minor) && heard(doing, &place, &matter, row) &&
           am_doing_added(doing, &am_remedy_record, row, "remedy.given",
                          am_doing_print(doing, "{\"remedy\":%d,\"minor\":%lld,\"bp\":%lld,\"owed\":%s}",
                                         (int)row->remedy, (long long)row->amount_minor,
                                         (long long)row->percent_bp, row->owed ? "true" : "false")) &&
           am_notice_write(doing, "remedy.given", place.site.row.id, AM_MAY_CASE_SEE, row->row.id, 0) &&
           changed(doing, hooks, row->encounter);
}

bool am_remedy_take_back(struct am_doing *doing, const struct am_hooks *hooks, am_id remedy,
                         struct am_remedy *row)
{
    const struct am_where where = {.field = "takes_back", .how = AM_IS, .number = remedy};
    struct am_remedy given;
    struct am_place place;
    int64_t already = 0;
    if (!am_doing_read(doing, &am_remedy_record, remedy, &given) ||
        !am_place_find(doing, &am_remedy_record, given.encounter, given.case_, &place) ||
        !am_doing_may(doing, AM_MAY_CASE_WORK, place.site.row.id, given.person))
        return false;
    if (given.takes_back != 0)
        return am_refuse(doing, AM_REFUSED_STATE, "no-remedy", "this record takes one back itself");
    if (!am_doing_kept(doing,
                       am_tx_count(doing->tx, &am_remedy_record, doing->actor->org, &where, 1, &already)))
        return false;
    if (already > 0)
        return am_refuse(doing, AM_REFUSED_STATE, "taken-back", "it was taken back already");
    *row = given;
    am_doing_begin_row(doing, &row->row);
    row->person = doing->actor->person;
    row->takes_back = remedy;
    row->what = (struct amends_view){0};
    return am_doing_added(doing, &am_remedy_record, row, "remedy.taken_back", (struct amends_view){0}) &&
           am_notice_write(doing, "remedy.taken_back", place.site.row.id, AM_MAY_CASE_SEE, remedy, 0) &&
           changed(doing, hooks, row->encounter);
}
