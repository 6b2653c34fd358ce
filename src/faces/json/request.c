#include "faces/json/request.h"

#include <stdio.h>
#include <string.h>

static const struct am_words channels = {amends_channel_find, amends_channel_name, AMENDS_CHANNEL_COUNT};

static bool read_id(const struct am_object *line, struct amends_view *out)
{
    am_object_text(line, "id", AMENDS_ID_BYTES_MAX, out);
    return !line->fault->set;
}

/* A text that must be there. */
static bool need_text(const struct am_object *object, const char *key, struct amends_view *out)
{
    if (!am_object_has(object, key))
        am_fault_set(object->fault, object->prefix, key, "a text was expected here, there is none");
    else
        am_object_text(object, key, AMENDS_TEXT_BYTES_MAX, out);
    return !object->fault->set;
}

bool am_request_language_find(const amends_engine *engine, struct amends_view code, int *out)
{
    struct amends_view primary = code;
    for (size_t i = 0; i < code.len_bytes; i++) {
        if (code.bytes[i] == '-' || code.bytes[i] == '_') {
            primary.len_bytes = i;
            break;
        }
    }
    if (primary.len_bytes == 3 && memcmp(primary.bytes, "und", 3) == 0) {
        *out = -1;
        return true;
    }
    int found = amends_engine_language_find(engine, primary);
    if (found >= 0)
        *out = found;
    return found >= 0;
}

bool am_request_language(const amends_engine *engine, const struct am_object *object, const char *key,
                         int *out)
{
    struct amends_view code;
    if (!am_object_text(object, key, AMENDS_ID_BYTES_MAX, &code))
        return false;
    if (am_request_language_find(engine, code, out))
        return true;
    char list[160] = "";
    for (unsigned i = 0; i < amends_engine_language_count(engine); i++) {
        size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "",
                 amends_engine_language_code(engine, (int)i));
    }
    am_fault_set(object->fault, object->prefix, key,
                 "\"%.*s\" is no language of the playbook; one of these was expected: %s",
                 (int)(code.len_bytes < 16 ? code.len_bytes : 0), code.bytes, list);
    return false;
}

static bool read_currency(const struct am_object *object, char out[4])
{
    struct amends_view text;
    if (!am_object_text(object, "currency", AMENDS_ID_BYTES_MAX, &text))
        return !object->fault->set;
    bool right = text.len_bytes == 3;
    for (size_t i = 0; right && i < 3; i++)
        right = text.bytes[i] >= 'A' && text.bytes[i] <= 'Z';
    if (!right) {
        am_fault_set(object->fault, object->prefix, "currency",
                     "three capital letters were expected, such as EUR (ISO 4217)");
        return false;
    }
    memcpy(out, text.bytes, 3);
    out[3] = 0;
    return true;
}

bool am_request_authority(const struct am_object *object, const char *currency, struct amends_authority *out)
{
    struct amends_authority read = {0};
    snprintf(read.currency, sizeof read.currency, "%s", currency);
    if (!read_currency(object, read.currency))
        return false;
    am_object_flag(object, "all", &read.all);
    const unsigned digits = amends_currency_digits(read.currency);
    int64_t *const amounts[] = {&read.refund_minor, &read.voucher_minor, &read.free_item_minor};
    for (int remedy = AMENDS_REMEDY_REFUND; remedy <= AMENDS_REMEDY_FREE_ITEM; remedy++)
        if (am_object_decimal(object, amends_remedy_name(remedy), digits, AMENDS_MONEY_MINOR_MAX,
                              amounts[remedy]))
            read.named |= (uint16_t)AMENDS_BIT(remedy);
    int64_t percent;
    if (am_object_decimal(object, amends_remedy_name(AMENDS_REMEDY_DISCOUNT), 2, AMENDS_DISCOUNT_BP_MAX,
                          &percent)) {
        read.discount_bp = (uint32_t)percent;
        read.named |= (uint16_t)AMENDS_BIT(AMENDS_REMEDY_DISCOUNT);
    }
    for (int remedy = AMENDS_REMEDY_EXCHANGE; remedy < AMENDS_REMEDY_COUNT; remedy++) {
        bool granted;
        if (!am_object_flag(object, amends_remedy_name(remedy), &granted))
            continue;
        read.named |= (uint16_t)AMENDS_BIT(remedy);
        if (granted)
            read.granted |= (uint16_t)AMENDS_BIT(remedy);
    }
    if (object->fault->set)
        return false;
    *out = read;
    return true;
}

