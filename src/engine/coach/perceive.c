#include "engine/coach/perceive.h"

#include <string.h>

#include "engine/engine.h"

static int language_of(const struct amends_encounter *encounter)
{
    return encounter->lang_given >= 0 ? encounter->lang_given : -1;
}

/* The piece of evidence that says most for each signal, the first of equals; for anger that which says most
 * of all. */
static void note_spans(struct am_perceived *io, const struct amends_reading *reading)
{
    int most[AMENDS_SIGNAL_COUNT + 1] = {0};

    for (unsigned i = 0; i < reading->evidence_count; i++) {
        const struct amends_evidence *evidence = &reading->evidence[i];
        const int places[] = {evidence->signal, AMENDS_SIGNAL_COUNT};

        for (int k = 0; k < (reading->anger > 0 ? 2 : 1); k++) {
            if (evidence->weight <= most[places[k]])
                continue;
            most[places[k]] = evidence->weight;
            io->spans[places[k]] = evidence->span;
            io->spans_known |= (uint16_t)AMENDS_BIT(places[k]);
        }
    }
}

/* How sure the anger is; where no model says, as sure as it was read. */
static void note_sureness(struct am_perceived *io, const struct amends_reading *reading)
{
    for (unsigned level = 1; level <= 3; level++) {
        unsigned sure = reading->learned          ? reading->sure_anger[level - 1]
                        : reading->anger >= level ? 800u
                                                  : 100u;

        io->percept.sure_anger[level - 1] = (uint8_t)(sure * AM_HEAT_ONE / 1000);
    }
}

static uint8_t better(uint8_t a, enum amends_cover b)
{
    static const uint8_t rank[] = {[AMENDS_COVER_NONE] = 0,
                                   [AMENDS_COVER_OVER] = 1,
                                   [AMENDS_COVER_UNCLEAR] = 2,
                                   [AMENDS_COVER_COVERED] = 3};

    return rank[b] > rank[a] ? (uint8_t)b : a;
}

/* What they demand against what is left: of several remedies the one that may be given counts. A demand that
 * does not say which remedy is unclear, unless whoever listens decides alone. */
static void weigh_demand(struct am_perceived *io, const struct amends_encounter *encounter,
                         const struct amends_reading *reading)
{
    struct amends_authority left = am_encounter_left(encounter, am_encounter_listener(encounter) != 0);
    uint8_t cover = AMENDS_COVER_NONE;

    for (unsigned i = 0; i < reading->demand_count; i++) {
        uint8_t with = better(cover, amends_authority_covers(&left, &reading->demands[i]));

        io->percept.remedies |= AMENDS_BIT(reading->demands[i].remedy);
        if (i == 0 || with != cover)
            io->demand = reading->demands[i];
        cover = with;
    }
    if (reading->demand_count == 0 && (reading->signals & AMENDS_BIT(AMENDS_SIGNAL_DEMAND)))
        cover = left.all ? AMENDS_COVER_COVERED : AMENDS_COVER_UNCLEAR;
    io->percept.cover = cover;
}

/* How it is said, in points: what speaks for a second telling, and what against it. What is said in anger is
 * no mere answer to what we asked. */
static int manner_points(const struct am_retelling *retelling, const struct am_perceived *io,
                         const struct amends_encounter *encounter)
{
    enum { ANGRY = 2 };
    const uint32_t matter = AMENDS_BIT(AMENDS_SIGNAL_COMPLAINT) | AMENDS_BIT(AMENDS_SIGNAL_DEMAND);
    const uint32_t person = AMENDS_BIT(AMENDS_SIGNAL_INSULT) | AMENDS_BIT(AMENDS_SIGNAL_HARASSMENT) |
                            AMENDS_BIT(AMENDS_SIGNAL_THREAT) | AMENDS_BIT(AMENDS_SIGNAL_INTOXICATION);
    const bool holds[AM_POINT_COUNT] = {
        [AM_POINT_AGAIN] = (io->content.senses & retelling->again) != 0,
        [AM_POINT_DISPLEASED] = io->percept.anger > 0 || (io->percept.signals & matter) != 0,
        [AM_POINT_SAID_BEFORE] = (io->percept.marks & AMENDS_BIT(AMENDS_MARK_SAID_BEFORE)) != 0,
        [AM_POINT_ANSWER] = (encounter->now.core.flags & AM_CORE_ASKED) != 0 && io->percept.anger < ANGRY,
        [AM_POINT_PERSON] = (io->percept.signals & person) != 0 && (io->percept.signals & matter) == 0,
    };
    int sum = 0;

    for (int i = 0; i < AM_POINT_COUNT; i++)
        sum += holds[i] ? retelling->points[i] : 0;
    return sum;
}

/* Was this said before, to whoever listens now, by this customer? It is held against all that they told this
 * listener: what it shares with any of that, and how it is said. */
