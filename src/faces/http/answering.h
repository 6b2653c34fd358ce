/*
 * From what a handler answered to the bytes and headers that are sent. settle may run in any thread, send
 * runs in the connection's own.
 */
#ifndef AM_ANSWERING_H
#define AM_ANSWERING_H

#include "faces/http/reading.h"

/* Makes the body, decides status and type; counts and logs the request. */
void am_answering_settle(struct am_exchange *exchange);

/* Queues it. */
enum MHD_Result am_answering_send(struct am_exchange *exchange);

#endif
