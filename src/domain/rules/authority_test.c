/* Who may give what (hard rule 3): grants, time, stand-ins, what was given. */
#include "domain/rules/test.h"

#include "amends/labels.h"
#include "domain/rules/authority.h"

enum { ANNA = 11, BEN = 12, CARL = 13, DORA = 14, HERE = 1, THERE = 2, DAY = 86400000 };

static const struct am_membership staff[] = {
    {.person = ANNA, .site = HERE, .role = AM_ROLE_ASSOCIATE},
    {.person = BEN, .site = HERE, .role = AM_ROLE_SUPERVISOR},
    {.person = CARL, .site = 0, .role = AM_ROLE_MANAGER},
    {.person = DORA, .site = 0, .role = AM_ROLE_ADMINISTRATOR},
};

static struct am_granted_to who(am_id person, am_id site)
{
    return (struct am_granted_to){.person = person,
                                  .site = site,
                                  .memberships = staff,
                                  .membership_count = COUNT(staff),
                                  .currency = VIEW("EUR")};
}

static struct am_grant refund_to_role(am_id id, int32_t role, int64_t most)
{
    return (struct am_grant){.row = {.id = id, .created_at_ms = DAY},
                             .to = AM_GRANT_TO_ROLE,
                             .role = role,
                             .remedy = AMENDS_REMEDY_REFUND,
                             .currency = VIEW("EUR"),
                             .most_minor = most};
}

static int64_t refund(const struct am_grant *grants, size_t count, am_id person, am_id site, int64_t at_ms)
{
    struct am_granted_to to = who(person, site);

    return am_granted_authority(grants, count, &to, at_ms).refund_minor;
}

static void no_grant_is_no_authority(void **state)
{
    struct am_granted_to to = who(CARL, HERE);
    struct amends_authority none = am_granted_authority(NULL, 0, &to, 5 * DAY);

    (void)state;
    for (int remedy = 0; remedy < AMENDS_REMEDY_COUNT; remedy++) {
        struct am_gift gift = {.remedy = remedy, .amount_minor = 1, .percent_bp = -1, .price_minor = -1};

        assert_int_equal(am_may_give(&none, NULL, 0, &gift), AMENDS_COVER_OVER);
        gift.owed = true;
        assert_int_equal(am_may_give(&none, NULL, 0, &gift), AMENDS_COVER_OVER);
    }
}

static void who_is_alone_may_all(void **state)
{
    struct am_granted_to to = {.person = ANNA, .currency = VIEW("EUR"), .alone = true};
    struct amends_authority all = am_granted_authority(NULL, 0, &to, 0);
    struct am_gift gift = {
        .remedy = AMENDS_REMEDY_REFUND, .amount_minor = 9999999, .percent_bp = -1, .price_minor = -1};

    (void)state;
    assert_true(all.all);
    assert_string_equal(all.currency, "EUR");
    assert_int_equal(am_may_give(&all, NULL, 0, &gift), AMENDS_COVER_COVERED);
}

static void a_role_has_what_lower_ones_have_but_not_the_administrator(void **state)
{
    const struct am_grant grants[] = {refund_to_role(1, AM_ROLE_ASSOCIATE, 2000),
                                      refund_to_role(2, AM_ROLE_SUPERVISOR, 10000)};

    (void)state;
    assert_int_equal(refund(grants, 2, ANNA, HERE, 2 * DAY), 2000);
    assert_int_equal(refund(grants, 2, BEN, HERE, 2 * DAY), 10000);
    assert_int_equal(refund(grants, 1, BEN, HERE, 2 * DAY), 2000);
    assert_int_equal(refund(grants, 2, CARL, THERE, 2 * DAY), 10000);
    assert_int_equal(refund(grants, 2, DORA, HERE, 2 * DAY), 0);
    assert_int_equal(refund(grants, 2, 99, HERE, 2 * DAY), 0);
}

