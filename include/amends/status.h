/*
 * What a function of the library answers: one status out of one table, with a
 * name, a text for people, and whose fault it is. Depends on nothing.
 * Outputs of a function that fails are left untouched.
 */
#ifndef AMENDS_STATUS_H
#define AMENDS_STATUS_H

enum amends_fault { AMENDS_FAULT_NONE, AMENDS_FAULT_CALLER, AMENDS_FAULT_DATA, AMENDS_FAULT_WORLD };

/* name, whose fault, text */
#define AMENDS_STATUSES(X)                                                                                   \
    X(OK, NONE, "done")                                                                                      \
    X(E_ARGUMENT, CALLER, "an argument is missing or out of range")                                          \
    X(E_MEMORY, WORLD, "the allocator gave no memory")                                                       \
    X(E_UTF8, DATA, "the text is not valid UTF-8")                                                           \
    X(E_NUL, DATA, "the text contains a NUL character")                                                      \
    X(E_TOO_LONG, DATA, "the text is longer than the limit")                                                 \
    X(E_LIMIT, DATA, "a length or count is over its limit")                                                  \
    X(E_LANGUAGE, DATA, "the language is none of the playbook's")                                            \
    X(E_IMAGE, DATA, "the playbook image is damaged or of another version")                                  \
    X(E_STATE, DATA, "the saved encounter is damaged or of another version")                                 \
    X(E_ENDED, CALLER, "the encounter has ended: only danger_cleared, undo or start may follow")             \
    X(E_NOTHING_TO_UNDO, CALLER, "there is nothing to undo: undo reaches one event back")                    \
    X(E_SPACE, CALLER, "the buffer is too small")                                                            \
    X(E_PLAYBOOK, DATA, "the playbook has errors")

enum amends_status {
#define X(name, fault, text) AMENDS_##name,
    AMENDS_STATUSES(X)
#undef X
        AMENDS_STATUS_COUNT
};

/* The status's name ("AMENDS_E_UTF8"), static; "?" for a number out of range. Thread-safe. */
const char *amends_status_name(enum amends_status status);

/* The status's text in English for a log or a developer, static. Thread-safe. */
const char *amends_status_text(enum amends_status status);

/* Whose fault it is. Thread-safe. */
enum amends_fault amends_status_fault(enum amends_status status);

#endif
