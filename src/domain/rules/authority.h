/*
 * May this person give that? From grants to an answer: what somebody may give at a site at a time, what was
 * given, and the one function that decides (METHOD.md hard rule 3). Values in, values out: no clock, no
 * storage; nothing is owned, everything is thread-safe.
 *
 * "What could she give that day" is am_granted_authority with that day's time: a record counts from its
 * making at the earliest, so that nothing added later changes the answer.
 */
#ifndef AM_RULES_AUTHORITY_H
#define AM_RULES_AUTHORITY_H

#include <stdbool.h>
#include <stddef.h>

#include "amends/authority.h"
#include "domain/kinds/authority.h"
#include "domain/kinds/case.h"
#include "domain/kinds/people.h"

/* Whose authority is asked for, and where. */
struct am_granted_to {
    am_id person, site;
    /* Those of this person and of whoever they may stand in for, as they were at that time; others' may be
     * among them and count for nothing here. */
    const struct am_membership *memberships;
    size_t membership_count;
    struct amends_view currency; /* of the site: amounts granted in another do not count there */
    bool alone;                  /* the only person of the organisation */
};

/* Does this grant hold at `at_ms` (UTC, milliseconds)? From `from_ms` or its making, whichever is later;
 * before `until_ms`; as long as no record of `grants` that `ends` it holds. A record that ends another grants
 * nothing itself. */
bool am_granted_holds(const struct am_grant *grants, size_t count, const struct am_grant *grant,
                      int64_t at_ms);

/*
 * What that person may give at that site at that time. Of several grants the most generous counts, remedy by
 * remedy. A grant to a role is its higher roles' too, administrators apart: they look after the system and
 * have what is granted to them by name or role. A grant to a person or a site needs a membership at that
 * site. A stand-in has, beside their own, what the other has in their own right (what one has as a stand-in
 * is not handed on). No grant, no authority; one who is alone may do all.
 */
struct amends_authority am_granted_authority(const struct am_grant *grants, size_t count,
                                             const struct am_granted_to *to, int64_t at_ms);

/*
 * What was given, as a total for amends_authority_left: of the remedies of one encounter (of one case, where
 * there was no encounter) those that are owed, or those that are not; what was taken back does not count. An
 * amount in another currency than `currency`, or not known, counts as more than any limit: what is left
 * cannot be told, so nothing is. The coach counts in the same way.
 */
struct amends_authority am_granted_given(const struct am_remedy *given, size_t count, bool owed,
                                         const char currency[4]);

/* One of the two accounts of an encounter: what is owed, or what is conceded; what was approved and given. */
struct am_account {
    const struct am_approval *approvals;
    size_t approval_count;
    const struct am_remedy *given;
    size_t given_count;
    bool owed; /* those of the other account are left out */
};

/* The authority with the account's approvals in it, each a total: what had been given when it was answered,
 * and what was granted then. Only approvals in state GRANTED by `at_ms` count. A remedy of the millisecond of
 * the answer was given before it: am_account_remedy_ms and am_account_answer_ms keep them apart. A total may
 * pass AMENDS_MONEY_MINOR_MAX where something unknown had been given before. */
struct amends_authority am_granted_approved(const struct amends_authority *authority,
                                            const struct am_account *account, int64_t at_ms);

/* When a remedy that is given now, an approval that is answered now, is said to be: so that each comes behind
 * all that were there, also within one millisecond and where a clock was set back. Of both accounts. */
int64_t am_account_remedy_ms(const struct am_account *account, int64_t now_ms);
int64_t am_account_answer_ms(const struct am_account *account, int64_t now_ms);

/* What is to be given. */
struct am_gift {
    int32_t remedy;              /* enum amends_remedy */
    int64_t amount_minor;        /* -1: not known, or not an amount */
    int64_t percent_bp;          /* hundredths of a per cent; -1: not a percentage */
    int64_t price_minor;         /* the price that a percentage is held against; -1: not known */
    struct amends_view currency; /* of both; empty: the authority's */
    bool owed;                   /* theirs by right, an overcharge for instance */
};

/*
 * May it be given? THE function that decides; API and desk ask it, the coach asks the same functions of the
 * library below it. `given`: all remedies of this encounter, whoever gave them. Owed and conceded are two
 * accounts: paying out what is owed needs authority too, but takes nothing from what may be conceded, nor the
 * other way round. A gift that makes no sense (a negative amount, no such remedy, no currency code) is OVER.
 * METHOD.md hard rule 3.
 */
enum amends_cover am_may_give(const struct amends_authority *authority, const struct am_remedy *given,
                              size_t given_count, const struct am_gift *gift);

#endif
