#include "engine/review/offer.h"

#include <string.h>

enum { NONE_NEAR = 1 << 20, WHOLE_BP = 10000 };

void am_price_find(const struct am_text *text, struct amends_price *out)
{
    memset(out, 0, sizeof *out);
    for (uint32_t i = 0; i < text->quantity_count; i++) {
        const struct am_quantity *quantity = &text->quantities[i];

        if (quantity->kind != AM_QUANTITY_AMOUNT || (out->known && quantity->value <= out->minor))
            continue;
        out->known = true;
        out->minor = quantity->value;
        memcpy(out->currency, quantity->currency, sizeof out->currency);
    }
}

static int distance(const struct am_hit *hit, const struct am_quantity *quantity)
{
    int after = (int)quantity->first_token - hit->end_token;
    int before = (int)hit->first_token - (quantity->first_token + quantity->token_count);

    if (after < 0 && before < 0)
        return 0;
    return after >= 0 ? after : before;
}

/* The quantity of the kind that stands nearest to the hit in the same sentence; NULL where there is none. */
static const struct am_quantity *nearest(const struct am_text *text, const struct am_hit *hit, int kind)
{
    const struct am_quantity *best = NULL;
    int best_distance = NONE_NEAR;
    uint16_t sentence = text->tokens[hit->first_token].sentence;

    for (uint32_t i = 0; i < text->quantity_count; i++) {
        const struct am_quantity *quantity = &text->quantities[i];

        if (quantity->kind != kind || text->tokens[quantity->first_token].sentence != sentence ||
            distance(hit, quantity) >= best_distance)
            continue;
        best = quantity;
        best_distance = distance(hit, quantity);
    }
    return best;
}

static void widen(struct amends_span *span, const struct am_text *text, const struct am_quantity *quantity)
{
    unsigned start = text->tokens[quantity->first_token].cp_start;
    unsigned end = text->tokens[quantity->first_token + quantity->token_count - 1].cp_end;

    if (start < span->start)
        span->start = start;
    if (end > span->end)
        span->end = end;
}

static int32_t part_bp(int part)
{
    switch (part) {
    case AM_PART_ALL:
        return WHOLE_BP;
    case AM_PART_HALF:
        return WHOLE_BP / 2;
    case AM_PART_THIRD:
        return WHOLE_BP / 3;
    case AM_PART_QUARTER:
        return WHOLE_BP / 4;
    default:
        return -1;
    }
}

struct amends_offer am_offer_read(const struct am_text *text, const struct am_hit *hit,
                                  const struct am_rule *rule, const struct amends_price *price,
                                  struct amends_span *span)
{
    struct amends_offer offer = {
        .remedy = rule->label, .amount_minor = -1, .percent_bp = -1, .price_minor = -1};
    const struct am_quantity *amount = nearest(text, hit, AM_QUANTITY_AMOUNT);
    const struct am_quantity *percent = nearest(text, hit, AM_QUANTITY_PERCENT);

    *span = hit->span;
    if (price->known)
        offer.price_minor = price->minor;
    if (percent != NULL) {
        offer.percent_bp = percent->value > INT32_MAX ? INT32_MAX : (int32_t)percent->value;
        widen(span, text, percent);
    } else {
        offer.percent_bp = part_bp(rule->part);
    }
    /* Beside a part ("half of the 80 euros") the sum named is the price. */
    if (amount != NULL && offer.percent_bp < 0) {
        offer.amount_minor = amount->value;
        memcpy(offer.currency, amount->currency, sizeof offer.currency);
        widen(span, text, amount);
    } else if (amount != NULL) {
        offer.price_minor = amount->value;
        memcpy(offer.currency, amount->currency, sizeof offer.currency);
    } else if (offer.percent_bp >= 0 && price->known) {
        memcpy(offer.currency, price->currency, sizeof offer.currency);
    }
    return offer;
}
