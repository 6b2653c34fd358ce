/*
 * Every length, count and time that a caller over HTTP can choose has its limit here, with a test at the
 * limit and one past it. They stand in the API's description too.
 */
#ifndef AM_HTTP_LIMITS_H
#define AM_HTTP_LIMITS_H

enum {
    AM_HTTP_HEAD_BYTES_MAX = 16384,  /* request line and headers of one request, and its part of an answer */
    AM_HTTP_PATH_BYTES_MAX = 512,    /* the path */
    AM_HTTP_BODY_BYTES_MAX = 262144, /* a body of JSON */
    AM_HTTP_LINES_BYTES_MAX = 4194304,  /* a body of JSON Lines: one encounter for /v1/coach */
    AM_HTTP_LINES_MAX = 4096,           /* events in it */
    AM_HTTP_QUERY_BYTES_MAX = 200,      /* ?q= */
    AM_HTTP_CURSOR_BYTES_MAX = 64,      /* ?cursor= */
    AM_HTTP_KEY_BYTES_MAX = 128,        /* Idempotency-Key */
    AM_HTTP_PAGE_DEFAULT = 50,          /* ?limit= where none is given */
    AM_HTTP_PAGE_MOST = 200,            /* the highest ?limit= */
    AM_HTTP_CREDENTIAL_BYTES_MAX = 256, /* a cookie's or a token's value */

    AM_HTTP_IDLE_MS = 30000,       /* a connection on which nothing is asked is closed after this time */
    AM_HTTP_HEAD_MS_MAX = 15000,   /* from its first byte to the end of a request's headers */
    AM_HTTP_BODY_MS_MAX = 60000,   /* so long the body may take */
    AM_HTTP_ANSWER_MS_MAX = 60000, /* so long taking the answer may take; live events apart */
    AM_HTTP_STOP_MS_MAX = 20000,   /* so long a clean stop waits for requests under way */

    AM_HTTP_CONNECTIONS_MAX = 12000, /* at once, where the settings say nothing */
    AM_HTTP_QUEUE_MAX = 4096,        /* requests that wait for a worker; more are answered with 503 */

    AM_HTTP_ANSWER_KEPT_MS = 86400000, /* an answer under an Idempotency-Key is kept for a day */
    AM_HTTP_ANSWER_KEPT_BYTES = 65536  /* and up to this length */
};

#endif
