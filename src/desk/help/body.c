/* What is told to gateways and mailboxes: JSON, with no more of anybody than who comes must know. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "amends/labels.h"
#include "desk/help/inside.h"
#include "desk/kit.h"

bool am_calling_name(struct am_calling *calling, am_id id, struct amends_view *name)
{
    struct am_doing *doing = calling->doing;
    struct am_person person;
    enum am_kept kept =
        id == 0 ? AM_KEPT_NONE
                : am_tx_read(doing->tx, &am_person_record, doing->actor->org, id, doing->arena, &person);

    *name = kept == AM_KEPT_OK ? person.name : (struct amends_view){"", 0};
    return kept == AM_KEPT_NONE || am_doing_kept(doing, kept);
}

static void set_text(json_t *json, const char *name, struct amends_view text)
{
    if (text.len_bytes > 0)
        json_object_set_new(json, name, json_stringn(text.bytes, text.len_bytes));
}

/* "https://desk.example/calls/0…": nothing where the desk does not know how it is reached. */
static void set_link(json_t *json, struct amends_view url, const char *call)
{
    if (url.len_bytes > 0 && call[0] != '\0')
        json_object_set_new(json, "link", json_sprintf("%.*s/calls/%s", (int)url.len_bytes, url.bytes, call));
}

struct amends_view am_delivery_body(struct am_calling *calling, const struct am_reach_way *reach,
                                    struct amends_view who)
{
    const struct am_call *call = &calling->call;
    char id[AM_ID_TEXT_LEN + 1] = "", site[AM_ID_TEXT_LEN + 1];
    json_t *json = json_object();

    am_id_write(calling->site.row.id, site);
    json_object_set_new(json, "site_id", json_string(site));
    set_text(json, "site", calling->site.name);
    set_text(json, "lang", calling->site.lang);
    set_text(json, "zone", calling->site.zone);
    set_text(json, "to", reach->to);
    if (call->row.id != 0) {
        am_id_write(call->row.id, id);
        json_object_set_new(json, "call", json_string(id));
        json_object_set_new(json, "whom", json_string(amends_level_name(call->whom)));
        json_object_set_new(json, "silent", json_boolean(call->silent));
        set_text(json, "where", call->where_);
        set_text(json, "by", who);
        set_link(json, calling->setup->url, id);
    }

    char *text = json ? json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    struct amends_view body =
        text ? am_arena_copy(calling->doing->arena, am_view_of(text)) : (struct amends_view){NULL, 0};

    free(text);
    json_decref(json);
    return body;
}
