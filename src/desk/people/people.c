#include "desk/people/people.h"

#include <string.h>

#include "desk/kit.h"

static bool login_sound(struct am_doing *doing, const struct am_person *person)
{
    for (size_t i = 0; i < person->login.len_bytes; i++)
        if ((unsigned char)person->login.bytes[i] <= ' ')
            return am_refuse_field(doing, &am_person_record, "login", "a name without blanks");
    return !am_doing_masks(doing, person->login) ||
           am_refuse_field(doing, &am_person_record, "login", "a name that is no card or account number");
}

/* Refuses a login that somebody else has. */
static bool login_free(struct am_doing *doing, const struct am_person *person)
{
    const struct am_where where[] = {{.field = "login", .how = AM_IS, .text = person->login},
                                     {.field = "id", .how = AM_IS_NOT, .number = person->row.id}};
    int64_t taken = 0;
    if (!login_sound(doing, person) ||
        !am_doing_kept(doing, am_tx_count(doing->tx, &am_person_record, doing->actor->org, where, 2, &taken)))
        return false;
    return taken == 0 || am_refuse_field(doing, &am_person_record, "login", "a name that nobody else has");
}

/* Do two roles hold at the same time some day? */
static bool overlap(const struct am_membership *one, const struct am_membership *other)
{
    return (one->until_ms == 0 || other->from_ms < one->until_ms) &&
           (other->until_ms == 0 || one->from_ms < other->until_ms);
}

