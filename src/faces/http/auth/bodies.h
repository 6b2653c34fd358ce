/*
 * What the routes of sign-in take: described like records, so that reading, messages and the API's
 * description come from one table. Texts live as long as the request.
 */
#ifndef AM_BODIES_H
#define AM_BODIES_H

#include "domain/record.h"

struct am_setup_body {
    struct amends_view secret, organisation, currency, lang, zone, site, emergency_number, name, login,
        password;
    int32_t trade;
};
struct am_signin_body {
    am_id organisation; /* 0: the server's */
    struct amends_view login, password, code;
};
struct am_pin_signin_body {
    am_id person;
    struct amends_view pin;
};
struct am_password_body {
    struct amends_view password, fresh;
};
struct am_pin_body {
    struct amends_view password, pin;
};
struct am_confirm_body {
    struct amends_view password;
};
struct am_code_body {
    struct amends_view code;
};

extern const struct am_record am_setup_body_record, am_signin_body_record, am_pin_signin_body_record,
    am_password_body_record, am_pin_body_record, am_confirm_body_record, am_code_body_record;

/* What they answer. */
extern const struct am_record am_reset_answer_record, am_totp_answer_record, am_recovery_answer_record;

struct am_reset_answer {
    struct amends_view password;
    bool debriefs_lost;
};
struct am_recovery_answer {
    struct amends_view recovery_codes; /* a JSON array of texts */
};
struct am_totp_answer {
    struct amends_view secret, address;
};

#endif
