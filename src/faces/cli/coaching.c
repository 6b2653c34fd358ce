#include "faces/cli/coaching.h"

#include <string.h>

#include "faces/cli/filter.h"

void am_coaching_dispose(struct am_coaching *coaching)
{
    am_encounters_dispose(&coaching->encounters);
}

static struct am_encounter *get(struct am_coaching *coaching, struct amends_view name, struct am_fault *fault)
{
    enum amends_status status;
    struct am_encounter *encounter = am_encounters_get(&coaching->encounters, name, &status);
    if (!encounter && status == AMENDS_E_LIMIT)
        am_fault_set(fault, "", "encounter", "more than %d encounters are open at once",
                     AMENDS_ENCOUNTERS_MAX);
    else if (!encounter)
        am_fault_status(fault, "encounter", status);
    return encounter;
}

bool am_coaching_event(struct am_coaching *coaching, struct am_step *step, struct am_fault *fault)
{
    const struct am_program *program = coaching->program;
    struct amends_event *event = &step->request.event;
    if (event->kind == AMENDS_EVENT_START && event->start.ui_lang < 0)
        event->start.ui_lang = (int8_t)program->ui_lang;
    step->encounter = get(coaching, step->request.encounter, fault);
    if (!step->encounter)
        return false;
    enum amends_status status =
        amends_coach_step(program->engine, program->workspace, step->encounter->state, event, &step->card);
    step->status = status;
    if (status != AMENDS_OK) {
        am_fault_status(fault, event->kind == AMENDS_EVENT_SAID ? "text" : step->request.field, status);
        return false;
    }
    am_encounter_note(step->encounter, event);
    int ui_lang = step->encounter->ui_lang >= 0 ? step->encounter->ui_lang : program->ui_lang;
    if (ui_lang < 0)
        ui_lang = step->card.lang;
    step->frame = (struct am_card_frame){
        .encounter = step->request.encounter,
        .is_start = event->kind == AMENDS_EVENT_START,
        .ui_lang = ui_lang,
        .emergency_number = step->encounter->emergency_number,
        .number_word = am_program_word(program, step->card.lang, "screen.emergency_number")};
    return true;
}

bool am_coaching_step(struct am_coaching *coaching, const struct am_object *line, struct am_step *out)
{
    struct amends_view name;
    if (!am_request_encounter(line, &name))
        return false;
    const struct am_encounter *encounter = am_encounters_find(&coaching->encounters, name);
    *out = (struct am_step){0};
    return am_request_event(coaching->program->engine, line, encounter ? encounter->currency : "",
                            &out->request) &&
           am_coaching_event(coaching, out, line->fault);
}

static bool answer_coach(void *context, const struct am_object *line, struct am_writer *out)
{
    struct am_coaching *coaching = context;
    struct am_step step;
    if (!am_coaching_step(coaching, line, &step))
        return false;
    am_answer_card(out, coaching->program->engine, &step.frame, &step.card);
    return true;
}

int am_coach_run(struct am_program *program)
{
    struct am_coaching coaching = {.program = program};
    const struct am_filter filter = {.key = "encounter", .answer = answer_coach, .context = &coaching};
    int status = am_filter_run(&filter);
    am_coaching_dispose(&coaching);
    return status;
}
