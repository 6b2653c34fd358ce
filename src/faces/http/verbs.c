#include "faces/http/verbs.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "faces/http/recordjson.h"
#include "faces/http/scratch.h"
#include "faces/http/serving.h"
#include "faces/json/coachwords.h"

enum { AM_AGAIN_MOST = 3 }; /* times that a verb is run again */

struct calling {
    const struct am_call_in *in;
    struct am_call_out *out;
    am_verbs *verbs;
    am_write_answer *answer;
    void *context;
    struct am_bench *bench;
    bool again; /* it may be run again */
};

void am_problem_of_refused(struct am_call_out *out, const struct am_refused *refused)
{
    static const struct {
        int status;
        const char *type, *title;
    } kinds[] = {
        [AM_REFUSED_NOT] = {500, "internal", "Something went wrong here"},
        [AM_REFUSED_NONE] = {404, "not-found", "There is no such thing here"},
        [AM_REFUSED_FORBIDDEN] = {403, "not-permitted", "You may not do this"},
        [AM_REFUSED_CHANGED] = {412, "changed", "Somebody changed it meanwhile"},
        [AM_REFUSED_FIELD] = {400, "field", "A field of the request is not as expected"},
        [AM_REFUSED_STATE] = {409, "state", "This cannot be done now"},
        [AM_REFUSED_AUTHORITY] = {403, "no-authority", "This is more than you may give"},
    };
    if (refused->kind == AM_REFUSED_STORAGE) {
        am_problem_of_kept(out, refused->kept);
        return;
    }
    char name[AM_OUTSIDE_NAME_MAX] = "";
    if (refused->flaw.field)
        am_field_outside(refused->flaw.field, name);
    if (refused->kind == AM_REFUSED_FIELD && name[0]) {
        am_problem_field(out, 400, name, refused->flaw.expected);
        return;
    }
    am_problem_set(out, kinds[refused->kind].status,
                   refused->type ? refused->type : kinds[refused->kind].type, kinds[refused->kind].title,
                   "%s", refused->detail);
}

static uint32_t random_bits(void *context)
{
    (void)context;
    return randombytes_random();
}

struct am_doing am_doing_of(struct am_tx *tx, const struct am_call_in *in, const struct am_actor *actor)
{
    return (struct am_doing){
        .tx = tx, .arena = in->arena, .actor = actor, .now_ms = in->now_ms, .random = random_bits};
}

static enum am_kept run(struct am_tx *tx, void *context)
{
    struct calling *calling = context;
    const struct am_call_in *in = calling->in;
    struct am_doing doing = am_doing_of(tx, in, in->actor);
    struct am_coach_words words;
    struct am_coach coach;
    if (calling->bench) {
        words = am_coachwords(in->server->settings.engine);
        coach = (struct am_coach){in->server->settings.engine, calling->bench->workspace, &words,
                                  in->server->memo};
        doing.coach = &coach;
    }
    const bool done = calling->verbs(&doing, calling->context);
    calling->again = (doing.id_taken || doing.overtaken) && !done;
    if (done)
        return AM_KEPT_OK;
    if (doing.refused.kind == AM_REFUSED_NOT && calling->out->problem.status != 0)
        return AM_KEPT_REFUSED; /* the face found something wrong itself */
    am_problem_of_refused(calling->out, &doing.refused);
    const enum am_kept kept = am_doing_end(&doing);
    return kept == AM_KEPT_OK ? AM_KEPT_REFUSED : kept;
}

static void answer(void *context, struct am_call_out *out)
{
    const struct calling *calling = context;
    if (calling->answer)
        calling->answer(calling->context, out);
}

/* A workspace of the engine for the verbs that need the coach: any of them may. */
static bool lend(struct calling *calling)
{
    const struct am_server *server = calling->in->server;
    calling->bench = server->settings.engine ? am_scratch_lend(server->scratch) : NULL;
    return calling->bench || !server->settings.engine || am_problem_of_kept(calling->out, AM_KEPT_MEMORY);
}

bool am_call_do(const struct am_call_in *in, am_verbs *verbs, am_write_answer *how, void *context,
                struct am_call_out *out)
{
    struct calling calling = {in, out, verbs, how, context, NULL, false};
    if (!lend(&calling))
        return false;
    enum am_kept kept;
    /* Of hundreds of writes in a millisecond two may make the same id: one of them makes others. Of two that
     * were worked out on the same record one is overtaken. */
    for (unsigned tries = 0;; tries++) {
        kept = am_call_write(in, run, answer, &calling, out);
        if (!calling.again || kept == AM_KEPT_OK || tries == AM_AGAIN_MOST)
            break;
    }
    am_scratch_give(in->server->scratch, calling.bench);
    return kept == AM_KEPT_OK && out->problem.status == 0;
}

/* A read is run again where its connection had died: what was found wrong the first time no longer holds. */
static enum am_kept look(struct am_tx *tx, void *context)
{
    struct am_call_out *out = ((struct calling *)context)->out;
    out->problem = (struct am_problem){0};
    out->status = 0;
    return run(tx, context);
}

bool am_call_think(const struct am_call_in *in, am_verbs *verbs, void *context, struct am_call_out *out)
{
    struct calling calling = {in, out, verbs, NULL, context, NULL, false};
    if (!lend(&calling))
        return false;
    const enum am_kept kept = run(NULL, &calling);
    am_scratch_give(in->server->scratch, calling.bench);
    return kept == AM_KEPT_OK;
}

bool am_call_look(const struct am_call_in *in, am_verbs *verbs, void *context, struct am_call_out *out)
{
    struct calling calling = {in, out, verbs, NULL, context, NULL, false};
    if (!lend(&calling))
        return false;
    const enum am_kept kept = am_store_read(in->server->settings.store, look, &calling);
    am_scratch_give(in->server->scratch, calling.bench);
    return am_problem_of_kept(out, kept);
}
