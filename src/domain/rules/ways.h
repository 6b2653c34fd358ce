/*
 * What may stand as the address of a way to reach somebody: a webhook's URL, a mailbox, the name of a
 * command. Only the form is judged; whether the network may be reached is decided where it is reached. What
 * is refused here could end a header, hide where a message goes, or name something that is not meant. Plain
 * views in; nothing owned, thread-safe. Sources: RFC 3986 and RFC 5321, narrowed (ours).
 */
#ifndef AM_RULES_WAYS_H
#define AM_RULES_WAYS_H

#include <stdbool.h>

#include "amends/memory.h"

enum { AM_URL_BYTES_MOST = 2000, AM_MAILBOX_BYTES_MOST = 254, AM_COMMAND_NAME_MOST = 32 };

/* "https://shop.example/hook?x=1": http or https, a host name or a numeric address, maybe a port, no user, no
 * fragment, printable ASCII without quotes, "<", ">" and "\". */
bool am_url_sound(struct amends_view url);

/* "guard@mall.example": one "@", plain letters on both sides, ASCII; no quotes, blanks, control characters.
 */
bool am_mailbox_sound(struct amends_view mailbox);

/* "bell", "sms-gateway": small letters, digits, "-" and "_". */
bool am_command_name_sound(struct amends_view name);

#endif
