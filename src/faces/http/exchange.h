/*
 * One request and its answer: from the server's calls for a connection to a route's handler and back.
 */
#ifndef AM_EXCHANGE_H
#define AM_EXCHANGE_H

#include <microhttpd.h>

/* As MHD_AccessHandlerCallback and MHD_RequestCompletedCallback have them; `context` is the server. */
enum MHD_Result am_exchange_take(void *context, struct MHD_Connection *connection, const char *url,
                                 const char *method, const char *version, const char *upload,
                                 size_t *upload_len, void **state);
void am_exchange_end(void *context, struct MHD_Connection *connection, void **state,
                     enum MHD_RequestTerminationCode how);

#endif
