/*
 * The door: who asks, and whether they may ask this at all. Doors are shut by default; who somebody is comes
 * from their session's cookie, their token or their device's cookie alone.
 */
#ifndef AM_GATE_H
#define AM_GATE_H

#include "domain/port.h"
#include "faces/http/auth/caller.h"
#include "faces/http/route.h"

/* Lets the caller in, or sets the problem: 401 who are you, 403 you may not, 503 storage is away. Whether
 * they may do it to this very record is for the handler to ask (am_actor_may). May wait for storage. Owns:
 * the caller is ended by am_caller_forget. */
bool am_gate_pass(const struct am_call_in *in, struct am_caller *caller, struct am_call_out *out);

/* The same for who was let in a moment ago, without waiting; false where storage must be asked (or the answer
 * is no), and then nothing is set. */
bool am_gate_recall(const struct am_call_in *in, struct am_caller *caller, struct am_call_out *out);

/* Whether one who was let in earlier still would be: the session or token is asked for anew, and so are the
 * person, their device and their roles. `fresh` is zeroed before, and set where it stands. What storage
 * answered. Owns: the caller ends `fresh` by am_caller_forget. */
enum am_kept am_gate_again(struct am_tx *tx, struct am_server *server, struct am_arena *arena,
                           const struct am_caller *caller, struct am_caller *fresh, bool *stands);

/* Must this caller have an authenticator to do anything here? Who administers people, where the settings say
 * so (second_factor); a PIN, or a token without that scope, does not administer. Thread-safe. */
bool am_must_have_factor(const struct am_server *server, const struct am_actor *actor);

#endif
