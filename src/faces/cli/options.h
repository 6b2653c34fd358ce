/*
 * The command line: options shared by the subcommands, and operands. Views into argv. No I/O.
 */
#ifndef AM_OPTIONS_H
#define AM_OPTIONS_H

#include <stdbool.h>

#include "faces/serve/config.h"

enum { AM_OPERANDS_MAX = 256, AM_GIVEN_MAX = 64 };

enum am_colour { AM_COLOUR_AUTO, AM_COLOUR_ALWAYS, AM_COLOUR_NEVER };

struct am_options {
    const char *playbook, *lang, *ui_lang, *channel, *start; /* NULL where not given */
    const char *config, *name, *login, *role, *site;         /* of the desk's commands */
    struct am_config_given given[AM_GIVEN_MAX];              /* settings of the desk */
    unsigned given_count;
    bool json, help, version, alone;
    enum am_colour colour;
    const char *operands[AM_OPERANDS_MAX];
    unsigned operand_count;
    const char *wrong; /* the argument that is not understood, NULL where all are */
    const char *reason;
};

/* Reads argv[1] and on. "--" ends the options; "--name=value" and "--name value" are the same. */
void am_options_parse(int argc, char *const argv[], struct am_options *out);

#endif
