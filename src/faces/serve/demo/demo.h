/*
 * A believable small shop: a supermarket with two sites, eight people, two weeks of cases, promises, an
 * incident, an approval that waits and an encounter that is under way. Made by the desk's own verbs, at the
 * times at which they would have been done, so that it has an audit log like any other. What happened is one
 * table; the words are one file for each language.
 */
#ifndef AM_DEMO_H
#define AM_DEMO_H

#include "desk/coach.h"
#include "faces/http/auth/demo.h"
#include "store/store.h"

enum {
    AM_DEMO_SITES = 2,
    AM_DEMO_PEOPLE = 8,
    AM_DEMO_CUSTOMERS = 6,
    AM_DEMO_CASES = 12,
    AM_DEMO_PROMISES = 4,
    AM_DEMO_LIVE = 5
};

struct am_demo_words {
    const char *lang, *currency, *zone, *emergency_number, *telephone;
    int hours_east; /* of Greenwich, about: the demo's times are in it */
    const char *organisation, *sites[AM_DEMO_SITES];
    struct {
        const char *name, *login;
    } people[AM_DEMO_PEOPLE];
    struct {
        const char *name, *contact, *notes;
    } customers[AM_DEMO_CUSTOMERS];
    struct {
        const char *subject, *happened, *wants;
        const char *cause; /* NULL: it is not closed */
        const char *gave;  /* NULL: nothing was given */
    } cases[AM_DEMO_CASES];
    const char *promises[AM_DEMO_PROMISES];
    struct {
        const char *what, *there, *called, *reference, *followed;
    } incident;
    const char *live[AM_DEMO_LIVE]; /* customer, staff, customer, staff, customer */
    const char *approval;
};

extern const struct am_demo_words am_demo_en, am_demo_fi, am_demo_ru, am_demo_zh;

/* The words of a language, NULL where there are none. Static. */
const struct am_demo_words *am_demo_words(const char *lang);

struct am_demo_settings {
    const struct am_demo_words *words;
    const struct am_coach *coach;
    int64_t now_ms;
    struct amends_view password_hash;
    struct amends_view debrief_seals[AM_DEMO_PEOPLE];
};

enum { AM_DEMO_TROUBLE_LEN = 400 };

/* Makes the shop in a database without any organisation, in one transaction. REFUSED: there is one, or a verb
 * said no; `trouble` says which. */
enum am_kept am_demo_make(am_store *store, const struct am_demo_settings *settings,
                          char trouble[AM_DEMO_TROUBLE_LEN]);

#endif
