/*
 * What a person may give without asking (hard rule 3), and what was given. Money is an integer in minor units
 * beside its currency (ISO 4217). A zeroed value is no authority. Plain values, copied freely.
 */
#ifndef AMENDS_AUTHORITY_H
#define AMENDS_AUTHORITY_H

#include <stdbool.h>
#include <stdint.h>

struct amends_authority {
    char currency[4]; /* "EUR"; "" where none was named */
    bool all;         /* decides alone */
    uint16_t
        named; /* bit per remedy: it was named at all (an unnamed redo falls back to repair or replacement) */
    uint16_t granted;     /* bit per remedy from EXCHANGE on: true or false */
    uint32_t discount_bp; /* highest percentage, in hundredths of a per cent */
    int64_t refund_minor, voucher_minor, free_item_minor; /* highest amounts in minor units */
};

/* How a remedy stands to the authority. */
enum amends_cover {
    AMENDS_COVER_NONE,    /* no remedy is at issue */
    AMENDS_COVER_COVERED, /* may be given */
    AMENDS_COVER_UNCLEAR, /* cannot be told: amount or price not known, another currency */
    AMENDS_COVER_OVER     /* plainly more than may be given */
};

/* Minor digits of an ISO 4217 currency code (2 for EUR, 0 for JPY, 3 for KWD); 2 for codes not known.
 * Thread-safe. */
unsigned amends_currency_digits(const char currency[4]);

/* What is left of `authority` after `given` (both totals of one encounter; `given` uses the same fields as
 * amounts given). Never below zero; `all` stays all. Hard rule 3. Thread-safe. */
struct amends_authority amends_authority_left(const struct amends_authority *authority,
                                              const struct amends_authority *given);

/* One remedy asked about. amount_minor < 0: not known; percent_bp < 0: not a percentage; price_minor < 0: not
 * known. */
struct amends_offer {
    int remedy;           /* enum amends_remedy */
    char currency[4];     /* of the amount; "" where none was said: the authority's is meant */
    int64_t amount_minor; /* the sum offered */
    int32_t percent_bp;   /* the part of the price offered: 10000 is all of it */
    int64_t price_minor;  /* the price that a percentage is held against */
};

/* The price at issue, as far as it was said: what percentages and "all of it" are held against. */
struct amends_price {
    int64_t minor;
    char currency[4]; /* "" where none was said */
    bool known;
};

/* May it be given? The one function that decides (METHOD.md hard rule 3, CONTRACT.md authority). Thread-safe.
 */
enum amends_cover amends_authority_covers(const struct amends_authority *left,
                                          const struct amends_offer *offer);

#endif
