#include "desk/debriefs/debriefs.h"

#include <sodium.h>

#include "desk/kit.h"
#include "desk/people/roles.h"
#include "domain/kinds/encounter.h"

static bool seal_into(struct am_doing *doing, const unsigned char *key, struct amends_view text,
                      struct am_debrief *row)
{
    if (key == NULL)
        return am_refuse(doing, AM_REFUSED_STATE, "sign-in-fully",
                         "debriefs are opened by the password: sign in with it");
    if (text.len_bytes == 0 || text.len_bytes > AM_DEBRIEF_TEXT_MOST)
        return am_refuse_field(doing, &am_debrief_record, "sealed", "a text of 1 to 32768 bytes");
    text = am_doing_mask(doing, text); /* not even there, where nobody else reads it */
    if (text.len_bytes == 0)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    unsigned char *sealed = am_arena_take(doing->arena, text.len_bytes + AM_DEBRIEF_SEALED_MORE);
    if (sealed == NULL)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    am_debrief_seal(key, text, sealed);
    row->sealed = (struct amends_view){(const char *)sealed, text.len_bytes + AM_DEBRIEF_SEALED_MORE};
    return true;
}

/* Other people's debriefs are not there, whoever asks. */
static bool read_own(struct am_doing *doing, am_id id, struct am_debrief *row)
{
    if (!am_doing_read(doing, &am_debrief_record, id, row))
        return false;
    return (row->person == doing->actor->person && doing->actor->person != 0) ||
           am_refuse(doing, AM_REFUSED_NONE, "not-found", "there is no such debrief");
}

bool am_debrief_write(struct am_doing *doing, const unsigned char *key, am_id encounter,
                      struct amends_view text, struct am_debrief *row)
{
    am_record_empty(&am_debrief_record, row);
    am_doing_begin_row(doing, &row->row);
    row->person = doing->actor->person;
    row->encounter = encounter;
    return am_doing_may(doing, AM_MAY_DEBRIEF_OWN, 0, doing->actor->person) &&
           am_doing_references(doing, &am_debrief_record, row, NULL) && seal_into(doing, key, text, row) &&
           am_doing_added(doing, &am_debrief_record, row, "debrief.written", (struct amends_view){0});
}

bool am_debrief_rewrite(struct am_doing *doing, const unsigned char *key, am_id id, struct amends_view text,
                        int64_t version, struct am_debrief *row)
{
    return read_own(doing, id, row) && seal_into(doing, key, text, row) &&
           am_doing_changed(doing, &am_debrief_record, row, version, "debrief.rewritten",
                            (struct amends_view){0});
}

static bool unseal(struct am_doing *doing, const unsigned char *key, const struct am_debrief *row,
                   struct amends_view *text)
{
    if (key == NULL)
        return am_refuse(doing, AM_REFUSED_STATE, "sign-in-fully",
                         "debriefs are opened by the password: sign in with it");
    char *out = am_arena_take(doing->arena, row->sealed.len_bytes + 1);
    if (out == NULL)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    if (!am_debrief_unseal(key, row->sealed, out))
        return am_refuse(doing, AM_REFUSED_STATE, "sealed-for-ever",
                         "its key was lost when the password was reset: nobody can read it any more");
    *text = (struct amends_view){out, row->sealed.len_bytes - AM_DEBRIEF_SEALED_MORE};
    return true;
}

bool am_debrief_read(struct am_doing *doing, const unsigned char *key, am_id id, struct am_debrief *row,
                     struct amends_view *text)
{
    struct am_debrief found;
    if (!am_doing_read(doing, &am_debrief_record, id, &found))
        return false;
    if (found.person == doing->actor->person) {
        *row = found;
        return unseal(doing, key, row, text);
    }
    if (found.shared_with == 0 || found.shared_with != doing->actor->person)
        return am_refuse(doing, AM_REFUSED_NONE, "not-found", "there is no such debrief");
    *row = found;
    row->sealed = *text = (struct amends_view){0};
    return true;
}

