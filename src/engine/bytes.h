/*
 * Little-endian bytes, written and read with their bounds: for what is saved and what goes over the wire. A
 * reader or writer that ran out stays failed, so one check at the end is enough.
 */
#ifndef AM_BYTES_H
#define AM_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "amends/authority.h"
#include "amends/memory.h"

struct am_writer {
    unsigned char *bytes;
    size_t size, at;
    bool failed;
};

struct am_reader {
    const unsigned char *bytes;
    size_t size, at;
    bool failed;
};

/* Writes the low `width` bytes (1, 2, 4, 8) of the value; negative numbers as two's complement. */
void am_write(struct am_writer *writer, uint64_t value, unsigned width);
void am_write_bytes(struct am_writer *writer, const void *bytes, size_t len_bytes);
void am_write_authority(struct am_writer *writer, const struct amends_authority *authority);

/* Reads `width` bytes; 0 once failed. The signed form extends the sign. */
uint64_t am_read(struct am_reader *reader, unsigned width);
int64_t am_read_signed(struct am_reader *reader, unsigned width);
/* Reads a boolean: any byte but 0 and 1 fails the reader. */
bool am_read_bool(struct am_reader *reader);
void am_read_bytes(struct am_reader *reader, void *bytes, size_t len_bytes);
/* A 32-bit length and that many bytes, borrowed. */
struct amends_view am_read_view(struct am_reader *reader);
/* Is it an authority that somebody can have: a currency of three capitals or none, remedies that exist, no
 * discount above all of the price, amounts from nothing to the highest. */
bool am_is_authority(const struct amends_authority *authority);
/* Reads an authority; one that nobody can have fails the reader. */
void am_read_authority(struct am_reader *reader, struct amends_authority *out);

#endif
