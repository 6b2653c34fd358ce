/* The desk's commands, in one table. */
#include "faces/cli/commands.h"

#include "faces/serve/keeping.h"
#include "faces/serve/serve.h"
#include "faces/serve/staffing.h"

#define SETTINGS_HELP                                                                                        \
    "\n  --config FILE    settings, one `key: value` on each line\n"                                         \
    "  --db URL         a file for SQLite, or postgresql://…\n"                                            \
    "  --data FOLDER    what is kept beside the database\n"                                                  \
    "  --help           this help\n"                                                                         \
    "Each setting that `amends config` lists is a flag (--port 8443), a name in the environment\n"           \
    "(AMENDS_PORT) and a key in the file (port: 8443); the flag is the strongest, the file the weakest.\n"

const struct am_command am_desk_commands[] = {
    {"serve", "amends serve [--port N] [--db URL] [--lan]", "start the desk",
     "Says where it listens; on the first start also the link, good for once, that makes the owner. SIGTERM\n"
     "and SIGINT stop it when the requests that it has are answered. With --lan phones in this network reach "
     "it:\n"
     "it makes a certificate authority of its own and says where they join.\n" SETTINGS_HELP,
     true, false, true, am_serve_run},
    {"migrate", "amends migrate", "bring the database's tables up to this version",
     "Applies what is pending, in order, each in a transaction. Make a backup before.\n" SETTINGS_HELP, false,
     false, true, am_migrate_run},
    {"config", "amends config", "the settings that hold, and where each comes from",
     "One setting on each line: key, value, origin, what it is. Secrets are not shown.\n" SETTINGS_HELP,
     false, false, true, am_config_run},
    {"backup", "amends backup [FOLDER]", "a copy of everything, while the desk works",
     "SQLite: a file by its online backup, checked. PostgreSQL: an archive as of `export`. Named after the\n"
     "time. The file `key` of the data folder is no part of it: keep a copy of it elsewhere.\n" SETTINGS_HELP,
     false, true, true, am_backup_run},
    {"restore", "amends restore FILE|FOLDER", "put a backup back",
     "The database must not be there (a file), or be empty (an archive). The desk is "
     "stopped.\n" SETTINGS_HELP,
     false, true, true, am_restore_run},
    {"export", "amends export FOLDER", "everything, in a form that belongs to no database",
     "Writes a folder: manifest.json with a SHA-256 for each file, one file of JSON Lines for each kind of\n"
     "record, secrets apart. To go from SQLite to PostgreSQL, or back: export, then import.\n" SETTINGS_HELP,
     false, true, true, am_export_run},
    {"import", "amends import FOLDER", "read such a folder into an empty database",
     "All of it or nothing, in one transaction; then the database is read again and "
     "compared.\n" SETTINGS_HELP,
     false, true, true, am_import_run},
    {"verify", "amends verify", "check that the audit log is whole",
     "Walks the chain of each organisation: what is missing or was changed is told. Status 6 "
     "then.\n" SETTINGS_HELP,
     false, false, true, am_verify_run},
    {"person", "amends person add|password --login NAME", "let somebody in, or in again",
     "add: --name \"NAME\" --login NAME --role ROLE [--site \"SITE\"] [--lang CODE]; ROLE is associate,\n"
     "supervisor, manager or administrator; without --site everywhere. password: a new password for who has\n"
     "lost it; what they wrote in debriefs can be read by nobody any more. Both print a password that has "
     "to\n"
     "be changed at the first sign-in.\n" SETTINGS_HELP,
     false, true, true, am_person_run},
    {"demo", "amends demo [--lang en|fi|ru|zh]", "a small supermarket to try the desk with",
     "Two sites, eight people, customers, two weeks of cases, promises, an incident, an approval that waits\n"
     "and an encounter under way, in a database that has no organisation yet.\n" SETTINGS_HELP,
     true, false, true, am_demo_run},
    {.name = NULL},
};
