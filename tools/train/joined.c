#include "joined.h"

#include <stdbool.h>
#include <string.h>

/* Byte offset of a code point. */
static size_t offset_of(const char *text, double code_point)
{
    size_t at = 0;

    for (double i = 0; i < code_point && text[at] != '\0'; i++)
        for (at++; ((unsigned char)text[at] & 0xc0) == 0x80;)
            at++;
    return at;
}

void joined_keep(struct joined *joined, const json_t *reply, uint64_t key)
{
    json_t **kept = &joined->passages[key % JOINED_FOLDS];
    json_t *moves = json_object_get(reply, "moves");
    const char *text = json_string_value(json_object_get(reply, "text"));

    if (json_array_size(json_object_get(reply, "findings")) > 0 || json_array_size(moves) == 0)
        return;

    json_t *move = json_array_get(moves, (size_t)(key >> 32) % json_array_size(moves));
    size_t from = offset_of(text, json_number_value(json_object_get(move, "start"))),
           to = offset_of(text, json_number_value(json_object_get(move, "end")));

    if (to <= from)
        return;
    json_decref(*kept);
    *kept = json_pack("{s:s%, s:O}", "text", text + from, to - from, "move", move);
}

static bool ends_sentence(const char *text)
{
    static const char *const ends[] = {".", "!", "?", "…", "。", "！", "？"};
    size_t len = strlen(text);

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (len >= strlen(ends[i]) && strcmp(text + len - strlen(ends[i]), ends[i]) == 0)
            return true;
    return false;
}

json_t *joined_make(const struct joined *joined, const json_t *reply, uint64_t key)
{
    const json_t *passage = joined->passages[key % JOINED_FOLDS];

    if (passage == NULL)
        return NULL;

    json_t *made = json_deep_copy(reply);
    const char *texts[] = {json_string_value(json_object_get(reply, "text")),
                           json_string_value(json_object_get(passage, "text"))};
    unsigned first = (unsigned)(key >> 40 & 1);

    json_object_set_new(
        made, "text",
        json_sprintf("%s%s %s", texts[first], ends_sentence(texts[first]) ? "" : ".", texts[!first]));
    json_array_append(json_object_get(made, "moves"), json_object_get(passage, "move"));
    return made;
}

void joined_dispose(struct joined *joined)
{
    for (unsigned i = 0; i < JOINED_FOLDS; i++)
        json_decref(joined->passages[i]);
}
