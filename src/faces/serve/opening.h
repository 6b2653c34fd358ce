/*
 * What the desk's commands begin with: settings read, folder there, log open, database open. Each step tells
 * what is wrong on standard error and gives how the program ends (enum am_exit). Owned by the command.
 */
#ifndef AM_OPENING_H
#define AM_OPENING_H

#include "faces/cli/program.h"
#include "faces/serve/config.h"
#include "faces/serve/log.h"
#include "store/store.h"

enum { AM_KEY_BYTES = 32 };

struct am_opening {
    struct am_arena arena;
    struct am_config config;
    const char *db; /* as am_store_open takes it */
    struct am_log *log;
    am_store *store;
};

/* Reads the settings: from --config, AMENDS_CONFIG or /etc/amends/amends.yaml where that is there, the
 * environment and the flags. */
int am_opening_settings(const struct am_program *program, struct am_opening *out);

/* Makes the data folder where it is missing; what is made from here on is readable by its owner alone. */
int am_opening_folder(struct am_opening *opening);

/* Does that, opens the log and the database. `settings` may be NULL. */
int am_opening_store(struct am_opening *opening, const struct am_store_settings *settings);

/* The tables must be as this program knows them; otherwise says what to do. With `fresh`, an empty database
 * gets its tables. */
int am_opening_tables(struct am_opening *opening, bool fresh);

/* Path of a file in the data folder; from the arena, NULL when memory runs out. */
const char *am_opening_path(struct am_opening *opening, const char *name);

/* The server's key (DATA/key): made where it is missing, readable by its owner alone. */
int am_opening_key(struct am_opening *opening, unsigned char key[AM_KEY_BYTES]);

/* What the store answered, as a line and an exit status. */
int am_opening_kept(const struct am_opening *opening, enum am_kept kept, const char *doing);

/* All organisations of the database, the oldest first; from `found->arena`, which is the caller's to dispose
 * of, whatever the answer. */
struct am_organisations {
    struct am_arena arena;
    am_id *ids;
    size_t count;
};
enum am_kept am_opening_organisations(const struct am_opening *opening, struct am_organisations *found);

/* UTC, milliseconds. */
int64_t am_system_now_ms(void);

/* Closes all. */
void am_opening_close(struct am_opening *opening);

#endif
