#include "engine/review/settle.h"

void am_settle_init(struct am_settling *settling, struct amends_reviewed *out)
{
    settling->out = out;
    settling->finding_count = settling->move_count = settling->offer_count = 0;
}

void am_settle_finding(struct am_settling *settling, int finding, struct amends_span span, unsigned rule,
                       unsigned excused_by)
{
    if (settling->finding_count < AM_SETTLE_MAX)
        settling->findings[settling->finding_count++] =
            (struct am_candidate){span, (uint8_t)finding, (uint16_t)rule, (uint16_t)excused_by};
}

void am_settle_move(struct am_settling *settling, int move, struct amends_span span, unsigned rule)
{
    if (settling->move_count < AM_SETTLE_MAX)
        settling->moves[settling->move_count++] =
            (struct am_candidate){span, (uint8_t)move, (uint16_t)rule, 0};
}

static bool overlap(struct amends_span a, struct amends_span b)
{
    return a.start < b.end && b.start < a.end;
}

bool am_settle_same_offer(struct am_settling *settling, int remedy, struct amends_span span)
{
    for (unsigned i = 0; i < settling->offer_count; i++)
        if (settling->offers[i].label == remedy && overlap(settling->offers[i].span, span))
            return true;
    if (settling->offer_count < AM_SETTLE_MAX)
        settling->offers[settling->offer_count++] = (struct am_candidate){span, (uint8_t)remedy, 0, 0};
    return false;
}

/* The stronger finding first; of one finding the one that begins first, and then the longer. */
static bool stronger(const struct am_candidate *a, const struct am_candidate *b)
{
    if (a->label != b->label)
        return a->label < b->label;
    if (a->span.start != b->span.start)
        return a->span.start < b->span.start;
    return a->span.end > b->span.end;
}

static void sort(struct am_candidate *candidates, unsigned count,
                 bool (*before)(const struct am_candidate *, const struct am_candidate *))
{
    for (unsigned i = 1; i < count; i++) {
        struct am_candidate moving = candidates[i];
        unsigned at = i;

        for (; at > 0 && before(&moving, &candidates[at - 1]); at--)
            candidates[at] = candidates[at - 1];
        candidates[at] = moving;
    }
}

static bool earlier(const struct am_candidate *a, const struct am_candidate *b)
{
    return a->span.start < b->span.start;
}

static bool taken(const struct am_candidate *kept, unsigned count, struct amends_span span)
{
    for (unsigned i = 0; i < count; i++)
        if (overlap(kept[i].span, span))
            return true;
    return false;
}

/* Findings that hold, strongest first, in place; gives their number. */
static unsigned keep_findings(struct am_settling *settling, uint32_t moves)
{
    unsigned kept = 0;

    sort(settling->findings, settling->finding_count, stronger);
    for (unsigned i = 0; i < settling->finding_count; i++) {
        const struct am_candidate *candidate = &settling->findings[i];

        if ((candidate->excused_by & moves) == 0 && !taken(settling->findings, kept, candidate->span))
            settling->findings[kept++] = *candidate;
    }
    return kept;
}

/* Moves outside the findings; the same move twice over one span is one. */
static void keep_moves(struct am_settling *settling, unsigned found)
{
    struct amends_reviewed *out = settling->out;

    sort(settling->moves, settling->move_count, earlier);
    for (unsigned i = 0; i < settling->move_count && out->moved_count < AMENDS_MOVES_MAX; i++) {
        const struct am_candidate *move = &settling->moves[i];
        bool doubled = taken(settling->findings, found, move->span);

        for (unsigned k = 0; k < out->moved_count; k++)
            doubled =
                doubled || (out->moved[k].move == move->label && overlap(out->moved[k].span, move->span));
        if (doubled)
            continue;
        out->moves |= AMENDS_BIT(move->label);
        out->moved[out->moved_count++] = (struct amends_moved){move->span, move->label, move->rule};
    }
}

void am_settle_finish(struct am_settling *settling)
{
    struct amends_reviewed *out = settling->out;
    uint32_t moves = 0;

    for (unsigned i = 0; i < settling->move_count; i++)
        moves |= AMENDS_BIT(settling->moves[i].label);

    unsigned found = keep_findings(settling, moves);

    keep_moves(settling, found);
    sort(settling->findings, found, earlier);
    for (unsigned i = 0; i < found && i < AMENDS_FINDINGS_MAX; i++) {
        out->findings |= AMENDS_BIT(settling->findings[i].label);
        out->found[out->found_count++] = (struct amends_found){
            settling->findings[i].span, settling->findings[i].label, settling->findings[i].rule};
    }
}