static void only_where_one_belongs(void **state)
{
    struct am_grant grants[] = {refund_to_role(1, AM_ROLE_ASSOCIATE, 2000)};

    (void)state;
    assert_int_equal(refund(grants, 1, ANNA, THERE, 2 * DAY), 0);
    grants[0].site = THERE;
    assert_int_equal(refund(grants, 1, ANNA, HERE, 2 * DAY), 0);
    assert_int_equal(refund(grants, 1, CARL, THERE, 2 * DAY), 2000);
    grants[0] = (struct am_grant){
        .to = AM_GRANT_TO_PERSON, .person = ANNA, .currency = VIEW("EUR"), .most_minor = 700};
    assert_int_equal(refund(grants, 1, ANNA, HERE, DAY), 700);
    assert_int_equal(refund(grants, 1, ANNA, THERE, DAY), 0);
    assert_int_equal(refund(grants, 1, BEN, HERE, DAY), 0);
    grants[0].to = AM_GRANT_TO_SITE;
    grants[0].person = 0;
    grants[0].site = HERE;
    assert_int_equal(refund(grants, 1, ANNA, HERE, DAY), 700);
    assert_int_equal(refund(grants, 1, CARL, HERE, DAY), 700);
    assert_int_equal(refund(grants, 1, CARL, THERE, DAY), 0);
    assert_int_equal(refund(grants, 1, DORA, HERE, DAY), 0);
    grants[0].to = 7;
    assert_int_equal(refund(grants, 1, ANNA, HERE, DAY), 0);
}

static void a_grant_has_its_time(void **state)
{
    struct am_grant grants[2] = {refund_to_role(1, AM_ROLE_ASSOCIATE, 2000)};

    (void)state;
    assert_int_equal(refund(grants, 1, ANNA, HERE, DAY - 1), 0);
    assert_int_equal(refund(grants, 1, ANNA, HERE, DAY), 2000);
    grants[0].from_ms = 3 * (int64_t)DAY;
    grants[0].until_ms = 5 * (int64_t)DAY;
    assert_int_equal(refund(grants, 1, ANNA, HERE, 3 * (int64_t)DAY - 1), 0);
    assert_int_equal(refund(grants, 1, ANNA, HERE, 3 * (int64_t)DAY), 2000);
    assert_int_equal(refund(grants, 1, ANNA, HERE, 5 * (int64_t)DAY - 1), 2000);
    assert_int_equal(refund(grants, 1, ANNA, HERE, 5 * (int64_t)DAY), 0);
    /* It never reaches back before its making. */
    grants[0].from_ms = 1;
    assert_int_equal(refund(grants, 1, ANNA, HERE, DAY - 1), 0);
}

static void an_ending_record_ends_and_grants_nothing(void **state)
{
    struct am_grant grants[2] = {refund_to_role(1, AM_ROLE_ASSOCIATE, 2000),
                                 refund_to_role(2, AM_ROLE_ASSOCIATE, 900000)};

    (void)state;
    grants[1].ends = 1;
    grants[1].all = true;
    grants[1].row.created_at_ms = 4 * (int64_t)DAY;
    assert_int_equal(refund(grants, 2, ANNA, HERE, 4 * (int64_t)DAY - 1), 2000);
    assert_int_equal(refund(grants, 2, ANNA, HERE, 4 * (int64_t)DAY), 0);
    grants[1].from_ms = 6 * (int64_t)DAY;
    assert_int_equal(refund(grants, 2, ANNA, HERE, 5 * (int64_t)DAY), 2000);
    assert_int_equal(refund(grants, 2, ANNA, HERE, 6 * (int64_t)DAY), 0);
    struct am_granted_to to = who(ANNA, HERE);
    assert_false(am_granted_authority(grants, 2, &to, 6 * (int64_t)DAY).all);
}

