/*
 * The JSON of the coach for the desk (src/desk/coach.h), with the same readers and writers as the filter
 * `amends coach`: what is kept of an encounter can be read by both.
 */
#ifndef AM_COACHWORDS_H
#define AM_COACHWORDS_H

#include "desk/coach.h"

/* Functions over this engine, which must outlive them. Thread-safe: they keep nothing. */
struct am_coach_words am_coachwords(const amends_engine *engine);

#endif
