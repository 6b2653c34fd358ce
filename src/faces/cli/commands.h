/*
 * The subcommands, in one table: name, summary, help, what runs it.
 */
#ifndef AM_COMMANDS_H
#define AM_COMMANDS_H

#include "faces/cli/program.h"

struct am_command {
    const char *name, *usage, *summary, *help;
    bool needs_engine; /* the playbook is opened before */
    bool takes_operands;
    bool takes_settings; /* those of the desk */
    int (*run)(struct am_program *program);
};

/* The desk's own commands, ended by one without a name. */
extern const struct am_command am_desk_commands[];

const struct am_command *am_command_find(const char *name);
/* The program's help, and that of one command, on standard output. */
void am_command_help(const struct am_command *command);

#endif
