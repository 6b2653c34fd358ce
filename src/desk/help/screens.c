/* Who has a screen open, with whichever process of the desk. */
#include <string.h>

#include "desk/help/inside.h"
#include "desk/kit.h"

enum { ID_BYTES = 8, GONE_MS = 3600000 };

static am_id read_id(const char *bytes)
{
    uint64_t id = 0;

    for (int i = ID_BYTES; i-- > 0;)
        id = id << 8 | (unsigned char)bytes[i];
    return (am_id)id;
}

static struct amends_view write_ids(struct am_doing *doing, const struct am_screens_told *told)
{
    char *bytes = am_arena_take(doing->arena, told->count * ID_BYTES + 1);

    for (size_t i = 0; bytes && i < told->count; i++)
        for (int byte = 0; byte < ID_BYTES; byte++)
            bytes[i * ID_BYTES + (size_t)byte] = (char)((uint64_t)told->people[i] >> (8 * byte));
    return (struct amends_view){bytes, bytes ? told->count * ID_BYTES : 0};
}

/* What this process said before; *there false: nothing yet. */
static bool read_own(struct am_doing *doing, am_id process, struct am_screens *row, bool *there)
{
    enum am_kept kept =
        am_tx_read(doing->tx, &am_screens_record, doing->actor->org, process, doing->arena, row);

    *there = kept == AM_KEPT_OK;
    return kept == AM_KEPT_NONE || am_doing_kept(doing, kept);
}

bool am_screens_due(struct am_doing *doing, const struct am_screens_told *told, bool *due)
{
    struct am_screens row;
    struct amends_view people = write_ids(doing, told);
    bool there;

    if (!read_own(doing, told->process, &row, &there))
        return false;
    if (told->count == 0)
        *due = there && row.people.len_bytes > 0;
    else
        *due = !there || !am_view_same(row.people, people) ||
               row.until_ms < doing->now_ms + AM_SCREENS_HOLD_MS / 3;
    return true;
}

bool am_screens_tell(struct am_doing *doing, const struct am_screens_told *told)
{
    const struct am_where old = {.field = "until_ms", .how = AM_BELOW, .number = doing->now_ms - GONE_MS};
    struct am_screens row;
    int64_t removed;
    bool there;

    if (!read_own(doing, told->process, &row, &there))
        return false;
    if (!there) {
        am_record_empty(&am_screens_record, &row);
        row.row.org = doing->actor->org;
        row.row.id = told->process;
        row.row.created_at_ms = doing->now_ms;
    }
    row.people = write_ids(doing, told);
    row.until_ms = doing->now_ms + AM_SCREENS_HOLD_MS;
    return (there ? am_doing_change(doing, &am_screens_record, &row, 0)
                  : am_doing_add(doing, &am_screens_record, &row)) &&
           am_doing_kept(doing,
                         am_tx_remove(doing->tx, &am_screens_record, doing->actor->org, &old, 1, &removed));
}

bool am_calling_screens(struct am_calling *calling)
{
    struct am_doing *doing = calling->doing;
    const struct am_where where = {.field = "until_ms", .how = AM_FROM, .number = doing->now_ms};
    const struct am_help_setup *setup = calling->setup;
    void *rows = NULL;
    size_t count = 0, room = setup->on_screen_count;

    if (!am_doing_few(doing, &am_screens_record, &where, 1, &rows, &count))
        return false;

    const struct am_screens *screens = rows;

    for (size_t i = 0; i < count; i++)
        room += screens[i].people.len_bytes / ID_BYTES;
    calling->on_screen = am_arena_take(doing->arena, (room + 1) * sizeof *calling->on_screen);
    if (!calling->on_screen)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    for (size_t i = 0; i < setup->on_screen_count; i++)
        calling->on_screen[calling->on_screen_count++] = setup->on_screen[i];
    for (size_t i = 0; i < count; i++)
        for (size_t at = 0; at + ID_BYTES <= screens[i].people.len_bytes; at += ID_BYTES)
            calling->on_screen[calling->on_screen_count++] = read_id(screens[i].people.bytes + at);
    return true;
}
