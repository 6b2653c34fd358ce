#include "desk/people/breaks.h"
#include "desk/people/people.h"

#include "desk/people/authority.h"
#include "desk/people/clock.h"
#include "desk/people/grants.h"
#include "desk/people/roles.h"
#include "desk/people/zone.h"
#include "desk/testing.h"

#define TEXT(text) am_view_of(text)

static struct amends_authority authority_of(am_id person, am_id site_id, int64_t at_ms)
{
    struct amends_authority authority = {0};
    struct am_site site;
    shop_read(&am_site_record, site_id, &site);
    DO(shop.owner, am_person_authority(d, person, &site, at_ms, &authority));
    return authority;
}

static void a_shop_begins_with_its_trade(void **state)
{
    (void)state;
    assert_int_equal(authority_of(shop.ann, shop.site, shop.now_ms).refund_minor, 2000);
    assert_int_equal(authority_of(shop.sue, shop.site, shop.now_ms).refund_minor, 15000);
    assert_true(authority_of(shop.max, shop.site, shop.now_ms).all);
    /* Nothing where one does not work; nothing before one came. */
    assert_int_equal(authority_of(shop.ann, shop.branch, shop.now_ms).refund_minor, 0);
    assert_int_equal(authority_of(shop.ann, shop.site, shop.now_ms - DAY_MS).refund_minor, 0);
    struct am_site site;
    struct am_clock clock;
    shop_read(&am_site_record, shop.site, &site);
    am_clock_of_site(&site, &shop_arena, &clock);
    assert_true(am_hours_open(&clock.hours, &clock.zone, MORNING_MS));
    assert_false(am_hours_open(&clock.hours, &clock.zone, MORNING_MS - 4 * HOUR_MS));
    assert_int_equal(clock.zone.offset_s(clock.zone.context, MORNING_MS), 7200);
}

/* Two rows of one millisecond with the same random bits: the second is told from one whose key is used. */
static void an_id_that_was_there(void **state)
{
    (void)state;
    struct am_notice first = {.site = shop.site, .number = 1000, .kind = TEXT("test")}, second;
    struct am_doing *d = shop_as(&shop, shop.owner);
    second = first;
    second.number++;
    am_doing_begin_row(d, &first.row);
    second.row = first.row;
    const bool added = am_doing_add(d, &am_notice_record, &first), taken = d->id_taken;
    const bool again = am_doing_add(d, &am_notice_record, &second), taken_then = d->id_taken;
    assert_false(shop_done(again));
    assert_true(added && !taken && !again && taken_then);
    assert_string_equal(shop_refused.type, "twice");
}

static struct am_grant refund(am_id person, int64_t minor)
{
    struct am_grant grant;
    am_record_empty(&am_grant_record, &grant);
    grant.to = AM_GRANT_TO_PERSON;
    grant.person = person;
    grant.site = shop.site;
    grant.remedy = AMENDS_REMEDY_REFUND;
    grant.most_minor = minor;
    grant.currency = TEXT("EUR");
    return grant;
}

static void a_grant_has_its_time(void **state)
{
    (void)state;
    struct am_grant grant = refund(shop.ann, 5000), end;
    const int64_t before = shop.now_ms;
    shop.now_ms += HOUR_MS;
    DO(shop.max, am_grant_give(d, &grant));
    assert_int_equal(authority_of(shop.ann, shop.site, shop.now_ms).refund_minor, 5000);
    shop.now_ms += HOUR_MS;
    DO(shop.max, am_grant_end(d, grant.row.id, 0, &end));
    assert_int_equal(authority_of(shop.ann, shop.site, shop.now_ms).refund_minor, 2000);
    /* What could she give that day? */
    assert_int_equal(authority_of(shop.ann, shop.site, before + HOUR_MS).refund_minor, 5000);
    assert_int_equal(authority_of(shop.ann, shop.site, before + 1).refund_minor, 2000);
    NOT(shop.max, AM_REFUSED_STATE, "grant-ended", am_grant_end(d, grant.row.id, 0, &end));
    NOT(shop.sue, AM_REFUSED_FORBIDDEN, "forbidden", am_grant_give(d, &grant));
    NOT_THERE(am_grant_end(d, grant.row.id, 0, &end));
}

