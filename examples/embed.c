/* Reads one thing a customer said (the first argument) and prints what to do next: the least a program needs
 * to embed libamends. Build: cc embed.c $(pkg-config --cflags --libs amends) */
#include <amends/coach.h>
#include <amends/malloc.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char *argv[])
{
    const struct amends_allocator allocator = AMENDS_MALLOC;
    const char *said = argc > 1 ? argv[1] : "This is the third time!";
    amends_engine *engine = NULL;       /* read-only, shared by all threads */
    amends_workspace *workspace = NULL; /* one for each thread */
    amends_encounter *encounter = calloc(1, amends_encounter_size());
    struct amends_event event = {.kind = AMENDS_EVENT_START};
    struct amends_card card;
    if (!encounter || amends_engine_new(&allocator, amends_builtin_image(), &engine) != AMENDS_OK ||
        amends_workspace_new(engine, &allocator, 0, &workspace) != AMENDS_OK)
        return 1;
    amends_start_defaults(&event.start);
    enum amends_status status = amends_coach_step(engine, workspace, encounter, &event, &card);
    event = (struct amends_event){.kind = AMENDS_EVENT_SAID, .text = {said, strlen(said)}};
    if (status == AMENDS_OK)
        status = amends_coach_step(engine, workspace, encounter, &event, &card);
    for (unsigned i = 0; status == AMENDS_OK && i < card.act_count; i++)
        printf("%s\n", amends_act_name(card.acts[i]));
    free(encounter);
    amends_workspace_free(workspace);
    amends_engine_free(engine);
    return status == AMENDS_OK ? 0 : 1;
}