/* An emergency number is dialled by a person: digits, blanks, "+" and "-". */
static void read_emergency_number(const struct am_object *object, struct amends_start *start)
{
    struct amends_view number;
    const char *key = "emergency_number";
    if (!am_object_text(object, key, sizeof start->emergency_number - 1, &number))
        return;
    for (size_t i = 0; i < number.len_bytes; i++) {
        if (!memchr("0123456789+- ", number.bytes[i], 13)) {
            am_fault_set(object->fault, object->prefix, key, "digits were expected, such as 112");
            return;
        }
    }
    memset(start->emergency_number, 0, sizeof start->emergency_number);
    memcpy(start->emergency_number, number.bytes, number.len_bytes);
}

/* The fields of a start, into what the defaults left. */
static bool read_start(const amends_engine *engine, const struct am_object *object,
                       struct amends_start *start)
{
    int lang = start->lang, ui_lang = start->ui_lang, channel = start->channel;
    am_request_language(engine, object, "lang", &lang);
    am_request_language(engine, object, "ui_lang", &ui_lang);
    am_object_word(object, "channel", &channels, &channel);
    start->lang = (int8_t)lang;
    start->ui_lang = (int8_t)ui_lang;
    start->channel = (uint8_t)channel;
    am_object_flag(object, "formal", &start->formal);
    am_object_flag(object, "security_on_site", &start->security_on_site);
    am_object_flag(object, "supervisor", &start->supervisor);
    am_object_flag(object, "colleague", &start->colleague);
    read_emergency_number(object, start);
    struct am_object authority;
    if (am_object_child(object, "authority", &authority))
        am_request_authority(&authority, "", &start->authority);
    if (am_object_child(object, "supervisor_authority", &authority))
        start->supervisor_authority_named =
            am_request_authority(&authority, start->authority.currency, &start->supervisor_authority);
    return !object->fault->set;
}

bool am_request_signals(const amends_engine *engine, const struct am_object *line,
                        struct am_signals_request *out)
{
    *out = (struct am_signals_request){.options = {-1, -1}};
    if (!read_id(line, &out->id) || !need_text(line, "text", &out->text))
        return false;
    am_request_language(engine, line, "lang", &out->options.lang);
    am_object_word(line, "channel", &channels, &out->options.channel);
    return !line->fault->set;
}

bool am_request_review(const amends_engine *engine, const struct am_object *line,
                       struct am_review_request *out)
{
    *out = (struct am_review_request){.reply = {.lang = -1, .channel = -1}, .ui_lang = -1};
    if (!read_id(line, &out->id) || !need_text(line, "text", &out->reply.text))
        return false;
    static const struct am_words roles = {amends_role_find, amends_role_name, AMENDS_ROLE_COUNT};
    int role = AMENDS_ROLE_STAFF;
    if (am_object_word(line, "from", &roles, &role) && role != AMENDS_ROLE_STAFF &&
        role != AMENDS_ROLE_SUPERVISOR)
        am_fault_set(line->fault, line->prefix, "from", "a reply comes from staff or supervisor");
    am_object_text(line, "customer", AMENDS_TEXT_BYTES_MAX, &out->reply.customer);
    am_request_language(engine, line, "lang", &out->reply.lang);
    am_request_language(engine, line, "ui_lang", &out->ui_lang);
    am_object_word(line, "channel", &channels, &out->reply.channel);
    struct am_object authority;
    if (am_object_child(line, "authority", &authority))
        out->has_authority = am_request_authority(&authority, "", &out->authority);
    return !line->fault->set;
}

/* One message of a conversation for guard. */
static bool read_message(const struct am_object *line, const json_t *json, size_t index,
                         struct amends_message *out)
{
    struct am_object message = {.json = json, .fault = line->fault};
    snprintf(message.prefix, sizeof message.prefix, "messages[%zu].", index);
    if (!json_is_object(json)) {
        am_fault_set(line->fault, message.prefix, "", "an object with role and text was expected");
        return false;
    }
    struct amends_view role = {"", 0};
    if (!am_object_text(&message, "role", AMENDS_ID_BYTES_MAX, &role))
        am_fault_set(line->fault, message.prefix, "role", "customer or agent was expected, there is none");
    static const struct am_words roles = {amends_role_find, amends_role_name, AMENDS_ROLE_COUNT};
    int number = amends_role_find(role.bytes, role.len_bytes);
    if (role.len_bytes == 5 && memcmp(role.bytes, "agent", 5) == 0)
        number = AMENDS_ROLE_STAFF;
    if (number < 0 && !line->fault->set)
        am_object_unknown(&message, "role", role, &roles, NULL);
    *out = (struct amends_message){.role = (uint8_t)(number < 0 ? 0 : number)};
    return !line->fault->set && need_text(&message, "text", &out->text);
}

