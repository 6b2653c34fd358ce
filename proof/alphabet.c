/*
 * The alphabet: every event that the coach can tell from another, once. Texts of one effect stand for all of
 * them.
 */
#include <stdio.h>
#include <string.h>

#include "proof/proof.h"

#define S(id) AMENDS_BIT(AMENDS_SIGNAL_##id)
#define M(id) AMENDS_BIT(AMENDS_MARK_##id)
#define V(id) AMENDS_BIT(AMENDS_MOVE_##id)

struct text {
    unsigned families;
    uint8_t kind, anger, reiteration, cover;
    uint32_t signals, marks, moves;
    uint8_t findings;
    const char *words;
    uint8_t tells; /* also without anger, complaint or demand */
};

#define CUSTOMER(families, anger, again, cover, signals, marks, words)                                       \
    {                                                                                                        \
        families, AM_PERCEPT_CUSTOMER, anger, again, cover, signals, marks, 0, 0, words, 0                   \
    }
#define STAFF(families, moves, marks, findings, words)                                                       \
    {                                                                                                        \
        families, AM_PERCEPT_STAFF, 0, 0, 0, 0, marks, moves, findings, words, 0                             \
    }

static const struct text texts[] = {
    CUSTOMER(FAMILY_TALK, 0, 0, 0, 0, 0, "My order number is 4711."),
    {FAMILY_TALK, AM_PERCEPT_CUSTOMER, 0, 0, 0, 0, 0, 0, 0, "The left shoe is a size larger than the right.",
     1},
    CUSTOMER(FAMILY_TALK, 0, 0, 0, 0, M(QUESTION), "When do you close?"),
    CUSTOMER(FAMILY_TALK, 2, 1, 0, S(COMPLAINT), M(SAID_BEFORE), "How often must I say it: it is BROKEN!"),
    STAFF(FAMILY_TALK, V(ASKS), 0, 0, "Which order is it?"),
    CUSTOMER(FAMILY_TALK, 1, 0, 0, S(COMPLAINT), 0, "This is broken."),
    CUSTOMER(FAMILY_TALK, 2, 0, 0, S(COMPLAINT), 0, "This is BROKEN! Unbelievable!"),
    CUSTOMER(FAMILY_TALK, 3, 0, 0, S(COMPLAINT), 0, "I HAVE HAD IT WITH THIS BROKEN THING!!!"),
    CUSTOMER(FAMILY_TALK, 2, 1, 0, S(COMPLAINT), 0, "As I said: it is BROKEN!"),
    CUSTOMER(FAMILY_TALK, 1, 1, 0, S(COMPLAINT), M(DISBELIEF), "Broken, I said. How do I know you care?"),
    CUSTOMER(FAMILY_TALK, 1, 1, 0, S(COMPLAINT), M(RECURRED), "It broke again after your repair."),
    CUSTOMER(FAMILY_TALK, 1, 0, 0, S(REFUSES_OFFER), 0, "No, that does not help me."),
    CUSTOMER(FAMILY_TALK, 0, 0, 0, S(CALMING), 0, "All right, thank you for looking into it."),
    CUSTOMER(FAMILY_TALK, 0, 0, 0, S(CALMING), M(ACCEPTS), "Good, I will take that. Thank you."),
    CUSTOMER(FAMILY_TALK, 1, 0, 0, 0, M(WAITING), "How long will this take?"),
    CUSTOMER(FAMILY_TALK, 0, 0, 0, 0, M(PARTING), "Well, goodbye then."),
    CUSTOMER(FAMILY_TALK, 1, 0, 0, S(ASK_SUPERVISOR), 0, "I want to speak to your manager."),
    CUSTOMER(FAMILY_TALK, 2, 0, 0, S(CHURN_THREAT), 0, "You have lost me as a customer!"),
    CUSTOMER(FAMILY_TALK, 2, 0, 0, S(LEGAL_THREAT) | S(COMPLAINT), 0,
             "You will hear from my lawyer about this!"),
    CUSTOMER(FAMILY_TALK, 1, 0, 0, S(DISTRESS), 0, "I cannot cope any more."),
    CUSTOMER(FAMILY_MONEY, 1, 0, AMENDS_COVER_COVERED, S(DEMAND), 0, "Exchange it, please."),
    CUSTOMER(FAMILY_MONEY, 1, 0, AMENDS_COVER_UNCLEAR, S(DEMAND), 0, "Give me something off."),
    CUSTOMER(FAMILY_MONEY, 1, 0, AMENDS_COVER_OVER, S(DEMAND), 0, "I want all my money back."),
    CUSTOMER(FAMILY_MONEY, 2, 1, AMENDS_COVER_OVER, S(DEMAND), 0, "Once more: ALL my money back!"),
    CUSTOMER(FAMILY_MONEY, 1, 0, AMENDS_COVER_OVER, S(DEMAND) | S(COMPLAINT), M(OWED),
             "You charged me twice, I want it back."),
    CUSTOMER(FAMILY_MONEY, 1, 0, AMENDS_COVER_COVERED, S(DEMAND), M(OWED),
             "You charged me twice, give me the two euros."),
    CUSTOMER(FAMILY_ABUSE, 2, 0, 0, S(INSULT), 0, "You idiot."),
    CUSTOMER(FAMILY_ABUSE, 0, 0, 0, S(HARASSMENT), 0, "People like you should go home."),
    CUSTOMER(FAMILY_ABUSE, 2, 0, 0, S(INSULT) | S(COMPLAINT), 0, "It is broken, you idiot."),
    CUSTOMER(FAMILY_ABUSE, 2, 0, 0, S(INSULT) | S(ASK_SUPERVISOR), 0, "Get your manager, you idiot."),
    CUSTOMER(FAMILY_ABUSE, 2, 0, 0, S(INSULT) | S(DISTRESS), 0, "My child is ill, you idiot, help me."),
    CUSTOMER(FAMILY_ABUSE, 1, 0, 0, S(INSULT), M(REMORSE), "You idiot. Sorry, I did not mean that."),
    CUSTOMER(FAMILY_ABUSE, 0, 0, 0, S(CALMING), M(REMORSE), "I am sorry for what I called you."),
    CUSTOMER(FAMILY_ABUSE, 1, 0, 0, S(PROFANITY), 0, "Damn this rain."),
    CUSTOMER(FAMILY_ABUSE, 1, 0, 0, S(COMPLAINT), 0, "It still is broken."),
    CUSTOMER(FAMILY_DANGER, 3, 0, 0, S(THREAT), 0, "I will break your legs."),
    CUSTOMER(FAMILY_DANGER, 3, 0, 0, S(THREAT), M(NEAR), "I will break your legs, I am on my way."),
    CUSTOMER(FAMILY_DANGER, 0, 0, 0, S(HAZARD) | S(DISTRESS), 0, "I have taken all the pills."),
    CUSTOMER(FAMILY_DANGER, 1, 0, 0, S(HAZARD), M(MALICE), "He has a knife."),
    CUSTOMER(FAMILY_DANGER, 0, 0, 0, S(CALMING), M(SAFE), "It is all right, the danger is over."),
    CUSTOMER(FAMILY_DANGER | FAMILY_ABUSE, 3, 0, 0, S(THREAT) | S(INSULT), 0,
             "I will break your legs, you idiot."),
    CUSTOMER(FAMILY_DANGER | FAMILY_ABUSE, 1, 0, 0, S(HAZARD) | S(INSULT), 0,
             "He has collapsed, do something, you idiot."),
    CUSTOMER(FAMILY_DRINK, 0, 0, 0, S(INTOXICATION), 0, "I had a glass of wine."),
    CUSTOMER(FAMILY_DRINK, 2, 0, 0, S(INTOXICATION) | S(COMPLAINT), 0, "I am drunk and this is RUBBISH!"),
    CUSTOMER(FAMILY_DRINK, 2, 0, 0, S(COMPLAINT), 0, "RUBBISH!"),
    CUSTOMER(FAMILY_DRINK, 0, 0, 0, S(CALMING), 0, "Fine, thank you."),
    CUSTOMER(FAMILY_DRINK | FAMILY_ABUSE, 2, 0, 0, S(INTOXICATION) | S(INSULT), 0,
             "I am drunk and you are an idiot."),
    CUSTOMER(FAMILY_HELP, 1, 0, 0, S(ASK_SUPERVISOR), 0, "Where is the boss?"),
    CUSTOMER(FAMILY_HELP, 2, 0, 0, S(COMPLAINT), 0, "This is TERRIBLE!"),
    STAFF(FAMILY_TALK, V(APOLOGISES), 0, 0, "I am sorry."),
    STAFF(FAMILY_TALK, V(ASKS), M(ASKS_RETELL), 0, "Could you tell me once more what happened?"),
    STAFF(FAMILY_TALK, V(OFFERS_SOLUTION), M(FIXED), 0, "It is mended now."),
    STAFF(FAMILY_TALK, V(CHECKS_FIRST), M(ASKS_WAIT), 0, "Let me check, one moment."),
    STAFF(FAMILY_TALK, V(COMMITS_FOLLOW_UP), 0, 0, "I will call you at five."),
    STAFF(FAMILY_TALK, 0, 0, AMENDS_BIT(AMENDS_FINDING_DISMISSIVE), "Calm down."),
    STAFF(FAMILY_MONEY, 0, 0, AMENDS_BIT(AMENDS_FINDING_UNAUTHORISED_OFFER),
          "I will give you all of it back."),
    STAFF(FAMILY_ABUSE, V(SETS_BOUNDARY), 0, 0, "I want to help, and I need us to speak respectfully."),
    STAFF(FAMILY_ABUSE, V(ENDS_SERVICE), 0, 0, "I am ending this conversation now."),
    STAFF(FAMILY_HELP, V(HANDS_OVER), M(TO_SUPERVISOR), 0, "I will fetch my manager."),
    STAFF(FAMILY_HELP, V(HANDS_OVER), M(TO_COLLEAGUE), 0, "I will fetch my colleague."),
    STAFF(FAMILY_DRINK, 0, 0, 0, "Good evening."),
    STAFF(FAMILY_DANGER, 0, M(TO_SECURITY), 0, "I am calling security."),
    {FAMILY_HELP, AM_PERCEPT_SUPERVISOR, 0, 0, 0, 0, 0, 0, 0, "Good day, I am the manager."},
    {FAMILY_BYSTANDER | FAMILY_ABUSE, AM_PERCEPT_BYSTANDER, 2, 0, 0, S(INSULT), 0, 0, 0,
     "Idiots, all of you."},
    {FAMILY_BYSTANDER | FAMILY_DANGER, AM_PERCEPT_BYSTANDER, 2, 0, 0, S(THREAT), 0, 0, 0, "I will hit you."},
    {FAMILY_BYSTANDER | FAMILY_DANGER, AM_PERCEPT_BYSTANDER, 1, 0, 0, S(HAZARD), 0, 0, 0,
     "He has collapsed!"},
    {FAMILY_BYSTANDER | FAMILY_DRINK, AM_PERCEPT_BYSTANDER, 0, 0, 0, S(INTOXICATION), 0, 0, 0,
     "He reeks of vodka."},
    {FAMILY_BYSTANDER | FAMILY_DRINK, AM_PERCEPT_BYSTANDER, 2, 0, 0, S(INTOXICATION), 0, 0, 0,
     "He is drunk, throw him out!"},
    {FAMILY_BYSTANDER, AM_PERCEPT_BYSTANDER, 1, 0, 0, S(COMPLAINT), 0, 0, 0, "I have been waiting too."},
    {FAMILY_BYSTANDER, AM_PERCEPT_BYSTANDER, 0, 0, 0, S(CALMING), M(SAFE), 0, 0, "It is all right now."},
};

