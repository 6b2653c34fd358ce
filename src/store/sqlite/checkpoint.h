/*
 * The journal of SQLite put into the file by a thread of its own, so that the writer need not wait for it:
 * what is committed is on disk in the journal already. For src/store/sqlite alone.
 */
#ifndef AM_SQLITE_CHECKPOINT_H
#define AM_SQLITE_CHECKPOINT_H

struct am_checkpoint;

/* A thread, and a connection of its own to the file. NULL where one cannot be had: then whoever writes does
 * it. Owns: the caller, am_checkpoint_stop. */
struct am_checkpoint *am_checkpoint_start(const char *path);

/* The journal is long: put away what can be. Never waits. One thread. */
void am_checkpoint_ring(struct am_checkpoint *checkpoint);

/* Ends the thread, when what it does is done, and its connection. NULL does nothing. */
void am_checkpoint_stop(struct am_checkpoint *checkpoint);

#endif
