/*
 * Telling systemd how far the service is (sd_notify(3), without its library). Nothing happens where systemd
 * did not start it.
 */
#ifndef AM_NOTIFY_H
#define AM_NOTIFY_H

/* "READY=1", "STOPPING=1". */
void am_notify(const char *state);

#endif
