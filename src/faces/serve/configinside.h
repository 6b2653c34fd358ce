/*
 * What reading the settings consists of: for the files beside it alone.
 */
#ifndef AM_CONFIGINSIDE_H
#define AM_CONFIGINSIDE_H

#include "faces/serve/config.h"

struct am_reading_config {
    const struct am_config_source *source;
    struct am_arena *arena;
    struct am_config *config;
    char *trouble;
};

/* Says what is wrong, the first time; always false. `where` is "amends.yaml:3", a flag, a name. */
__attribute__((format(printf, 3, 4))) bool am_config_wrong(struct am_reading_config *reading,
                                                           const char *where, const char *format, ...);

/* Takes a value over those that are weaker; checked later. False when memory runs out. */
bool am_config_take(struct am_reading_config *reading, int id, struct amends_view text, enum am_origin origin,
                    unsigned line);

/* Reads the file (YAML: keys with a scalar or a list of scalars). */
bool am_config_read_file(struct am_reading_config *reading);

/* Checks one value and finds its number. False: `expected` says what was expected. */
enum { AM_EXPECTED_LEN = 160 };
bool am_setting_check(const struct am_setting *setting, const char *text, int64_t *number,
                      char expected[AM_EXPECTED_LEN]);

#endif
