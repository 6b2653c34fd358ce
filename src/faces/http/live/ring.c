/* The latest notices of an organisation, kept once for all who listen; each stream only knows its place. */
#include <stdlib.h>
#include <string.h>

#include "faces/http/live/hub.h"
#include "faces/http/serving.h"

static void push(struct am_live_org *org, const struct am_notice *notice, bool for_all)
{
    struct am_writer writer = {0};
    struct am_live_entry *entry = &org->ring[org->end % AM_LIVE_RING];
    if (for_all)
        am_live_write_reset(&writer, notice->number);
    else
        am_live_write(&writer, notice);
    if (org->end - org->first == AM_LIVE_RING)
        org->first++;
    free(entry->text);
    *entry = (struct am_live_entry){.notice = *notice, .for_all = for_all};
    entry->notice.kind = (struct amends_view){NULL, 0};
    /* Where memory runs out there is no text: who should hear of it is closed and asks again (stream.c). */
    entry->text = writer.failed ? NULL : realloc(writer.bytes, writer.len_bytes);
    entry->len_bytes = writer.len_bytes;
    if (!entry->text)
        am_writer_dispose(&writer);
    org->end++;
    org->last = notice->number;
}

/* What came from `from` on, for one stream. */
static void offer(struct am_stream *stream, uint64_t from, int64_t clock_ms)
{
    const struct am_live_org *org = stream->org;
    size_t heard = 0;
    if (stream->ending)
        return;
    for (uint64_t i = from > org->first ? from : org->first; i < org->end; i++) {
        const struct am_live_entry *entry = &org->ring[i % AM_LIVE_RING];
        if (am_stream_hears(stream, entry))
            heard += entry->len_bytes;
    }
    if (stream->waiting == 0)
        stream->took_at_ms = clock_ms;
    stream->waiting += heard;
    const bool much = stream->waiting > stream->live->settings.waiting_bytes;
    if (stream->next < org->first || (much && clock_ms - stream->took_at_ms > AM_LIVE_SLOW_MS)) {
        atomic_fetch_add(&stream->live->slow, 1);
        am_stream_end(stream, true);
    } else if (heard > 0) {
        am_stream_resume(stream);
    } else if (stream->suspended) { /* it has all that went before */
        stream->next = org->end;
        if (stream->place < org->last)
            stream->place = org->last;
    }
}

void am_live_append(struct am_live_org *org, const struct am_notice *notices, size_t count)
{
    const uint64_t from = org->end;
    const int64_t clock_ms = am_clock_ms();
    for (size_t i = 0; i < count; i++) {
        /* Numbers have no gaps: one that is missing was swept before it was read. */
        if (notices[i].number > org->last + 1) {
            struct am_notice gap = notices[i];
            gap.number--;
            push(org, &gap, true);
        }
        push(org, &notices[i], false);
    }
    struct am_stream *behind;
    for (struct am_stream *stream = org->streams; stream && count > 0; stream = behind) {
        behind = stream->behind;
        offer(stream, from, clock_ms);
    }
}

void am_live_org_free(struct am_live_org *org)
{
    for (size_t i = 0; i < AM_LIVE_RING; i++)
        free(org->ring[i].text);
    free(org);
}
