#include "domain/rules/authority.h"

#include <string.h>

#include "amends/labels.h"
#include "amends/limits.h"

/* A record never reaches back before its making: the past keeps its answer. */
static int64_t begins_ms(const struct am_grant *grant)
{
    return grant->from_ms > grant->row.created_at_ms ? grant->from_ms : grant->row.created_at_ms;
}

bool am_granted_holds(const struct am_grant *grants, size_t count, const struct am_grant *grant,
                      int64_t at_ms)
{
    if (grant->ends != 0 || at_ms < begins_ms(grant) || (grant->until_ms != 0 && at_ms >= grant->until_ms))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (grants[i].ends != 0 && grants[i].ends == grant->row.id && at_ms >= begins_ms(&grants[i]))
            return false;
    }
    return true;
}

static bool role_has(int32_t role, int32_t granted)
{
    return role == granted || (role < AM_ROLE_ADMINISTRATOR && granted < role);
}

/* Is this person somebody at the site, in a role that `wanted` is granted to (-1: any but the
 * administrator's)? */
static bool works_as(const struct am_granted_to *to, am_id person, int32_t wanted, int64_t at_ms)
{
    for (size_t i = 0; i < to->membership_count; i++) {
        const struct am_membership *one = &to->memberships[i];

        if (one->person != person || (one->site != 0 && one->site != to->site) ||
            !am_membership_then(one, at_ms))
            continue;
        if (wanted < 0 ? one->role < AM_ROLE_ADMINISTRATOR : role_has(one->role, wanted))
            return true;
    }
    return false;
}

static bool is_for(const struct am_grant *grant, const struct am_granted_to *to, am_id person, int64_t at_ms)
{
    if (grant->site != 0 && grant->site != to->site)
        return false;
    switch (grant->to) {
    case AM_GRANT_TO_ROLE:
        return grant->role >= 0 && works_as(to, person, grant->role, at_ms);
    case AM_GRANT_TO_PERSON:
        return grant->person == person &&
               (works_as(to, person, -1, at_ms) || works_as(to, person, AM_ROLE_ADMINISTRATOR, at_ms));
    case AM_GRANT_TO_SITE:
        return works_as(to, person, -1, at_ms);
    default:
        return false;
    }
}

static bool same_currency(struct amends_view one, struct amends_view other)
{
    return one.len_bytes == other.len_bytes &&
           (one.len_bytes == 0 || memcmp(one.bytes, other.bytes, one.len_bytes) == 0);
}

static int64_t *amount_of(struct amends_authority *authority, int32_t remedy)
{
    switch (remedy) {
    case AMENDS_REMEDY_REFUND:
        return &authority->refund_minor;
    case AMENDS_REMEDY_VOUCHER:
        return &authority->voucher_minor;
    case AMENDS_REMEDY_FREE_ITEM:
        return &authority->free_item_minor;
    default:
        return NULL;
    }
}

static int64_t at_most(int64_t value, int64_t most)
{
    return value > most ? most : value;
}

static void add_switch(struct amends_authority *total, int32_t remedy)
{
    total->named |= (uint16_t)AMENDS_BIT(remedy);
    total->granted |= (uint16_t)AMENDS_BIT(remedy);
}

static void add_grant(struct amends_authority *total, const struct am_grant *grant,
                      struct amends_view currency)
{
    int64_t *amount = amount_of(total, grant->remedy);

    if (grant->all) {
        total->all = true;
    } else if (amount != NULL) {
        int64_t most = at_most(grant->most_minor, AMENDS_MONEY_MINOR_MAX);

        if ((grant->currency.len_bytes == 0 || same_currency(grant->currency, currency)) && most > *amount)
            *amount = most;
    } else if (grant->remedy == AMENDS_REMEDY_DISCOUNT) {
        int64_t most = at_most(grant->percent_bp, AMENDS_DISCOUNT_BP_MAX);

        if (most > (int64_t)total->discount_bp)
            total->discount_bp = (uint32_t)most;
    } else if (grant->remedy > AMENDS_REMEDY_DISCOUNT && grant->remedy < AMENDS_REMEDY_COUNT) {
        add_switch(total, grant->remedy);
    }
}

