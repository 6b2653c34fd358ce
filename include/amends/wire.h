/*
 * Events, cards, readings and reviews as versioned bytes, little-endian, for hosts that cannot read C
 * structures (the WebAssembly build, bindings of other languages). The same values give the same bytes on
 * every machine. Version 1.
 *
 * Strings are a 32-bit length and bytes. Decoding checks every byte and borrows its strings from the input.
 */
#ifndef AMENDS_WIRE_H
#define AMENDS_WIRE_H

#include "amends/coach.h"

enum { AMENDS_WIRE_VERSION = 1, AMENDS_WIRE_CARD_BYTES_MAX = 1024, AMENDS_WIRE_READING_BYTES_MAX = 2048 };

/*
 * Decodes one event: u8 version, u8 kind, u8 role, i32 code, string text, string speaker, string to,
 * authority (gave), and for a start: i8 lang, i8 ui_lang, u8 channel, u8 flags (1 formal, 2 security, 4
 * supervisor, 8 colleague, 16 the supervisor's authority is named), authority, supervisor's authority, string
 * emergency number (at most 15 bytes). An authority is 4 bytes currency, u8 all, u16 named, u16 granted, u32
 * discount, i64 refund, voucher, free item. Errors: E_STATE for bytes that are no event. Views borrow
 * `bytes`. Thread-safe.
 */
enum amends_status amends_event_decode(const void *bytes, size_t len_bytes, struct amends_event *out);

/* Encodes; gives the length. E_SPACE when `size` is less than the _MAX of its kind. Thread-safe. */
enum amends_status amends_card_encode(const struct amends_card *card, void *bytes, size_t size,
                                      size_t *len_bytes);
enum amends_status amends_reading_encode(const struct amends_reading *reading, void *bytes, size_t size,
                                         size_t *len_bytes);
enum amends_status amends_reviewed_encode(const struct amends_reviewed *reviewed, void *bytes, size_t size,
                                          size_t *len_bytes);

#endif
