/*
 * How devices reach the desk safely: the certificate it shows (of its own authority with `lan`, or the
 * business' own), the page with which they join, the addresses that it says. Looks again now and then, while
 * the desk runs: certificates are renewed, new addresses get into them, files that were replaced are read.
 */
#ifndef AM_LAN_H
#define AM_LAN_H

#include "faces/http/server.h"
#include "faces/serve/opening.h"

struct am_lan;

/* Finds or makes the certificate and sets address, port, certificate and `join` of the server's settings.
 * What it gives lives until am_lan_close. How the program ends (enum am_exit), and then what is wrong was
 * told. */
int am_lan_open(const struct am_opening *opening, struct am_server_settings *settings, struct am_lan **out);

/* The server runs: serves the page with which devices join, where there is one to serve. As above. */
int am_lan_begin(struct am_lan *lan, struct am_server *server);

/* Where the desk is, for whoever started it; "" where that is as it listens. */
const char *am_lan_desk(const struct am_lan *lan);

/* Tells on standard output under which addresses the desk is reached and how devices join, with the QR code
 * on a terminal. `setup`: the owner's link; NULL: there is one. */
void am_lan_tell(struct am_lan *lan, const char *setup);

/* Looks whether the certificate must be another one, and shows it then. For the timer, once a minute; any
 * thread. */
void am_lan_look(void *lan, int64_t now_ms);

/* The page ends, and the server is shown nothing any more; before it stops. */
void am_lan_end(struct am_lan *lan);

/* After the server. NULL does nothing. */
void am_lan_close(struct am_lan *lan);

#endif