static void a_stand_in_has_the_others_authority_meanwhile(void **state)
{
    const int64_t from = 2 * (int64_t)DAY, until = 4 * (int64_t)DAY;
    struct am_grant grants[3] = {
        refund_to_role(1, AM_ROLE_SUPERVISOR, 10000),
        {.row = {.id = 2, .created_at_ms = DAY},
         .to = AM_GRANT_TO_PERSON,
         .person = ANNA,
         .site = HERE,
         .stands_in_for = BEN,
         .from_ms = from,
         .until_ms = until},
        {.row = {.id = 3, .created_at_ms = DAY},
         .to = AM_GRANT_TO_PERSON,
         .person = 15,
         .stands_in_for = ANNA},
    };

    (void)state;
    assert_int_equal(refund(grants, 2, ANNA, HERE, from - 1), 0);
    assert_int_equal(refund(grants, 2, ANNA, HERE, from), 10000);
    assert_int_equal(refund(grants, 2, ANNA, HERE, until), 0);
    assert_int_equal(refund(grants, 2, BEN, HERE, from), 10000);
    /* What one has as a stand-in is not handed on. */
    assert_int_equal(refund(grants, 3, 15, HERE, from), 0);
    /* A record that names a stand-in gives nothing of its own. */
    grants[1].all = true;
    struct am_granted_to to = who(ANNA, HERE);
    assert_false(am_granted_authority(grants, 2, &to, from).all);
    /* Two who stand in for each other end. */
    grants[2] = grants[1];
    grants[2].person = BEN;
    grants[2].stands_in_for = ANNA;
    assert_int_equal(refund(grants, 3, BEN, HERE, from), 10000);
}

static void the_most_generous_counts_remedy_by_remedy(void **state)
{
    const struct am_grant grants[] = {
        refund_to_role(1, AM_ROLE_ASSOCIATE, 2000),
        refund_to_role(2, AM_ROLE_ASSOCIATE, 500),
        {.row = {.id = 3}, .to = AM_GRANT_TO_ROLE, .remedy = AMENDS_REMEDY_DISCOUNT, .percent_bp = 1500},
        {.row = {.id = 4}, .to = AM_GRANT_TO_SITE, .remedy = AMENDS_REMEDY_DISCOUNT, .percent_bp = 99999},
        {.row = {.id = 5}, .to = AM_GRANT_TO_SITE, .remedy = AMENDS_REMEDY_EXCHANGE},
        {.row = {.id = 6},
         .to = AM_GRANT_TO_SITE,
         .remedy = AMENDS_REMEDY_VOUCHER,
         .currency = VIEW("SEK"),
         .most_minor = 9900},
        {.row = {.id = 7}, .to = AM_GRANT_TO_SITE, .remedy = AMENDS_REMEDY_FREE_ITEM, .most_minor = -1},
        {.row = {.id = 8}, .to = AM_GRANT_TO_SITE, .remedy = 77},
    };
    struct am_granted_to to = who(ANNA, HERE);
    struct amends_authority may = am_granted_authority(grants, COUNT(grants), &to, 2 * DAY);

    (void)state;
    assert_int_equal(may.refund_minor, 2000);
    assert_int_equal(may.discount_bp, 10000);
    assert_int_equal(may.granted, AMENDS_BIT(AMENDS_REMEDY_EXCHANGE));
    assert_int_equal(may.voucher_minor, 0);
    assert_int_equal(may.free_item_minor, 0);
    to.currency = VIEW("SEK");
    may = am_granted_authority(grants, COUNT(grants), &to, 2 * DAY);
    assert_int_equal(may.refund_minor, 0);
    assert_int_equal(may.voucher_minor, 9900);
}