static void grants_that_make_no_sense(void **state)
{
    (void)state;
    struct am_grant grant = refund(0, 5000);
    NOT(shop.max, AM_REFUSED_FIELD, "invalid-field", am_grant_give(d, &grant));
    assert_field("person");
    grant = refund(stranger.owner, 5000);
    NOT(shop.max, AM_REFUSED_FIELD, "invalid-field", am_grant_give(d, &grant));
    grant = refund(shop.ann, 5000);
    grant.until_ms = shop.now_ms - 1;
    NOT(shop.max, AM_REFUSED_FIELD, "invalid-field", am_grant_give(d, &grant));
    grant = refund(shop.ann, 0);
    NOT(shop.max, AM_REFUSED_FIELD, "invalid-field", am_grant_give(d, &grant));
    grant = refund(shop.ann, 5000);
    grant.stands_in_for = shop.ann;
    NOT(shop.max, AM_REFUSED_FIELD, "invalid-field", am_grant_give(d, &grant));
    assert_field("stands_in_for");
    am_record_empty(&am_grant_record, &grant);
    grant.to = AM_GRANT_TO_PERSON;
    grant.person = shop.ann;
    grant.stands_in_for = shop.sue;
    NOT(shop.max, AM_REFUSED_FIELD, "invalid-field", am_grant_give(d, &grant));
    assert_field("until_ms");
}

static void a_stand_in_has_what_the_other_has(void **state)
{
    (void)state;
    struct am_grant grant;
    am_record_empty(&am_grant_record, &grant);
    grant.to = AM_GRANT_TO_PERSON;
    grant.person = shop.bob;
    grant.stands_in_for = shop.sue;
    grant.until_ms = shop.now_ms + DAY_MS;
    DO(shop.max, am_grant_give(d, &grant));
    assert_int_equal(authority_of(shop.bob, shop.site, shop.now_ms).refund_minor, 15000);
    assert_int_equal(authority_of(shop.bob, shop.site, shop.now_ms + DAY_MS).refund_minor, 2000);
}

static void a_role_that_ended_is_remembered(void **state)
{
    (void)state;
    struct am_membership row;
    struct am_break needed;
    am_record_empty(&am_membership_record, &row);
    row.person = shop.tea;
    row.site = shop.site;
    row.role = AM_ROLE_ASSOCIATE;
    DO(shop.owner, am_membership_add(d, &row));
    struct am_membership again = row;
    NOT(shop.owner, AM_REFUSED_STATE, "twice", am_membership_add(d, &again));
    const int64_t then = shop.now_ms += HOUR_MS;
    assert_int_equal(authority_of(shop.tea, shop.site, then).refund_minor, 2000);
    shop.now_ms += HOUR_MS;
    NOT(shop.max, AM_REFUSED_FORBIDDEN, "forbidden", am_membership_end(d, row.row.id));
    NOT_THERE(am_membership_end(d, row.row.id));
    DO(shop.owner, am_membership_end(d, row.row.id));
    assert_int_equal(authority_of(shop.tea, shop.site, shop.now_ms).refund_minor, 0);
    assert_int_equal(authority_of(shop.tea, shop.site, then).refund_minor, 2000);
    NOT(shop.owner, AM_REFUSED_STATE, "ended", am_membership_end(d, row.row.id));
    /* It may be given anew; and a clock that is set back does not bring the old one back. */
    shop.now_ms = then;
    NOT(shop.tea, AM_REFUSED_FORBIDDEN, "forbidden", am_break_need(d, shop.site, &needed));
    shop.now_ms = then + 3 * HOUR_MS;
    DO(shop.owner, am_membership_add(d, &again));
    DO(shop.tea, am_break_need(d, shop.site, &needed));
    DO(shop.owner, am_membership_end(d, again.row.id));
}

