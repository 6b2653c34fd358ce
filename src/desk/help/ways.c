/* What a site has to reach somebody with: set up, tried, taken away. */
#include <string.h>

#include "amends/labels.h"
#include "desk/help/inside.h"
#include "desk/kit.h"
#include "domain/rules/ways.h"

static bool wrong(struct am_doing *doing, const char *field, const char *expected)
{
    return am_refuse_field(doing, &am_way_record, field, expected);
}

static bool command_named(struct am_doing *doing, const struct am_help_setup *setup, struct amends_view name)
{
    char expected[160] = "one of the server's commands:";
    size_t len = strlen(expected);

    for (size_t i = 0; i < setup->command_count; i++) {
        const struct amends_view *known = &setup->commands[i];

        if (am_view_same(*known, name))
            return true;
        if (len + known->len_bytes + 2 < sizeof expected) {
            expected[len++] = ' ';
            memcpy(expected + len, known->bytes, known->len_bytes);
            len += known->len_bytes;
            expected[len] = '\0';
        }
    }
    return wrong(doing, "address", setup->command_count > 0 ? expected : "this server has no commands");
}

static bool address_sound(struct am_doing *doing, const struct am_help_setup *setup, const struct am_way *way)
{
    switch (way->way) {
    case AM_WAY_WEBHOOK:
        return am_url_sound(way->address) ||
               wrong(doing, "address", "https://host/path (http:// where the server allows it), no user");
    case AM_WAY_EMAIL:
        return am_mailbox_sound(way->address) || wrong(doing, "address", "one mailbox, name@host");
    case AM_WAY_COMMAND:
        return command_named(doing, setup, way->address);
    default:
        return wrong(doing, "way", "webhook, email or command was expected");
    }
}

static bool sound(struct am_doing *doing, const struct am_help_setup *setup, const struct am_way *way)
{
    if (!address_sound(doing, setup, way))
        return false;
    if (way->level < AMENDS_LEVEL_COLLEAGUE || way->level > AMENDS_LEVEL_SECURITY)
        return wrong(doing, "level", "colleague, supervisor or security was expected");
    if (way->way != AM_WAY_COMMAND && (way->own || way->to.len_bytes > 0))
        return wrong(doing, way->own ? "own" : "to", "none: only a command is told whom to reach");
    if (way->own && way->to.len_bytes > 0)
        return wrong(doing, "to", "none: each person's own number is told");
    return true;
}

static bool room_for_one(struct am_doing *doing, am_id site)
{
    const struct am_where where = {.field = "site", .how = AM_IS, .number = site};
    int64_t count = 0;

    if (!am_doing_kept(doing, am_tx_count(doing->tx, &am_way_record, doing->actor->org, &where, 1, &count)))
        return false;
    return count < AM_WAYS_MOST ||
           am_refuse(doing, AM_REFUSED_STATE, "too-many", "a site has %d ways at most", AM_WAYS_MOST);
}

bool am_way_add(struct am_doing *doing, const struct am_help_setup *setup, struct am_way *row)
{
    struct am_site site;

    if (!am_doing_may(doing, AM_MAY_SITE_ADMINISTER, row->site, 0) ||
        !am_doing_read(doing, &am_site_record, row->site, &site) || !sound(doing, setup, row) ||
        !room_for_one(doing, row->site))
        return false;
    am_doing_begin_row(doing, &row->row);
    return am_doing_added(doing, &am_way_record, row, "way.added", (struct amends_view){NULL, 0});
}

static bool read_way(struct am_doing *doing, am_id id, struct am_way *row)
{
    return am_doing_read(doing, &am_way_record, id, row) &&
           am_doing_may(doing, AM_MAY_SITE_ADMINISTER, row->site, 0);
}

bool am_way_change(struct am_doing *doing, am_id id, const struct am_way *wanted, int64_t version,
                   const struct am_help_setup *setup, struct am_way *row)
{
    struct amends_view detail;

    return read_way(doing, id, row) && am_doing_edit(doing, &am_way_record, row, wanted, &detail) &&
           sound(doing, setup, row) &&
           am_doing_changed(doing, &am_way_record, row, version, "way.changed", detail);
}

bool am_way_secret(struct am_doing *doing, am_id id, struct amends_view sealed, struct am_way *row)
{
    if (!read_way(doing, id, row))
        return false;
    if (row->way != AM_WAY_WEBHOOK)
        return am_refuse(doing, AM_REFUSED_STATE, "no-webhook", "only a webhook's messages are signed");
    row->secret = sealed;
    return am_doing_changed(doing, &am_way_record, row, 0, "way.secret", (struct amends_view){NULL, 0});
}

bool am_way_remove(struct am_doing *doing, am_id id)
{
    const struct am_where where = {.field = "id", .how = AM_IS, .number = id};
    struct am_way row;
    int64_t count = 0;

    return read_way(doing, id, &row) &&
           am_doing_kept(doing,
                         am_tx_remove(doing->tx, &am_way_record, doing->actor->org, &where, 1, &count)) &&
           am_audit_write(doing, "way.removed", &am_way_record, id, (struct amends_view){NULL, 0});
}

bool am_way_try(struct am_doing *doing, am_id id, const struct am_help_setup *setup, struct am_delivery *out)
{
    struct am_calling at = {.doing = doing, .setup = setup};
    struct am_way way;

    if (!read_way(doing, id, &way) || !am_doing_read(doing, &am_site_record, way.site, &at.site))
        return false;

    const struct am_reach_way reach = {way.way, way.address, way.to, way.row.id};

    am_record_empty(&am_delivery_record, out);
    am_doing_begin_row(doing, &out->row);
    out->subject = out->by = way.row.id;
    out->way = way.way;
    out->address = way.address;
    out->body = am_delivery_body(&at, &reach, (struct amends_view){NULL, 0});
    if (out->body.len_bytes == 0)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    am_help_delivery_begin(out, doing->now_ms, setup->unseen_ms);
    return am_doing_add(doing, &am_delivery_record, out) &&
           am_audit_write(doing, "way.tried", &am_way_record, id, (struct amends_view){NULL, 0});
}