struct tap {
    unsigned families;
    int code;
};

#define O(id) (AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_##id)

static const struct tap taps[] = {
    {FAMILY_TALK, AMENDS_SIGNAL_COMPLAINT},
    {FAMILY_TALK, AMENDS_SIGNAL_PUBLICITY_THREAT},
    {FAMILY_TALK, AMENDS_SIGNAL_CALMING},
    {FAMILY_TALK, AMENDS_SIGNAL_ASK_SUPERVISOR},
    {FAMILY_MONEY, AMENDS_SIGNAL_DEMAND},
    {FAMILY_ABUSE, AMENDS_SIGNAL_INSULT},
    {FAMILY_ABUSE, AMENDS_SIGNAL_HARASSMENT},
    {FAMILY_DANGER, AMENDS_SIGNAL_THREAT},
    {FAMILY_DANGER, AMENDS_SIGNAL_HAZARD},
    {FAMILY_DRINK, AMENDS_SIGNAL_INTOXICATION},
    {FAMILY_TALK, O(REPEATS)},
    {FAMILY_TALK, O(RAISED_VOICE)},
    {FAMILY_TALK, O(CALMED)},
    {FAMILY_HELP, O(SCENE)},
    {FAMILY_DANGER, O(VIOLENCE)},
    {FAMILY_DRINK, O(RAISED_VOICE)},
    {FAMILY_CLOSE, O(LEFT)},
    {FAMILY_HELP, O(SUPERVISOR_ARRIVED)},
    {FAMILY_HELP, O(SUPERVISOR_UNAVAILABLE)},
    {FAMILY_HELP, O(COLLEAGUE_ARRIVED)},
    {FAMILY_HELP, O(SECURITY_ARRIVED)},
    {FAMILY_HELP, O(NEED_HELP)},
    {FAMILY_DANGER, O(DANGER_CLEARED)},
    {FAMILY_DRINK, O(DANGER_CLEARED)},
};

