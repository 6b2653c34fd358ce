/*
 * What the desk's verbs share beside doing.h: lists without end, references that must be there, edits of the
 * fields that may be edited. As there: true, or refused. Not thread-safe: one doing per job.
 */
#ifndef AM_KIT_H
#define AM_KIT_H

#include "desk/doing.h"

/* Two texts are the same bytes. */
bool am_view_same(struct amends_view a, struct amends_view b);

/* A text without the blanks around it. */
struct amends_view am_view_trim(struct amends_view text);

/* A view of a string. */
struct amends_view am_view_of(const char *text);

/* A record's detail for the audit log, printed into the job's arena: JSON of ids and numbers. Empty where
 * memory runs out. */
__attribute__((format(printf, 2, 3))) struct amends_view am_doing_print(struct am_doing *doing,
                                                                        const char *format, ...);

/* All records that the conditions name, by id: an array in the job's arena. For what a person or an encounter
 * has, not for what an organisation has: more than AM_FEW_MOST are refused ("too-many"). */
enum { AM_FEW_MOST = 20000 };
bool am_doing_few(struct am_doing *doing, const struct am_record *record, const struct am_where *where,
                  size_t where_count, void **rows, size_t *count);

/* Refuses a field: what was expected, in English. Always gives false. */
bool am_refuse_field(struct am_doing *doing, const struct am_record *record, const char *field,
                     const char *expected);

/* Does everything that the record names exist in this organisation? Fields that the desk's verbs set are
 * looked at too. `before`: what is named there already is not looked at again; NULL: all is. */
bool am_doing_references(struct am_doing *doing, const struct am_record *record, const void *row,
                         const void *before);

/* Takes what may be edited from `wanted` into `row`: no field that is FIXED or OURS. *detail: JSON with the
 * names of the fields that changed, {"fields": […]}; empty where none did. */
bool am_doing_edit(struct am_doing *doing, const struct am_record *record, void *row, const void *wanted,
                   struct amends_view *detail);

/* Empties what holds a customer's words or data: PERSONAL fields, those that are REQUIRED get a mark. */
void am_record_clear(const struct am_record *record, void *row);

/* Writes the record, its entry in the log and the notice to who may see it, in this order. */
bool am_doing_changed(struct am_doing *doing, const struct am_record *record, void *row, int64_t version,
                      const char *action, struct amends_view detail);
bool am_doing_added(struct am_doing *doing, const struct am_record *record, void *row, const char *action,
                    struct amends_view detail);

#endif