/* A summer helper: from, until; the end may be moved while it is to come. */
static void a_role_has_its_time(void **state)
{
    (void)state;
    struct am_membership row, wanted, twice;
    am_record_empty(&am_membership_record, &row);
    row.person = shop.tea;
    row.site = shop.site;
    row.role = AM_ROLE_SUPERVISOR;
    row.from_ms = shop.now_ms + DAY_MS;
    row.until_ms = shop.now_ms + DAY_MS;
    NOT(shop.owner, AM_REFUSED_FIELD, "invalid-field", am_membership_add(d, &row));
    assert_field("until_ms");
    const int64_t begins_ms = row.from_ms;
    row.until_ms = begins_ms + 7 * DAY_MS;
    DO(shop.owner, am_membership_add(d, &row));
    twice = row;
    twice.from_ms = row.until_ms - 1;
    twice.until_ms = 0;
    NOT(shop.owner, AM_REFUSED_STATE, "twice", am_membership_add(d, &twice));
    assert_int_equal(authority_of(shop.tea, shop.site, shop.now_ms).refund_minor, 0);
    NOT(shop.tea, AM_REFUSED_FORBIDDEN, "forbidden", am_break_need(d, shop.site, &(struct am_break){0}));
    shop.now_ms = begins_ms;
    assert_int_equal(authority_of(shop.tea, shop.site, shop.now_ms).refund_minor, 15000);
    DO(shop.tea, am_break_need(d, shop.site, &(struct am_break){0}));
    wanted = row;
    wanted.until_ms = begins_ms + DAY_MS;
    NOT(shop.max, AM_REFUSED_FORBIDDEN, "forbidden", am_membership_change(d, row.row.id, &wanted, 0, &row));
    DO(shop.owner, am_membership_change(d, row.row.id, &wanted, 0, &row));
    shop.now_ms = begins_ms + DAY_MS;
    assert_int_equal(authority_of(shop.tea, shop.site, shop.now_ms).refund_minor, 0);
    assert_int_equal(authority_of(shop.tea, shop.site, shop.now_ms - 1).refund_minor, 15000);
    NOT(shop.tea, AM_REFUSED_FORBIDDEN, "forbidden", am_break_need(d, shop.site, &(struct am_break){0}));
    wanted.until_ms = 0;
    NOT(shop.owner, AM_REFUSED_STATE, "ended", am_membership_change(d, row.row.id, &wanted, 0, &row));
    NOT_THERE(am_membership_change(d, row.row.id, &wanted, 0, &row));
}

/* The last administrator's role gets no end. */
static void an_end_leaves_an_administrator(void **state)
{
    (void)state;
    const struct am_where where[] = {{.field = "person", .how = AM_IS, .number = shop.owner},
                                     {.field = "role", .how = AM_IS, .number = AM_ROLE_ADMINISTRATOR}};
    void *rows = NULL;
    size_t count = 0;
    DO(shop.owner, am_doing_few(d, &am_membership_record, where, 2, &rows, &count));
    assert_int_equal(count, 1);
    struct am_membership wanted = *(struct am_membership *)rows, row;
    wanted.until_ms = shop.now_ms + DAY_MS;
    NOT(shop.owner, AM_REFUSED_STATE, "last-administrator",
        am_membership_change(d, wanted.row.id, &wanted, 0, &row));
    NOT(shop.owner, AM_REFUSED_STATE, "last-administrator", am_membership_end(d, wanted.row.id));
}

