/* Any bytes as a line of each of the four filters, and then as events of an encounter: parsing never crashes,
 * what it takes for a good event can be stepped, and a plain line is read as the library reads it. */
#include <stdlib.h>
#include <string.h>

#include "faces/json/plain.h"
#include "faces/json/request.h"
#include "fuzz/engine.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void take_event(struct fuzz_engine *fuzz, const struct am_object *line, amends_encounter *encounter)
{
    struct am_event_request request;
    struct amends_card card;

    if (am_request_event(fuzz->engine, line, "", &request) &&
        amends_coach_step(fuzz->engine, fuzz->workspace, encounter, &request.event, &card) == AMENDS_OK &&
        card.act_count == 0)
        __builtin_trap();
}

static bool same(struct amends_view a, struct amends_view b)
{
    return a.len_bytes == b.len_bytes && (a.len_bytes == 0 || memcmp(a.bytes, b.bytes, a.len_bytes) == 0);
}

/* `request`: what the library read of the line, NULL where it refused it. */
static void compare_plain(const struct fuzz_engine *fuzz, struct amends_view text,
                          const struct am_signals_request *request)
{
    struct am_writer scratch = {0};
    struct am_signals_request plain;

    if (am_plain_signals(fuzz->engine, text, &scratch, &plain) &&
        (request == NULL || !same(plain.text, request->text) || !same(plain.id, request->id) ||
         plain.options.lang != request->options.lang || plain.options.channel != request->options.channel))
        __builtin_trap();
    am_writer_dispose(&scratch);
}

static void take_line(struct fuzz_engine *fuzz, struct amends_view text, amends_encounter *encounter)
{
    static struct amends_message messages[AMENDS_MESSAGES_MAX];
    struct am_fault faults[5] = {{0}};
    json_t *json = am_line_parse(text, &faults[0]);

    if (json == NULL) {
        if (!faults[0].set)
            __builtin_trap();
        return;
    }

    struct am_object line = {.json = json, .prefix = "", .fault = &faults[1]};
    struct am_signals_request signals;
    struct am_review_request review;
    struct am_guard_request guard = {.messages = messages};
    struct amends_guarded guarded;

    compare_plain(fuzz, text, am_request_signals(fuzz->engine, &line, &signals) ? &signals : NULL);
    line.fault = &faults[2];
    (void)am_request_review(fuzz->engine, &line, &review);
    line.fault = &faults[3];
    if (am_request_guard(fuzz->engine, &line, &guard))
        (void)amends_guard(fuzz->engine, fuzz->workspace, &guard.start, guard.messages, guard.message_count,
                           guard.draft, &guarded);
    line.fault = &faults[4];
    take_event(fuzz, &line, encounter);
    json_decref(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct fuzz_engine *fuzz = fuzz_engine();
    amends_encounter *encounter = calloc(1, amends_encounter_size());
    const char *at = (const char *)bytes, *end = at + size;

    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline != NULL ? newline : end;

        take_line(fuzz, (struct amends_view){at, (size_t)(stop - at)}, encounter);
        at = stop + 1;
    }
    free(encounter);
    return 0;
}
