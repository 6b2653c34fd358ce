#include "faces/serve/config.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "faces/serve/configinside.h"

bool am_config_wrong(struct am_reading_config *reading, const char *where, const char *format, ...)
{
    if (reading->trouble[0])
        return false;
    const int len = snprintf(reading->trouble, AM_CONFIG_TROUBLE_LEN, "%s: ", where);
    if (len > 0 && len < AM_CONFIG_TROUBLE_LEN) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(reading->trouble + len, (size_t)(AM_CONFIG_TROUBLE_LEN - len), format, arguments);
        va_end(arguments);
    }
    return false;
}

bool am_config_take(struct am_reading_config *reading, int id, struct amends_view text, enum am_origin origin,
                    unsigned line)
{
    struct am_config_value *value = &reading->config->values[id];
    struct amends_view copy = am_arena_copy(reading->arena, text);
    if (text.len_bytes > 0 && !copy.bytes)
        return am_config_wrong(reading, "settings", "no memory");
    *value = (struct am_config_value){copy.len_bytes ? copy.bytes : "", 0, origin, line};
    return true;
}

static bool take_environment(struct am_reading_config *reading, int id)
{
    const char *name = am_setting(id)->environment;
    const size_t len = strlen(name);
    for (const char *const *at = reading->source->environment; at && *at; at++)
        if (strncmp(*at, name, len) == 0 && (*at)[len] == '=')
            return am_config_take(reading, id, (struct amends_view){*at + len + 1, strlen(*at + len + 1)},
                                  AM_ORIGIN_ENVIRONMENT, 0);
    return true;
}

static bool take_flags(struct am_reading_config *reading)
{
    for (size_t i = 0; i < reading->source->given_count; i++) {
        const struct am_config_given *given = &reading->source->given[i];
        if (!am_config_take(reading, given->setting, (struct amends_view){given->text, strlen(given->text)},
                            AM_ORIGIN_FLAG, 0))
            return false;
    }
    return true;
}

static bool check(struct am_reading_config *reading, int id)
{
    const struct am_setting *setting = am_setting(id);
    struct am_config_value *value = &reading->config->values[id];
    char expected[AM_EXPECTED_LEN], where[256];
    if (am_setting_check(setting, value->text, &value->number, expected))
        return true;
    am_config_origin(reading->config, id, where, sizeof where);
    if (setting->secret)
        return am_config_wrong(reading, where, "%s: %s was expected", setting->key, expected);
    return am_config_wrong(reading, where, "%s: %s was expected, not \"%.80s\"", setting->key, expected,
                           value->text);
}

/* Settings that belong together. */
static bool check_together(struct am_reading_config *reading)
{
    static const struct {
        enum am_setting_id one, other;
    } pairs[] = {{AM_SET_TLS_CERTIFICATE, AM_SET_TLS_KEY},
                 {AM_SET_TLS_KEY, AM_SET_TLS_CERTIFICATE},
                 {AM_SET_SMTP_URL, AM_SET_SMTP_FROM},
                 {AM_SET_SMTP_PASSWORD, AM_SET_SMTP_USER}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char where[256];
        if (!am_config_has(reading->config, pairs[i].one) || am_config_has(reading->config, pairs[i].other))
            continue;
        am_config_origin(reading->config, pairs[i].one, where, sizeof where);
        return am_config_wrong(reading, where, "%s: %s was expected with it", am_setting(pairs[i].one)->key,
                               am_setting(pairs[i].other)->key);
    }
    return true;
}

bool am_config_read(const struct am_config_source *source, struct am_arena *arena, struct am_config *out,
                    char trouble[AM_CONFIG_TROUBLE_LEN])
{
    struct am_reading_config reading = {source, arena, out, trouble};
    trouble[0] = 0;
    *out = (struct am_config){.file = source->file};
    for (int id = 0; id < AM_SETTING_COUNT; id++)
        out->values[id] = (struct am_config_value){am_setting(id)->usual, 0, AM_ORIGIN_USUAL, 0};
    if (source->file && !am_config_read_file(&reading))
        return false;
    for (int id = 0; id < AM_SETTING_COUNT; id++)
        if (!take_environment(&reading, id))
            return false;
    if (!take_flags(&reading))
        return false;
    for (int id = 0; id < AM_SETTING_COUNT; id++)
        if (!check(&reading, id))
            return false;
    return check_together(&reading);
}

void am_config_origin(const struct am_config *config, int id, char *text, size_t size)
{
    const struct am_config_value *value = &config->values[id];
    switch (value->origin) {
    case AM_ORIGIN_USUAL:
        snprintf(text, size, "default");
        break;
    case AM_ORIGIN_FILE:
        snprintf(text, size, "%s:%u", config->file, value->line);
        break;
    case AM_ORIGIN_ENVIRONMENT:
        snprintf(text, size, "%s", am_setting(id)->environment);
        break;
    case AM_ORIGIN_FLAG:
        snprintf(text, size, "%s", am_setting(id)->flag);
        break;
    }
}

/* The password in an address: "user:PASSWORD@" before the first slash. */
static bool find_in_authority(const char *text, size_t *from, size_t *len)
{
    const char *host = strstr(text, "://");
    if (!host)
        return false;
    host += 3;
    const char *at = memrchr(host, '@', strcspn(host, "/?"));
    const char *colon = at ? memchr(host, ':', (size_t)(at - host)) : NULL;
    if (!colon)
        return false;
    *from = (size_t)(colon + 1 - text);
    *len = (size_t)(at - colon - 1);
    return *len > 0;
}

/* "password=PASSWORD" behind the path. */
static bool find_in_parameters(const char *text, size_t *from, size_t *len)
{
    static const char name[] = "password=";
    const char *parameter = strstr(text, name);
    if (!parameter)
        return false;
    *from = (size_t)(parameter - text) + sizeof name - 1;
    *len = strcspn(text + *from, "& ");
    return *len > 0;
}

const char *am_config_shown(const struct am_config *config, int id, struct am_arena *arena)
{
    static const char hidden[] = "***";
    const char *text = config->values[id].text;
    size_t from = 0, len = 0, other_from = 0, other_len = 0;
    const bool one = find_in_authority(text, &from, &len);
    const bool other = find_in_parameters(text, &other_from, &other_len);
    if (am_setting(id)->secret || (one && other))
        return text[0] ? "(set, not shown)" : "";
    if (!one && !other)
        return text;
    if (other) {
        from = other_from;
        len = other_len;
    }
    const size_t size = strlen(text) + sizeof hidden;
    char *shown = am_arena_take(arena, size);
    if (shown)
        snprintf(shown, size, "%.*s%s%s", (int)from, text, hidden, text + from + len);
    return shown;
}