/* The same role twice would have to be ended twice. */
static bool role_free(struct am_doing *doing, const struct am_membership *row)
{
    const struct am_where where[] = {{.field = "person", .how = AM_IS, .number = row->person},
                                     {.field = "site", .how = AM_IS, .number = row->site},
                                     {.field = "role", .how = AM_IS, .number = row->role},
                                     {.field = "ended", .how = AM_IS, .number = 0},
                                     {.field = "id", .how = AM_IS_NOT, .number = row->row.id}};
    void *rows = NULL;
    size_t count = 0;
    if (!am_doing_few(doing, &am_membership_record, where, 5, &rows, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (overlap(row, &((struct am_membership *)rows)[i]))
            return am_refuse(doing, AM_REFUSED_STATE, "twice", "they have this role there already");
    return true;
}

static bool end_sound(struct am_doing *doing, const struct am_membership *row)
{
    return row->until_ms == 0 || (row->until_ms > doing->now_ms && row->until_ms > row->from_ms) ||
           am_refuse_field(doing, &am_membership_record, "until_ms", "a time to come, after its beginning");
}

static struct amends_view role_detail(struct am_doing *doing, const struct am_membership *row)
{
    char site[AM_ID_TEXT_LEN + 1] = "";
    if (row->site != 0)
        am_id_write(row->site, site);
    return am_doing_print(doing, "{\"site\":\"%s\",\"role\":%d,\"from_ms\":%lld,\"until_ms\":%lld}", site,
                          (int)row->role, (long long)row->from_ms, (long long)row->until_ms);
}

static bool add_membership(struct am_doing *doing, struct am_membership *row)
{
    row->ended = false;
    am_doing_begin_row(doing, &row->row);
    return am_doing_references(doing, &am_membership_record, row, NULL) && end_sound(doing, row) &&
           role_free(doing, row) && am_doing_add(doing, &am_membership_record, row) &&
           am_audit_write(doing, "membership.added", &am_membership_record, row->person,
                          role_detail(doing, row));
}

bool am_membership_add(struct am_doing *doing, struct am_membership *row)
{
    return am_doing_may(doing, AM_MAY_PERSON_ADMINISTER, 0, 0) && add_membership(doing, row);
}

/* Is there an active administrator, without an end, but for this person and this membership? */
static bool other_administrator(struct am_doing *doing, am_id person, am_id membership, bool *there)
{
    const struct am_where where = {.field = "role", .how = AM_IS, .number = AM_ROLE_ADMINISTRATOR};
    void *rows = NULL;
    size_t count = 0;
    *there = false;
    if (!am_doing_few(doing, &am_membership_record, &where, 1, &rows, &count))
        return false;
    const struct am_membership *all = rows;
    for (size_t i = 0; i < count && !*there; i++) {
        struct am_person who = {0};
        if (all[i].person == person || all[i].row.id == membership || all[i].until_ms != 0 ||
            !am_membership_now(&all[i], doing->now_ms))
            continue;
        const enum am_kept kept =
            am_tx_read(doing->tx, &am_person_record, doing->actor->org, all[i].person, doing->arena, &who);
        if (kept != AM_KEPT_NONE && !am_doing_kept(doing, kept))
            return false;
        *there = kept == AM_KEPT_OK && who.active;
    }
    return true;
}

static bool administered_without(struct am_doing *doing, am_id person, am_id membership)
{
    bool there = false;
    if (!other_administrator(doing, person, membership, &there))
        return false;
    return there || am_refuse(doing, AM_REFUSED_STATE, "last-administrator",
                              "somebody must be able to administer: name another administrator first");
}

static bool read_lasting(struct am_doing *doing, am_id membership, struct am_membership *row)
{
    if (!am_doing_may(doing, AM_MAY_PERSON_ADMINISTER, 0, 0) ||
        !am_doing_read(doing, &am_membership_record, membership, row))
        return false;
    return (!row->ended && (row->until_ms == 0 || row->until_ms > doing->now_ms)) ||
           am_refuse(doing, AM_REFUSED_STATE, "ended", "it has ended: what it was stays as it was");
}

bool am_membership_change(struct am_doing *doing, am_id membership, const struct am_membership *wanted,
                          int64_t version, struct am_membership *row)
{
    struct amends_view detail;
    if (!read_lasting(doing, membership, row) ||
        !am_doing_edit(doing, &am_membership_record, row, wanted, &detail) || !end_sound(doing, row) ||
        !role_free(doing, row))
        return false;
    if (row->role == AM_ROLE_ADMINISTRATOR && row->until_ms != 0 &&
        !administered_without(doing, 0, membership))
        return false;
    return am_doing_change(doing, &am_membership_record, row, version) &&
           am_audit_write(doing, "membership.changed", &am_membership_record, row->person,
                          role_detail(doing, row));
}

bool am_membership_end(struct am_doing *doing, am_id membership)
{
    struct am_membership row;
    if (!read_lasting(doing, membership, &row))
        return false;
    if (row.role == AM_ROLE_ADMINISTRATOR && !administered_without(doing, 0, membership))
        return false;
    /* Never before it began, whatever the clock says by now. */
    const int64_t began_ms = row.from_ms > row.row.created_at_ms ? row.from_ms : row.row.created_at_ms;
    row.until_ms = doing->now_ms > began_ms ? doing->now_ms : began_ms;
    row.ended = true;
    return am_doing_change(doing, &am_membership_record, &row, 0) &&
           am_audit_write(doing, "membership.ended", &am_membership_record, row.person,
                          role_detail(doing, &row));
}

bool am_person_add(struct am_doing *doing, struct am_person *row, struct am_membership *first)
{
    if (!am_doing_may(doing, AM_MAY_PERSON_ADMINISTER, 0, 0))
        return false;
    am_doing_begin_row(doing, &row->row);
    row->active = true;
    row->login = am_view_trim(row->login);
    if (!login_free(doing, row) ||
        !am_doing_added(doing, &am_person_record, row, "person.added", (struct amends_view){0}))
        return false;
    if (first == NULL)
        return true;
    first->person = row->row.id;
    return add_membership(doing, first);
}

/* Ends what lets a person in. */
static bool shut_out(struct am_doing *doing, am_id person)
{
    const struct am_where where[] = {{.field = "person", .how = AM_IS, .number = person},
                                     {.field = "revoked", .how = AM_IS, .number = 0}};
    void *rows = NULL;
    size_t count = 0;
    if (!am_doing_few(doing, &am_session_record, where, 2, &rows, &count))
        return false;
    struct am_session *sessions = rows;
    for (size_t i = 0; i < count; i++) {
        sessions[i].revoked = true;
        if (!am_doing_change(doing, &am_session_record, &sessions[i], 0))
            return false;
    }
    if (!am_doing_few(doing, &am_token_record, where, 2, &rows, &count))
        return false;
    struct am_api_token *tokens = rows;
    for (size_t i = 0; i < count; i++) {
        tokens[i].revoked = true;
        if (!am_doing_change(doing, &am_token_record, &tokens[i], 0))
            return false;
    }
    return true;
}

/* What one may change of oneself. */
static void only_own(const struct am_person *row, struct am_person *wanted)
{
    const struct am_person own = *wanted;
    *wanted = *row;
    wanted->lang = own.lang;
    wanted->email = own.email;
    wanted->telephone = own.telephone;
}

bool am_person_change(struct am_doing *doing, am_id person, const struct am_person *wanted, int64_t version,
                      struct am_person *row)
{
    struct am_person edited = *wanted;
    struct amends_view detail;
    if (!am_doing_read(doing, &am_person_record, person, row))
        return false;
    const bool administers = am_actor_may(doing->actor, AM_MAY_PERSON_ADMINISTER, 0, 0);
    if (!administers && person != doing->actor->person)
        return am_doing_may(doing, AM_MAY_PERSON_ADMINISTER, 0, 0);
    if (!administers)
        only_own(row, &edited);
    const bool was_active = row->active;
    if (!am_doing_edit(doing, &am_person_record, row, &edited, &detail) || !login_free(doing, row))
        return false;
    if (was_active && !row->active && (!administered_without(doing, person, 0) || !shut_out(doing, person)))
        return false;
    return am_doing_changed(doing, &am_person_record, row, version, "person.changed", detail);
}
