/* Any bytes as a saved encounter and as events: restoring never crashes; what was restored can be saved to
 * the same bytes, stepped and undone, every card has an act, can be encoded and shown, and what was stepped
 * can be saved and restored. */
#include <stdlib.h>
#include <string.h>

#include "amends/wire.h"
#include "fuzz/engine.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* What a face does with a card: encodes it, and looks up what is to be said and done. */
static void show(const struct fuzz_engine *fuzz, const struct amends_card *card)
{
    unsigned char bytes[AMENDS_WIRE_CARD_BYTES_MAX];
    size_t len_bytes;

    if (card->act_count == 0 || card->act_count > AMENDS_CARD_ACTS_MAX ||
        card->say_count > AMENDS_CARD_ACTS_MAX ||
        amends_card_encode(card, bytes, sizeof bytes, &len_bytes) != AMENDS_OK)
        __builtin_trap();
    for (unsigned i = 0; i < card->say_count; i++)
        (void)amends_phrase_text(fuzz->engine, card->lang, card->say[i].phrase);
    for (unsigned i = 0; i < card->act_count; i++)
        (void)amends_act_instruction(fuzz->engine, card->lang, card->acts[i], AMENDS_CHANNEL_COUNTER);
}

static void step(struct fuzz_engine *fuzz, amends_encounter *encounter, const struct amends_event *event)
{
    struct amends_card card;

    if (amends_coach_step(fuzz->engine, fuzz->workspace, encounter, event, &card) == AMENDS_OK)
        show(fuzz, &card);
}

/* What was stepped can be saved, and comes back as it was. */
static void keep(const amends_encounter *encounter, unsigned char *bytes)
{
    amends_encounter *again = calloc(1, amends_encounter_size());
    size_t len_bytes = 0;

    if (amends_encounter_save(encounter, bytes, amends_encounter_saved_max(), &len_bytes) != AMENDS_OK ||
        amends_encounter_restore(again, bytes, len_bytes) != AMENDS_OK)
        __builtin_trap();
    free(again);
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
    keep(encounter, again);
    free(again);
    free(encounter);
    return 0;
}
