/*
 * Which fields of a record are found by am_tx_search. For src/store alone.
 */
#ifndef AM_STORE_SHAPE_H
#define AM_STORE_SHAPE_H

#include "domain/record.h"

/* Its words are found. */
bool am_field_searchable(const struct am_field *field);

/* The number by which people call the record: it is found as a word. */
bool am_field_numbers_record(const struct am_field *field);

#endif
