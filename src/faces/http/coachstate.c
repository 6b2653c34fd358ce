#include "faces/http/coachstate.h"

#include <string.h>

#include "engine/coach/encounter.h"

void am_saved_frame_of(const amends_encounter *encounter, struct am_saved_frame *out)
{
    memcpy(out->currency, encounter->now.authority.currency, sizeof out->currency);
    memcpy(out->emergency_number, encounter->emergency_number, sizeof out->emergency_number);
    out->ui_lang = encounter->ui_lang;
}
