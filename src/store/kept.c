#include "domain/port.h"

const char *am_kept_name(enum am_kept kept)
{
    switch (kept) {
    case AM_KEPT_OK:
        return "ok";
    case AM_KEPT_NONE:
        return "none";
    case AM_KEPT_CHANGED:
        return "changed";
    case AM_KEPT_TWICE:
        return "twice";
    case AM_KEPT_REFUSED:
        return "refused";
    case AM_KEPT_FULL:
        return "full";
    case AM_KEPT_READONLY:
        return "readonly";
    case AM_KEPT_AWAY:
        return "away";
    case AM_KEPT_DAMAGED:
        return "damaged";
    case AM_KEPT_MEMORY:
        return "memory";
    }
    return "?";
}
