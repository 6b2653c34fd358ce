#include "faces/cli/options.h"

#include <string.h>

/* The value of option `name` at argv[*i], NULL where this is another option. */
static const char *value_of(const char *name, int argc, char *const argv[], int *i, struct am_options *out)
{
    const size_t len = strlen(name);
    const char *argument = argv[*i];
    if (!argument || strncmp(argument, name, len) != 0)
        return NULL;
    if (argument[len] == '=')
        return argument + len + 1;
    if (argument[len] != 0)
        return NULL;
    if (*i + 1 >= argc) {
        out->wrong = argument;
        out->reason = "a value was expected after it";
        return "";
    }
    return argv[++*i];
}

static bool parse_valued(int argc, char *const argv[], int *i, struct am_options *out)
{
    const struct {
        const char *name;
        const char **field;
    } valued[] = {{"--playbook", &out->playbook}, {"--lang", &out->lang},   {"--ui-lang", &out->ui_lang},
                  {"--channel", &out->channel},   {"--start", &out->start}, {"--config", &out->config},
                  {"--name", &out->name},         {"--login", &out->login}, {"--role", &out->role},
                  {"--site", &out->site}};
    for (size_t k = 0; k < sizeof valued / sizeof *valued; k++) {
        const char *value = value_of(valued[k].name, argc, argv, i, out);
        if (value) {
            *valued[k].field = value;
            return true;
        }
    }
    const char *colour = value_of("--color", argc, argv, i, out);
    if (!colour)
        return false;
    if (strcmp(colour, "always") == 0)
        out->colour = AM_COLOUR_ALWAYS;
    else if (strcmp(colour, "never") == 0)
        out->colour = AM_COLOUR_NEVER;
    else if (strcmp(colour, "auto") != 0 && !out->wrong) {
        out->wrong = "--color";
        out->reason = "auto, always or never was expected";
    }
    return true;
}

/* A setting of the desk: --port 8080; one that is true or false needs no value: --lan. */
static bool parse_setting(int argc, char *const argv[], int *i, struct am_options *out)
{
    const char *argument = argv[*i];
    const size_t len = strcspn(argument, "=");
    const int setting = strncmp(argument, "--", 2) == 0 ? am_setting_find(argument + 2, len - 2) : -1;
    if (setting < 0)
        return false;
    const bool bare = am_setting(setting)->kind == AM_SETTING_FLAG && argument[len] == 0;
    const char *text = bare ? "true" : value_of(am_setting(setting)->flag, argc, argv, i, out);
    if (out->given_count == AM_GIVEN_MAX) {
        out->wrong = argument;
        out->reason = "too many settings";
        return true;
    }
    out->given[out->given_count++] = (struct am_config_given){setting, text};
    return true;
}

static bool parse_flag(const char *argument, struct am_options *out)
{
    if (strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0)
        out->help = true;
    else if (strcmp(argument, "--version") == 0 || strcmp(argument, "-V") == 0)
        out->version = true;
    else if (strcmp(argument, "--json") == 0)
        out->json = true;
    else if (strcmp(argument, "--alone") == 0)
        out->alone = true;
    else
        return false;
    return true;
}

void am_options_parse(int argc, char *const argv[], struct am_options *out)
{
    *out = (struct am_options){0};
    bool operands_only = false;
    for (int i = 1; i < argc && !out->wrong; i++) {
        const char *argument = argv[i];
        if (!operands_only && strcmp(argument, "--") == 0) {
            operands_only = true;
        } else if (!operands_only && argument[0] == '-' && argument[1] != 0) {
            if (!parse_flag(argument, out) && !parse_valued(argc, argv, &i, out) &&
                !parse_setting(argc, argv, &i, out)) {
                out->wrong = argument;
                out->reason = "no such option";
            }
        } else if (out->operand_count == AM_OPERANDS_MAX) {
            out->wrong = argument;
            out->reason = "too many arguments";
        } else {
            out->operands[out->operand_count++] = argument;
        }
    }
}