static void add_own(struct amends_authority *total, const struct am_grant *grants, size_t count,
                    const struct am_granted_to *to, am_id person, int64_t at_ms)
{
    for (size_t i = 0; i < count; i++) {
        const struct am_grant *grant = &grants[i];

        if (grant->stands_in_for == 0 && is_for(grant, to, person, at_ms) &&
            am_granted_holds(grants, count, grant, at_ms))
            add_grant(total, grant, to->currency);
    }
}

static void write_currency(char out[4], struct amends_view currency)
{
    memset(out, 0, 4);
    if (currency.len_bytes == 3)
        memcpy(out, currency.bytes, 3);
}

struct amends_authority am_granted_authority(const struct am_grant *grants, size_t count,
                                             const struct am_granted_to *to, int64_t at_ms)
{
    struct amends_authority total = {0};

    write_currency(total.currency, to->currency);
    if (to->alone) {
        total.all = true;
        return total;
    }
    add_own(&total, grants, count, to, to->person, at_ms);
    for (size_t i = 0; i < count; i++) {
        const struct am_grant *grant = &grants[i];

        if (grant->stands_in_for != 0 && grant->to == AM_GRANT_TO_PERSON &&
            is_for(grant, to, to->person, at_ms) && am_granted_holds(grants, count, grant, at_ms))
            add_own(&total, grants, count, to, grant->stands_in_for, at_ms);
    }
    return total;
}

static bool taken_back(const struct am_remedy *given, size_t count, am_id id)
{
    for (size_t i = 0; i < count; i++) {
        if (given[i].takes_back != 0 && given[i].takes_back == id)
            return true;
    }
    return false;
}

/* Sums may pass AMENDS_MONEY_MINOR_MAX: so an approval after something unknown was given can still be used,
 * once. */
static int64_t sum_of(int64_t one, int64_t other)
{
    return one > INT64_MAX - other ? INT64_MAX : one + other;
}

static void add_given(struct amends_authority *total, const struct am_remedy *one)
{
    int64_t *amount = amount_of(total, one->remedy);

    if (amount != NULL) {
        bool foreign = one->currency.len_bytes != 0 &&
                       (one->currency.len_bytes != 3 || memcmp(one->currency.bytes, total->currency, 3) != 0);
        bool known = !foreign && one->amount_minor >= 0 && one->amount_minor <= AMENDS_MONEY_MINOR_MAX;

        *amount = sum_of(*amount, known ? one->amount_minor : AMENDS_MONEY_MINOR_MAX);
    } else if (one->remedy == AMENDS_REMEDY_DISCOUNT) {
        bool known = one->percent_bp >= 0 && one->percent_bp <= AMENDS_DISCOUNT_BP_MAX;

        total->discount_bp = (uint32_t)at_most(
            total->discount_bp + (known ? one->percent_bp : AMENDS_DISCOUNT_BP_MAX), AMENDS_DISCOUNT_BP_MAX);
    } else if (one->remedy > AMENDS_REMEDY_DISCOUNT && one->remedy < AMENDS_REMEDY_COUNT) {
        add_switch(total, one->remedy);
    }
}

/* Those made by `until_ms` (INT64_MAX: all). */
static struct amends_authority given_until(const struct am_remedy *given, size_t count, bool owed,
                                           const char currency[4], int64_t until_ms)
{
    struct amends_authority total = {0};

    memcpy(total.currency, currency, sizeof total.currency);
    for (size_t i = 0; i < count; i++) {
        const struct am_remedy *one = &given[i];

        if (one->takes_back == 0 && one->owed == owed && one->row.created_at_ms <= until_ms &&
            !taken_back(given, count, one->row.id))
            add_given(&total, one);
    }
    return total;
}

struct amends_authority am_granted_given(const struct am_remedy *given, size_t count, bool owed,
                                         const char currency[4])
{
    return given_until(given, count, owed, currency, INT64_MAX);
}

