/* The steps of the timer, in one table. */
#include <string.h>

#include "faces/serve/keeping.h"
#include "faces/serve/serve.h"

enum { SECOND_MS = 1000 };

static void back_up(void *context, int64_t now_ms)
{
    struct am_due *due = context;
    const struct am_config *config = &due->opening->config;
    const int64_t after_ms = due->backed_up_ms;
    due->backed_up_ms = now_ms;
    /* A clock that was set back asks for nothing twice. */
    if (!am_config_has(config, AM_SET_BACKUP) || after_ms >= now_ms
        || !am_times_between(am_config_text(config, AM_SET_BACKUP_AT), after_ms, now_ms))
        return;
    char trouble[AM_CONFIG_TROUBLE_LEN] = "";
    const char *path = NULL;
    /* The opening's arena is the timer's alone while the server runs. */
    const enum am_kept kept = am_backup_make(due->opening, am_config_text(config, AM_SET_BACKUP),
                                             am_config_number(config, AM_SET_BACKUP_KEEP), now_ms, &path, trouble);
    if (kept == AM_KEPT_OK)
        AM_LOG(due->opening->log, AM_LOG_INFO, "backup", {"path", path});
    else
        AM_LOG(due->opening->log, AM_LOG_ERROR, "backup", {"answer", am_kept_name(kept)}, {"trouble", trouble});
}

size_t am_due_steps(struct am_due *due, struct am_timed *steps)
{
    const struct am_timed table[] = {
        {"backup", 20 * SECOND_MS, back_up, due},
    };
    memcpy(steps, table, sizeof table);
    return sizeof table / sizeof *table;
}
