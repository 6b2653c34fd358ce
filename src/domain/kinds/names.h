/*
 * The names of what a record may choose from, where more than one kind of record does: arrays ended by NULL,
 * in the order of their enum. Those of include/amends/labels.h, and the desk's roles and permissions.
 */
#ifndef AM_KINDS_NAMES_H
#define AM_KINDS_NAMES_H

extern const char *const am_role_names[],
    *const am_remedy_names[], *const am_channel_names[], *const am_outcome_names[],
                                                             *const am_level_names[],
                                                                 *const am_signal_names[],
                                                                     *const am_permission_names[];

#endif
