#include "store/postgres/state.h"

#include <string.h>

enum am_kept am_postgres_kept(const char *state, bool *again, bool *lost)
{
    static const struct {
        const char *state; /* its beginning */
        enum am_kept kept;
        bool again, lost;
    } known[] = {
        {"23505", AM_KEPT_TWICE, false, false},
        {"53100", AM_KEPT_FULL, false, false},
        {"53400", AM_KEPT_FULL, false, false},
        {"53200", AM_KEPT_MEMORY, false, false},
        {"25006", AM_KEPT_READONLY, false, false},
        {"40001", AM_KEPT_AWAY, true, false}, /* two processes in each other's way */
        {"40P01", AM_KEPT_AWAY, true, false},
        {"57014", AM_KEPT_AWAY, false, false}, /* took too long */
        {"55P03", AM_KEPT_AWAY, false, false},
        {"53", AM_KEPT_AWAY, false, false},
        {"57P", AM_KEPT_AWAY, false, true}, /* shut down */
        {"08", AM_KEPT_AWAY, false, true},
        {"26000", AM_KEPT_AWAY, false, true}, /* somebody between us forgot our statements */
        {"25P03", AM_KEPT_AWAY, false, true}, /* closed: nothing was asked for long */
    };
    *again = *lost = false;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strncmp(state, known[i].state, strlen(known[i].state)) == 0) {
            *again = known[i].again;
            *lost = known[i].lost;
            return known[i].kept;
        }
    return AM_KEPT_DAMAGED;
}