static void one_says_that_one_is_away(void **state)
{
    (void)state;
    struct am_person row;
    const int64_t own = shop_notices("person.absent", shop.bob), all = shop_notices("person.absent", 0);
    DO(shop.bob, am_absent_say(d, AM_ABSENT_BREAK, 0, &row));
    assert_int_equal(row.back_at_ms, shop.now_ms + AM_BREAK_MS);
    assert_true(am_person_absent(&row, row.back_at_ms - 1) && !am_person_absent(&row, row.back_at_ms));
    assert_int_equal(shop_notices("person.absent", shop.bob), own + 1);
    assert_int_equal(shop_notices("person.absent", 0), all + 1);
    NOT(shop.bob, AM_REFUSED_FIELD, "invalid-field", am_absent_say(d, AM_ABSENT_OFF, shop.now_ms, &row));
    assert_field("back_at_ms");
    DO(shop.bob, am_absent_say(d, AM_ABSENT_OFF, 0, &row));
    assert_int_equal(row.back_at_ms, shop.now_ms + AM_ABSENT_MS);
    DO(shop.bob, am_absent_say(d, -1, 0, &row));
    assert_true(row.absent == -1 && row.back_at_ms == 0 && !am_person_absent(&row, shop.now_ms));
}

static void somebody_administers(void **state)
{
    (void)state;
    struct am_person row, wanted;
    shop_read(&am_person_record, shop.owner, &wanted);
    wanted.active = false;
    NOT(shop.owner, AM_REFUSED_STATE, "last-administrator",
        am_person_change(d, shop.owner, &wanted, 0, &row));
    /* Of oneself one changes what reaches one, and no more. */
    shop_read(&am_person_record, shop.ann, &wanted);
    wanted.email = TEXT("ann@shop.example");
    wanted.login = TEXT("boss");
    DO(shop.ann, am_person_change(d, shop.ann, &wanted, 0, &row));
    assert_true(am_view_same(row.email, TEXT("ann@shop.example")) && am_view_same(row.login, TEXT("ann")));
    NOT(shop.bob, AM_REFUSED_FORBIDDEN, "forbidden", am_person_change(d, shop.ann, &wanted, 0, &row));
    wanted.login = TEXT("bob");
    NOT(shop.owner, AM_REFUSED_FIELD, "invalid-field", am_person_change(d, shop.ann, &wanted, 0, &row));
    assert_field("login");
    NOT(shop.owner, AM_REFUSED_CHANGED, "changed", am_person_change(d, shop.bob, &wanted, 99, &row));
    NOT_THERE(am_person_change(d, shop.ann, &wanted, 0, &row));
}

static void who_leaves_is_shut_out(void **state)
{
    (void)state;
    struct am_person gone, wanted, row;
    struct am_session session;
    am_record_empty(&am_person_record, &gone);
    gone.name = gone.login = TEXT("gone");
    struct am_membership role;
    am_record_empty(&am_membership_record, &role);
    role.site = shop.site;
    role.role = AM_ROLE_SUPERVISOR;
    DO(shop.owner, am_person_add(d, &gone, &role));
    assert_int_equal(authority_of(gone.row.id, shop.site, shop.now_ms).refund_minor, 15000);
    am_record_empty(&am_session_record, &session);
    session.person = gone.row.id;
    session.token_hash = TEXT("0123456789abcdef0123456789abcdef");
    session.ends_at_ms = shop.now_ms + DAY_MS;
    shop_add(&am_session_record, &session);
    wanted = gone;
    wanted.active = false;
    DO(shop.owner, am_person_change(d, gone.row.id, &wanted, 0, &row));
    shop_read(&am_session_record, session.row.id, &session);
    assert_true(session.revoked);
    assert_int_equal(authority_of(gone.row.id, shop.site, shop.now_ms).refund_minor, 0);
}

