/* The steps of the timer, in one table: what the desk does by itself when its time has come. */
#include <sodium.h>
#include <string.h>

#include "desk/cases/approvals.h"
#include "desk/cases/cases.h"
#include "desk/cases/promises.h"
#include "desk/cases/retention.h"
#include "desk/help.h"
#include "faces/http/live/live.h"
#include "faces/serve/keeping.h"
#include "faces/serve/serve.h"

enum { SECOND_MS = 1000, MINUTE_MS = 60000, DAY_MS = 86400000, MOST = 100 };

static uint32_t random_bits(void *context)
{
    (void)context;
    return randombytes_random();
}

/* ---- verbs, for each organisation in a job of its own */

struct due_job {
    struct am_due *due;
    am_id org;
    int64_t now_ms;
    bool (*verb)(struct due_job *job, struct am_doing *doing);
    enum am_retained kind; /* of a sweep */
    struct am_sweep sweep;
    bool more;                                                 /* it is to be called again at once */
    bool (*look)(struct due_job *job, struct am_doing *doing); /* before it, reads: sets `waits`; or NULL */
    bool waits;
};

static enum am_kept run_verb(struct am_tx *tx, void *context)
{
    struct due_job *job = context;
    struct am_arena arena = {0};
    const struct am_actor desk = {.org = job->org};
    struct am_doing doing = {.tx = tx,
                             .arena = &arena,
                             .actor = &desk,
                             .now_ms = job->now_ms,
                             .random = random_bits,
                             .coach = job->due->coach};
    const enum am_kept kept =
        (job->look ? job->look : job->verb)(job, &doing) ? AM_KEPT_OK : am_doing_end(&doing);
    am_arena_dispose(&arena);
    return kept;
}

/* Looks first, where there is a look. */
static enum am_kept run_for_one(struct am_store *store, struct due_job job)
{
    enum am_kept kept = AM_KEPT_OK;
    job.waits = true;
    if (job.look)
        kept = am_store_read(store, run_verb, &job);
    job.look = NULL;
    do {
        job.more = false;
        if (kept == AM_KEPT_OK && job.waits)
            kept = am_store_write(store, run_verb, &job);
    } while (kept == AM_KEPT_OK && job.more);
    return kept;
}

static void complain(struct am_due *due, const char *step, enum am_kept kept)
{
    char trouble[AM_STORE_TROUBLE_LEN];
    am_store_trouble(due->opening->store, trouble);
    AM_LOG(due->opening->log, AM_LOG_ERROR, "due", {"step", step}, {"answer", am_kept_name(kept)},
           {"trouble", trouble});
}

/* Runs a verb for every organisation until none has more to do. */
static void for_each(struct am_due *due, int64_t now_ms, const char *step, struct due_job job)
{
    struct am_organisations found = {0};
    enum am_kept kept = am_opening_organisations(due->opening, &found);
    job.due = due;
    job.now_ms = now_ms;
    for (size_t i = 0; kept == AM_KEPT_OK && i < found.count; i++) {
        job.org = found.ids[i];
        job.sweep = (struct am_sweep){.house = &due->house};
        kept = run_for_one(due->opening->store, job);
    }
    am_arena_dispose(&found.arena);
    if (kept != AM_KEPT_OK)
        complain(due, step, kept);
}

static bool move_calls(struct due_job *job, struct am_doing *doing)
{
    struct am_help_setup setup = {0};
    struct am_help_answer *answers = NULL;
    size_t count = 0;
    am_deliver_help(job->due->deliver, job->org, doing->arena, &setup);
    const bool done = am_help_due(doing, &setup, &answers, &count);
    job->more = count == AM_LIST_MOST;
    return done;
}

/* Whether a call waits for that: the writer is left alone where none does. */
static bool look_at_calls(struct due_job *job, struct am_doing *doing)
{
    return am_help_calls_wait(doing, &job->waits);
}

static struct am_screens_told screens_of(const struct due_job *job, struct am_doing *doing)
{
    struct am_screens_told told = {.process = job->due->process};
    am_id *people = NULL;
    told.count = am_live_screens(job->due->live, job->org, doing->arena, &people);
    told.people = people;
    return told;
}

static bool look_at_screens(struct due_job *job, struct am_doing *doing)
{
    const struct am_screens_told told = screens_of(job, doing);
    return am_screens_due(doing, &told, &job->waits);
}

static bool tell_screens(struct due_job *job, struct am_doing *doing)
{
    const struct am_screens_told told = screens_of(job, doing);
    return am_screens_tell(doing, &told);
}

static bool move_approvals(struct due_job *job, struct am_doing *doing)
{
    size_t moved = 0;
    const bool done = am_approvals_due(doing, MOST, &moved);
    job->more = moved == MOST;
    return done;
}

