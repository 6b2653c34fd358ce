/* Who looks at an encounter: shown to both, locks nothing. What passes in seconds leaves no trace in the log.
 */
#include <string.h>

#include "desk/encounter/inside.h"
#include "desk/kit.h"

static bool remove_old(struct am_doing *doing, am_id encounter)
{
    const struct am_where where[] = {{.field = "encounter", .how = AM_IS, .number = encounter},
                                     {.field = "until_ms", .how = AM_BELOW, .number = doing->now_ms}};
    int64_t count;

    return am_doing_kept(doing,
                         am_tx_remove(doing->tx, &am_presence_record, doing->actor->org, where, 2, &count));
}

static bool tell(struct am_doing *doing, const struct am_live_encounter *encounter)
{
    return am_notice_write(doing, "encounter.presence", encounter->site, AM_MAY_ENCOUNTER_SEE,
                           encounter->row.id, 0);
}

/* The actor's own, where they look already. */
static bool look_on(struct am_doing *doing, const struct am_live_encounter *encounter,
                    struct am_presence *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].person != doing->actor->person)
            continue;
        rows[i].until_ms = doing->now_ms + AM_PRESENCE_MS;
        return am_doing_change(doing, &am_presence_record, &rows[i], 0);
    }

    struct am_presence row = {.encounter = encounter->row.id,
                              .person = doing->actor->person,
                              .until_ms = doing->now_ms + AM_PRESENCE_MS};

    am_doing_begin_row(doing, &row.row);
    return am_doing_add(doing, &am_presence_record, &row) && tell(doing, encounter);
}

bool am_encounter_look(struct am_doing *doing, am_id id, const struct am_presence **others, size_t *count)
{
    struct am_live_encounter encounter;
    const struct am_where where = {.field = "encounter", .how = AM_IS, .number = id};
    void *rows = NULL;
    size_t found = 0;

    if (!am_doing_read(doing, &am_live_encounter_record, id, &encounter) ||
        !am_doing_may(doing, AM_MAY_ENCOUNTER_SEE, encounter.site, encounter.person) ||
        !remove_old(doing, id) || !am_doing_few(doing, &am_presence_record, &where, 1, &rows, &found) ||
        !look_on(doing, &encounter, rows, found))
        return false;

    struct am_presence *all = rows;

    *count = 0;
    for (size_t i = 0; i < found; i++)
        if (all[i].person != doing->actor->person)
            all[(*count)++] = all[i];
    *others = all;
    return true;
}

bool am_encounter_look_away(struct am_doing *doing, am_id id)
{
    struct am_live_encounter encounter;
    const struct am_where where[] = {{.field = "encounter", .how = AM_IS, .number = id},
                                     {.field = "person", .how = AM_IS, .number = doing->actor->person}};
    int64_t count = 0;

    if (!am_doing_read(doing, &am_live_encounter_record, id, &encounter) ||
        !am_doing_may(doing, AM_MAY_ENCOUNTER_SEE, encounter.site, encounter.person) ||
        !am_doing_kept(doing,
                       am_tx_remove(doing->tx, &am_presence_record, doing->actor->org, where, 2, &count)))
        return false;
    return count > 0 ? tell(doing, &encounter) : true;
}