bool am_debrief_share(struct am_doing *doing, am_id id, am_id with, struct amends_view shared,
                      int64_t version, struct am_debrief *row)
{
    if (!read_own(doing, id, row))
        return false;
    const struct am_debrief before = *row;
    if (with == doing->actor->person)
        return am_refuse_field(doing, &am_debrief_record, "shared_with", "somebody else");
    row->shared_with = with;
    row->shared = with == 0 ? (struct amends_view){0} : am_view_trim(shared);
    if (with != 0 && row->shared.len_bytes == 0)
        return am_refuse_field(doing, &am_debrief_record, "shared", "what is shown");
    return am_doing_references(doing, &am_debrief_record, row, &before) &&
           am_doing_changed(doing, &am_debrief_record, row, version,
                            with != 0 ? "debrief.shared" : "debrief.unshared", (struct amends_view){0}) &&
           (with == 0 || am_notice_write(doing, "debrief.shared", 0, AM_MAY_DEBRIEF_OWN, id, with));
}

bool am_debrief_remove(struct am_doing *doing, am_id id)
{
    const struct am_where where = {.field = "id", .how = AM_IS, .number = id};
    struct am_debrief row;
    int64_t removed = 0;
    return read_own(doing, id, &row) &&
           am_doing_kept(
               doing, am_tx_remove(doing->tx, &am_debrief_record, doing->actor->org, &where, 1, &removed)) &&
           am_audit_write(doing, "debrief.removed", &am_debrief_record, id, (struct amends_view){0});
}

bool am_debriefs_lost(struct am_doing *doing, const unsigned char *key, size_t *count, size_t *lost)
{
    const struct am_where where = {.field = "person", .how = AM_IS, .number = doing->actor->person};
    void *rows = NULL;
    *lost = 0;
    if (!am_doing_few(doing, &am_debrief_record, &where, 1, &rows, count))
        return false;
    const struct am_debrief *all = rows;
    for (size_t i = 0; i < *count; i++) {
        char *out = am_arena_take(doing->arena, all[i].sealed.len_bytes + 1);
        if (out == NULL)
            return am_doing_kept(doing, AM_KEPT_MEMORY);
        *lost += key == NULL || !am_debrief_unseal(key, all[i].sealed, out);
        sodium_memzero(out, all[i].sealed.len_bytes);
    }
    return true;
}

static bool count_met(struct am_doing *doing, const char *of, am_id id, int64_t since_ms, int64_t by_signal[],
                      size_t signals)
{
    for (size_t i = 0; i < signals; i++) {
        const struct am_where where[] = {{.field = of, .how = AM_IS, .number = id},
                                         {.field = "created_at_ms", .how = AM_FROM, .number = since_ms},
                                         {.field = "signal", .how = AM_IS, .number = (int64_t)i}};
        if (!am_doing_kept(
                doing, am_tx_count(doing->tx, &am_met_record, doing->actor->org, where, 3, &by_signal[i])))
            return false;
    }
    return true;
}

bool am_met_mine(struct am_doing *doing, int64_t since_ms, int64_t by_signal[], size_t signals)
{
    return am_doing_may(doing, AM_MAY_OPEN, 0, doing->actor->person) &&
           count_met(doing, "person", doing->actor->person, since_ms, by_signal, signals);
}

/* How many people work at a site. */
static bool count_people(struct am_doing *doing, am_id site, size_t *people)
{
    struct am_membership *all = NULL;
    size_t count = 0;
    *people = 0;
    if (!am_roles_at(doing, site, &all, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct am_person who;
        bool first = all[i].role < AM_ROLE_ADMINISTRATOR;
        for (size_t k = 0; k < i && first; k++)
            first = all[k].person != all[i].person || all[k].role == AM_ROLE_ADMINISTRATOR;
        if (!first)
            continue;
        if (!am_doing_read(doing, &am_person_record, all[i].person, &who))
            return false;
        *people += who.active;
    }
    return true;
}

bool am_met_at_site(struct am_doing *doing, am_id site, int64_t since_ms, int64_t by_signal[], size_t signals,
                    size_t *people)
{
    struct am_site row;
    if (!am_doing_read(doing, &am_site_record, site, &row) ||
        !am_doing_may(doing, AM_MAY_REPORT_SEE, site, 0) || !count_people(doing, site, people))
        return false;
    if (*people < AM_GROUP_FEWEST)
        return am_refuse(doing, AM_REFUSED_FORBIDDEN, "group-too-small",
                         "fewer than %d people work there: it would tell who met what", AM_GROUP_FEWEST);
    return count_met(doing, "site", site, since_ms, by_signal, signals);
}
