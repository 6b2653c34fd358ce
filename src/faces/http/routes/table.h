/*
 * What the tables of the desk's routes are written with: for the files of this folder alone.
 */
#ifndef AM_ROUTES_TABLE_H
#define AM_ROUTES_TABLE_H

#include "desk/hooks.h"
#include "domain/kinds/all.h"
#include "faces/http/modules.h"
#include "faces/http/work.h"

enum { REQUIRED = AM_FIELD_REQUIRED };

/* A body or an answer that is no record that is kept: am_<kind>_record is static, over struct <kind>. */
#define BODY(kind, name_, about_)                                                                            \
    static const struct am_record kind##_record = {.name = name_,                                            \
                                                   .about = about_,                                          \
                                                   .size = sizeof(struct kind),                              \
                                                   .fields = kind##_fields,                                  \
                                                   .field_count =                                            \
                                                       sizeof kind##_fields / sizeof *kind##_fields}

/* How a route begins. */
#define READ(path_, permission_, summary_)                                                                   \
    .method = AM_GET, .path = path_, .door = AM_DOOR_PERSON, .permission = AM_MAY_##permission_,             \
    .handle = am_work_show, .summary = summary_
#define LIST(path_, permission_, summary_)                                                                   \
    .method = AM_GET, .path = path_, .door = AM_DOOR_PERSON, .permission = AM_MAY_##permission_,             \
    .handle = am_work_list, .gives_list = true, .summary = summary_
#define WRITE(method_, path_, permission_, act_, summary_)                                                   \
    .method = method_, .path = path_, .door = AM_DOOR_PERSON, .permission = AM_MAY_##permission_,            \
    .handle = am_work_do, .act = act_, .summary = summary_
#define EDIT(path_, permission_, act_, record_, summary_)                                                    \
    .method = AM_PATCH, .path = path_, .door = AM_DOOR_PERSON, .permission = AM_MAY_##permission_,           \
    .handle = am_work_edit, .act = act_, .takes = &record_, .gives = &record_, .needs_version = true,        \
    .summary = summary_

/* What calls can be delivered by, as the program has it (am_server_settings.help). */
struct am_help_setup;
void am_help_setup_of(const struct am_work *work, struct am_doing *doing, struct am_help_setup *setup);

/* What cases ask of encounters. */
extern const struct am_hooks am_route_hooks;

#endif
