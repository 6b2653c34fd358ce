/* Whether those who listen still may: a session that was taken back ends its stream, a role that changed
 * changes what is heard. */
#include <string.h>

#include "faces/http/auth/gate.h"
#include "faces/http/auth/known.h"
#include "faces/http/live/hub.h"
#include "faces/http/serving.h"

enum { BATCH = 128, AGAIN_MS = 1000 };

struct checking {
    struct am_server *server;
    struct am_arena arena;
    size_t count;
    struct am_stream *streams[BATCH];
    struct am_caller asked[BATCH], fresh[BATCH];
    bool stands[BATCH];
};

/* Those whose turn it is, with a reference to each. What identifies the caller does not change. */
static bool collect(struct am_live *live, struct checking *checking, uint64_t state, int64_t clock_ms)
{
    bool more = false;
    pthread_mutex_lock(&live->lock);
    for (struct am_live_org *org = live->orgs; org; org = org->next)
        for (struct am_stream *stream = org->streams; stream && !more; stream = stream->behind) {
            if (stream->ending || (stream->check_at_ms > clock_ms && stream->known_state == state))
                continue;
            more = checking->count == BATCH;
            if (more)
                break;
            stream->refs++;
            stream->check_at_ms = clock_ms + AGAIN_MS; /* where storage is away */
            stream->known_state = state;
            checking->asked[checking->count] = stream->caller;
            checking->streams[checking->count++] = stream;
        }
    pthread_mutex_unlock(&live->lock);
    return more;
}

static enum am_kept ask(struct am_tx *tx, void *context)
{
    struct checking *checking = context;
    enum am_kept kept = AM_KEPT_OK;
    for (size_t i = 0; i < checking->count && kept == AM_KEPT_OK; i++) {
        am_caller_forget(&checking->fresh[i]);
        checking->stands[i] = false;
        kept = am_gate_again(tx, checking->server, &checking->arena, &checking->asked[i], &checking->fresh[i],
                             &checking->stands[i]);
    }
    return kept;
}

static void settle(struct am_live *live, struct checking *checking, bool asked, int64_t clock_ms)
{
    pthread_mutex_lock(&live->lock);
    for (size_t i = 0; i < checking->count; i++) {
        struct am_stream *stream = checking->streams[i];
        if (asked && !stream->gone) {
            stream->check_at_ms = clock_ms + live->settings.check_ms;
            if (checking->stands[i]) {
                const struct am_caller before = stream->caller;
                stream->caller = checking->fresh[i];
                checking->fresh[i] = before;
            } else if (!stream->ending) {
                atomic_fetch_add(&live->ended, 1);
                am_stream_end(stream, false);
            }
        }
        am_stream_unref(stream);
    }
    pthread_mutex_unlock(&live->lock);
    for (size_t i = 0; i < checking->count; i++)
        am_caller_forget(&checking->fresh[i]);
}

bool am_live_check(struct am_live *live, int64_t clock_ms)
{
    struct checking checking = {.server = live->server};
    const uint64_t state = am_known_state(live->server->known);
    const bool more = collect(live, &checking, state, clock_ms);
    if (checking.count == 0)
        return false;
    const bool asked = am_store_read(live->server->settings.store, ask, &checking) == AM_KEPT_OK;
    settle(live, &checking, asked, clock_ms);
    am_arena_dispose(&checking.arena);
    return more && asked;
}
