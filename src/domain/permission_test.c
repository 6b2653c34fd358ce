/* Who may do what: every permission, role, site and owner; the shop of one person; PIN and tokens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "domain/permission.h"

enum { ME = 11, OTHER = 12, HERE = 21, THERE = 22 };

/* The table once more, as it is meant: associate, supervisor, manager, administrator; never, own, site,
 * organisation. */
static const struct {
    const char *name, *reach;
} meant[] = {
    {"open", "oooo"},
    {"encounter.see", "ssO-"},
    {"encounter.lead", "sss-"},
    {"case.see", "ssO-"},
    {"case.work", "ssO-"},
    {"case.merge", "-sO-"},
    {"approval.ask", "sss-"},
    {"approval.answer", "-sO-"},
    {"call.help", "ssss"},
    {"call.answer", "ssO-"},
    {"promise.work", "ssO-"},
    {"refusal.see", "ssO-"},
    {"refusal.decide", "-sO-"},
    {"incident.report", "osO-"},
    {"incident.see", "-sO-"},
    {"customer.see", "ssO-"},
    {"customer.work", "ssO-"},
    {"customer.erase", "--O-"},
    {"debrief.own", "oooo"},
    {"grant.see", "ssOO"},
    {"grant.give", "--O-"},
    {"report.see", "-sO-"},
    {"person.see", "ssOO"},
    {"person.administer", "---O"},
    {"site.administer", "--OO"},
    {"audit.see", "---O"},
    {"keep", "---O"},
};

static enum am_reach reach_of(char letter)
{
    return letter == 'o'   ? AM_REACH_OWN
           : letter == 's' ? AM_REACH_SITE
           : letter == 'O' ? AM_REACH_ORGANISATION
                           : AM_REACH_NEVER;
}

static struct am_actor actor_with(const struct am_membership *memberships, size_t count)
{
    return (struct am_actor){.org = 1, .person = ME, .memberships = memberships, .membership_count = count};
}

static void the_table_is_as_meant(void **state)
{
    (void)state;
    assert_int_equal(sizeof meant / sizeof *meant, AM_PERMISSION_COUNT);
    for (int permission = 0; permission < AM_PERMISSION_COUNT; permission++) {
        assert_string_equal(am_permission_name(permission), meant[permission].name);
        assert_true(strlen(am_permission_allows(permission)) >= 9);
        for (int role = 0; role < AM_ROLE_COUNT; role++)
            assert_int_equal(am_permission_reach(permission, role), reach_of(meant[permission].reach[role]));
    }
    assert_string_equal(am_permission_name(AM_PERMISSION_COUNT), "?");
    assert_string_equal(am_permission_allows((enum am_permission) - 1), "?");
    assert_int_equal(am_permission_reach(AM_PERMISSION_COUNT, AM_ROLE_MANAGER), AM_REACH_NEVER);
    assert_int_equal(am_permission_reach(AM_MAY_CASE_SEE, AM_ROLE_COUNT), AM_REACH_NEVER);
    assert_int_equal(am_permission_reach(AM_MAY_CASE_SEE, (enum am_role) - 1), AM_REACH_NEVER);
}

/* One permission, one role at one site (0: everywhere), all targets. */
static void check_targets(enum am_permission permission, enum am_role role, am_id at)
{
    static const am_id sites[] = {HERE, THERE, 0}, owners[] = {ME, OTHER, 0};
    const struct am_membership membership = {.person = ME, .site = at, .role = role};
    const struct am_actor actor = actor_with(&membership, 1);
    const enum am_reach reach = reach_of(meant[permission].reach[role]);
    for (int s = 0; s < 3; s++)
        for (int o = 0; o < 3; o++) {
            const bool in_reach = at == 0 || sites[s] == at;
            const bool meant_so = reach == AM_REACH_ORGANISATION || (reach == AM_REACH_SITE && in_reach) ||
                                  (reach == AM_REACH_OWN && owners[o] == ME);
            if (am_actor_may(&actor, permission, sites[s], owners[o]) != meant_so)
                fail_msg("%s by role %d at %d: site %d, owner %d", meant[permission].name, (int)role, (int)at,
                         (int)sites[s], (int)owners[o]);
        }
    assert_int_equal(am_actor_reach(&actor, permission), reach);
}

static void check_sites(enum am_permission permission, enum am_role role, am_id at)
{
    const struct am_membership membership = {.person = ME, .site = at, .role = role};
    const struct am_actor actor = actor_with(&membership, 1);
    const enum am_reach reach = reach_of(meant[permission].reach[role]);
    struct am_arena arena = {0};
    size_t count = 77;
    bool all = reach != AM_REACH_ORGANISATION;
    const am_id *sites = am_actor_sites(&actor, permission, &arena, &count, &all);
    assert_int_equal(all, reach == AM_REACH_ORGANISATION || (reach == AM_REACH_SITE && at == 0));
    assert_int_equal(count, reach == AM_REACH_SITE && at != 0 ? 1 : 0);
    if (count == 1)
        assert_true(sites[0] == at);
    else
        assert_null(sites);
    am_arena_dispose(&arena);
}

