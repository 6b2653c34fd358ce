/*
 * Plain lines: what nearly all lines of `amends signals` are. One object of strings, numbers and short lists,
 * read without building a tree of it. Anything else, every mistake included, is left to am_line_parse, which
 * also knows how to tell what is wrong. Not thread-safe: one scratch per thread.
 */
#ifndef AM_PLAIN_H
#define AM_PLAIN_H

#include "faces/json/request.h"
#include "faces/json/writer.h"

/* The request of a plain line, as am_request_signals would read it; false where the line is not plain. Views
 * live as long as the line and the scratch (zeroed at first, ended by am_writer_dispose). Whether the text is
 * UTF-8 is not looked at. */
bool am_plain_signals(const amends_engine *engine, struct amends_view line, struct am_writer *scratch,
                      struct am_signals_request *out);

#endif
