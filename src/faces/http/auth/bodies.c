#include "faces/http/auth/bodies.h"

#include "domain/kinds/people.h"
#include "faces/http/auth/password.h"

enum { REQUIRED = AM_FIELD_REQUIRED };

#define BODY(kind, name_, about_)                                                                            \
    const struct am_record am_##kind##_record = {.name = name_,                                              \
                                                 .about = about_,                                            \
                                                 .size = sizeof(struct am_##kind),                           \
                                                 .fields = kind##_fields,                                    \
                                                 .field_count =                                              \
                                                     sizeof kind##_fields / sizeof *kind##_fields}

#define PASSWORD(type, member, about_)                                                                       \
    AM_FIELD(type, member, TEXT, .flags = REQUIRED, .most = AM_PASSWORD_LEN_MOST, .about = about_)
#define NEW_PASSWORD(type, member, about_)                                                                   \
    AM_FIELD(type, member, TEXT, .flags = REQUIRED, .least = AM_PASSWORD_LEN_LEAST,                          \
             .most = AM_PASSWORD_LEN_MOST, .about = about_)

static const struct am_field setup_body_fields[] = {
    AM_FIELD(am_setup_body, secret, TEXT, .flags = REQUIRED, .most = 64,
             .about = "What stands behind # in the link"),
    AM_FIELD(am_setup_body, organisation, TEXT, .flags = REQUIRED, .most = 200,
             .about = "What the business is called"),
    AM_FIELD(am_setup_body, currency, TEXT, .look = AM_TEXT_CURRENCY, .flags = REQUIRED, .least = 3,
             .most = 3, .about = "ISO 4217"),
    AM_FIELD(am_setup_body, lang, TEXT, .look = AM_TEXT_LANGUAGE, .flags = REQUIRED, .least = 2, .most = 35,
             .about = "BCP 47"),
    AM_FIELD(am_setup_body, zone, TEXT, .flags = REQUIRED, .most = 64,
             .about = "Time zone, by its IANA name"),
    AM_FIELD(am_setup_body, trade, CHOICE, .flags = REQUIRED, .choices = am_trade_names,
             .about = "What the business does"),
    AM_FIELD(am_setup_body, site, TEXT, .flags = REQUIRED, .most = 200,
             .about = "What the first site is called"),
    AM_FIELD(am_setup_body, emergency_number, TEXT, .flags = REQUIRED, .most = 40,
             .about = "The number to telephone when life or health is in danger"),
    AM_FIELD(am_setup_body, name, TEXT, .flags = REQUIRED, .most = 100, .about = "What the owner is called"),
    AM_FIELD(am_setup_body, login, TEXT, .flags = REQUIRED, .most = 64,
             .about = "What the owner signs in with"),
    NEW_PASSWORD(am_setup_body, password, "The owner's password"),
};
BODY(setup_body, "setup_request", "The business, its first site and its owner");

static const struct am_field signin_body_fields[] = {
    AM_FIELD(am_signin_body, organisation, ID, .of = "organisation",
             .about = "Where the server has several; none: its own"),
    AM_FIELD(am_signin_body, login, TEXT, .flags = REQUIRED, .most = 64, .about = "What they sign in with"),
    PASSWORD(am_signin_body, password, "The password"),
    AM_FIELD(am_signin_body, code, TEXT, .least = 6, .most = 16,
             .about = "Of the authenticator, where there is one; or a recovery code"),
};
BODY(signin_body, "sign_in_request", "A sign-in with the password");

static const struct am_field pin_signin_body_fields[] = {
    AM_FIELD(am_pin_signin_body, person, ID, .flags = REQUIRED, .of = "person", .about = "Who"),
    AM_FIELD(am_pin_signin_body, pin, TEXT, .flags = REQUIRED, .least = AM_PIN_LEN_LEAST,
             .most = AM_PIN_LEN_MOST, .about = "Their PIN"),
};
BODY(pin_signin_body, "pin_request", "Switching to another person on a shared device");

static const struct am_field password_body_fields[] = {
    PASSWORD(am_password_body, password, "The password until now"),
    {.name = "new",
     .kind = AM_FIELD_TEXT,
     .offset = offsetof(struct am_password_body, fresh),
     .flags = REQUIRED,
     .least = AM_PASSWORD_LEN_LEAST,
     .most = AM_PASSWORD_LEN_MOST,
     .about = "The password from now on"},
};
BODY(password_body, "password_request", "A change of password");

static const struct am_field pin_body_fields[] = {
    PASSWORD(am_pin_body, password, "The password"),
    AM_FIELD(am_pin_body, pin, TEXT, .least = AM_PIN_LEN_LEAST, .most = AM_PIN_LEN_MOST,
             .about = "The PIN from now on; none: no sign-in by PIN"),
};
BODY(pin_body, "pin_change_request", "A PIN for shared devices");

static const struct am_field confirm_body_fields[] = {
    PASSWORD(am_confirm_body, password, "The password"),
};
BODY(confirm_body, "confirm_request", "The password once more, for what concerns credentials");

static const struct am_field code_body_fields[] = {
    AM_FIELD(am_code_body, code, TEXT, .flags = REQUIRED, .least = 6, .most = 6,
             .about = "Of the authenticator"),
};
BODY(code_body, "code_request", "A code of the authenticator, which shows that it was set up");

static const struct am_field reset_answer_fields[] = {
    AM_FIELD(am_reset_answer, password, TEXT, .most = 200, .about = "For the person, until they change it"),
    AM_FIELD(am_reset_answer, debriefs_lost, FLAG,
             .about = "What they wrote in debriefs until now can be read by nobody any more"),
};
BODY(reset_answer, "reset_answer", "A password set anew by an administrator");

static const struct am_field totp_answer_fields[] = {
    AM_FIELD(am_totp_answer, secret, TEXT, .most = 64, .about = "To be typed into an authenticator"),
    AM_FIELD(am_totp_answer, address, TEXT, .most = 2000, .about = "The same, for a QR code"),
};
BODY(totp_answer, "totp_answer", "The secret of an authenticator, told once");

static const struct am_field recovery_answer_fields[] = {
    AM_FIELD(am_recovery_answer, recovery_codes, JSON,
             .about = "Each lets one in once in place of a code; told once, those before are good no more"),
};
BODY(recovery_answer, "recovery_answer", "Recovery codes, for when the authenticator is lost");