static bool remind(struct due_job *job, struct am_doing *doing)
{
    size_t reminded = 0;
    const bool done = am_promises_remind(doing, MOST, &reminded);
    job->more = reminded == MOST;
    return done;
}

static bool tell_late(struct due_job *job, struct am_doing *doing)
{
    size_t told = 0;
    const bool done = am_cases_late(doing, MOST, &told);
    job->more = told >= MOST;
    return done;
}

static bool sweep(struct due_job *job, struct am_doing *doing)
{
    /* A job that is run again begins where it began. */
    struct am_sweep after = job->sweep;
    const bool done = am_retention_step(doing, job->kind, MOST, &after);
    if (done)
        job->sweep = after;
    job->more = !after.done;
    return done;
}

/* ---- the steps */

static void step_calls(void *context, int64_t now_ms)
{
    for_each(context, now_ms, "calls", (struct due_job){.verb = move_calls, .look = look_at_calls});
}

void am_due_screens(struct am_due *due, int64_t now_ms)
{
    for_each(due, now_ms, "screens", (struct due_job){.verb = tell_screens, .look = look_at_screens});
}

static void step_screens(void *context, int64_t now_ms)
{
    am_due_screens(context, now_ms);
}

static void step_approvals(void *context, int64_t now_ms)
{
    for_each(context, now_ms, "approvals", (struct due_job){.verb = move_approvals});
}

static void step_promises(void *context, int64_t now_ms)
{
    for_each(context, now_ms, "promises", (struct due_job){.verb = remind});
}

static void step_cases(void *context, int64_t now_ms)
{
    for_each(context, now_ms, "cases", (struct due_job){.verb = tell_late});
}

/* Once a day, and a quarter of an hour after the start. A clock that was set back waits for its old time. */
static void step_retention(void *context, int64_t now_ms)
{
    struct am_due *due = context;
    if (due->swept_ms != 0 && now_ms < due->swept_ms + DAY_MS)
        return;
    due->swept_ms = now_ms;
    for (int kind = 0; kind < AM_RETAINED_COUNT; kind++) {
        due->house.days[kind] = (int32_t)am_config_number(&due->opening->config, AM_SET_RETAIN + kind);
        for_each(due, now_ms, "retention", (struct due_job){.verb = sweep, .kind = kind});
    }
    AM_LOG(due->opening->log, AM_LOG_INFO, "retention", {"kinds", NULL, AM_RETAINED_COUNT});
}

static void step_notices(void *context, int64_t now_ms)
{
    struct am_due *due = context;
    struct am_organisations found = {0};
    enum am_kept kept = am_opening_organisations(due->opening, &found);
    for (size_t i = 0; kept == AM_KEPT_OK && i < found.count; i++) {
        int64_t count = 0;
        kept = am_live_sweep(due->opening->store, found.ids[i], now_ms, &count);
    }
    am_arena_dispose(&found.arena);
    if (kept != AM_KEPT_OK)
        complain(due, "notices", kept);
}

static void step_backup(void *context, int64_t now_ms)
{
    struct am_due *due = context;
    const struct am_config *config = &due->opening->config;
    const int64_t after_ms = due->backed_up_ms;
    due->backed_up_ms = now_ms;
    /* A clock that was set back asks for nothing twice. */
    if (!am_config_has(config, AM_SET_BACKUP) || after_ms >= now_ms ||
        !am_times_between(am_config_text(config, AM_SET_BACKUP_AT), after_ms, now_ms))
        return;
    char trouble[AM_CONFIG_TROUBLE_LEN] = "";
    const char *path = NULL;
    /* The opening's arena is the timer's alone while the server runs. */
    const enum am_kept kept =
        am_backup_make(due->opening, am_config_text(config, AM_SET_BACKUP),
                       am_config_number(config, AM_SET_BACKUP_KEEP), now_ms, &path, trouble);
    if (kept == AM_KEPT_OK)
        AM_LOG(due->opening->log, AM_LOG_INFO, "backup", {"path", path});
    else
        AM_LOG(due->opening->log, AM_LOG_ERROR, "backup", {"answer", am_kept_name(kept)},
               {"trouble", trouble});
}

size_t am_due_steps(struct am_due *due, struct am_timed *steps)
{
    const struct am_timed table[] = {
        {"calls", SECOND_MS / 2, step_calls, due},     {"approvals", 5 * SECOND_MS, step_approvals, due},
        {"screens", 2 * SECOND_MS, step_screens, due}, {"backup", 20 * SECOND_MS, step_backup, due},
        {"promises", MINUTE_MS, step_promises, due},   {"retention", 15 * MINUTE_MS, step_retention, due},
        {"cases", MINUTE_MS, step_cases, due},         {"notices", 60 * MINUTE_MS, step_notices, due},
    };
    memcpy(steps, table, sizeof table);
    return sizeof table / sizeof *table;
}
