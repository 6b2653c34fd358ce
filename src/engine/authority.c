#include "amends/authority.h"

#include <string.h>

#include "amends/labels.h"
#include "amends/limits.h"

unsigned amends_currency_digits(const char currency[4])
{
    static const char none[] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
    static const char three[] = "BHD IQD JOD KWD LYD OMR TND";

    if (strlen(currency) != 3)
        return 2;
    if (strstr(none, currency) != NULL)
        return 0;
    return strstr(three, currency) != NULL ? 3 : 2;
}

static int64_t left_of(int64_t limit, int64_t given)
{
    return given >= limit ? 0 : limit - given;
}

struct amends_authority amends_authority_left(const struct amends_authority *authority,
                                              const struct amends_authority *given)
{
    struct amends_authority left = *authority;

    left.refund_minor = left_of(authority->refund_minor, given->refund_minor);
    left.voucher_minor = left_of(authority->voucher_minor, given->voucher_minor);
    left.free_item_minor = left_of(authority->free_item_minor, given->free_item_minor);
    left.discount_bp =
        given->discount_bp >= authority->discount_bp ? 0 : authority->discount_bp - given->discount_bp;
    return left;
}

static bool grants(const struct amends_authority *left, int remedy)
{
    return (left->granted & AMENDS_BIT(remedy)) != 0;
}

static enum amends_cover covers_switch(const struct amends_authority *left, int remedy)
{
    bool named = (left->named & AMENDS_BIT(remedy)) != 0;
    bool covered = grants(left, remedy);

    if (!named && remedy == AMENDS_REMEDY_REDO)
        covered = grants(left, AMENDS_REMEDY_REPAIR) || grants(left, AMENDS_REMEDY_REPLACEMENT);
    if (!named && remedy == AMENDS_REMEDY_UPGRADE)
        covered = grants(left, AMENDS_REMEDY_REPLACEMENT);
    return covered ? AMENDS_COVER_COVERED : AMENDS_COVER_OVER;
}

static enum amends_cover covers_amount(const struct amends_authority *left, const struct amends_offer *offer,
                                       int64_t limit)
{
    int64_t amount = offer->amount_minor;

    if (limit <= 0)
        return AMENDS_COVER_OVER;
    if (offer->currency[0] != '\0' && strncmp(offer->currency, left->currency, 3) != 0)
        return AMENDS_COVER_UNCLEAR;
    if (amount < 0 && offer->percent_bp >= 0 && offer->price_minor >= 0)
        amount = offer->price_minor * offer->percent_bp / 10000;
    if (amount < 0)
        return AMENDS_COVER_UNCLEAR;
    return amount <= limit ? AMENDS_COVER_COVERED : AMENDS_COVER_OVER;
}

static enum amends_cover covers_discount(const struct amends_authority *left,
                                         const struct amends_offer *offer)
{
    if (left->discount_bp == 0)
        return AMENDS_COVER_OVER;
    if (offer->percent_bp >= 0)
        return (uint32_t)offer->percent_bp <= left->discount_bp ? AMENDS_COVER_COVERED : AMENDS_COVER_OVER;
    if (offer->amount_minor >= 0 && offer->price_minor > 0) {
        if (offer->currency[0] != '\0' && strncmp(offer->currency, left->currency, 3) != 0)
            return AMENDS_COVER_UNCLEAR;
        return offer->amount_minor <= offer->price_minor * left->discount_bp / 10000 ? AMENDS_COVER_COVERED
                                                                                     : AMENDS_COVER_OVER;
    }
    return AMENDS_COVER_UNCLEAR;
}

enum amends_cover amends_authority_covers(const struct amends_authority *left,
                                          const struct amends_offer *offer)
{
    if (left->all)
        return AMENDS_COVER_COVERED;
    switch (offer->remedy) {
    case AMENDS_REMEDY_REFUND:
        return covers_amount(left, offer, left->refund_minor);
    case AMENDS_REMEDY_VOUCHER:
        return covers_amount(left, offer, left->voucher_minor);
    case AMENDS_REMEDY_FREE_ITEM:
        if (offer->amount_minor < 0 && left->free_item_minor > 0)
            return AMENDS_COVER_COVERED;
        return covers_amount(left, offer, left->free_item_minor);
    case AMENDS_REMEDY_DISCOUNT:
        return covers_discount(left, offer);
    default:
        return covers_switch(left, offer->remedy);
    }
}