static const struct tap deeds[] = {
    {FAMILY_TALK, AMENDS_ACT_APOLOGISE},       {FAMILY_TALK, AMENDS_ACT_FOLLOW_UP},
    {FAMILY_MONEY, AMENDS_ACT_SOLVE},          {FAMILY_ABUSE, AMENDS_ACT_SET_BOUNDARY},
    {FAMILY_ABUSE, AMENDS_ACT_END_SERVICE},    {FAMILY_HELP, AMENDS_ACT_CALL_SUPERVISOR},
    {FAMILY_DANGER, AMENDS_ACT_CALL_SECURITY},
};

static void add(struct alphabet *alphabet, const struct am_percept *percept, const char *line)
{
    struct letter *letter = &alphabet->letters[alphabet->count];

    for (unsigned i = 0; i < alphabet->count; i++)
        if (memcmp(&alphabet->letters[i].percept, percept, sizeof *percept) == 0)
            return;
    if (alphabet->count == LETTERS_MAX)
        return;
    letter->percept = *percept;
    snprintf(letter->line, sizeof letter->line, "%s", line);
    alphabet->count++;
}

static void add_text(struct alphabet *alphabet, const struct text *text, unsigned speaker, int to,
                     enum am_room room)
{
    static const char *const roles[] = {[AM_PERCEPT_CUSTOMER] = "customer",
                                        [AM_PERCEPT_BYSTANDER] = "bystander",
                                        [AM_PERCEPT_STAFF] = "staff",
                                        [AM_PERCEPT_SUPERVISOR] = "supervisor"};
    struct am_percept percept = {.kind = text->kind, .to = (int8_t)to, .has_text = 1, .room = (uint8_t)room};
    char line[200];