/* Whatever is added after a time, the answer for that time stays. */
static void later_records_never_change_the_past(void **state)
{
    uint64_t seed = 7;

    (void)state;
    for (int round = 0; round < 2000; round++) {
        struct am_grant grants[12] = {{.row = {0}}};
        int64_t then = 50;

        for (size_t i = 0; i < 12; i++) {
            grants[i] = (struct am_grant){
                .row = {.id = (am_id)i + 1,
                        .created_at_ms = i < 6 ? test_random(&seed) % 50 : 51 + test_random(&seed) % 50},
                .to = (int32_t)(test_random(&seed) % 3),
                .role = (int32_t)(test_random(&seed) % 4),
                .person = ANNA + test_random(&seed) % 4,
                .site = test_random(&seed) % 3,
                .remedy = (int32_t)(test_random(&seed) % AMENDS_REMEDY_COUNT),
                .most_minor = test_random(&seed) % 5000,
                .percent_bp = test_random(&seed) % 10000,
                .all = test_random(&seed) % 8 == 0,
                .from_ms = test_random(&seed) % 120,
                .until_ms = test_random(&seed) % 2 ? 0 : test_random(&seed) % 120,
                .ends = test_random(&seed) % 3 ? 0 : 1 + test_random(&seed) % 12,
                .stands_in_for = test_random(&seed) % 4 ? 0 : ANNA + test_random(&seed) % 4};
        }
        for (am_id person = ANNA; person <= DORA; person++) {
            struct am_granted_to to = who(person, HERE);
            struct amends_authority before = am_granted_authority(grants, 6, &to, then);
            struct amends_authority after = am_granted_authority(grants, 12, &to, then);

            assert_memory_equal(&before, &after, sizeof before);
        }
    }
}

static const struct amends_authority fifty = {.currency = "EUR", .refund_minor = 5000, .discount_bp = 2000};

static struct am_remedy gave(am_id id, int64_t minor, bool owed)
{
    return (struct am_remedy){.row = {.id = id, .created_at_ms = id},
                              .remedy = AMENDS_REMEDY_REFUND,
                              .amount_minor = minor,
                              .percent_bp = -1,
                              .currency = VIEW("EUR"),
                              .owed = owed};
}

static struct am_gift refund_of(int64_t minor)
{
    return (struct am_gift){.remedy = AMENDS_REMEDY_REFUND,
                            .amount_minor = minor,
                            .percent_bp = -1,
                            .price_minor = -1,
                            .currency = VIEW("EUR")};
}

static void a_grant_of_everything_is_everything(void **state)
{
    struct am_grant grant = {.to = AM_GRANT_TO_ROLE, .role = AM_ROLE_MANAGER, .all = true};
    struct am_granted_to to = who(CARL, HERE);

    (void)state;
    assert_true(am_granted_authority(&grant, 1, &to, DAY).all);
    to = who(BEN, HERE);
    assert_false(am_granted_authority(&grant, 1, &to, DAY).all);
    to = who(CARL, HERE);
    grant = (struct am_grant){.to = AM_GRANT_TO_SITE, .remedy = AMENDS_REMEDY_COUNT, .percent_bp = 5};
    struct amends_authority may = am_granted_authority(&grant, 1, &to, DAY);
    assert_int_equal(may.granted, 0);
    grant.remedy = AMENDS_REMEDY_DISCOUNT;
    may = am_granted_authority(&grant, 1, &to, DAY);
    assert_int_equal(may.granted, 0);
    assert_int_equal(may.discount_bp, 5);
    grant = (struct am_grant){.to = AM_GRANT_TO_SITE, .remedy = AMENDS_REMEDY_FREE_ITEM, .most_minor = 600};
    assert_int_equal(am_granted_authority(&grant, 1, &to, DAY).free_item_minor, 600);
    /* An associate's grant is not for somebody whose only role is the administrator's. */
    to = who(DORA, HERE);
    grant = (struct am_grant){.to = AM_GRANT_TO_ROLE, .role = AM_ROLE_ADMINISTRATOR, .most_minor = 700};
    assert_int_equal(am_granted_authority(&grant, 1, &to, DAY).refund_minor, 700);
    to = who(CARL, HERE);
    assert_int_equal(am_granted_authority(&grant, 1, &to, DAY).refund_minor, 0);
    grant = refund_to_role(1, AM_ROLE_ASSOCIATE, INT64_MAX);
    assert_int_equal(am_granted_authority(&grant, 1, &to, DAY).refund_minor, INT64_C(1000000000000));
}

