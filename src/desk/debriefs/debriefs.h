/*
 * Debriefs: a look back on an encounter, for its author alone, sealed with their own key (key.h); and the
 * abuse that people met, counted for them. Nothing here is for managers. As in doing.h.
 */
#ifndef AM_DEBRIEFS_H
#define AM_DEBRIEFS_H

#include "desk/debriefs/key.h"
#include "desk/doing.h"
#include "domain/kinds/ledger.h"

enum { AM_DEBRIEF_TEXT_MOST = 32768, AM_GROUP_FEWEST = 5 };

/* Writes one; `key`: the author's, NULL where they did not sign in in full: refused ("sign-in-fully"). What
 * is written goes nowhere but into the seal: no log, no notice, no search. encounter: 0 for none. */
bool am_debrief_write(struct am_doing *doing, const unsigned char *key, am_id encounter,
                      struct amends_view text, struct am_debrief *row);

/* Writes it anew. */
bool am_debrief_rewrite(struct am_doing *doing, const unsigned char *key, am_id id, struct amends_view text,
                        int64_t version, struct am_debrief *row);

/* Reads one: its author gets the text, in the job's arena; whom they share it with gets what is shared, and
 * an empty text. A text sealed with a key that was lost is refused ("sealed-for-ever"). */
bool am_debrief_read(struct am_doing *doing, const unsigned char *key, am_id id, struct am_debrief *row,
                     struct amends_view *text);

/* Shows a person what the author chose to show; with 0 nobody. */
bool am_debrief_share(struct am_doing *doing, am_id id, am_id with, struct amends_view shared,
                      int64_t version, struct am_debrief *row);

/* Throws one away. */
bool am_debrief_remove(struct am_doing *doing, am_id id);

/* How many of the actor's debriefs there are, and how many of them no key opens any more. */
bool am_debriefs_lost(struct am_doing *doing, const unsigned char *key, size_t *count, size_t *lost);

/* What the actor met since then, by signal (enum amends_signal): for them. */
bool am_met_mine(struct am_doing *doing, int64_t since_ms, int64_t by_signal[], size_t signals);

/* What was met at a site since then, and how many people work there; refused for fewer than AM_GROUP_FEWEST
 * ("group-too-small"): no report shows a person. */
bool am_met_at_site(struct am_doing *doing, am_id site, int64_t since_ms, int64_t by_signal[], size_t signals,
                    size_t *people);

#endif