    percept.speaker = (uint8_t)(text->kind == AM_PERCEPT_BYSTANDER ? AM_BYSTANDER : speaker);
    percept.named = speaker != 0;
    percept.anger = text->anger;
    percept.tells = text->anger > 0 || (text->signals & (S(COMPLAINT) | S(DEMAND))) != 0 || text->tells;
    percept.reiteration = text->reiteration;
    percept.cover = text->cover;
    percept.signals = text->signals;
    percept.marks = text->marks;
    percept.moves = text->moves;
    percept.findings = text->findings;
    if (percept.cover == AMENDS_COVER_OVER && room == AM_ROOM_ALL)
        return;
    if (percept.cover == AMENDS_COVER_COVERED && room == AM_ROOM_NONE)
        return;
    snprintf(line, sizeof line, "{\"encounter\": \"e\", \"from\": \"%s\"%s%s, \"text\": \"%s\"}",
             roles[text->kind], speaker ? ", \"speaker\": \"b\"" : "", to >= 0 ? ", \"to\": \"b\"" : "",
             text->words);
    add(alphabet, &percept, line);
}

static void add_tap(struct alphabet *alphabet, int code, unsigned speaker, bool named, enum am_room room)
{
    static const uint8_t cover[] = {AMENDS_COVER_OVER, AMENDS_COVER_UNCLEAR, AMENDS_COVER_COVERED};
    struct am_percept percept = {
        .kind = AM_PERCEPT_OBSERVED, .to = -1, .code = (uint8_t)code, .room = (uint8_t)room};
    const char *name = code < AMENDS_CODE_OBSERVED ? amends_signal_name(code)
                                                   : amends_observation_name(code - AMENDS_CODE_OBSERVED);
    char line[200];

    percept.speaker = (uint8_t)speaker;
    percept.named = named;
    am_percept_tap(&percept);
    if (code == AMENDS_SIGNAL_DEMAND)
        percept.cover = cover[room];
    snprintf(line, sizeof line, "{\"encounter\": \"e\", \"observed\": \"%s\"%s}", name,
             named ? speaker ? ", \"speaker\": \"b\"" : ", \"speaker\": \"a\"" : "");
    add(alphabet, &percept, line);
}

