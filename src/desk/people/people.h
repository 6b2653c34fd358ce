/*
 * Organisation, sites, people, roles: who is there. Passwords, PINs and sessions are sign-in's affair
 * (src/faces/http/auth); a person added here cannot sign in until one was set. As in doing.h.
 */
#ifndef AM_PEOPLE_H
#define AM_PEOPLE_H

#include "desk/doing.h"

/* What a business begins with. */
struct am_founding {
    struct am_organisation
        organisation;       /* name, currency, lang, zone, trade; row.id where it is chosen already */
    struct am_site site;    /* name; the rest from organisation and trade where it is empty */
    struct am_person owner; /* name, login; password_hash where it is known already */
};

/*
 * Founds an organisation: itself, its first site, its owner (manager and administrator everywhere), and the
 * grants of its trade. Fills in the rows. The actor of `doing` counts for nothing: nobody is there yet.
 */
bool am_organisation_found(struct am_doing *doing, struct am_founding *founding);

/* Edits the organisation: fields as in `wanted`; *row: as it is then. */
bool am_organisation_change(struct am_doing *doing, const struct am_organisation *wanted, int64_t version,
                            struct am_organisation *row);

/* Throws the organisation away with all that there is of it, where it is the demo shop; any other is not
 * touched: refused as if there were none. Nothing says that it was there. */
bool am_organisation_throw_away(struct am_doing *doing);

/* Adds a site: language, currency and zone from the organisation where they are empty, hours of its trade
 * where they are. Hours, retention and zone are checked. */
bool am_site_add(struct am_doing *doing, struct am_site *row);
bool am_site_change(struct am_doing *doing, am_id site, const struct am_site *wanted, int64_t version,
                    struct am_site *row);

/* Adds a person with a first role (`first` may be NULL); they are active. A login that is taken is refused.
 */
bool am_person_add(struct am_doing *doing, struct am_person *row, struct am_membership *first);

/* Edits a person. One may change one's own language, e-mail and telephone; the rest needs an administrator.
 * Who is made inactive loses sessions and tokens; the last administrator cannot be. */
bool am_person_change(struct am_doing *doing, am_id person, const struct am_person *wanted, int64_t version,
                      struct am_person *row);

/* Gives a role at a site (0: everywhere), from and until when (0: now; without end). The same twice at the
 * same time is refused. */
bool am_membership_add(struct am_doing *doing, struct am_membership *row);

/* Changes when a role ends (until_ms of `wanted`; 0: without end), as long as it has not. The last
 * administrator's cannot get an end. */
bool am_membership_change(struct am_doing *doing, am_id membership, const struct am_membership *wanted,
                          int64_t version, struct am_membership *row);

/* Ends a role now. The record stays, for "what could she give that day"; `twice` is refused no more. The last
 * administrator's role cannot end. */
bool am_membership_end(struct am_doing *doing, am_id membership);

#endif
