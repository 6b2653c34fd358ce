#include "domain/kinds/help.h"

#include "domain/kinds/names.h"
#include "domain/kinds/table.h"

static const char *const call_states[] = {[AM_CALL_CALLED] = "called",   [AM_CALL_DELIVERED] = "delivered",
                                          [AM_CALL_SEEN] = "seen",       [AM_CALL_ON_THE_WAY] = "on_the_way",
                                          [AM_CALL_ARRIVED] = "arrived", [AM_CALL_NOBODY] = "nobody",
                                          [AM_CALL_ENDED] = "ended",     NULL};
static const char *const ways[] = {[AM_WAY_SCREEN] = "screen",
                                   [AM_WAY_WEBHOOK] = "webhook",
                                   [AM_WAY_EMAIL] = "email",
                                   [AM_WAY_COMMAND] = "command",
                                   NULL};
static const char *const delivery_states[] = {[AM_DELIVERY_WAITING] = "waiting",
                                              [AM_DELIVERY_DONE] = "done",
                                              [AM_DELIVERY_FAILED] = "failed",
                                              [AM_DELIVERY_TOO_LATE] = "too_late",
                                              NULL};

static const struct am_field call_fields[] = {
    AM_FIELD(am_call, site, ID, .flags = REQUIRED | FIXED, .of = "site", .about = "At which site"),
    AM_FIELD(am_call, encounter, ID, .flags = FIXED, .of = "encounter", .about = "In which encounter"),
    AM_FIELD(am_call, called_by, ID, .flags = REQUIRED | FIXED | OURS, .of = "person", .about = "Who called"),
    AM_FIELD(am_call, answered_by, ID, .flags = OURS, .of = "person", .about = "Who saw it, and comes"),
    AM_FIELD(am_call, whom, CHOICE, .flags = REQUIRED | FIXED, .choices = am_level_names,
             .about = "Who is needed"),
    AM_FIELD(am_call, state, CHOICE, .flags = REQUIRED | OURS, .choices = call_states,
             .about = "How far it got"),
    AM_FIELD(am_call, silent, FLAG, .flags = FIXED,
             .about = "Unseen: nothing shows on the caller's screen but a quiet mark"),
    AM_FIELD_NAMED(am_call, where_, "where", TEXT, .flags = PERSONAL, .most = TITLE_MOST,
                   .about = "Where exactly: a till, a room, a table"),
    AM_FIELD(am_call, note, TEXT, .flags = PERSONAL, .most = LINE_MOST,
             .about = "What those who come should know"),
    AM_FIELD(am_call, round, NUMBER, .flags = OURS, .about = "How many were called one after the other"),
    AM_FIELD(am_call, next_at_ms, TIME, .flags = OURS, .about = "Not seen by then: the next one is called"),
    AM_FIELD(am_call, seen_at_ms, TIME, .flags = OURS, .about = "When it was seen"),
    AM_FIELD(am_call, arrived_at_ms, TIME, .flags = OURS, .about = "When somebody arrived"),
    AM_FIELD(am_call, ended_at_ms, TIME, .flags = OURS, .about = "When it was needed no more"),
};
RECORD(call, call, "call", "calls", .about = "A call for help, and whether somebody comes");

static const struct am_field way_fields[] = {
    AM_FIELD(am_way, site, ID, .flags = REQUIRED | FIXED, .of = "site", .about = "Which site has it"),
    AM_FIELD(am_way, way, CHOICE, .flags = REQUIRED | FIXED, .choices = ways,
             .about = "What it is; open screens need none"),
    AM_FIELD(am_way, level, CHOICE, .flags = REQUIRED, .choices = am_level_names,
             .about = "Whom it reaches: colleague, supervisor or security"),
    AM_FIELD(am_way, address, TEXT, .flags = REQUIRED, .most = 2000,
             .about = "Where to: the webhook's address, a mailbox, the name of one of the server's commands"),
    AM_FIELD(am_way, to, TEXT, .flags = 0, .most = TITLE_MOST,
             .about = "What a command is told beside the call: a number, which bell"),
    AM_FIELD(am_way, about, TEXT, .flags = 0, .most = TITLE_MOST, .about = "What people call it"),
    AM_FIELD(am_way, secret, BYTES, .flags = OURS | SECRET, .most = 256,
             .about = "What a webhook's messages are signed with, sealed"),
    AM_FIELD(am_way, own, FLAG, .flags = 0,
             .about = "A command that reaches each person who is called by their own telephone number"),
    AM_FIELD(am_way, off, FLAG, .flags = 0, .about = "It is not used for now"),
};
RECORD(way, way, "way", "ways",
       .about = "What a site has to reach somebody with: a webhook, a mailbox, a command of the server's");

static const struct am_field delivery_fields[] = {
    AM_FIELD(am_delivery, call, ID, .flags = FIXED | OURS, .of = "call", .about = "Which call it delivers"),
    AM_FIELD(am_delivery, to_person, ID, .flags = FIXED | OURS, .of = "person",
             .about = "Whom it should reach"),
    AM_FIELD(am_delivery, subject, ID, .flags = FIXED | OURS,
             .about = "The record that it tells of, where it is no call"),
    AM_FIELD(am_delivery, by, ID, .flags = FIXED | OURS, .of = "way",
             .about = "Which of the site's ways it goes by; none: a screen, a mailbox of theirs"),
    AM_FIELD(am_delivery, way, CHOICE, .flags = REQUIRED | FIXED | OURS, .choices = ways,
             .about = "By which way it goes"),
    AM_FIELD(am_delivery, state, CHOICE, .flags = REQUIRED | OURS, .choices = delivery_states,
             .about = "How it fared; too late ones are never delivered"),
    AM_FIELD(am_delivery, address, TEXT, .flags = FIXED | OURS | SECRET, .most = 2000,
             .about = "Where to; addresses of webhooks may hold a secret"),
    AM_FIELD(am_delivery, body, TEXT, .flags = FIXED | OURS | PERSONAL, .most = PAGE_MOST,
             .about = "What is delivered"),
    AM_FIELD(am_delivery, trouble, TEXT, .flags = OURS | PERSONAL, .most = LINE_MOST,
             .about = "What went wrong the last time"),
    AM_FIELD(am_delivery, attempts, NUMBER, .flags = OURS, .about = "How often it was tried"),
    AM_FIELD(am_delivery, next_at_ms, TIME, .flags = OURS, .about = "When it is tried next"),
    AM_FIELD(am_delivery, last_at_ms, TIME, .flags = FIXED | OURS,
             .about = "Not after this: it would come too late"),
};
RECORD(delivery, delivery, "delivery", "deliveries",
       .about = "An attempt to reach somebody outside the open screens, and how it fared");

static const struct am_field screens_fields[] = {
    AM_FIELD(am_screens, people, BYTES, .flags = OURS, .about = "Who has a screen open with this process"),
    AM_FIELD(am_screens, until_ms, TIME, .flags = REQUIRED | OURS, .about = "Until when that holds"),
};
RECORD(screens, screens, "screens", "screens_open",
       .about = "Who has a live screen open with one process of the desk");
