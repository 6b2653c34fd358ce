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

    AM_HTTP_IDLE_MS = 30000,          /* a connection on which nothing is asked is closed after this time */
    AM_HTTP_HEAD_MS_MAX = 15000,      /* from its first byte to the end of a request's headers */
    AM_HTTP_BODY_MS_MAX = 60000,      /* so long the body may take */
    AM_HTTP_ANSWER_MS_MAX = 60000,    /* so long taking the answer may take; live events apart */
    AM_HTTP_ANSWER_BYTES_PER_MS = 64, /* and longer for the app's large files: 20 MB have six minutes */
    AM_HTTP_STOP_MS_MAX = 20000,      /* so long a clean stop waits for requests under way */

    AM_HTTP_CONNECTIONS_MAX = 12000, /* at once, where the settings say nothing */
    AM_HTTP_QUEUE_MAX = 4096,        /* requests that wait for a worker; more are answered with 503 */

    AM_LIVE_PER_PERSON_MAX = 16, /* live streams of one person at once */
    AM_LIVE_BEAT_MS = 15000,     /* so often a stream carries a comment */
    AM_LIVE_POLL_MS = 1000,      /* so often is looked for what other processes wrote */
    AM_LIVE_CHECK_MS = 10000,    /* so often it is asked anew whether a stream's session stands */
    AM_LIVE_PACE_MS = 20,        /* what is committed within this time of the last events is told together */
    AM_LIVE_BATCH = 250,         /* notices that are read at once */
    AM_LIVE_RING = 2048,         /* notices of an organisation that are kept for streams on their way */
    AM_LIVE_WAITING_BYTES_MAX = 131072, /* a stream for which more than this waits is closed */
    AM_LIVE_SLOW_MS = 2000,             /* and which took nothing for this time */
    AM_LIVE_MISSED_MAX = 1000,          /* who missed more is told to read all anew */
    AM_LIVE_BLOCK_BYTES = 4096,         /* of an answer that never ends */
    AM_LIVE_SOCKET_BYTES = 32768,       /* room in the system for what a client has not taken */
    AM_LIVE_UNHEARD_MS = 30000,         /* a client that does not answer for this time is gone */
    AM_LIVE_STOP_MS_MAX = 1000,         /* so long a clean stop waits for streams to end */
    AM_LIVE_KEPT_MS = 86400000,         /* notices are kept for a day */

    AM_HTTP_ANSWER_KEPT_MS = 86400000, /* an answer under an Idempotency-Key is kept for a day */
    AM_HTTP_ANSWER_KEPT_BYTES = 65536  /* and up to this length */
};

#endif