static bool said_before(const struct am_retelling *retelling, const struct am_perceived *io,
                        const struct amends_encounter *encounter)
{
    const uint32_t peace =
        AMENDS_BIT(AMENDS_MARK_ACCEPTS) | AMENDS_BIT(AMENDS_MARK_PARTING) | AMENDS_BIT(AMENDS_MARK_REMORSE);
    bool says_so = (io->percept.marks & AMENDS_BIT(AMENDS_MARK_SAID_BEFORE)) != 0;
    unsigned listener = am_encounter_listener(encounter);
    struct am_shared shared;
    bool any = false;

    if (io->percept.speaker >= AMENDS_SPEAKERS_MAX || !(io->percept.tells || says_so) ||
        (io->percept.signals & AMENDS_BIT(AMENDS_SIGNAL_CALMING)) || (io->percept.marks & peace))
        return false;
    memset(&shared, 0, sizeof shared);
    for (int i = 0; i < AM_SKETCHES; i++) {
        const struct am_sketch *sketch = &encounter->now.memory[io->percept.speaker][i];

        if (sketch->n == 0 || sketch->listener != listener)
            continue;
        any = true;
        am_content_share(&shared, &io->content, &sketch->content);
    }
    return any && am_content_points(retelling, &shared) + manner_points(retelling, io, encounter) >=
                      retelling->enough;
}

/* Does the text bring up a matter? A complaint or a demand does, anger does, and so does whatever is told at
 * some length that is no question, no thanks and no goodbye: what rules do not know as a complaint is known
 * again all the same. */
static bool tells(const struct amends_reading *reading, unsigned stems)
{
    const uint32_t matter = AMENDS_BIT(AMENDS_SIGNAL_COMPLAINT) | AMENDS_BIT(AMENDS_SIGNAL_DEMAND);
    const uint32_t other = AMENDS_BIT(AMENDS_MARK_QUESTION) | AMENDS_BIT(AMENDS_MARK_ACCEPTS) |
                           AMENDS_BIT(AMENDS_MARK_PARTING) | AMENDS_BIT(AMENDS_MARK_REMORSE);

    if ((reading->signals & matter) || reading->anger > 0)
        return true;
    return stems >= 3 && (reading->marks & other) == 0 &&
           (reading->signals & AMENDS_BIT(AMENDS_SIGNAL_CALMING)) == 0;
}

static enum amends_status perceive_customer(const amends_engine *engine, const struct am_retelling *retelling,
                                            amends_workspace *workspace,
                                            const struct amends_encounter *encounter,
                                            const struct amends_event *event, struct am_perceived *io)
{
    const struct amends_read_options options = {
        .lang = language_of(encounter), .channel = encounter->now.core.channel, .conversation = 1};
    struct amends_reading reading;
    struct am_content *content = &io->content;
    enum amends_status status =
        am_read_content(engine, workspace, event->text, &options, retelling, &reading, content);

    if (status != AMENDS_OK)
        return status;
    io->lang = reading.lang;
    io->percept.has_text =
        content->stem_count > 0 || reading.signals != 0 || reading.anger != 0 || reading.marks != 0;
    io->percept.anger = reading.anger;
    note_sureness(io, &reading);
    io->percept.signals = reading.signals;
    io->percept.marks = reading.marks;
    io->percept.topics = reading.topics;
    io->price = reading.price;
    io->percept.tells = tells(&reading, content->stem_count);
    note_spans(io, &reading);
    weigh_demand(io, encounter, &reading);
    io->percept.reiteration = said_before(retelling, io, encounter);
    return AMENDS_OK;
}

static enum amends_status perceive_staff(const amends_engine *engine, amends_workspace *workspace,
                                         const struct amends_encounter *encounter,
                                         const struct amends_event *event, struct am_perceived *io)
{
    const struct amends_authority left =
        am_encounter_left(encounter, io->percept.kind == AM_PERCEPT_SUPERVISOR);
    const struct amends_reply reply = {.text = event->text,
                                       .price = encounter->now.price,
                                       .authority = &left,
                                       .lang = language_of(encounter),
                                       .channel = encounter->now.core.channel};
    struct amends_reviewed reviewed;
    enum amends_status status = amends_review(engine, workspace, &reply, &reviewed);

    if (status != AMENDS_OK)
        return status;
    io->lang = io->findings_lang = reviewed.lang;
    io->percept.has_text = reviewed.lang >= 0;
    io->percept.moves = reviewed.moves;
    io->percept.marks = reviewed.marks;
    io->percept.remedies = reviewed.remedies;
    io->percept.findings = (uint8_t)reviewed.findings;
    for (unsigned i = 0;
         i < reviewed.found_count && io->finding_count < sizeof io->findings / sizeof *io->findings; i++)
        io->findings[io->finding_count++] = reviewed.found[i];
    return AMENDS_OK;
}

enum amends_status am_perceive(const amends_engine *engine, const struct am_retelling *retelling,
                               amends_workspace *workspace, const struct amends_encounter *encounter,
                               const struct amends_event *event, struct am_perceived *io)
{
    if (io->percept.kind == AM_PERCEPT_STAFF || io->percept.kind == AM_PERCEPT_SUPERVISOR)
        return perceive_staff(engine, workspace, encounter, event, io);
    return perceive_customer(engine, retelling, workspace, encounter, event, io);
}
