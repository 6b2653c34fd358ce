#include "engine/coach/heat.h"

#include "engine/model/model.h"

const char *am_heat_name(unsigned feature)
{
    static const char *const names[AM_HEAT_FEATURES] = {
        "displeased", "angry",  "furious",  "warmth", "calm", "refused", "again",
        "abuse",      "spoken", "answered", "fault",  "kind", "offered"};

    return feature < AM_HEAT_FEATURES ? names[feature] : "?";
}

static uint8_t flag(bool holds)
{
    return holds ? AM_HEAT_ONE : 0;
}

/* How sure a tapped anger is: a person saw it. */
static uint8_t seen(unsigned anger, unsigned level)
{
    return anger >= level ? AM_HEAT_ONE * 4 / 5 : anger + 1 == level ? AM_HEAT_ONE / 4 : AM_HEAT_ONE / 20;
}

static void hear(struct am_heat *heat, const struct am_percept *percept)
{
    const uint32_t abuse = AMENDS_BIT(AMENDS_SIGNAL_INSULT) | AMENDS_BIT(AMENDS_SIGNAL_HARASSMENT) |
                           AMENDS_BIT(AMENDS_SIGNAL_THREAT);
    bool text = percept->kind == AM_PERCEPT_CUSTOMER;

    for (unsigned level = 1; level <= 3; level++)
        heat->feature[AM_HEAT_DISPLEASED + level - 1] =
            text ? percept->sure_anger[level - 1] : seen(percept->anger, level);
    heat->feature[AM_HEAT_WARMTH] =
        (uint8_t)(heat->feature[AM_HEAT_SPOKEN]
                      ? (heat->feature[AM_HEAT_WARMTH] + heat->feature[AM_HEAT_ANGRY]) / 2
                      : heat->feature[AM_HEAT_ANGRY]);
    heat->feature[AM_HEAT_CALM] = flag((percept->signals & AMENDS_BIT(AMENDS_SIGNAL_CALMING)) != 0);
    heat->feature[AM_HEAT_REFUSED] = flag((percept->signals & AMENDS_BIT(AMENDS_SIGNAL_REFUSES_OFFER)) != 0);
    heat->feature[AM_HEAT_AGAIN] = flag(percept->reiteration != 0);
    heat->feature[AM_HEAT_ABUSE] = flag((percept->signals & abuse) != 0);
    heat->feature[AM_HEAT_SPOKEN] = AM_HEAT_ONE;
    for (unsigned i = AM_HEAT_ANSWERED; i < AM_HEAT_FEATURES; i++)
        heat->feature[i] = 0;
}

static void answer(struct am_heat *heat, const struct am_percept *percept)
{
    const uint32_t kind = AMENDS_BIT(AMENDS_MOVE_APOLOGISES) | AMENDS_BIT(AMENDS_MOVE_EMPATHISES);
    const uint32_t way = AMENDS_BIT(AMENDS_MOVE_OFFERS_SOLUTION) | AMENDS_BIT(AMENDS_MOVE_HANDS_OVER) |
                         AMENDS_BIT(AMENDS_MOVE_CHECKS_FIRST) | AMENDS_BIT(AMENDS_MOVE_COMMITS_FOLLOW_UP);

    heat->feature[AM_HEAT_ANSWERED] = AM_HEAT_ONE;
    heat->feature[AM_HEAT_FAULT] |= flag(percept->findings != 0);
    heat->feature[AM_HEAT_KIND] |= flag((percept->moves & kind) != 0);
    heat->feature[AM_HEAT_OFFERED] |= flag((percept->moves & way) != 0);
}

void am_heat_take(struct am_heat *heat, const struct am_percept *percept)
{
    bool calmed = percept->kind == AM_PERCEPT_OBSERVED &&
                  (percept->code == AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_CALMED ||
                   (percept->signals & AMENDS_BIT(AMENDS_SIGNAL_CALMING)));

    if (calmed) {
        *heat = (struct am_heat){{0}};
        heat->feature[AM_HEAT_SPOKEN] = heat->feature[AM_HEAT_CALM] = AM_HEAT_ONE;
    } else if ((percept->kind == AM_PERCEPT_CUSTOMER && percept->has_text) ||
               (percept->kind == AM_PERCEPT_OBSERVED && percept->anger > 0)) {
        hear(heat, percept);
    } else if (percept->kind == AM_PERCEPT_STAFF || percept->kind == AM_PERCEPT_SUPERVISOR ||
               percept->kind == AM_PERCEPT_DID) {
        answer(heat, percept);
    }
}

unsigned am_heat_of(const struct am_heat *heat, struct amends_view learned)
{
    const struct am_heat_weights *weights = (const void *)learned.bytes;
    int64_t logit;

    if (learned.bytes == NULL || learned.len_bytes != sizeof *weights)
        return heat->feature[AM_HEAT_WARMTH] * 1000u / AM_HEAT_ONE;
    logit = weights->bias;
    for (unsigned i = 0; i < AM_HEAT_FEATURES; i++)
        logit += (int64_t)weights->weight[i] * heat->feature[i] / AM_HEAT_ONE;
    return am_model_probability((int32_t)(logit * AM_MODEL_LOGIT / 1000));
}
