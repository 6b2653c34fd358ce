/* One connection that listens: from the ring to its bytes. */
#include <microhttpd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "faces/http/auth/known.h"
#include "faces/http/live/hub.h"
#include "faces/http/serving.h"

/* ---- joining and leaving */

static struct am_stream **bucket_of(struct am_live *live, am_id person)
{
    const uint64_t mixed = (uint64_t)person * UINT64_C(0x9e3779b97f4a7c15);
    return &live->buckets[mixed >> 54];
}

static unsigned count_of(struct am_live *live, const struct am_actor *actor)
{
    unsigned count = 0;
    for (const struct am_stream *stream = *bucket_of(live, actor->person); stream; stream = stream->same)
        count += !stream->ending && stream->caller.actor.person == actor->person &&
                 stream->caller.actor.org == actor->org;
    return count;
}

static struct am_live_org *org_of(struct am_live *live, am_id id, int64_t last)
{
    struct am_live_org *org = live->orgs;
    while (org && org->org != id)
        org = org->next;
    if (org)
        return org;
    org = calloc(1, sizeof *org);
    if (!org)
        return NULL;
    org->org = id;
    org->last = last;
    org->next = live->orgs;
    live->orgs = org;
    return org;
}

/* The first in the ring that is newer than the stream's place. False: what it needs is not there any more. */
static bool find_place(struct am_stream *stream)
{
    const struct am_live_org *org = stream->org;
    stream->next = org->end;
    if (stream->place >= org->last)
        return true;
    while (stream->next > org->first &&
           org->ring[(stream->next - 1) % AM_LIVE_RING].notice.number > stream->place)
        stream->next--;
    const struct am_live_entry *entry = &org->ring[stream->next % AM_LIVE_RING];
    return stream->next < org->end && (entry->for_all || entry->notice.number <= stream->place + 1);
}

static void link_up(struct am_stream *stream)
{
    struct am_stream **bucket = bucket_of(stream->live, stream->caller.actor.person);
    stream->same = *bucket;
    *bucket = stream;
    stream->behind = stream->org->streams;
    if (stream->behind)
        stream->behind->before = stream;
    stream->org->streams = stream;
    atomic_fetch_add(&stream->live->streams, 1);
}

static enum am_live_joined enter(struct am_live *live, struct am_stream *stream)
{
    const struct am_actor *actor = &stream->caller.actor;
    if (live->ending)
        return AM_LIVE_ENDING;
    if (count_of(live, actor) >= live->settings.per_person &&
        (!am_live_reap(live) || count_of(live, actor) >= live->settings.per_person))
        return AM_LIVE_MANY;
    stream->org = org_of(live, actor->org, stream->place);
    if (!stream->org)
        return AM_LIVE_MEMORY;
    if (!find_place(stream))
        return AM_LIVE_BEHIND;
    link_up(stream);
    return AM_LIVE_JOINED;
}

enum am_live_joined am_live_join(struct am_live *live, const struct am_caller *caller, int64_t place,
                                 char *head, size_t head_len, struct am_stream **out)
{
    struct am_stream *stream = calloc(1, sizeof *stream);
    const uint64_t known_state = am_known_state(live->server->known);
    const int64_t clock_ms = am_clock_ms();
    if (!stream || !am_caller_copy(caller, &stream->caller)) {
        free(stream);
        return AM_LIVE_MEMORY;
    }
    sodium_memzero(stream->caller.debrief_key, sizeof stream->caller.debrief_key);
    stream->caller.has_debrief_key = false;
    stream->live = live;
    stream->socket = -1;
    stream->refs = 1;
    stream->place = stream->told = place;
    stream->beat_at_ms = clock_ms + live->settings.beat_ms;
    stream->check_at_ms = clock_ms + live->settings.check_ms;
    stream->known_state = known_state;
    pthread_mutex_lock(&live->lock);
    const enum am_live_joined joined = enter(live, stream);
    pthread_mutex_unlock(&live->lock);
    if (joined != AM_LIVE_JOINED) {
        am_caller_forget(&stream->caller);
        free(stream);
        return joined;
    }
    stream->head = head;
    stream->head_len = head_len;
    am_live_wake(live); /* what was committed since the place was read rang for nobody */
    *out = stream;
    return AM_LIVE_JOINED;
}

void am_stream_unref(struct am_stream *stream)
{
    if (--stream->refs > 0)
        return;
    am_caller_forget(&stream->caller);
    free(stream->head);
    free(stream);
}

void am_stream_leave(struct am_stream *stream)
{
    if (!stream)
        return;
    struct am_live *live = stream->live;
    pthread_mutex_lock(&live->lock);
    if (stream->socket >= 0)
        epoll_ctl(live->hung_up, EPOLL_CTL_DEL, stream->socket, NULL);
    struct am_stream **same = bucket_of(live, stream->caller.actor.person);
    while (*same != stream)
        same = &(*same)->same;
    *same = stream->same;
    if (stream->behind)
        stream->behind->before = stream->before;
    if (stream->before)
        stream->before->behind = stream->behind;
    else
        stream->org->streams = stream->behind;
    stream->gone = true;
    am_stream_unref(stream);
    atomic_fetch_sub(&live->streams, 1);
    pthread_mutex_unlock(&live->lock);
}

