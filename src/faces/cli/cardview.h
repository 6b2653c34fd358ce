/*
 * A card of the coach as people read it on a terminal: what to do now, what to say, why, what to avoid.
 */
#ifndef AM_CARDVIEW_H
#define AM_CARDVIEW_H

#include "faces/cli/coaching.h"
#include "faces/cli/screen.h"

/* The event itself: who said it, what was seen. */
void am_cardview_event(struct am_screen *screen, const struct am_program *program,
                       const struct am_step *step);
/* The advice. */
void am_cardview_card(struct am_screen *screen, const struct am_program *program, const struct am_step *step);
/* The name of an observation, signal or act in the user's language. */
struct amends_view am_cardview_seen(const struct am_program *program, int ui_lang, int code);

#endif