static void what_was_given_counts_to_the_cent(void **state)
{
    struct am_remedy given[3] = {gave(1, 2000, false), gave(2, 1000, false)};
    struct am_gift gift = refund_of(2000);

    (void)state;
    assert_int_equal(am_may_give(&fifty, given, 2, &gift), AMENDS_COVER_COVERED);
    gift.amount_minor = 2001;
    assert_int_equal(am_may_give(&fifty, given, 2, &gift), AMENDS_COVER_OVER);
    given[2] = (struct am_remedy){
        .row = {.id = 3}, .takes_back = 2, .remedy = AMENDS_REMEDY_REFUND, .amount_minor = 1000};
    assert_int_equal(am_may_give(&fifty, given, 3, &gift), AMENDS_COVER_COVERED);
    gift.amount_minor = 3001;
    assert_int_equal(am_may_give(&fifty, given, 3, &gift), AMENDS_COVER_OVER);
    gift.amount_minor = -1;
    assert_int_equal(am_may_give(&fifty, given, 3, &gift), AMENDS_COVER_UNCLEAR);
    gift = refund_of(100);
    gift.currency = VIEW("USD");
    assert_int_equal(am_may_give(&fifty, given, 3, &gift), AMENDS_COVER_UNCLEAR);
}

static void owed_and_conceded_are_two_accounts(void **state)
{
    const struct am_remedy given[] = {gave(1, 5000, true), gave(2, 1000, false)};
    struct am_gift gift = refund_of(4000);

    (void)state;
    assert_int_equal(am_may_give(&fifty, given, 2, &gift), AMENDS_COVER_COVERED);
    gift.amount_minor = 4001;
    assert_int_equal(am_may_give(&fifty, given, 2, &gift), AMENDS_COVER_OVER);
    gift = refund_of(1);
    gift.owed = true;
    assert_int_equal(am_may_give(&fifty, given, 2, &gift), AMENDS_COVER_OVER);
    assert_int_equal(am_may_give(&fifty, given + 1, 1, &gift), AMENDS_COVER_COVERED);
}

static void what_cannot_be_told_leaves_nothing(void **state)
{
    struct am_remedy given = gave(1, 100, false);
    struct am_gift gift = refund_of(1);

    (void)state;
    given.currency = VIEW("USD");
    assert_int_equal(am_may_give(&fifty, &given, 1, &gift), AMENDS_COVER_OVER);
    given = gave(1, -1, false);
    assert_int_equal(am_may_give(&fifty, &given, 1, &gift), AMENDS_COVER_OVER);
    given = (struct am_remedy){.remedy = AMENDS_REMEDY_DISCOUNT, .amount_minor = 300, .percent_bp = -1};
    gift = (struct am_gift){
        .remedy = AMENDS_REMEDY_DISCOUNT, .amount_minor = -1, .percent_bp = 1, .price_minor = -1};
    assert_int_equal(am_may_give(&fifty, &given, 1, &gift), AMENDS_COVER_OVER);
    given.percent_bp = 1999;
    assert_int_equal(am_may_give(&fifty, &given, 1, &gift), AMENDS_COVER_COVERED);
}

static struct amends_authority approved(const struct amends_authority *own,
                                        const struct am_approval *approval, const struct am_remedy *given,
                                        size_t count, int64_t at_ms)
{
    const struct am_account account = {
        .approvals = approval, .approval_count = 1, .given = given, .given_count = count};

    return am_granted_approved(own, &account, at_ms);
}

