#include "amends/status.h"

#include <stddef.h>

static const struct {
    const char *name, *text;
    enum amends_fault fault;
} statuses[] = {
#define X(name, fault, text) {"AMENDS_" #name, text, AMENDS_FAULT_##fault},
    AMENDS_STATUSES(X)
#undef X
};

const char *amends_status_name(enum amends_status status)
{
    return (unsigned)status < AMENDS_STATUS_COUNT ? statuses[status].name : "?";
}

const char *amends_status_text(enum amends_status status)
{
    return (unsigned)status < AMENDS_STATUS_COUNT ? statuses[status].text : "?";
}

enum amends_fault amends_status_fault(enum amends_status status)
{
    return (unsigned)status < AMENDS_STATUS_COUNT ? statuses[status].fault : AMENDS_FAULT_CALLER;
}
