/*
 * Replies with a courteous passage of another one before or behind them. Most that were written for the
 * corpus are either good throughout or nothing but a fault; people say both in one breath ("I'm sorry about
 * that. You should have read the label."), and courtesy must not be taken for a sign that no fault is there.
 */
#ifndef TRAIN_JOINED_H
#define TRAIN_JOINED_H

#include <jansson.h>
#include <stdint.h>

enum { JOINED_FOLDS = 5 };

/* The last passage of each part of cross-validation. It stays in its part, so that nothing is judged by what
 * was learned from it. */
struct joined {
    json_t *passages[JOINED_FOLDS];
};

/* The reply with the last passage of its part; NULL where there is none yet. `key`, of the reply's text, says
 * which part it is in, and which of the two stands first. */
json_t *joined_make(const struct joined *joined, const json_t *reply, uint64_t key);

/* Keeps what a reply without a fault does well, one passage of it, for the replies that follow. */
void joined_keep(struct joined *joined, const json_t *reply, uint64_t key);

void joined_dispose(struct joined *joined);

#endif
