#include "engine/signals/weigh.h"

#include <stdbool.h>
#include <string.h>

#include "engine/review/offer.h"

#define NOWHERE UINT32_MAX

void am_weigh_init(struct am_weighing *weighing)
{
    memset(weighing, 0, sizeof *weighing);
    for (int i = 0; i < AMENDS_SIGNAL_COUNT; i++)
        weighing->first[i] = NOWHERE;
    weighing->remorse_at = NOWHERE;
}

void am_weigh_add(struct am_weighing *weighing, int signal, int weight, int anger, struct amends_span span,
                  int lang, unsigned rule)
{
    weighing->weight[signal] += weight;
    if (span.start < weighing->first[signal])
        weighing->first[signal] = span.start;
    if (anger > weighing->anger) {
        weighing->second_anger = weighing->anger;
        weighing->anger = anger;
    } else if (anger > weighing->second_anger) {
        weighing->second_anger = anger;
    }
    if (weight > 0 && weighing->evidence_count < AMENDS_EVIDENCE_MAX)
        weighing->evidence[weighing->evidence_count++] =
            (struct amends_evidence){span, (uint8_t)signal, (int8_t)lang, (uint16_t)rule, (int16_t)weight};
}

static void weigh_mark(struct am_weighing *weighing, int mark, struct amends_span span)
{
    weighing->marks |= AMENDS_BIT(mark);
    if (mark == AMENDS_MARK_REMORSE && (weighing->remorse_at == NOWHERE || span.start > weighing->remorse_at))
        weighing->remorse_at = span.start;
}

/* Which remedy a demand is for, and how much; each remedy once. */
static void weigh_demand(struct am_weighing *weighing, const struct am_text *text, const struct am_hit *hit,
                         struct am_rule rule)
{
    static const struct amends_price no_price;
    struct amends_span span;

    if (rule.remedy == 0 || weighing->demand_count == AMENDS_DEMANDS_MAX)
        return;
    for (unsigned i = 0; i < weighing->demand_count; i++)
        if (weighing->demands[i].remedy == rule.remedy - 1)
            return;
    rule.label = (uint8_t)(rule.remedy - 1);
    weighing->demands[weighing->demand_count++] = am_offer_read(text, hit, &rule, &no_price, &span);
}

static void weigh_shop(struct am_weighing *weighing, int anger)
{
    const int level = 100, most = 3;
    int reached = anger / level < most ? anger / level : most;

    if (reached > weighing->shop_anger)
        weighing->shop_anger = (uint8_t)reached;
}