static void every_permission_role_site_and_owner(void **state)
{
    (void)state;
    for (int permission = 0; permission < AM_PERMISSION_COUNT; permission++)
        for (int role = 0; role < AM_ROLE_COUNT; role++)
            for (int at = 0; at < 2; at++) {
                check_targets(permission, role, at == 0 ? HERE : 0);
                check_sites(permission, role, at == 0 ? HERE : 0);
            }
}

static void several_roles_add_up(void **state)
{
    (void)state;
    const struct am_membership memberships[] = {
        {.person = ME, .site = HERE, .role = AM_ROLE_ASSOCIATE},
        {.person = ME, .site = THERE, .role = AM_ROLE_SUPERVISOR},
        {.person = ME, .site = HERE, .role = AM_ROLE_ASSOCIATE},
    };
    const struct am_actor actor = actor_with(memberships, 3);
    assert_true(am_actor_may(&actor, AM_MAY_CASE_SEE, HERE, 0));
    assert_true(am_actor_may(&actor, AM_MAY_CASE_SEE, THERE, 0));
    assert_false(am_actor_may(&actor, AM_MAY_CASE_SEE, 23, ME));
    assert_false(am_actor_may(&actor, AM_MAY_CASE_MERGE, HERE, ME));
    assert_true(am_actor_may(&actor, AM_MAY_CASE_MERGE, THERE, 0));
    /* Their own report at either site, another's only where they supervise. */
    assert_true(am_actor_may(&actor, AM_MAY_INCIDENT_REPORT, HERE, ME));
    assert_false(am_actor_may(&actor, AM_MAY_INCIDENT_REPORT, HERE, OTHER));
    assert_true(am_actor_may(&actor, AM_MAY_INCIDENT_REPORT, THERE, OTHER));
    assert_int_equal(am_actor_reach(&actor, AM_MAY_INCIDENT_REPORT), AM_REACH_SITE);
    struct am_arena arena = {0};
    size_t count = 0;
    bool all = true;
    const am_id *sites = am_actor_sites(&actor, AM_MAY_CASE_SEE, &arena, &count, &all);
    assert_false(all);
    assert_int_equal(count, 2);
    assert_true(sites[0] == HERE && sites[1] == THERE);
    arena.failed = true;
    assert_null(am_actor_sites(&actor, AM_MAY_CASE_SEE, &arena, &count, &all));
    assert_false(all);
    assert_int_equal(count, 0);
    am_arena_dispose(&arena);
}

static void without_a_role_nothing(void **state)
{
    (void)state;
    const struct am_actor actor = actor_with(NULL, 0);
    const struct am_membership manager = {.site = 0, .role = AM_ROLE_MANAGER};
    struct am_actor nobody = actor_with(&manager, 1);
    nobody.person = 0;
    nobody.alone = true;
    const struct am_membership no_role = {.person = ME, .site = HERE, .role = -1};
    const struct am_actor wrong = actor_with(&no_role, 1);
    for (int permission = 0; permission <= AM_PERMISSION_COUNT; permission++) {
        assert_false(am_actor_may(&actor, permission, HERE, ME));
        assert_false(am_actor_may(&nobody, permission, HERE, 0));
        assert_false(am_actor_may(&wrong, permission, HERE, ME));
        assert_int_equal(am_actor_reach(&actor, permission), AM_REACH_NEVER);
    }
}

static void a_shop_of_one_person_is_a_shop(void **state)
{
    (void)state;
    const struct am_membership membership = {.person = ME, .site = HERE, .role = AM_ROLE_ASSOCIATE};
    struct am_actor actor = actor_with(&membership, 1);
    actor.alone = true;
    struct am_arena arena = {0};
    for (int permission = 0; permission < AM_PERMISSION_COUNT; permission++) {
        const bool own = permission == AM_MAY_OPEN || permission == AM_MAY_DEBRIEF_OWN;
        assert_true(am_actor_may(&actor, permission, HERE, ME));
        assert_true(am_actor_may(&actor, permission, 0, ME));
        assert_int_equal(am_actor_may(&actor, permission, THERE, OTHER), !own);
        assert_int_equal(am_actor_may(&actor, permission, 0, 0), !own);
        size_t count = 1;
        bool all = false;
        assert_null(am_actor_sites(&actor, permission, &arena, &count, &all));
        assert_int_equal(all, !own);
        assert_int_equal(count, 0);
    }
    assert_false(am_actor_may(&actor, AM_PERMISSION_COUNT, HERE, ME));
    am_arena_dispose(&arena);
}

