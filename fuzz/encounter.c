/* Any bytes as a saved encounter and as an event: restoring never crashes; what was restored can be saved to
 * the same bytes, stepped and undone, and every card has an act. */
#include <stdlib.h>
#include <string.h>

#include "amends/wire.h"
#include "fuzz/engine.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void step(struct fuzz_engine *fuzz, amends_encounter *encounter, const struct amends_event *event)
{
    struct amends_card card;

    if (amends_coach_step(fuzz->engine, fuzz->workspace, encounter, event, &card) == AMENDS_OK &&
        card.act_count == 0)
        __builtin_trap();
}

/* The first two bytes say how long the saved encounter is; events follow, each with its length before it. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size < 2)
        return 0;

    struct fuzz_engine *fuzz = fuzz_engine();
    size_t saved = bytes[0] | (size_t)bytes[1] << 8;
    amends_encounter *encounter = calloc(1, amends_encounter_size());
    unsigned char *again = malloc(amends_encounter_saved_max());
    size_t at = 2, again_bytes = 0;

    saved = saved < size - at ? saved : size - at;
    if (saved > 0 && amends_encounter_restore(encounter, bytes + at, saved) == AMENDS_OK &&
        (amends_encounter_save(encounter, again, amends_encounter_saved_max(), &again_bytes) != AMENDS_OK ||
         again_bytes != saved || memcmp(again, bytes + at, saved) != 0))
        __builtin_trap();
    at += saved;
    while (size - at >= 2) {
        size_t len = bytes[at] | (size_t)bytes[at + 1] << 8;
        struct amends_event event;

        at += 2;
        len = len < size - at ? len : size - at;
        if (amends_event_decode(bytes + at, len, &event) == AMENDS_OK)
            step(fuzz, encounter, &event);
        at += len;
    }
    free(again);
    free(encounter);
    return 0;
}
