#include "desk/doing.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "domain/rules/mask.h"

bool am_refuse(struct am_doing *doing, enum am_refusal_kind kind, const char *type, const char *format, ...)
{
    struct am_refused *refused = &doing->refused;

    if (refused->kind != AM_REFUSED_NOT)
        return false;
    refused->kind = kind;
    refused->type = type;

    va_list arguments;

    va_start(arguments, format);
    vsnprintf(refused->detail, sizeof refused->detail, format, arguments);
    va_end(arguments);
    return false;
}

bool am_doing_kept(struct am_doing *doing, enum am_kept kept)
{
    switch (kept) {
    case AM_KEPT_OK:
        return true;
    case AM_KEPT_NONE:
        return am_refuse(doing, AM_REFUSED_NONE, "not-found", "there is no such record");
    case AM_KEPT_CHANGED:
        return am_refuse(doing, AM_REFUSED_CHANGED, "changed", "somebody changed it meanwhile");
    default:
        if (doing->refused.kind == AM_REFUSED_NOT)
            doing->refused.kept = kept;
        return am_refuse(doing, AM_REFUSED_STORAGE, "storage", "storage said no");
    }
}

enum am_kept am_doing_end(const struct am_doing *doing)
{
    switch (doing->refused.kind) {
    case AM_REFUSED_NOT:
        return AM_KEPT_OK;
    case AM_REFUSED_STORAGE:
        return doing->refused.kept;
    default:
        return AM_KEPT_REFUSED;
    }
}

void am_doing_begin_row(struct am_doing *doing, struct am_row *row)
{
    row->org = doing->actor->org;
    if (doing->last_id == 0)
        doing->last_id = am_id_make(doing->now_ms, doing->random(doing->random_context));
    else
        doing->last_id++;
    row->id = doing->last_id;
    row->version = 0;
    row->created_at_ms = doing->now_ms;
}

bool am_doing_read(struct am_doing *doing, const struct am_record *record, am_id id, void *row)
{
    enum am_kept kept = am_tx_read(doing->tx, record, doing->actor->org, id, doing->arena, row);

    if (kept == AM_KEPT_NONE)
        return am_refuse(doing, AM_REFUSED_NONE, "not-found", "there is no such %s", record->name);
    return am_doing_kept(doing, kept);
}

/* ---- Masking: card and account numbers are not stored. */

struct amends_view am_doing_mask(struct am_doing *doing, struct amends_view text)
{
    char *out = text.len_bytes > 0 ? am_arena_take(doing->arena, text.len_bytes + 1) : NULL;

    if (!out)
        return (struct amends_view){NULL, 0};
    am_mask(text, out);
    return (struct amends_view){out, text.len_bytes};
}

bool am_doing_masks(struct am_doing *doing, struct amends_view text)
{
    char *out = am_arena_take(doing->arena, text.len_bytes + 1);

    return out && am_mask(text, out) > 0;
}

/* The end of the string that begins behind a quote: the place of its closing quote. */
static size_t string_end(struct amends_view json, size_t at)
{
    while (at < json.len_bytes && json.bytes[at] != '"')
        at += json.bytes[at] == '\\' ? 2 : 1;
    return at < json.len_bytes ? at : json.len_bytes;
}

struct amends_view am_doing_mask_json(struct am_doing *doing, struct amends_view json)
{
    char *out = json.len_bytes > 0 ? am_arena_take(doing->arena, json.len_bytes + 1) : NULL;

    if (!out)
        return (struct amends_view){NULL, 0};
    memcpy(out, json.bytes, json.len_bytes);
    for (size_t at = 0; at < json.len_bytes; at++) {
        if (json.bytes[at] != '"')
            continue;

        size_t end = string_end(json, at + 1);

        am_mask((struct amends_view){json.bytes + at + 1, end - at - 1}, out + at + 1);
        at = end;
    }
    return (struct amends_view){out, json.len_bytes};
}

/* What customers said, and what people type as a name: of a person, a device, a token. */
static bool is_masked(const struct am_field *field)
{
    return (field->flags & AM_FIELD_PERSONAL) != 0 || strcmp(field->name, "name") == 0;
}

static bool mask_row(struct am_doing *doing, const struct am_record *record, void *row)
{
    for (size_t i = 0; i < record->field_count; i++) {
        const struct am_field *field = &record->fields[i];
        bool json = field->kind == AM_FIELD_JSON;

        if (!is_masked(field) || (field->kind != AM_FIELD_TEXT && !json))
            continue;

        struct amends_view *text = am_field_at(field, row);

        if (text->len_bytes > 0)
            *text = json ? am_doing_mask_json(doing, *text) : am_doing_mask(doing, *text);
    }
    return doing->arena->failed ? am_doing_kept(doing, AM_KEPT_MEMORY) : true;
}

bool am_doing_check(struct am_doing *doing, const struct am_record *record, void *row)
{
    struct am_flaw flaw = {0};

    if (!mask_row(doing, record, row))
        return false;
    if (am_record_sound(record, row, &flaw))
        return true;
    if (doing->refused.kind == AM_REFUSED_NOT)
        doing->refused.flaw = flaw;
    return am_refuse(doing, AM_REFUSED_FIELD, "field", "%s: %s", flaw.field->name, flaw.expected);
}

/* Was it the id, of which two may be made alike in one millisecond, or another key? */
static bool is_taken(struct am_doing *doing, const struct am_record *record, const struct am_row *row)
{
    const struct am_where id = {.field = "id", .how = AM_IS, .number = row->id};
    int64_t count = 0;

    return am_tx_count(doing->tx, record, row->org, &id, 1, &count) == AM_KEPT_OK && count > 0;
}

bool am_doing_add(struct am_doing *doing, const struct am_record *record, void *row)
{
    if (!am_doing_check(doing, record, row))
        return false;

    enum am_kept kept = am_tx_add(doing->tx, record, row);

    doing->id_taken = doing->id_taken || (kept == AM_KEPT_TWICE && is_taken(doing, record, row));
    if (kept == AM_KEPT_TWICE)
        return am_refuse(doing, AM_REFUSED_STATE, "twice", "one such %s is there already", record->name);
    return am_doing_kept(doing, kept);
}

bool am_doing_append(struct am_doing *doing, const struct am_record *record, void *row)
{
    return am_doing_check(doing, record, row) && am_doing_kept(doing, am_tx_append(doing->tx, record, row));
}

bool am_doing_change(struct am_doing *doing, const struct am_record *record, void *row, int64_t version)
{
    struct am_row *head = row;

    if (version != 0 && version != head->version)
        return am_refuse(doing, AM_REFUSED_CHANGED, "changed", "version %lld is there, not %lld",
                         (long long)head->version, (long long)version);
    if (!am_doing_check(doing, record, row))
        return false;

    enum am_kept kept = am_tx_change(doing->tx, record, row);

    if (kept == AM_KEPT_NONE)
        return am_refuse(doing, AM_REFUSED_NONE, "not-found", "there is no such %s", record->name);
    return am_doing_kept(doing, kept);
}

bool am_doing_may(struct am_doing *doing, enum am_permission permission, am_id site, am_id owner)
{
    if (am_actor_may(doing->actor, permission, site, owner))
        return true;
    return am_refuse(doing, AM_REFUSED_FORBIDDEN, "forbidden", "%s is not allowed here",
                     am_permission_name(permission));
}
