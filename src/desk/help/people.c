/* Who can be called: people who work at the site, and what the site has. */
#include <string.h>

#include "amends/labels.h"
#include "desk/help/inside.h"
#include "desk/kit.h"
#include "desk/people/roles.h"
#include "domain/rules/ways.h"

static bool on_screen(const struct am_calling *calling, am_id person)
{
    for (size_t i = 0; i < calling->on_screen_count; i++)
        if (calling->on_screen[i] == person)
            return true;
    return false;
}

/* ---- The ways. */

static bool mail_there(const struct am_help_setup *setup)
{
    for (size_t i = 0; i < setup->way_count; i++)
        if (setup->ways[i].way == AM_WAY_EMAIL && setup->ways[i].address.len_bytes == 0)
            return true;
    return false;
}

static bool usable(const struct am_help_setup *setup, const struct am_way *way)
{
    if (way->off)
        return false;
    if (way->way == AM_WAY_EMAIL)
        return mail_there(setup);
    for (size_t i = 0; way->way == AM_WAY_COMMAND && i < setup->command_count; i++)
        if (am_view_same(setup->commands[i], way->address))
            return true;
    return way->way == AM_WAY_WEBHOOK;
}

bool am_calling_ways(struct am_calling *calling)
{
    const struct am_help_setup *setup = calling->setup;
    const struct am_where where = {.field = "site", .how = AM_IS, .number = calling->call.site};
    void *rows = NULL;
    size_t count = 0;

    if (!am_doing_few(calling->doing, &am_way_record, &where, 1, &rows, &count))
        return false;
    calling->ways =
        am_arena_take(calling->doing->arena, (count + setup->way_count + 1) * sizeof *calling->ways);
    if (!calling->ways)
        return am_doing_kept(calling->doing, AM_KEPT_MEMORY);
    for (size_t i = 0; i < setup->way_count; i++)
        calling->ways[calling->way_count++] = setup->ways[i];
    for (size_t i = 0; i < count; i++) {
        const struct am_way *way = &((struct am_way *)rows)[i];

        if (usable(setup, way))
            calling->ways[calling->way_count++] = (struct am_help_way){.way = way->way,
                                                                       .level = way->level,
                                                                       .address = way->address,
                                                                       .to = way->to,
                                                                       .own = way->own,
                                                                       .by = way->row.id};
    }
    return true;
}

/* Each person's own mailbox, and their own number where the site has a command for it. */
static void reach_person(const struct am_calling *calling, const struct am_person *person,
                         struct am_reach_by *by)
{
    if (mail_there(calling->setup) && am_mailbox_sound(person->email))
        by->reach[by->reach_count++] = (struct am_reach_way){.way = AM_WAY_EMAIL, .address = person->email};
    for (size_t i = 0; i < calling->way_count && person->telephone.len_bytes > 0; i++) {
        const struct am_help_way *way = &calling->ways[i];

        if (way->way == AM_WAY_COMMAND && way->own) {
            by->reach[by->reach_count++] =
                (struct am_reach_way){way->way, way->address, person->telephone, way->by};
            return;
        }
    }
}

/* ---- The people. */

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
                                 .on_screen = on_screen(calling, membership->person),
                                 .away = am_person_absent(&person, doing->now_ms),
                                 .telephone = person.telephone};
    calling->by[place] = (struct am_reach_by){.person = membership->person};
    reach_person(calling, &person, &calling->by[place]);
    helper->reachable = calling->by[place].reach_count > 0;
    calling->people.count++;
    return is_busy(doing, membership->person, &helper->busy);
}

static void add_way(struct am_calling *calling, const struct am_help_way *way)
{
    size_t place = calling->people.count;

    if (way->address.len_bytes == 0 || way->own)
        return;
    calling->helpers[place] = (struct am_helper){.level = way->level, .here = true, .reachable = true};
    calling->by[place] =
        (struct am_reach_by){.reach = {{way->way, way->address, way->to, way->by}}, .reach_count = 1};
    calling->people.count++;
}

static bool is_to(const struct am_delivery *delivery, const struct am_reach_by *by)
{
    if (by->person != 0 || delivery->to_person != 0)
        return delivery->to_person == by->person;
    return delivery->by == by->reach->by && delivery->way == by->reach->way &&
           (delivery->by != 0 || am_view_same(delivery->address, by->reach->address));
}

static bool was_put(const struct am_calling *calling, size_t place)
{
    for (size_t i = 0; i < calling->people.called_count; i++)
        if (calling->called[i] == place)
            return true;
    return false;
}

/* Who was called already stands in the deliveries; in their order. */
static bool find_called(struct am_calling *calling)
{
    const struct am_where where = {.field = "call", .how = AM_IS, .number = calling->call.row.id};
    void *rows = NULL;
    size_t count = 0;

    if (!am_doing_few(calling->doing, &am_delivery_record, &where, 1, &rows, &count))
        return false;
    for (size_t at = 0; at < count; at++) {
        const struct am_delivery *delivery = &((struct am_delivery *)rows)[at];

        for (size_t i = 0; i < calling->people.count; i++)
            if (is_to(delivery, &calling->by[i]) && !was_put(calling, i))
                calling->called[calling->people.called_count++] = i;
    }
    return true;
}

bool am_calling_people(struct am_calling *calling)
{
    struct am_doing *doing = calling->doing;
    struct am_membership *rows = NULL;
    size_t count = 0;

    if (!am_doing_read(doing, &am_site_record, calling->call.site, &calling->site) ||
        !am_roles_at(doing, calling->call.site, &rows, &count) || !am_calling_ways(calling) ||
        !am_calling_screens(calling))
        return false;

    size_t most = count + calling->way_count + 1;

    calling->helpers = am_arena_take(doing->arena, most * sizeof *calling->helpers);
    calling->by = am_arena_take(doing->arena, most * sizeof *calling->by);
    calling->called = am_arena_take(doing->arena, most * sizeof *calling->called);
    if (!calling->helpers || !calling->by || !calling->called)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    calling->people = (struct am_help_people){
        .helpers = calling->helpers, .called = calling->called, .unseen_ms = calling->setup->unseen_ms};
    for (size_t i = 0; i < count; i++)
        if (!add_person(calling, &rows[i]))
            return false;
    for (size_t i = 0; i < calling->way_count; i++)
        add_way(calling, &calling->ways[i]);
    return find_called(calling);
}