static void an_approval_is_a_total_and_is_used_once(void **state)
{
    struct am_remedy given[2] = {gave(10, 1500, false)};
    struct am_approval approval = {.remedy = AMENDS_REMEDY_REFUND,
                                   .state = AM_APPROVAL_GRANTED,
                                   .granted_minor = 4500,
                                   .currency = VIEW("EUR"),
                                   .answered_at_ms = 20};
    const struct amends_authority twenty = {.currency = "EUR", .refund_minor = 2000};
    struct amends_authority may = approved(&twenty, &approval, given, 1, 30);
    struct am_gift gift = refund_of(4500);

    (void)state;
    assert_int_equal(may.refund_minor, 6000);
    assert_int_equal(am_may_give(&may, given, 1, &gift), AMENDS_COVER_COVERED);
    given[1] = gave(25, 4500, false);
    may = approved(&twenty, &approval, given, 2, 30);
    gift.amount_minor = 1;
    assert_int_equal(am_may_give(&may, given, 2, &gift), AMENDS_COVER_OVER);
    /* What was given in the very moment of the answer was given before it. */
    given[0].row.created_at_ms = 20;
    assert_int_equal(approved(&twenty, &approval, given, 1, 30).refund_minor, 6000);
    given[0].row.created_at_ms = 21;
    assert_int_equal(approved(&twenty, &approval, given, 1, 30).refund_minor, 4500);
    assert_int_equal(approved(&twenty, &approval, given, 1, 20).refund_minor, 4500);
    /* Not before it was answered, not where it was declined, never less than one's own. */
    assert_int_equal(approved(&twenty, &approval, given, 1, 19).refund_minor, 2000);
    approval.state = AM_APPROVAL_DECLINED;
    assert_int_equal(approved(&twenty, &approval, given, 1, 30).refund_minor, 2000);
    approval.state = AM_APPROVAL_GRANTED;
    approval.granted_minor = 1;
    assert_int_equal(approved(&twenty, &approval, given, 1, 30).refund_minor, 2000);
    approval.remedy = AMENDS_REMEDY_COUNT;
    assert_int_equal(approved(&twenty, &approval, NULL, 0, 30).granted, 0);
    approval.remedy = AMENDS_REMEDY_UPGRADE;
    assert_int_equal(approved(&twenty, &approval, NULL, 0, 30).granted, AMENDS_BIT(AMENDS_REMEDY_UPGRADE));
    /* After something unknown an approval still helps, once. */
    approval = (struct am_approval){
        .remedy = AMENDS_REMEDY_REFUND, .state = AM_APPROVAL_GRANTED, .granted_minor = 4500};
    approval.answered_at_ms = 20;
    given[0] = gave(10, -1, false);
    may = approved(&twenty, &approval, given, 1, 30);
    gift.amount_minor = 4500;
    assert_int_equal(am_may_give(&may, given, 1, &gift), AMENDS_COVER_COVERED);
    assert_int_equal(am_may_give(&may, given, 2, &gift), AMENDS_COVER_OVER);
}

/* A question about an overcharge raises what may be paid back, and nothing of what may be conceded. */
static void an_approval_of_what_is_owed_concedes_nothing(void **state)
{
    const struct am_approval approval = {.remedy = AMENDS_REMEDY_REFUND,
                                         .state = AM_APPROVAL_GRANTED,
                                         .granted_minor = 9000,
                                         .currency = VIEW("EUR"),
                                         .answered_at_ms = 20,
                                         .owed = true};
    const struct amends_authority twenty = {.currency = "EUR", .refund_minor = 2000};
    struct am_account account = {.approvals = &approval, .approval_count = 1};

    (void)state;
    assert_int_equal(am_granted_approved(&twenty, &account, 30).refund_minor, 2000);
    account.owed = true;
    assert_int_equal(am_granted_approved(&twenty, &account, 30).refund_minor, 9000);
}