static void sites_are_checked(void **state)
{
    (void)state;
    struct am_site wanted, row;
    shop_read(&am_site_record, shop.branch, &wanted);
    const struct am_site before = wanted;
    static const char *const hours[] = {"[]",
                                        "{\"mon\":[[\"09:00\",\"08:00\"]]}",
                                        "{\"mon\":[[\"09:00\",\"25:00\"]]}",
                                        "{\"monday\":[]}",
                                        "{\"closed\":[\"2026-02-30\"]}",
                                        "{\"mon\":[[\"9:00\",\"10:00\"]]}",
                                        "{"};
    for (size_t i = 0; i < sizeof hours / sizeof *hours; i++) {
        wanted.hours = TEXT(hours[i]);
        NOT(shop.owner, AM_REFUSED_FIELD, "invalid-field", am_site_change(d, shop.branch, &wanted, 0, &row));
        assert_field("hours");
    }
    wanted = before;
    wanted.zone = TEXT("../../etc/passwd");
    NOT(shop.owner, AM_REFUSED_FIELD, "invalid-field", am_site_change(d, shop.branch, &wanted, 0, &row));
    assert_field("zone");
    wanted = before;
    wanted.retention = TEXT("{\"case\":5}");
    NOT(shop.owner, AM_REFUSED_FIELD, "invalid-field", am_site_change(d, shop.branch, &wanted, 0, &row));
    assert_field("retention");
    wanted = before;
    wanted.hours = TEXT("{\"mon\":[[\"09:00\",\"13:00\"],[\"14:00\",\"18:00\"]],\"closed\":[\"2026-12-25\"],"
                        "\"special\":{\"2026-12-24\":[[\"09:00\",\"12:00\"]]}}");
    DO(shop.owner, am_site_change(d, shop.branch, &wanted, 0, &row));
    NOT(shop.sue, AM_REFUSED_FORBIDDEN, "forbidden", am_site_change(d, shop.branch, &wanted, 0, &row));
    NOT_THERE(am_site_change(d, shop.branch, &wanted, 0, &row));
}

static void a_break_is_said(void **state)
{
    (void)state;
    const int64_t before = shop_notices("break.needed", 0);
    struct am_break one, again;
    DO(shop.ann, am_break_need(d, shop.site, &one));
    assert_int_equal(shop_notices("break.needed", 0), before + 1);
    DO(shop.ann, am_break_need(d, shop.site, &again));
    assert_int_equal(again.row.id, one.row.id);
    assert_int_equal(shop_notices("break.needed", 0), before + 1);
    NOT(shop.ann, AM_REFUSED_FORBIDDEN, "forbidden", am_break_need(d, shop.branch, &again));
    NOT_THERE(am_break_need(d, shop.site, &again));
    /* Somebody else covers, once; the person hears it. */
    NOT(shop.ann, AM_REFUSED_STATE, "own-break", am_break_cover(d, one.row.id, &again));
    DO(shop.sue, am_break_cover(d, one.row.id, &again));
    assert_int_equal(again.covered_by, shop.sue);
    assert_int_equal(shop_notices("break.covered", shop.ann), 1);
    DO(shop.sue, am_break_cover(d, one.row.id, &again));
    NOT(shop.bob, AM_REFUSED_STATE, "covered", am_break_cover(d, one.row.id, &again));
    NOT_THERE(am_break_cover(d, one.row.id, &again));
    /* When it is over nothing is left of it. */
    NOT_THERE(am_break_end(d, one.row.id));
    DO(shop.ann, am_break_end(d, one.row.id));
    NOT(shop.ann, AM_REFUSED_NONE, "not-found", am_break_end(d, one.row.id));
    /* Of a shift that is over nothing stands. */
    DO(shop.ann, am_break_need(d, shop.site, &one));
    shop.now_ms += AM_BREAK_STANDS_MS;
    DO(shop.ann, am_break_need(d, shop.site, &again));
    assert_int_not_equal(again.row.id, one.row.id);
    NOT(shop.sue, AM_REFUSED_NONE, "not-found", am_break_end(d, one.row.id));
    DO(shop.sue, am_break_end(d, again.row.id));
}

