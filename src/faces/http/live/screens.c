/* Who has a screen open: whom a call for help reaches at once. */
#include <stdlib.h>

#include "faces/http/live/hub.h"

static int compare_ids(const void *a, const void *b)
{
    const am_id one = *(const am_id *)a, other = *(const am_id *)b;
    return (one > other) - (one < other);
}

static const struct am_stream *streams_of(const struct am_live *live, am_id id)
{
    const struct am_live_org *org = live->orgs;
    while (org && org->org != id)
        org = org->next;
    return org ? org->streams : NULL;
}

static bool is_screen(const struct am_stream *stream)
{
    return !stream->ending && !stream->gone && stream->caller.token == 0 && stream->caller.actor.person != 0;
}

size_t am_live_screens(struct am_live *live, am_id org, struct am_arena *arena, am_id **people)
{
    size_t count = 0, room = 0;
    if (!live)
        return 0;
    pthread_mutex_lock(&live->lock);
    for (const struct am_stream *at = streams_of(live, org); at; at = at->behind)
        room++;
    am_id *ids = room > 0 ? am_arena_take(arena, room * sizeof *ids) : NULL;
    for (const struct am_stream *at = ids ? streams_of(live, org) : NULL; at; at = at->behind)
        if (is_screen(at))
            ids[count++] = at->caller.actor.person;
    pthread_mutex_unlock(&live->lock);
    if (count > 0)
        qsort(ids, count, sizeof *ids, compare_ids);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || ids[kept - 1] != ids[i])
            ids[kept++] = ids[i];
    *people = ids;
    return kept;
}
