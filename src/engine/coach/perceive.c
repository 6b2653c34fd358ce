#include "engine/coach/perceive.h"

enum amends_status am_perceive(const amends_engine *engine, amends_workspace *workspace,
                               const struct amends_encounter *encounter, const struct amends_event *event,
                               struct am_perceived *io)
{
    (void)engine;
    (void)workspace;
    (void)encounter;
    io->percept.has_text = event->text.len_bytes > 0;
    return AMENDS_OK;
}
