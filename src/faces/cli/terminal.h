/*
 * A terminal read key by key, and given back as it was found: on every way out, by signal too (signals come
 * through a descriptor, so no handler and no global is needed). One per program.
 */
#ifndef AM_TERMINAL_H
#define AM_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>
#include <termios.h>

enum am_key_kind {
    AM_KEY_CODE,    /* a character: `code` */
    AM_KEY_CONTROL, /* Ctrl with a letter: `code` is 'a' to 'z' */
    AM_KEY_ENTER,
    AM_KEY_TAB,
    AM_KEY_ESCAPE,
    AM_KEY_BACKSPACE,
    AM_KEY_DELETE,
    AM_KEY_LEFT,
    AM_KEY_RIGHT,
    AM_KEY_HOME,
    AM_KEY_END,
    AM_KEY_FUNCTION,    /* F1 …: `code` is its number */
    AM_KEY_PASTE_BEGIN, /* what follows is pasted, not typed … */
    AM_KEY_PASTE_END,   /* … up to here */
    AM_KEY_RESIZED,
    AM_KEY_OTHER,
    AM_KEY_SIGNAL, /* `code`: its number; the terminal is to be given back and left */
    AM_KEY_CLOSED  /* nothing more can be read */
};

struct am_key {
    enum am_key_kind kind;
    uint32_t code;
};

struct am_terminal {
    int fd, signal_fd;
    struct termios saved;
    bool raw;
    unsigned columns;
    unsigned char held[64]; /* bytes read and not yet taken */
    unsigned held_len;
};

/* False where standard input is no terminal (errno). */
bool am_terminal_open(struct am_terminal *terminal);
void am_terminal_close(struct am_terminal *terminal);
struct am_key am_terminal_key(struct am_terminal *terminal);
/* Whether more was read already: then nothing needs to be drawn yet. */
bool am_terminal_waiting(const struct am_terminal *terminal);

#endif