static void add_approval(struct amends_authority *authority, const struct am_approval *approval,
                         struct amends_authority *before)
{
    int64_t *most = amount_of(authority, approval->remedy);

    if (most != NULL) {
        bool foreign = approval->currency.len_bytes != 0 &&
                       (approval->currency.len_bytes != 3 ||
                        memcmp(approval->currency.bytes, authority->currency, 3) != 0);
        int64_t total = sum_of(*amount_of(before, approval->remedy),
                               at_most(approval->granted_minor, AMENDS_MONEY_MINOR_MAX));

        if (!foreign && approval->granted_minor > 0 && total > *most)
            *most = total;
    } else if (approval->remedy == AMENDS_REMEDY_DISCOUNT) {
        int64_t total =
            at_most(before->discount_bp + at_most(approval->granted_percent_bp, AMENDS_DISCOUNT_BP_MAX),
                    AMENDS_DISCOUNT_BP_MAX);

        if (approval->granted_percent_bp > 0 && total > (int64_t)authority->discount_bp)
            authority->discount_bp = (uint32_t)total;
    } else if (approval->remedy > AMENDS_REMEDY_DISCOUNT && approval->remedy < AMENDS_REMEDY_COUNT) {
        add_switch(authority, approval->remedy);
    }
}

struct amends_authority am_granted_approved(const struct amends_authority *authority,
                                            const struct am_account *account, int64_t at_ms)
{
    struct amends_authority total = *authority;

    for (size_t i = 0; i < account->approval_count; i++) {
        const struct am_approval *approval = &account->approvals[i];

        if (approval->state == AM_APPROVAL_GRANTED && approval->owed == account->owed &&
            approval->answered_at_ms <= at_ms) {
            struct amends_authority before = given_until(account->given, account->given_count, account->owed,
                                                         authority->currency, approval->answered_at_ms);

            add_approval(&total, approval, &before);
        }
    }
    return total;
}

int64_t am_account_remedy_ms(const struct am_account *account, int64_t now_ms)
{
    for (size_t i = 0; i < account->approval_count; i++) {
        const struct am_approval *approval = &account->approvals[i];

        if (approval->state == AM_APPROVAL_GRANTED && approval->answered_at_ms >= now_ms)
            now_ms = approval->answered_at_ms + 1;
    }
    return now_ms;
}

int64_t am_account_answer_ms(const struct am_account *account, int64_t now_ms)
{
    for (size_t i = 0; i < account->given_count; i++)
        if (account->given[i].row.created_at_ms > now_ms)
            now_ms = account->given[i].row.created_at_ms;
    return now_ms;
}

static bool makes_sense(const struct am_gift *gift)
{
    return gift->remedy >= 0 && gift->remedy < AMENDS_REMEDY_COUNT && gift->amount_minor >= -1 &&
           gift->amount_minor <= AMENDS_MONEY_MINOR_MAX && gift->percent_bp >= -1 &&
           gift->percent_bp <= AMENDS_DISCOUNT_BP_MAX && gift->price_minor >= -1 &&
           gift->price_minor <= AMENDS_MONEY_MINOR_MAX &&
           (gift->currency.len_bytes == 0 || gift->currency.len_bytes == 3);
}

enum amends_cover am_may_give(const struct amends_authority *authority, const struct am_remedy *given,
                              size_t given_count, const struct am_gift *gift)
{
    if (!makes_sense(gift))
        return AMENDS_COVER_OVER;

    struct amends_authority spent = am_granted_given(given, given_count, gift->owed, authority->currency);
    struct amends_authority left = amends_authority_left(authority, &spent);
    struct amends_offer offer = {.remedy = gift->remedy,
                                 .amount_minor = gift->amount_minor,
                                 .percent_bp = (int32_t)gift->percent_bp,
                                 .price_minor = gift->price_minor};

    write_currency(offer.currency, gift->currency);
    return amends_authority_covers(&left, &offer);
}