static void the_organisation_is_edited(void **state)
{
    (void)state;
    struct am_organisation wanted, row;
    shop_read(&am_organisation_record, shop.org, &wanted);
    wanted.name = TEXT("Corner and Sons");
    DO(shop.owner, am_organisation_change(d, &wanted, 0, &row));
    assert_true(am_view_same(row.name, TEXT("Corner and Sons")));
    /* A manager sets up the business; how long records are kept is the administrator's. */
    wanted.trade = AM_TRADE_CAFE;
    DO(shop.max, am_organisation_change(d, &wanted, 0, &row));
    NOT(shop.sue, AM_REFUSED_FORBIDDEN, "forbidden", am_organisation_change(d, &wanted, 0, &row));
    wanted.retention = TEXT("{\"case\":365}");
    NOT(shop.max, AM_REFUSED_FORBIDDEN, "forbidden", am_organisation_change(d, &wanted, 0, &row));
    DO(shop.owner, am_organisation_change(d, &wanted, 0, &row));
    struct am_site site;
    am_record_empty(&am_site_record, &site);
    site.name = TEXT("Third");
    DO(shop.max, am_site_add(d, &site));
    struct am_site changed = site;
    changed.retention = TEXT("{\"case\":30}");
    NOT(shop.max, AM_REFUSED_FORBIDDEN, "forbidden", am_site_change(d, site.row.id, &changed, 0, &site));
    wanted.currency = TEXT("eur");
    NOT(shop.owner, AM_REFUSED_FIELD, "field", am_organisation_change(d, &wanted, 0, &row));
    assert_field("currency");
}

static void zones_know_summer(void **state)
{
    (void)state;
    static const struct {
        const char *zone;
        int64_t at_ms;
        int32_t offset_s;
    } cases[] = {
        {"Europe/Helsinki", INT64_C(1768478400000), 7200},  /* 2026-01-15 12:00 */
        {"Europe/Helsinki", INT64_C(1784116800000), 10800}, /* 2026-07-15 12:00 */
        {"Europe/Helsinki", INT64_C(1774745999000), 7200},  /* a second before the change of 2026 */
        {"Europe/Helsinki", INT64_C(1774746000000), 10800},
        {"Europe/Helsinki", INT64_C(2531304000000), 7200},   /* 2050-03-19, by the rule at the file's end */
        {"Europe/Helsinki", INT64_C(2541844800000), 10800},  /* 2050-07-19 */
        {"Australia/Sydney", INT64_C(2525947200000), 39600}, /* 2050-01-16, summer in the south */
        {"Australia/Sydney", INT64_C(2541844800000), 36000},
        {"America/New_York", INT64_C(1784116800000), -14400},
        {"Asia/Shanghai", INT64_C(1784116800000), 28800},
        {"Asia/Kolkata", INT64_C(2541844800000), 19800},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_zone zone;
        assert_true(am_zone_load(TEXT(cases[i].zone), &shop_arena, &zone));
        assert_int_equal(zone.offset_s(zone.context, cases[i].at_ms), cases[i].offset_s);
    }
    struct am_zone zone;
    assert_false(am_zone_load(TEXT("Europe/Nowhere"), &shop_arena, &zone));
    assert_false(am_zone_load(TEXT(""), &shop_arena, &zone));
    assert_false(am_zone_read(TEXT("TZif2 and then nothing that is a zone at all, but long enough"),
                              &shop_arena, &zone));
}

static int tests(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(a_shop_begins_with_its_trade),
        cmocka_unit_test(an_id_that_was_there),
        cmocka_unit_test(a_grant_has_its_time),
        cmocka_unit_test(grants_that_make_no_sense),
        cmocka_unit_test(a_stand_in_has_what_the_other_has),
        cmocka_unit_test(a_role_that_ended_is_remembered),
        cmocka_unit_test(a_role_has_its_time),
        cmocka_unit_test(an_end_leaves_an_administrator),
        cmocka_unit_test(one_says_that_one_is_away),
        cmocka_unit_test(somebody_administers),
        cmocka_unit_test(who_leaves_is_shut_out),
        cmocka_unit_test(sites_are_checked),
        cmocka_unit_test(a_break_is_said),
        cmocka_unit_test(the_organisation_is_edited),
        cmocka_unit_test(zones_know_summer),
    };
    return cmocka_run_group_tests(all, shop_open, shop_close);
}

int main(int argc, char *argv[])
{
    return shop_main(argc, argv, tests);
}
