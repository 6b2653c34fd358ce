/*
 * What every subcommand works with: options, playbook, engine, one workspace. Made by main, borrowed by the
 * rest.
 */
#ifndef AM_PROGRAM_H
#define AM_PROGRAM_H

#include "amends/coach.h"
#include "engine/playbook/playbook.h"
#include "faces/cli/options.h"
#include "faces/json/writer.h"
#include "playbook/pack.h"

/* How the program ends. 128 + n: ended by signal n. */
enum am_exit {
    AM_EXIT_OK,
    AM_EXIT_LINES,    /* some lines were errors, the rest was answered */
    AM_EXIT_USAGE,    /* the command line was not understood */
    AM_EXIT_PLAYBOOK, /* the playbook has errors */
    AM_EXIT_OUTPUT,   /* the output could not be written */
    AM_EXIT_SYSTEM,   /* no memory, a file that cannot be read */
    AM_EXIT_STORE,    /* the database cannot be used as it is, or what was checked is not right */
    AM_EXIT_SIGNAL = 128
};

struct am_program {
    struct am_options options;
    struct am_buffer overlaid; /* the compiled playbook where a shop's own is laid over; else empty */
    struct am_playbook playbook;
    amends_engine *engine;
    amends_workspace *workspace;
    struct amends_view image;   /* of the playbook that is open */
    int lang, ui_lang, channel; /* of the options; -1 where not given */
    bool colour;                /* on standard output */
    bool ascii_signs;           /* the terminal says that it does not speak UTF-8 */
};

/* Opens playbook and engine by the options; tells what is wrong on standard error. */
int am_program_open(struct am_program *program);
void am_program_close(struct am_program *program);

/* A word of the screen in the user's language; the last part of `path` where the playbook has none. */
struct amends_view am_program_word(const struct am_program *program, int ui_lang, const char *path);
/* The name of a label: names.<list>.<label>. */
struct amends_view am_program_name(const struct am_program *program, int ui_lang, const char *list,
                                   const char *label);

/* Writes the buffer to standard output: AM_EXIT_OK, or how the program must end then, after telling why
 * (quietly, as if ended by SIGPIPE, for a closed pipe). */
int am_output_write(struct am_writer *writer);
/* Flushes standard output at the end: gives `status`, or how the program must end where that fails. */
int am_output_finish(int status);

/* "amends: …" on standard error. */
__attribute__((format(printf, 1, 2))) void am_complain(const char *message, ...);

#endif