/* ---- under the hub's lock */

void am_stream_resume(struct am_stream *stream)
{
    if (!stream->suspended)
        return;
    stream->suspended = false;
    MHD_resume_connection(stream->connection);
}

void am_stream_end(struct am_stream *stream, bool hard)
{
    stream->ending = true;
    am_stream_resume(stream);
    /* The socket is closed after the exchange has left, so it is still this connection's. */
    if (hard && stream->socket >= 0)
        shutdown(stream->socket, SHUT_RDWR);
}

bool am_live_reap(struct am_live *live)
{
    enum { SOME = 64 };
    struct epoll_event events[SOME];
    int count, all = 0;
    do { /* each is told once */
        count = epoll_wait(live->hung_up, events, SOME, 0);
        for (int i = 0; i < count; i++)
            am_stream_end(events[i].data.ptr, true);
        all += count > 0 ? count : 0;
    } while (count == SOME);
    return all > 0;
}

bool am_stream_hears(const struct am_stream *stream, const struct am_live_entry *entry)
{
    return entry->for_all ||
           (entry->notice.number > stream->place && am_live_may_hear(&stream->caller.actor, &entry->notice));
}

static size_t take(char *to, size_t room, const char *from, size_t len, size_t *at)
{
    const size_t n = len - *at < room ? len - *at : room;
    memcpy(to, from + *at, n);
    *at += n;
    return n;
}

static size_t take_head(struct am_stream *stream, char *to, size_t room)
{
    if (!stream->head)
        return 0;
    const size_t n = take(to, room, stream->head, stream->head_len, &stream->head_at);
    if (stream->head_at == stream->head_len) {
        free(stream->head);
        stream->head = NULL;
    }
    return n;
}

static size_t take_entries(struct am_stream *stream, char *to, size_t room)
{
    const struct am_live_org *org = stream->org;
    size_t len = 0;
    while (len < room && stream->next < org->end) {
        const struct am_live_entry *entry = &org->ring[stream->next % AM_LIVE_RING];
        if (stream->part > 0 || am_stream_hears(stream, entry)) {
            if (!entry->text) {
                am_stream_end(stream, true);
                break;
            }
            len += take(to + len, room - len, entry->text, entry->len_bytes, &stream->part);
            if (stream->part < entry->len_bytes)
                break;
            stream->part = 0;
            stream->told = entry->notice.number;
            atomic_fetch_add_explicit(&stream->live->told, 1, memory_order_relaxed);
        }
        if (stream->place < entry->notice.number)
            stream->place = entry->notice.number;
        stream->next++;
    }
    stream->waiting = stream->next == org->end || stream->waiting < len ? 0 : stream->waiting - len;
    return len;
}

/* A comment; and the place, where it has moved on past what this person does not hear. */
static size_t take_beat(struct am_stream *stream, char *to, size_t room)
{
    char text[48] = ":\n\n";
    if (!stream->beat || stream->head || stream->next < stream->org->end)
        return 0;
    if (stream->told < stream->place)
        snprintf(text, sizeof text, ":\nid: %lld\n\n", (long long)stream->place);
    const size_t len = strlen(text);
    if (len > room)
        return 0;
    memcpy(to, text, len);
    stream->beat = false;
    stream->told = stream->place;
    return len;
}

/* ---- the answer */

static ssize_t read_more(void *context, uint64_t position, char *to, size_t room)
{
    struct am_stream *stream = context;
    (void)position;
    pthread_mutex_lock(&stream->live->lock);
    ssize_t result = MHD_CONTENT_READER_END_OF_STREAM;
    if (!stream->ending) {
        size_t len = take_head(stream, to, room);
        len += stream->head ? 0 : take_entries(stream, to + len, room - len);
        len += take_beat(stream, to + len, room - len);
        result = (ssize_t)len;
        if (len > 0)
            stream->took_at_ms = am_clock_ms();
    }
    if (result == 0 && stream->ending)
        result = MHD_CONTENT_READER_END_OF_STREAM;
    if (result == 0) {
        stream->suspended = true;
        MHD_suspend_connection(stream->connection);
    }
    pthread_mutex_unlock(&stream->live->lock);
    return result;
}

struct MHD_Response *am_stream_response(struct am_stream *stream, struct MHD_Connection *connection)
{
    struct MHD_Response *response =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, AM_LIVE_BLOCK_BYTES, read_more, stream, NULL);
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    const int send_bytes = AM_LIVE_SOCKET_BYTES, within_ms = AM_LIVE_UNHEARD_MS;
    pthread_mutex_lock(&stream->live->lock);
    stream->connection = connection;
    stream->socket = info ? info->connect_fd : -1;
    if (stream->socket >= 0) { /* what is not taken shall wait here, where it is counted */
        setsockopt(stream->socket, SOL_SOCKET, SO_SNDBUF, &send_bytes, sizeof send_bytes);
        setsockopt(stream->socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &within_ms, sizeof within_ms);
        struct epoll_event gone = {.events = EPOLLRDHUP | EPOLLET, .data.ptr = stream};
        epoll_ctl(stream->live->hung_up, EPOLL_CTL_ADD, stream->socket, &gone);
    }
    pthread_mutex_unlock(&stream->live->lock);
    return response;
}