/* What is given after an answer comes after it, within a millisecond too and where a clock was set back. */
static void remedies_and_answers_never_share_a_time(void **state)
{
    const struct am_approval approvals[] = {{.state = AM_APPROVAL_GRANTED, .answered_at_ms = 20},
                                            {.state = AM_APPROVAL_DECLINED, .answered_at_ms = 90}};
    const struct am_remedy given[] = {gave(40, 100, false), gave(30, 100, true)};
    const struct am_account account = {approvals, 2, given, 2, false};

    (void)state;
    assert_int_equal(am_account_remedy_ms(&account, 19), 21);
    assert_int_equal(am_account_remedy_ms(&account, 20), 21);
    assert_int_equal(am_account_remedy_ms(&account, 21), 21);
    assert_int_equal(am_account_answer_ms(&account, 39), 40);
    assert_int_equal(am_account_answer_ms(&account, 40), 40);
    assert_int_equal(am_account_answer_ms(&account, 41), 41);
}

/* What somebody was on a day stays what they were when it has ended, and begins when it was said to. */
static void a_role_has_its_time(void **state)
{
    const struct am_grant grant = refund_to_role(1, AM_ROLE_SUPERVISOR, 5000);
    const struct am_membership roles[] = {{.row = {.created_at_ms = DAY},
                                           .person = ANNA,
                                           .site = HERE,
                                           .role = AM_ROLE_SUPERVISOR,
                                           .from_ms = 2 * (int64_t)DAY,
                                           .until_ms = 4 * (int64_t)DAY,
                                           .ended = true}};
    struct am_granted_to to = {
        .person = ANNA, .site = HERE, .memberships = roles, .membership_count = 1, .currency = VIEW("EUR")};
    static const int64_t none[] = {1, 4, 5}, some[] = {2, 3};

    (void)state;
    for (size_t i = 0; i < COUNT(none); i++)
        assert_int_equal(am_granted_authority(&grant, 1, &to, none[i] * DAY).refund_minor, 0);
    for (size_t i = 0; i < COUNT(some); i++)
        assert_int_equal(am_granted_authority(&grant, 1, &to, some[i] * DAY).refund_minor, 5000);
    assert_int_equal(am_granted_authority(&grant, 1, &to, 4 * (int64_t)DAY - 1).refund_minor, 5000);
}

static void switches_given_and_the_whole_price_are_counted(void **state)
{
    const struct amends_authority may = {.currency = "EUR",
                                         .discount_bp = 10000,
                                         .granted = AMENDS_BIT(AMENDS_REMEDY_REPAIR),
                                         .named = AMENDS_BIT(AMENDS_REMEDY_REPAIR)};
    struct am_remedy given = {
        .row = {.id = 1}, .remedy = AMENDS_REMEDY_REPAIR, .amount_minor = -1, .percent_bp = -1};
    struct am_gift gift = {
        .remedy = AMENDS_REMEDY_REPAIR, .amount_minor = -1, .percent_bp = -1, .price_minor = -1};

    (void)state;
    /* A repair does not use itself up, as the coach has it. */
    assert_int_equal(am_may_give(&may, &given, 1, &gift), AMENDS_COVER_COVERED);
    assert_int_equal(am_granted_given(&given, 1, false, "EUR").granted, AMENDS_BIT(AMENDS_REMEDY_REPAIR));
    given = (struct am_remedy){.row = {.id = 1}, .remedy = AMENDS_REMEDY_DISCOUNT, .percent_bp = 10000};
    assert_int_equal(am_granted_given(&given, 1, false, "EUR").discount_bp, 10000);
    given.percent_bp = 10001; /* not to be believed: as much as there is */
    assert_int_equal(am_granted_given(&given, 1, false, "EUR").discount_bp, 10000);
    given = (struct am_remedy){.row = {.id = 1}, .remedy = AMENDS_REMEDY_FREE_ITEM, .amount_minor = 450};
    assert_int_equal(am_granted_given(&given, 1, false, "EUR").free_item_minor, 450);
    given.remedy = AMENDS_REMEDY_COUNT;
    assert_int_equal(am_granted_given(&given, 1, false, "EUR").granted, 0);
    /* The price that a percentage is held against, to the highest amount there is. */
    const struct amends_authority much = {.currency = "EUR", .refund_minor = INT64_C(1000000000000)};
    gift = (struct am_gift){.remedy = AMENDS_REMEDY_REFUND,
                            .amount_minor = -1,
                            .percent_bp = 10000,
                            .price_minor = INT64_C(1000000000000)};
    assert_int_equal(am_may_give(&much, NULL, 0, &gift), AMENDS_COVER_COVERED);
    gift.price_minor++;
    assert_int_equal(am_may_give(&much, NULL, 0, &gift), AMENDS_COVER_OVER);
}

