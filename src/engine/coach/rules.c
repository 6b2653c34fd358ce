#include "engine/coach/rules.h"

#include "amends/limits.h"
#include "engine/image.h"

static bool well_formed(const struct am_coach_rules *rules)
{
    if (rules->magic != AM_RULES_MAGIC || rules->size != sizeof *rules)
        return false;
    return rules->stage_count > 0 && rules->stage_count <= AM_STAGES_MAX &&
           rules->advice_count <= AM_ADVICE_MAX && rules->turns_without_progress > 0 &&
           rules->top_of_empathy > 0 && rules->acts_on_card > 0 &&
           rules->acts_on_card <= AMENDS_CARD_ACTS_MAX && rules->retelling.enough > 0 &&
           rules->retelling.sense_count <= AM_RETELLING_SENSES_MAX;
}

const struct am_coach_rules *am_coach_rules(struct amends_view image)
{
    struct amends_view section = am_image_section(image, AM_SECTION_COACH, AM_IMAGE_LANG_ALL);
    const struct am_coach_rules *rules = (const void *)section.bytes;

    if (section.len_bytes != sizeof *rules || ((uintptr_t)section.bytes & 7) != 0 || !well_formed(rules))
        return NULL;
    return rules;
}
