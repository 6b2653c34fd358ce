/* The commands that this server allows, as its settings name them. */
#include <stdio.h>
#include <string.h>

#include "domain/rules/ways.h"
#include "faces/deliver/sending.h"

static bool expect(char expected[AM_TROUBLE_LEN], const char *what)
{
    snprintf(expected, AM_TROUBLE_LEN, "%s", what);
    return false;
}

/* Cuts the words of one line; they are in `text`, which is the list's own. */
static bool read_line(char *text, struct am_command_line *line, char expected[AM_TROUBLE_LEN])
{
    static const char *const facts[] = {"{call}", "{whom}", "{to}"};
    char *sign = strchr(text, '='), *rest = NULL;
    size_t count = 0;
    text += strspn(text, " \t");
    if (!sign)
        return expect(expected, "NAME=/PATH WORD…, with \";\" between two");
    *sign = '\0';
    line->name = (struct amends_view){text, strcspn(text, " \t")};
    if (!am_command_name_sound(line->name) ||
        text[line->name.len_bytes + strspn(text + line->name.len_bytes, " \t")])
        return expect(expected, "a name of small letters, digits, - and _, at most 32");
    for (char *word = strtok_r(sign + 1, " \t", &rest); word; word = strtok_r(NULL, " \t", &rest)) {
        bool known = !strchr(word, '{');
        for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
            known = known || strcmp(word, facts[i]) == 0;
        if (!known)
            return expect(expected, "{call}, {whom} or {to} as a word of its own");
        if (count == AM_COMMAND_WORDS_MOST)
            return expect(expected, "at most 32 words");
        line->words[count++] = word;
    }
    return count > 0 && line->words[0][0] == '/' ? true : expect(expected, "the whole path of a program");
}

bool am_commands_read(const char *text, struct am_arena *arena, struct am_command_list *out,
                      char expected[AM_TROUBLE_LEN])
{
    const size_t len = text ? strlen(text) : 0;
    char *copy = am_arena_take(arena, len + 1), *rest = NULL;
    *out = (struct am_command_list){.count = 0};
    if (!copy)
        return expect(expected, "memory");
    if (len > 0)
        memcpy(copy, text, len);
    for (char *part = strtok_r(copy, ";", &rest); part; part = strtok_r(NULL, ";", &rest)) {
        if (!part[strspn(part, " \t")])
            continue;
        if (out->count == AM_COMMANDS_MOST)
            return expect(expected, "at most 16 commands");
        if (!read_line(part, &out->lines[out->count], expected))
            return false;
        out->names[out->count] = out->lines[out->count].name;
        out->count++;
    }
    return true;
}
