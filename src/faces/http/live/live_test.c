#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "faces/http/live/hub.h"

static struct am_notice notice_of(int64_t number)
{
    return (struct am_notice){.row = {.created_at_ms = INT64_C(1767225600000)},
                              .number = number,
                              .site = 5,
                              .kind = {"case.made", 9},
                              .permission = AM_MAY_CASE_SEE};
}

static void an_event_is_one_line_of_data(void **state)
{
    (void)state;
    struct am_writer out = {0};
    struct am_notice notice = notice_of(7);
    am_live_write(&out, &notice);
    am_writer_raw(&out, "", 1);
    assert_string_equal(out.bytes, "id: 7\ndata: {\"kind\": \"case.made\", \"subject\": null, "
                                   "\"site\": \"0000000000005\", \"at\": \"2026-01-01T00:00:00.000Z\"}\n\n");
    am_writer_reset(&out);
    notice.kind = (struct amends_view){"a\n\ndata: \"b", 11};
    am_live_write(&out, &notice);
    am_writer_raw(&out, "", 1);
    assert_non_null(strstr(out.bytes, "a\\n\\ndata: \\\"b"));
    assert_ptr_equal(strstr(out.bytes, "\n\n"), out.bytes + out.len_bytes - 3);
    am_writer_dispose(&out);
}

static void who_hears(void **state)
{
    (void)state;
    const struct am_membership here = {.person = 9, .site = 5, .role = AM_ROLE_ASSOCIATE};
    const struct am_actor actor = {.org = 1, .person = 9, .memberships = &here, .membership_count = 1};
    struct am_notice notice = notice_of(1);
    assert_true(am_live_may_hear(&actor, &notice));
    notice.only_for = 9;
    assert_true(am_live_may_hear(&actor, &notice));
    notice.only_for = 8;
    assert_false(am_live_may_hear(&actor, &notice));
    notice = notice_of(1);
    notice.site = 6;
    assert_false(am_live_may_hear(&actor, &notice));
    notice.site = 0;
    assert_false(am_live_may_hear(&actor, &notice));
    notice = notice_of(1);
    notice.permission = AM_MAY_CASE_MERGE;
    assert_false(am_live_may_hear(&actor, &notice));
    notice.permission = -1;
    assert_false(am_live_may_hear(&actor, &notice));
    notice.permission = AM_PERMISSION_COUNT;
    assert_false(am_live_may_hear(&actor, &notice));
}

static void what_was_swept_unread_is_a_reset(void **state)
{
    (void)state;
    struct am_live_org *org = calloc(1, sizeof *org);
    assert_non_null(org);
    org->last = 4;
    const struct am_notice notices[] = {notice_of(5), notice_of(9), notice_of(10)};
    am_live_append(org, notices, 3);
    assert_int_equal(org->end, 4);
    assert_int_equal(org->last, 10);
    const bool for_all[] = {false, true, false, false};
    const int64_t numbers[] = {5, 8, 9, 10};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(org->ring[i].for_all, for_all[i]);
        assert_int_equal(org->ring[i].notice.number, numbers[i]);
    }
    assert_int_equal(strncmp(org->ring[1].text, "event: reset\nid: 8\ndata: {}\n\n", org->ring[1].len_bytes),
                     0);
    am_live_append(org, notices, 0);
    assert_int_equal(org->end, 4);
    am_live_org_free(org);
}

static void the_ring_holds_the_latest(void **state)
{
    (void)state;
    struct am_live_org *org = calloc(1, sizeof *org);
    assert_non_null(org);
    for (int64_t i = 1; i <= AM_LIVE_RING + 3; i++) {
        const struct am_notice notice = notice_of(i);
        am_live_append(org, &notice, 1);
    }
    assert_int_equal(org->end, AM_LIVE_RING + 3);
    assert_int_equal(org->first, 3);
    assert_int_equal(org->ring[org->first % AM_LIVE_RING].notice.number, 4);
    assert_int_equal(org->ring[(org->end - 1) % AM_LIVE_RING].notice.number, AM_LIVE_RING + 3);
    am_live_org_free(org);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_is_one_line_of_data),
        cmocka_unit_test(who_hears),
        cmocka_unit_test(what_was_swept_unread_is_a_reset),
        cmocka_unit_test(the_ring_holds_the_latest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
