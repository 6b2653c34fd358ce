/* Who can be called: people who work at the site, and what the site has. */
#include <string.h>

#include "amends/labels.h"
#include "desk/help/inside.h"
#include "desk/kit.h"
#include "desk/people/roles.h"

static bool on_screen(const struct am_help_setup *setup, am_id person)
{
    for (size_t i = 0; i < setup->on_screen_count; i++)
        if (setup->on_screen[i] == person)
            return true;
    return false;
}

/* E-mail to each person's own address, where the site has that. */
static const struct am_help_way *own_mail(const struct am_help_setup *setup)
{
    for (size_t i = 0; i < setup->way_count; i++)
        if (setup->ways[i].way == AM_WAY_EMAIL && setup->ways[i].address.len_bytes == 0)
            return &setup->ways[i];
    return NULL;
}

static bool is_busy(struct am_doing *doing, am_id person, bool *busy)
{
    const struct am_where where[] = {{.field = "person", .how = AM_IS, .number = person},
                                     {.field = "ended_at_ms", .how = AM_IS, .number = 0}};
    int64_t count = 0;

    if (!am_doing_kept(
            doing, am_tx_count(doing->tx, &am_live_encounter_record, doing->actor->org, where, 2, &count)))
        return false;
    *busy = count > 0;
    return true;
}

static size_t place_of(const struct am_calling *calling, am_id person)
{
    size_t place = 0;

    while (place < calling->people.count && calling->helpers[place].person != person)
        place++;
    return place;
}

static int32_t level_of(int32_t role)
{
    return role >= AM_ROLE_SUPERVISOR ? AMENDS_LEVEL_SUPERVISOR : AMENDS_LEVEL_COLLEAGUE;
}

static bool add_person(struct am_calling *calling, const struct am_membership *membership)
{
    struct am_doing *doing = calling->doing;
    const struct am_help_way *mail = own_mail(calling->setup);
    struct am_person person;
    size_t place = place_of(calling, membership->person);

    if (membership->role == AM_ROLE_ADMINISTRATOR)
        return true;
    if (place < calling->people.count) { /* two memberships: the higher one counts */
        if (level_of(membership->role) > calling->helpers[place].level)
            calling->helpers[place].level = level_of(membership->role);
        return true;
    }

    enum am_kept kept = am_tx_read(doing->tx, &am_person_record, doing->actor->org, membership->person,
                                   doing->arena, &person);

    if (kept == AM_KEPT_NONE)
        return true;
    if (!am_doing_kept(doing, kept))
        return false;
    if (!person.active)
        return true;

    struct am_helper *helper = &calling->helpers[place];

    *helper = (struct am_helper){.person = membership->person,
                                 .level = level_of(membership->role),
                                 .here = true,
                                 .on_screen = on_screen(calling->setup, membership->person),
                                 .reachable = mail && person.email.len_bytes > 0,
                                 .away = am_person_absent(&person, doing->now_ms),
                                 .telephone = person.telephone};
    calling->by[place] = (struct am_reach_by){
        .person = membership->person, .way = helper->reachable ? mail : NULL, .address = person.email};
    calling->people.count++;
    return is_busy(doing, membership->person, &helper->busy);
}

static void add_way(struct am_calling *calling, const struct am_help_way *way)
{
    size_t place = calling->people.count;

    if (way->address.len_bytes == 0)
        return;
    calling->helpers[place] = (struct am_helper){.level = way->level, .here = true, .reachable = true};
    calling->by[place] = (struct am_reach_by){.way = way, .address = way->address};
    calling->people.count++;
}

/* Who was called already stands in the deliveries. */
static bool was_called(const struct am_reach_by *by, const struct am_delivery *deliveries, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct am_delivery *delivery = &deliveries[i];

        if (by->person != 0 ? delivery->to_person == by->person
                            : by->way != NULL && delivery->to_person == 0 && delivery->way == by->way->way &&
                                  am_view_same(delivery->address, by->address))
            return true;
    }
    return false;
}

static bool find_called(struct am_calling *calling)
{
    const struct am_where where = {.field = "call", .how = AM_IS, .number = calling->call.row.id};
    void *rows = NULL;
    size_t count = 0;

    if (!am_doing_few(calling->doing, &am_delivery_record, &where, 1, &rows, &count))
        return false;
    for (size_t i = 0; i < calling->people.count; i++)
        if (was_called(&calling->by[i], rows, count))
            calling->called[calling->people.called_count++] = i;
    return true;
}

bool am_calling_people(struct am_calling *calling)
{
    struct am_doing *doing = calling->doing;
    struct am_membership *rows = NULL;
    size_t count = 0;

    if (!am_doing_read(doing, &am_site_record, calling->call.site, &calling->site) ||
        !am_roles_at(doing, calling->call.site, &rows, &count))
        return false;

    size_t most = count + calling->setup->way_count + 1;

    calling->helpers = am_arena_take(doing->arena, most * sizeof *calling->helpers);
    calling->by = am_arena_take(doing->arena, most * sizeof *calling->by);
    calling->called = am_arena_take(doing->arena, most * sizeof *calling->called);
    if (!calling->helpers || !calling->by || !calling->called)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    calling->people = (struct am_help_people){.helpers = calling->helpers, .called = calling->called};
    for (size_t i = 0; i < count; i++)
        if (!add_person(calling, &rows[i]))
            return false;
    for (size_t i = 0; i < calling->setup->way_count; i++)
        add_way(calling, &calling->setup->ways[i]);
    return find_called(calling);
}
