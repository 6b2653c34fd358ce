/* The table of settings. */
#include <string.h>

#include "faces/serve/config.h"

/* The environment's names are the keys', with other letters; config_test.c holds them together. */
static const struct am_setting settings[AM_SETTING_COUNT] = {
#define X(id, key, kind, usual, least, most, choices, secret, about)                                         \
    [AM_SET_##                                                                                               \
        id] = {key, "--" key, "AMENDS_" #id, AM_SETTING_##kind, usual, least, most, choices, secret, about},
    AM_SETTINGS(X)
#undef X
#define X(id, name, way, days, fewest, from)                                                                 \
    [AM_SET_RETAIN + AM_RETAINED_##id] = {"retain-" name,                                                    \
                                          "--retain-" name,                                                  \
                                          "AMENDS_RETAIN_" #id,                                              \
                                          AM_SETTING_NUMBER,                                                 \
                                          #days,                                                             \
                                          0,                                                                 \
                                          AM_RETENTION_DAYS_MOST,                                            \
                                          NULL,                                                              \
                                          false,                                                             \
                                          "days after " from " until it goes (" name "); 0: never"},
        AM_RETAINED(X)
#undef X
};

const struct am_setting *am_setting(int id)
{
    return id >= 0 && id < AM_SETTING_COUNT ? &settings[id] : NULL;
}

int am_setting_find(const char *key, size_t len_bytes)
{
    for (int id = 0; id < AM_SETTING_COUNT; id++)
        if (strlen(settings[id].key) == len_bytes && memcmp(settings[id].key, key, len_bytes) == 0)
            return id;
    return -1;
}
