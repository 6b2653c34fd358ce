/* What the sender of deliveries consists of: for the files of this folder alone. */
#ifndef AM_DELIVER_INSIDE_H
#define AM_DELIVER_INSIDE_H

#include <pthread.h>
#include <stdatomic.h>

#include "faces/deliver/deliver.h"
#include "faces/deliver/sending.h"

/* One delivery that was taken: in the hands of a thread of its own until `ended`, then of the first thread.
 */
struct am_attempt {
    struct am_attempt *next;
    struct am_deliver *deliver;
    struct am_arena arena; /* of its texts */
    am_id org;
    struct am_delivery row;
    struct amends_view secret; /* of the webhook, sealed */
    bool way_gone;             /* the site has it no more, or switched it off */
    pthread_t thread;
    bool started;
    atomic_bool ended;
    struct am_sent sent;
    int64_t took_ms;
};

enum am_deliver_result { AM_DELIVER_DONE, AM_DELIVER_AGAIN, AM_DELIVER_FAILED, AM_DELIVER_RESULTS };

struct am_deliver {
    struct am_deliver_settings settings;
    struct am_arena arena; /* of what lives as long */
    struct am_proxies networks;
    struct am_command_list commands;
    struct am_help_way mail; /* people's own mailboxes, where there is a mail server */
    struct am_attempt *attempts;
    pthread_t thread;
    pthread_mutex_t lock; /* of `woken` and `ending` */
    pthread_cond_t bell;
    bool begun, woken, ending;
    atomic_bool stopping; /* what is under way is cut off */
    atomic_bool hinted;   /* a call was made: the next commit may bring something */
    atomic_uint under_way;
    atomic_uint_least64_t counts[AM_WAY_COMMAND + 1][AM_DELIVER_RESULTS], late;
};

int64_t am_deliver_now_ms(const struct am_deliver *deliver);

/* How long one attempt may last; and how long a delivery is this process' own, which is longer. */
int64_t am_deliver_attempt_ms(const struct am_deliver *deliver);
int64_t am_deliver_lease_ms(const struct am_deliver *deliver);

/* ---- store.c: jobs; what storage answered */

/* Takes what is due, at most `most`, as attempts before *attempts. */
enum am_kept am_deliver_take(struct am_deliver *deliver, size_t most, struct am_attempt **attempts);

/* Writes what became of one: true, it is written, or never can be. */
bool am_deliver_settle(struct am_deliver *deliver, struct am_attempt *attempt);

/* Gives one back that was not tried. */
void am_deliver_give_back(struct am_deliver *deliver, struct am_attempt *attempt);

/* ---- attempt.c */

/* Sends it: the thread of an attempt. */
void *am_attempt_run(void *attempt);
void am_attempt_free(struct am_attempt *attempt);
const char *am_way_name(int32_t way);

#endif
