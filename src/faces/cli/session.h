/*
 * The interactive coach's inside: one person at one terminal. Shared by its files: interactive.c (how it
 * begins, watching an encounter), session.c (typing and keys), menu.c (choosing).
 */
#ifndef AM_SESSION_H
#define AM_SESSION_H

#include "faces/cli/cardview.h"
#include "faces/cli/lineedit.h"
#include "faces/cli/terminal.h"

struct am_session {
    struct am_program *program;
    struct am_terminal terminal;
    struct am_coaching coaching;
    struct am_writer out;
    struct am_screen screen;
    struct am_line line;
    char text[4 * AM_LINE_CODES_MAX]; /* of the last event said */
    char name[48];                    /* of the encounter */
    unsigned number;
    int lang, ui_lang, channel;
    uint8_t role;
    unsigned customers, customer; /* how many there are, and which is meant, from 0 */
    bool unnamed_first;           /* in an encounter taken over the first customer has no name */
    char customer_name[8];
    struct amends_card card; /* the last one */
    bool leave, watching, pasting, overflowed;
    int status; /* how the program ends */
};

/* The next key; lines are as wide as the terminal is now. */
struct am_key am_session_key(struct am_session *session);
/* What stands in `out` goes to the terminal. */
void am_session_flush(struct am_session *session);
/* A line in a style, with a word of the screen. */
void am_session_tell(struct am_session *session, enum am_style style, const char *path);
struct amends_view am_session_word(const struct am_session *session, const char *path);

/* One of `count` items by its key; -1 for back, or when the session is to be left. */
struct am_item {
    char key;
    struct amends_view text;
};
int am_session_choose(struct am_session *session, const char *title_path, const struct am_item *items,
                      unsigned count);

/* Notes a key that ends the session (signal, closed, Ctrl-C); true where it did. */
bool am_session_ends(struct am_session *session, struct am_key key);

/* Takes an event and shows event and card, or says why not. `field` as in CONTRACT.md. */
bool am_session_event(struct am_session *session, const struct amends_event *event, const char *field);
/* The start that the option --start describes, or the defaults: views of *json, which the caller gives back.
 * False and a fault where it is not understood. */
bool am_session_start(const struct am_program *program, struct amends_event *event, json_t **json,
                      struct am_fault *fault);
/* Begins a new encounter. */
void am_session_begin(struct am_session *session);
/* One customer is there, who speaks next; in an encounter taken over they have no name. */
void am_session_people(struct am_session *session, bool unnamed_first);
/* Typing and keys until the session is left. */
void am_session_run(struct am_session *session);

#endif