static void nonsense_is_over(void **state)
{
    const struct amends_authority all = {.all = true};
    struct am_gift gift = refund_of(-2);

    (void)state;
    assert_int_equal(am_may_give(&all, NULL, 0, &gift), AMENDS_COVER_OVER);
    gift = refund_of(INT64_MAX);
    assert_int_equal(am_may_give(&all, NULL, 0, &gift), AMENDS_COVER_OVER);
    gift = refund_of(1);
    gift.remedy = AMENDS_REMEDY_COUNT;
    assert_int_equal(am_may_give(&all, NULL, 0, &gift), AMENDS_COVER_OVER);
    gift = refund_of(1);
    gift.currency = VIEW("EURO");
    assert_int_equal(am_may_give(&all, NULL, 0, &gift), AMENDS_COVER_OVER);
    gift = refund_of(-1);
    gift.percent_bp = 10001;
    assert_int_equal(am_may_give(&all, NULL, 0, &gift), AMENDS_COVER_OVER);
}

/* However a sum is cut into pieces, no more than the limit is ever given. */
static void pieces_never_pass_the_limit(void **state)
{
    uint64_t seed = 3;

    (void)state;
    for (int round = 0; round < 500; round++) {
        struct am_remedy given[40];
        size_t count = 0;
        int64_t sum = 0;

        for (int i = 0; i < 40; i++) {
            struct am_gift gift = refund_of(test_random(&seed) % 1500);

            if (am_may_give(&fifty, given, count, &gift) != AMENDS_COVER_COVERED)
                continue;
            given[count] = gave((am_id)count + 1, gift.amount_minor, false);
            count++;
            sum += gift.amount_minor;
        }
        assert_true(sum <= 5000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_grant_is_no_authority),
        cmocka_unit_test(who_is_alone_may_all),
        cmocka_unit_test(a_role_has_what_lower_ones_have_but_not_the_administrator),
        cmocka_unit_test(only_where_one_belongs),
        cmocka_unit_test(a_grant_has_its_time),
        cmocka_unit_test(an_ending_record_ends_and_grants_nothing),
        cmocka_unit_test(a_stand_in_has_the_others_authority_meanwhile),
        cmocka_unit_test(the_most_generous_counts_remedy_by_remedy),
        cmocka_unit_test(later_records_never_change_the_past),
        cmocka_unit_test(a_grant_of_everything_is_everything),
        cmocka_unit_test(what_was_given_counts_to_the_cent),
        cmocka_unit_test(owed_and_conceded_are_two_accounts),
        cmocka_unit_test(what_cannot_be_told_leaves_nothing),
        cmocka_unit_test(an_approval_is_a_total_and_is_used_once),
        cmocka_unit_test(an_approval_of_what_is_owed_concedes_nothing),
        cmocka_unit_test(remedies_and_answers_never_share_a_time),
        cmocka_unit_test(a_role_has_its_time),
        cmocka_unit_test(switches_given_and_the_whole_price_are_counted),
        cmocka_unit_test(nonsense_is_over),
        cmocka_unit_test(pieces_never_pass_the_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