static void a_pin_is_not_enough_for_everything(void **state)
{
    (void)state;
    const struct am_membership memberships[] = {{.person = ME, .role = AM_ROLE_MANAGER},
                                                {.person = ME, .role = AM_ROLE_ADMINISTRATOR}};
    for (int alone = 0; alone < 2; alone++) {
        struct am_actor actor = actor_with(memberships, 2);
        actor.alone = alone == 1;
        for (int permission = 0; permission < AM_PERMISSION_COUNT; permission++) {
            const bool withheld = am_permission_needs_password(permission);
            actor.by_pin = false;
            assert_true(am_actor_may(&actor, permission, HERE, ME));
            actor.by_pin = true;
            assert_int_equal(am_actor_may(&actor, permission, HERE, ME), !withheld);
            assert_int_equal(am_actor_reach(&actor, permission) != AM_REACH_NEVER, !withheld);
        }
    }
}

static void a_token_does_what_it_is_for(void **state)
{
    (void)state;
    static const struct {
        const char *scopes;
        enum am_permission permission;
        bool may;
    } cases[] = {
        {"case.see", AM_MAY_CASE_SEE, true},
        {"case.see", AM_MAY_CASE_WORK, false},
        {"case", AM_MAY_CASE_WORK, true},
        {"case", AM_MAY_CUSTOMER_SEE, false},
        {"cas", AM_MAY_CASE_SEE, false},
        {"case.", AM_MAY_CASE_SEE, false},
        {"case.se", AM_MAY_CASE_SEE, false},
        {"case.seen", AM_MAY_CASE_SEE, false},
        {"CASE.SEE", AM_MAY_CASE_SEE, false},
        {"", AM_MAY_OPEN, false},
        {"   ", AM_MAY_OPEN, false},
        {"*", AM_MAY_OPEN, false},
        {".", AM_MAY_OPEN, false},
        {"open", AM_MAY_OPEN, true},
        {"  open   case.see ", AM_MAY_CASE_SEE, true},
        {"keep", AM_MAY_KEEP, false}, /* the person may not */
    };
    const struct am_membership membership = {.person = ME, .site = HERE, .role = AM_ROLE_MANAGER};
    struct am_actor actor = actor_with(&membership, 1);
    struct am_arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t count = 0;
        bool all = false;
        actor.scopes = cases[i].scopes;
        if (am_actor_may(&actor, cases[i].permission, HERE, ME) != cases[i].may)
            fail_msg("'%s' and %s", cases[i].scopes, am_permission_name(cases[i].permission));
        am_actor_sites(&actor, cases[i].permission, &arena, &count, &all);
        assert_int_equal(all, cases[i].may && cases[i].permission != AM_MAY_OPEN);
    }
    actor.alone = true;
    actor.scopes = "case.see";
    assert_true(am_actor_may(&actor, AM_MAY_CASE_SEE, THERE, 0));
    assert_false(am_actor_may(&actor, AM_MAY_KEEP, 0, 0));
    am_arena_dispose(&arena);
}

static const char *guide; /* docs/guide/roles.md */

/* The page for people says what the table says: one line for each permission, in the table's order. */
static void the_guide_shows_the_table(void **state)
{
    static const char *const words[] = {[AM_REACH_NEVER] = "–",
                                        [AM_REACH_OWN] = "own",
                                        [AM_REACH_SITE] = "site",
                                        [AM_REACH_ORGANISATION] = "all"};
    char line[1024];
    int permission = 0;
    (void)state;
    FILE *file = fopen(guide, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        char expected[1024];
        if (strncmp(line, "| `", 3) != 0)
            continue;
        assert_true(permission < AM_PERMISSION_COUNT);
        int len = snprintf(expected, sizeof expected, "| `%s` | %s |", am_permission_name(permission),
                           am_permission_allows(permission));
        for (int role = 0; role < AM_ROLE_COUNT; role++)
            len += snprintf(expected + len, sizeof expected - (size_t)len, " %s |",
                            words[am_permission_reach(permission, role)]);
        snprintf(expected + len, sizeof expected - (size_t)len, "\n");
        assert_string_equal(line, expected);
        permission++;
    }
    fclose(file);
    assert_int_equal(permission, AM_PERMISSION_COUNT);
}

int main(int argc, char *argv[])
{
    if (argc != 2)
        return 2;
    guide = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_as_meant),
        cmocka_unit_test(every_permission_role_site_and_owner),
        cmocka_unit_test(several_roles_add_up),
        cmocka_unit_test(without_a_role_nothing),
        cmocka_unit_test(a_shop_of_one_person_is_a_shop),
        cmocka_unit_test(a_pin_is_not_enough_for_everything),
        cmocka_unit_test(a_token_does_what_it_is_for),
        cmocka_unit_test(the_guide_shows_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