static void add_deed(struct alphabet *alphabet, int act, int to, enum am_room room)
{
    struct am_percept percept = {
        .kind = AM_PERCEPT_DID, .to = (int8_t)to, .code = (uint8_t)act, .room = (uint8_t)room};
    char line[200];

    am_percept_act(&percept);
    snprintf(line, sizeof line, "{\"encounter\": \"e\", \"did\": \"%s\"%s}", amends_act_name(act),
             to >= 0 ? ", \"to\": \"b\"" : "");
    add(alphabet, &percept, line);
}

static void add_money(struct alphabet *alphabet, enum am_room room)
{
    static const char *const lines[] = {
        [AMENDS_COVER_NONE] = "{\"encounter\": \"e\", \"gave\": {\"refund\": 5, \"currency\": \"EUR\"}}",
        [AMENDS_COVER_COVERED] = "{\"encounter\": \"e\", \"authority\": {\"all\": true}}",
        [AMENDS_COVER_UNCLEAR] = "{\"encounter\": \"e\", \"authority\": {\"discount_percent\": 10}}",
        [AMENDS_COVER_OVER] = "{\"encounter\": \"e\", \"authority\": {}}",
    };

    for (uint8_t cover = AMENDS_COVER_NONE; cover <= AMENDS_COVER_OVER; cover++) {
        struct am_percept percept = {
            .kind = AM_PERCEPT_AUTHORITY, .to = -1, .cover = cover, .room = (uint8_t)room};

        if (cover == AMENDS_COVER_NONE)
            percept.kind = AM_PERCEPT_GAVE;
        add(alphabet, &percept, lines[cover]);
    }
}

static void add_outcomes(struct alphabet *alphabet, enum am_room room)
{
    for (int outcome = AMENDS_OUTCOME_NONE + 1; outcome < AMENDS_OUTCOME_COUNT; outcome++) {
        struct am_percept percept = {
            .kind = AM_PERCEPT_OUTCOME, .to = -1, .code = (uint8_t)outcome, .room = (uint8_t)room};
        char line[200];

        snprintf(line, sizeof line, "{\"encounter\": \"e\", \"outcome\": \"%s\"}",
                 amends_outcome_name(outcome));
        add(alphabet, &percept, line);
    }
}

void alphabet_make(struct alphabet *alphabet, unsigned families, enum am_room room)
{
    unsigned speakers = families & FAMILY_SECOND ? 2 : 1;

    memset(alphabet, 0, sizeof *alphabet);
    for (unsigned speaker = 0; speaker < speakers; speaker++) {
        int to = speaker ? (int)speaker : -1;

        for (unsigned i = 0; i < sizeof texts / sizeof texts[0]; i++)
            if ((texts[i].families & families) == texts[i].families)
                add_text(alphabet, &texts[i], texts[i].kind == AM_PERCEPT_CUSTOMER ? speaker : 0,
                         texts[i].kind == AM_PERCEPT_STAFF ? to : -1, room);
        for (unsigned i = 0; i < sizeof taps / sizeof taps[0]; i++)
            if (taps[i].families & families)
                add_tap(alphabet, taps[i].code, speaker, speaker != 0, room);
        for (unsigned i = 0; i < sizeof deeds / sizeof deeds[0]; i++)
            if (deeds[i].families & families)
                add_deed(alphabet, deeds[i].code, to, room);
    }
    if (families & FAMILY_MONEY)
        add_money(alphabet, room);
    if (families & FAMILY_CLOSE)
        add_outcomes(alphabet, room);
}
