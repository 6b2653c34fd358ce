/*
 * Card numbers and account numbers in what customers write are made unreadable before anything is stored, but
 * for their last four characters. Nothing else is touched: a number that fails its check stays as it is.
 * Owns nothing, thread-safe.
 *
 * A card number: 13 to 19 digits, ASCII or full-width, in groups with one to three blanks or dashes between,
 * that pass the Luhn check and do not begin with 0. An account number (IBAN): two letters of a country, two
 * check digits and the rest, in groups likewise, of its country's length (registry of
 * ISO 13616), with the remainder 1 modulo 97.
 */
#ifndef AM_RULES_MASK_H
#define AM_RULES_MASK_H

#include <stddef.h>

#include "amends/memory.h"

/*
 * Writes `text` to `out`, which has room for as many bytes, and gives how many numbers were masked. Each
 * hidden character is a star of its own width ("*", or full-width), so that lengths and spans stay what they
 * were. `out` must not overlap `text`. Of several readings of one row of digits each that passes is hidden.
 * Bytes that are no UTF-8 are copied as they are. Masking again changes nothing.
 * "4111 1111 1111 1111" is "**** **** **** 1111".
 */
size_t am_mask(struct amends_view text, char *out);

#endif
