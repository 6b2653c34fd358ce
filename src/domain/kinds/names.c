#include "domain/kinds/names.h"

#include <stddef.h>

#include "amends/labels.h"
#include "domain/permission.h"

const char *const am_role_names[] = {
    [AM_ROLE_ASSOCIATE] = "associate",
    [AM_ROLE_SUPERVISOR] = "supervisor",
    [AM_ROLE_MANAGER] = "manager",
    [AM_ROLE_ADMINISTRATOR] = "administrator",
    [AM_ROLE_COUNT] = NULL,
};

#define X(symbol, name) name,
const char *const am_remedy_names[] = {AMENDS_REMEDIES(X) NULL};
const char *const am_channel_names[] = {AMENDS_CHANNELS(X) NULL};
const char *const am_outcome_names[] = {AMENDS_OUTCOMES(X) NULL};
const char *const am_level_names[] = {AMENDS_LEVELS(X) NULL};
const char *const am_signal_names[] = {AMENDS_SIGNALS(X) NULL};
#undef X

#define X(symbol, name, allows, associate, supervisor, manager, administrator) name,
const char *const am_permission_names[] = {AM_PERMISSIONS(X) NULL};
#undef X
