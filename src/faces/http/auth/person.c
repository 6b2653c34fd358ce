#include "faces/http/auth/person.h"

#include <string.h>

#include "faces/http/auth/password.h"
#include "faces/http/auth/throttle.h"
#include "faces/http/recordjson.h"
#include "faces/http/verbs.h"

enum am_kept am_person_by_login(struct am_tx *tx, am_id org, struct amends_view login, struct am_arena *arena,
                                struct am_person *out, bool *found)
{
    const struct am_where where = {.field = "login", .how = AM_IS, .text = login};
    const struct am_list list = {.where = &where, .where_count = 1, .most = 1};
    void *rows = NULL;
    size_t count = 0;
    const enum am_kept kept = am_tx_list(tx, &am_person_record, org, &list, arena, &rows, &count);
    *found = kept == AM_KEPT_OK && count > 0;
    if (*found)
        memcpy(out, rows, sizeof *out);
    return kept;
}

enum am_kept am_sessions_end(struct am_tx *tx, am_id org, am_id person, am_id spared, struct am_arena *arena)
{
    const struct am_where where[] = {{.field = "person", .how = AM_IS, .number = person},
                                     {.field = "revoked", .how = AM_IS, .number = 0},
                                     {.field = "id", .how = AM_IS_NOT, .number = spared}};
    const struct am_list list = {.where = where, .where_count = 3, .most = AM_LIST_MOST};
    for (;;) {
        void *rows = NULL;
        size_t count = 0;
        enum am_kept kept = am_tx_list(tx, &am_session_record, org, &list, arena, &rows, &count);
        struct am_session *sessions = rows;
        for (size_t i = 0; kept == AM_KEPT_OK && i < count; i++) {
            sessions[i].revoked = true;
            kept = am_tx_change(tx, &am_session_record, &sessions[i]);
        }
        if (kept != AM_KEPT_OK || count < AM_LIST_MOST)
            return kept;
    }
}

enum am_kept am_audit_note(struct am_tx *tx, const struct am_call_in *in, const struct am_actor *actor,
                           const char *action, const struct am_record *record, am_id subject)
{
    struct am_doing doing = am_doing_of(tx, in, actor ? actor : in->actor);
    if (am_audit_write(&doing, action, record, subject, (struct amends_view){NULL, 0}))
        return AM_KEPT_OK;
    return am_doing_end(&doing);
}

struct getting {
    const struct am_call_in *in;
    am_id org, id;
    struct am_person *out;
};

static enum am_kept get(struct am_tx *tx, void *context)
{
    const struct getting *getting = context;
    return am_tx_read(tx, &am_person_record, getting->org, getting->id, getting->in->arena, getting->out);
}

bool am_person_get(const struct am_call_in *in, am_id org, am_id id, struct am_person *out,
                   struct am_call_out *answer)
{
    struct getting getting = {in, org, id, out};
    return am_problem_of_kept(answer, am_store_read(in->server->settings.store, get, &getting));
}

bool am_body_read(const struct am_call_in *in, void *body, struct am_call_out *out)
{
    return am_record_read(in->route->takes, in->body, true, in->arena, body, out);
}

bool am_may_try(const struct am_call_in *in, am_id org, struct amends_view account, struct am_call_out *out)
{
    const int64_t wait_ms =
        am_throttle_wait_ms(in->server->throttle, org, account, in->address, am_clock_ms());
    if (wait_ms == 0)
        return true;
    const unsigned wait_s = (unsigned)((wait_ms + 999) / 1000);
    am_problem_set(out, 429, "wait", "Too many failed attempts", "try again in %u seconds", wait_s);
    out->problem.retry_after_s = wait_s;
    return false;
}

bool am_password_confirmed(const struct am_call_in *in, const struct am_person *person,
                           struct amends_view password, struct am_call_out *out)
{
    struct am_throttle *throttle = in->server->throttle;
    const am_id org = person->row.org;
    if (!am_may_try(in, org, person->login, out))
        return false;
    if (am_password_is(in->server, password, person->password_hash)) {
        am_throttle_succeeded(throttle, org, person->login);
        return true;
    }
    am_throttle_failed(throttle, org, person->login, in->address, am_clock_ms());
    am_problem_set(out, 403, "wrong-password", "The password is not right", "it was not changed");
    return false;
}