bool am_request_guard(const amends_engine *engine, const struct am_object *line, struct am_guard_request *out)
{
    struct amends_message *messages = out->messages;
    *out = (struct am_guard_request){.messages = messages};
    amends_start_defaults(&out->start);
    out->start.channel = AMENDS_CHANNEL_CHAT; /* agents and drafts write, where nothing else is said */
    if (!read_id(line, &out->id) || !need_text(line, "draft", &out->draft))
        return false;
    const json_t *array = NULL;
    if (!am_object_array(line, "messages", AMENDS_MESSAGES_MAX, &array)) {
        am_fault_set(line->fault, line->prefix, "messages",
                     "an array of messages was expected, there is none");
        return false;
    }
    out->message_count = json_array_size(array);
    for (size_t i = 0; i < out->message_count; i++)
        if (!read_message(line, json_array_get(array, i), i, &messages[i]))
            return false;
    return read_start(engine, line, &out->start);
}

static int outcome_find(const char *name, unsigned long len_bytes)
{
    return amends_outcome_find(name, len_bytes) - 1; /* "none" is no outcome to tell */
}

static const char *outcome_name(int number)
{
    return amends_outcome_name(number + 1);
}

/* A word of one or two lists; the second counts from `offset`. */
static void read_code(const struct am_object *line, const char *key, const struct am_words *words,
                      const struct am_words *more, int offset, int *out)
{
    struct amends_view text;
    if (!am_object_text(line, key, AMENDS_LINE_BYTES_MAX, &text))
        return;
    int number = words->find(text.bytes, text.len_bytes);
    if (number < 0 && more) {
        number = more->find(text.bytes, text.len_bytes);
        if (number >= 0)
            number += offset;
    }
    if (number < 0)
        am_object_unknown(line, key, text, words, more);
    else
        *out = number;
}

static void read_overrule(const struct am_object *line, struct amends_event *event)
{
    static const struct am_words signals = {amends_signal_find, amends_signal_name, AMENDS_SIGNAL_COUNT};
    static const struct am_words acts = {amends_act_find, amends_act_name, AMENDS_ACT_COUNT};
    struct amends_view text;
    if (!am_object_text(line, "overrule", AMENDS_LINE_BYTES_MAX, &text))
        return;
    event->kind = AMENDS_EVENT_OVERRULE_SIGNAL;
    int number = amends_observation_find(text.bytes, text.len_bytes);
    if (number >= 0) {
        event->code = AMENDS_CODE_OBSERVED + number;
        return;
    }
    number = amends_signal_find(text.bytes, text.len_bytes);
    if (number < 0) {
        event->kind = AMENDS_EVENT_OVERRULE_ACT;
        number = amends_act_find(text.bytes, text.len_bytes);
    }
    if (number < 0)
        am_object_unknown(line, "overrule", text, &signals, &acts);
    event->code = number;
}

static void read_said(const struct am_object *line, struct amends_event *event)
{
    static const struct am_words roles = {amends_role_find, amends_role_name, AMENDS_ROLE_COUNT};
    int role = AMENDS_ROLE_CUSTOMER;
    am_object_word(line, "from", &roles, &role);
    event->role = (uint8_t)role;
    need_text(line, "text", &event->text);
}

static void read_start_event(const amends_engine *engine, const struct am_object *line,
                             struct amends_event *event)
{
    struct am_object start;
    amends_start_defaults(&event->start);
    if (am_object_child(line, "start", &start))
        read_start(engine, &start, &event->start);
}

static void read_amounts(const struct am_object *line, const char *key, const char *currency,
                         struct amends_event *event)
{
    struct am_object amounts;
    if (am_object_child(line, key, &amounts))
        am_request_authority(&amounts, currency, &event->gave);
}

static void read_undo(const struct am_object *line)
{
    bool undo;
    if (am_object_flag(line, "undo", &undo) && !undo)
        am_fault_set(line->fault, line->prefix, "undo", "true was expected");
}

