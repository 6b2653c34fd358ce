/*
 * The functions of amends.wasm. Functions that can fail give a length of 0 or more, the answer's bytes then
 * standing at wasm_answer, or the negative of an enum amends_status.
 */
#ifndef AM_WASM_EXPORTS_H
#define AM_WASM_EXPORTS_H

#include <stddef.h>

#include "amends/coach.h"

#ifdef __wasm__
#define EXPORT(name) __attribute__((export_name(#name))) name
#else /* compiled natively to be compared with */
#define EXPORT(name) name
#endif

/* One loaded engine with its workspace, and the place for answers. */
struct session;

void *EXPORT(wasm_allocate)(size_t size);
void EXPORT(wasm_release)(void *memory);
/* Opens a compiled playbook, which is read in place: 8-byte aligned, as wasm_allocate gives it, and not
 * released before the session is closed. 0 where it is none, or there is no memory. */
struct session *EXPORT(wasm_open)(const void *image, size_t len_bytes);
void EXPORT(wasm_close)(struct session *session);
const unsigned char *EXPORT(wasm_answer)(const struct session *session);
amends_encounter *EXPORT(wasm_encounter)(void);
int EXPORT(wasm_step)(struct session *session, amends_encounter *encounter, const void *event,
                      size_t len_bytes);
int EXPORT(wasm_read)(struct session *session, const char *text, size_t len_bytes, int lang, int channel);
int EXPORT(wasm_review)(struct session *session, const void *reply, size_t len_bytes);
int EXPORT(wasm_save)(const amends_encounter *encounter, void *bytes, size_t size);
int EXPORT(wasm_restore)(amends_encounter *encounter, const void *bytes, size_t len_bytes);
size_t EXPORT(wasm_saved_max)(void);
const char *EXPORT(wasm_language)(const struct session *session, int lang);
int EXPORT(wasm_phrase)(struct session *session, int lang, unsigned phrase);
int EXPORT(wasm_instruction)(struct session *session, int ui_lang, int act, int channel);
int EXPORT(wasm_rule)(struct session *session, int lang, unsigned rule);
/* A word of the screen by its path, ended by 0: "screen.emergency_number". Empty where there is none. */
int EXPORT(wasm_word)(struct session *session, int lang, const char *path);
/* Message, reason, suggestion, and a byte of sources: a bit per D0..D4, bit 5: ours. */
int EXPORT(wasm_finding)(struct session *session, int lang, unsigned finding, unsigned rule, int ui_lang);
const char *EXPORT(wasm_label)(int list, int number);

#endif
