/*
 * The engine: a playbook image read in place, shared read-only between threads, and a workspace per thread.
 * The engine does no I/O, reads no clock, keeps no globals; all memory comes from the caller's allocator when
 * engine and workspace are made, none afterwards.
 */
#ifndef AMENDS_ENGINE_H
#define AMENDS_ENGINE_H

#include "amends/limits.h"
#include "amends/memory.h"
#include "amends/status.h"

typedef struct amends_engine amends_engine;
typedef struct amends_workspace amends_workspace;

/* The playbook built into the library; the view lives as long as the program. Thread-safe. */
struct amends_view amends_builtin_image(void);

/*
 * Makes an engine over `image` (compiled playbook bytes, 8-byte aligned, borrowed: must outlive the engine).
 * Errors: E_ARGUMENT, E_MEMORY, E_IMAGE. Owns: the caller frees it with amends_engine_free. The engine is
 * read-only afterwards and may be used by any number of threads.
 */
enum amends_status amends_engine_new(const struct amends_allocator *allocator, struct amends_view image,
                                     amends_engine **out);
void amends_engine_free(amends_engine *engine);

/*
 * Makes scratch memory for one thread, for texts of up to `text_bytes_max` bytes (at most
 * AMENDS_TEXT_BYTES_MAX; 0 means that). Errors: E_ARGUMENT, E_MEMORY. Owns: freed with amends_workspace_free.
 * Not thread-safe: one per thread.
 */
enum amends_status amends_workspace_new(const amends_engine *engine, const struct amends_allocator *allocator,
                                        size_t text_bytes_max, amends_workspace **out);
void amends_workspace_free(amends_workspace *workspace);

/* Number of languages, and the code ("en") of each by index; "" out of range. Static with the image.
 * Thread-safe. */
unsigned amends_engine_language_count(const amends_engine *engine);
const char *amends_engine_language_code(const amends_engine *engine, int lang);

/* Index of the language with this code, or -1. Thread-safe. */
int amends_engine_language_find(const amends_engine *engine, struct amends_view code);

/* The playbook's version text, as `start` answers it. Lives with the image. Thread-safe. */
struct amends_view amends_engine_playbook_version(const amends_engine *engine);

#endif