static void read_kind(const amends_engine *engine, const struct am_object *line, const char *currency,
                      struct amends_event *event)
{
    static const struct am_words signals = {amends_signal_find, amends_signal_name, AMENDS_SIGNAL_COUNT};
    static const struct am_words seen = {amends_observation_find, amends_observation_name,
                                         AMENDS_OBSERVED_COUNT};
    static const struct am_words acts = {amends_act_find, amends_act_name, AMENDS_ACT_COUNT};
    static const struct am_words outcomes = {outcome_find, outcome_name, AMENDS_OUTCOME_COUNT - 1};
    switch (event->kind) {
    case AMENDS_EVENT_START:
        read_start_event(engine, line, event);
        break;
    case AMENDS_EVENT_SAID:
        read_said(line, event);
        break;
    case AMENDS_EVENT_OBSERVED:
        read_code(line, "observed", &signals, &seen, AMENDS_CODE_OBSERVED, &event->code);
        break;
    case AMENDS_EVENT_DID:
        read_code(line, "did", &acts, NULL, 0, &event->code);
        break;
    case AMENDS_EVENT_GAVE:
        read_amounts(line, "gave", currency, event);
        break;
    case AMENDS_EVENT_AUTHORITY:
        read_amounts(line, "authority", currency, event);
        break;
    case AMENDS_EVENT_OVERRULE_SIGNAL:
    case AMENDS_EVENT_OVERRULE_ACT:
        read_overrule(line, event);
        break;
    case AMENDS_EVENT_UNDO:
        read_undo(line);
        break;
    case AMENDS_EVENT_OUTCOME:
        read_code(line, "outcome", &outcomes, NULL, 0, &event->code);
        event->code++;
        break;
    }
}

/* Date and time of RFC 3339; the coach keeps no clock, so only its form is checked. */
static bool is_time(struct amends_view text)
{
    static const char form[] = "dddd-dd-ddTdd:dd:dd";
    if (text.len_bytes < sizeof form)
        return false;
    for (size_t i = 0; i + 1 < sizeof form; i++) {
        char c = text.bytes[i];
        bool right = form[i] == 'd'   ? c >= '0' && c <= '9'
                     : form[i] == 'T' ? c == 'T' || c == 't' || c == ' '
                                      : c == form[i];
        if (!right)
            return false;
    }
    size_t at = sizeof form - 1;
    if (text.bytes[at] == '.')
        for (at++; at < text.len_bytes && text.bytes[at] >= '0' && text.bytes[at] <= '9';)
            at++;
    if (at + 1 == text.len_bytes)
        return text.bytes[at] == 'Z' || text.bytes[at] == 'z';
    return at + 6 == text.len_bytes && (text.bytes[at] == '+' || text.bytes[at] == '-') &&
           text.bytes[at + 3] == ':';
}

/* Fields that stand beside any event. */
static void read_common(const struct am_object *line, struct amends_event *event)
{
    am_object_text(line, "speaker", AMENDS_ID_BYTES_MAX, &event->speaker);
    am_object_text(line, "to", AMENDS_ID_BYTES_MAX, &event->to);
    struct amends_view at;
    if (am_object_text(line, "at", AMENDS_ID_BYTES_MAX, &at) && !is_time(at))
        am_fault_set(line->fault, line->prefix, "at",
                     "a time of RFC 3339 was expected, such as 2026-01-31T10:00:00Z");
}

bool am_request_encounter(const struct am_object *line, struct amends_view *out)
{
    if (!am_object_text(line, "encounter", AMENDS_ID_BYTES_MAX, out) && !line->fault->set)
        am_fault_set(line->fault, "", "encounter", "the name of the encounter was expected, there is none");
    else if (!line->fault->set && out->len_bytes == 0)
        am_fault_set(line->fault, "", "encounter", "the name of the encounter was expected, it is empty");
    return !line->fault->set;
}

bool am_request_event(const amends_engine *engine, const struct am_object *line, const char *currency,
                      struct am_event_request *out)
{
    static const struct {
        const char *key;
        enum amends_event_kind kind;
    } kinds[] = {{"start", AMENDS_EVENT_START},       {"from", AMENDS_EVENT_SAID},
                 {"observed", AMENDS_EVENT_OBSERVED}, {"did", AMENDS_EVENT_DID},
                 {"gave", AMENDS_EVENT_GAVE},         {"authority", AMENDS_EVENT_AUTHORITY},
                 {"undo", AMENDS_EVENT_UNDO},         {"overrule", AMENDS_EVENT_OVERRULE_SIGNAL},
                 {"outcome", AMENDS_EVENT_OUTCOME}};
    *out = (struct am_event_request){0};
    if (!am_request_encounter(line, &out->encounter))
        return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!am_object_has(line, kinds[i].key))
            continue;
        if (out->field) {
            am_fault_set(line->fault, "", kinds[i].key,
                         "one event in a line was expected, \"%s\" is there too", out->field);
            return false;
        }
        out->field = kinds[i].key;
        out->event.kind = kinds[i].kind;
    }
    if (!out->field) {
        am_fault_set(
            line->fault, "", am_object_has(line, "text") ? "from" : "",
            "an event was expected: start, from with text, observed, did, gave, authority, overrule, undo or "
            "outcome");
        return false;
    }
    read_kind(engine, line, currency, &out->event);
    read_common(line, &out->event);
    return !line->fault->set;
}
