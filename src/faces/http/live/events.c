/* A notice as an event of text/event-stream. */
#include "faces/http/live/hub.h"
#include "faces/http/timetext.h"

static void write_id(struct am_writer *out, const char *key, am_id id)
{
    char text[AM_ID_TEXT_LEN + 1];
    am_writer_key(out, key);
    if (id == 0) {
        am_writer_null(out);
        return;
    }
    am_id_write(id, text);
    am_writer_name(out, text);
}

static void write_place(struct am_writer *out, int64_t place)
{
    out->comma = false;
    am_writer_plain(out, "id: ");
    am_writer_number(out, place);
    out->comma = false;
}

void am_live_write(struct am_writer *out, const struct am_notice *notice)
{
    char time[AM_TIME_TEXT_LEN + 1];
    am_time_write(notice->row.created_at_ms, time);
    write_place(out, notice->number);
    am_writer_plain(out, "\ndata: ");
    am_writer_open(out, '{');
    am_writer_key(out, "kind");
    am_writer_view(out, notice->kind); /* control characters are escaped: it stays one line */
    write_id(out, "subject", notice->subject);
    write_id(out, "site", notice->site);
    am_writer_key(out, "at");
    am_writer_name(out, time);
    am_writer_close(out, '}');
    am_writer_plain(out, "\n\n");
    out->comma = false;
}

void am_live_write_reset(struct am_writer *out, int64_t place)
{
    am_writer_plain(out, "event: reset\n");
    write_place(out, place);
    am_writer_plain(out, "\ndata: {}\n\n");
}

bool am_live_may_hear(const struct am_actor *actor, const struct am_notice *notice)
{
    if (notice->permission < 0 || notice->permission >= AM_PERMISSION_COUNT)
        return false;
    if (notice->only_for != 0 && notice->only_for != actor->person)
        return false;
    return am_actor_may(actor, (enum am_permission)notice->permission, notice->site, notice->only_for);
}