void am_weigh_text(struct am_weighing *weighing, const amends_engine *engine, amends_workspace *workspace,
                   const struct am_text *text, int lang, int channel, bool own)
{
    const struct am_hit *hits;
    unsigned count =
        am_playbook_match(&engine->playbook, lang, AM_GROUP_CUSTOMER, channel, text, workspace->match, &hits);

    for (unsigned i = 0; i < count; i++) {
        struct am_rule rule;

        if (hits[i].kind == AM_RULE_SENSE)
            continue;
        am_playbook_rule(&engine->playbook, lang, hits[i].rule, &rule);
        if (rule.kind == AM_RULE_SIGNAL) {
            int weight = am_hit_before(hits, i) ? 0 : rule.weight;

            if (rule.label == AMENDS_SIGNAL_DEMAND)
                weigh_demand(weighing, text, &hits[i], rule);
            am_weigh_add(weighing, rule.label, weight, rule.anger, hits[i].span, lang, hits[i].rule);
            if (rule.sources & AM_SOURCE_SHOP)
                weigh_shop(weighing, rule.anger);
            else if (own)
                weighing->own[rule.label] += weight;
        } else if (rule.kind == AM_RULE_MARK)
            weigh_mark(weighing, rule.label, hits[i].span);
        else if (rule.kind == AM_RULE_TOPIC && rule.label < 32)
            weighing->topics |= AMENDS_BIT(rule.label);
    }
    if (!own)
        return;
    am_weigh_learned(weighing, engine, workspace, text, lang, channel, hits, count);
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

/* Capitals, exclamation marks and stretched words strengthen an anger that has another reason; alone they are
 * temper, not anger. */
static int typography(const struct am_playbook *playbook, const struct am_text *text)
{
    int caps = am_playbook_number(playbook, "typography.caps_word", 25);
    int exclamation = am_playbook_number(playbook, "typography.exclamation", 15);
    int stretched = am_playbook_number(playbook, "typography.stretched", 15);
    int most = am_playbook_number(playbook, "typography.most", 70);
    int points = smaller((int)text->caps_words, 3) * caps +
                 smaller((int)text->exclamations, 3) * exclamation +
                 smaller((int)text->stretched, 2) * stretched;

    return smaller(points, most);
}

static uint8_t anger_level(const struct am_weighing *weighing, const struct am_playbook *playbook,
                           const struct am_text *text, uint32_t signals)
{
    int points = weighing->anger;

    if (points <= 0)
        return 0;
    points += weighing->second_anger * am_playbook_number(playbook, "anger.second_percent", 25) / 100;
    points += typography(playbook, text);
    if (signals & AMENDS_BIT(AMENDS_SIGNAL_CALMING))
        points -= am_playbook_number(playbook, "anger.calming", 120);
    if (points >= am_playbook_number(playbook, "anger.furious", 260))
        return 3;
    if (points >= am_playbook_number(playbook, "anger.angry", 160))
        return 2;
    return points >= am_playbook_number(playbook, "anger.displeased", 60) ? 1 : 0;
}

/* What was said before it was taken back does not count (METHOD.md, fine points; LABELS.md, threat). */
static bool taken_back(const struct am_weighing *weighing, int signal)
{
    const uint32_t withdrawable = AMENDS_BIT(AMENDS_SIGNAL_INSULT) | AMENDS_BIT(AMENDS_SIGNAL_THREAT);

    return (withdrawable >> signal & 1) != 0 && weighing->remorse_at != NOWHERE &&
           weighing->first[signal] < weighing->remorse_at;
}

static uint32_t holding(const struct am_weighing *weighing, const struct am_playbook *playbook)
{
    const uint32_t fierce = AMENDS_BIT(AMENDS_SIGNAL_INSULT) | AMENDS_BIT(AMENDS_SIGNAL_THREAT) |
                            AMENDS_BIT(AMENDS_SIGNAL_HARASSMENT) | AMENDS_BIT(AMENDS_SIGNAL_REFUSES_OFFER);
    uint32_t signals = 0;

    for (int i = 0; i < AMENDS_SIGNAL_COUNT; i++) {
        struct am_signal_setting setting;

        am_playbook_signal(playbook, i, &setting);

        int weight = weighing->weight[i] - (weighing->learned.known ? weighing->own[i] : 0);
        bool holds = weight >= setting.threshold || (weighing->learned.signals & AMENDS_BIT(i));

        if (holds && !taken_back(weighing, i))
            signals |= AMENDS_BIT(i);
    }
    /* Thanks beside an insult are sarcasm, unless the words are taken back. */
    if ((signals & fierce) && weighing->remorse_at == NOWHERE)
        signals &= ~AMENDS_BIT(AMENDS_SIGNAL_CALMING);
    return signals;
}

uint32_t am_weigh_ruled(const struct am_weighing *weighing, const struct am_playbook *playbook,
                        const struct am_text *text, uint8_t *anger)
{
    uint32_t signals = holding(weighing, playbook);

    *anger = anger_level(weighing, playbook, text, signals);
    return signals;
}

void am_weigh_finish(struct am_weighing *weighing, const struct am_playbook *playbook,
                     const struct am_text *text, struct amends_reading *out)
{
    out->signals = holding(weighing, playbook);
    out->marks = weighing->marks;
    out->topics = weighing->topics;
    am_price_find(text, &out->price);
    out->demand_count = weighing->demand_count;
    memcpy(out->demands, weighing->demands, sizeof out->demands);
    out->anger = weighing->learned.known ? weighing->learned.anger
                                         : anger_level(weighing, playbook, text, out->signals);
    if (out->anger < weighing->shop_anger)
        out->anger = weighing->shop_anger;
    out->learned = weighing->learned.known;
    memcpy(out->sure, weighing->learned.sure, sizeof out->sure);
    memcpy(out->sure_anger, weighing->learned.sure + AM_MODEL_ANGER, sizeof out->sure_anger);
    out->evidence_count = 0;
    for (int i = 0; i < AMENDS_SIGNAL_COUNT; i++)
        out->weight[i] = (uint16_t)(weighing->weight[i] < 0 ? 0 : smaller(weighing->weight[i], UINT16_MAX));
    for (unsigned i = 0; i < weighing->evidence_count; i++)
        if (out->signals >> weighing->evidence[i].signal & 1)
            out->evidence[out->evidence_count++] = weighing->evidence[i];
}
