#include "faces/http/openapi.h"

#include <stdio.h>
#include <string.h>

#include "faces/http/limits.h"
#include "faces/http/modules.h"
#include "faces/http/recordjson.h"
#include "faces/http/serving.h"

/* ---- schemas */

enum what { GOES_OUT, MAKES, EDITS };

/* "promise", "promise_new", "promise_edit": what is answered, what makes one, what changes one. */
static void schema_name(const struct am_record *record, enum what what, char *name, size_t size)
{
    static const char *const ends[] = {"", "_new", "_edit"};
    snprintf(name, size, "%s%s", record->name, record->plural ? ends[what] : "");
}

static json_t *typed(const char *type, bool nullable)
{
    if (!nullable)
        return json_pack("{s:s}", "type", type);
    return json_pack("{s:[s, s]}", "type", type, "null");
}

static json_t *choice_schema(const struct am_field *field, bool nullable)
{
    json_t *json = typed("string", nullable), *names = json_array();
    for (size_t i = 0; field->choices[i]; i++)
        json_array_append_new(names, json_string(field->choices[i]));
    if (nullable)
        json_array_append_new(names, json_null());
    json_object_set_new(json, "enum", names);
    return json;
}

static const char *const looks[] = {
    [AM_TEXT_CURRENCY] = "[A-Z]{3}", [AM_TEXT_LANGUAGE] = "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"};

static json_t *text_schema(const struct am_field *field)
{
    json_t *json = typed("string", false);
    json_object_set_new(json, "maxLength", json_integer(am_field_most(field)));
    if (field->flags & AM_FIELD_REQUIRED)
        json_object_set_new(json, "minLength", json_integer(field->least > 1 ? field->least : 1));
    if (field->look != AM_TEXT_FREE) {
        char pattern[64];
        snprintf(pattern, sizeof pattern, field->flags & AM_FIELD_REQUIRED ? "^%s$" : "^(%s)?$",
                 looks[field->look]);
        json_object_set_new(json, "pattern", json_string(pattern));
    }
    return json;
}

static json_t *number_schema(const struct am_field *field)
{
    const unsigned digits = am_field_decimals(field);
    json_t *json = typed(digits ? "number" : "integer", digits > 0);
    if (digits == 0) {
        json_object_set_new(json, "minimum", json_integer(field->least));
        json_object_set_new(json, "maximum", json_integer(am_field_most(field)));
    }
    return json;
}

static json_t *field_schema(const struct am_field *field)
{
    const bool nullable = !(field->flags & AM_FIELD_REQUIRED);
    json_t *json = NULL;
    switch (field->kind) {
    case AM_FIELD_ID:
        json = typed("string", nullable);
        json_object_set_new(json, "pattern", json_string("^[0-9a-hjkmnp-tv-z]{13}$"));
        break;
    case AM_FIELD_TEXT:
        json = text_schema(field);
        break;
    case AM_FIELD_NUMBER:
        json = number_schema(field);
        break;
    case AM_FIELD_FLAG:
        json = typed("boolean", false);
        break;
    case AM_FIELD_TIME:
        json = typed("string", nullable);
        json_object_set_new(json, "format", json_string("date-time"));
        break;
    case AM_FIELD_MINOR:
        json = typed("number", nullable);
        json_object_set_new(json, "minimum", json_integer(0));
        break;
    case AM_FIELD_CHOICE:
        json = choice_schema(field, nullable);
        break;
    case AM_FIELD_BYTES:
    case AM_FIELD_JSON:
        json = json_object();
        break;
    }
    if (field->about)
        json_object_set_new(json, "description", json_string(field->about));
    return json;
}

static void add_head(json_t *properties, json_t *required)
{
    static const char *const names[] = {"id", "created_at", "version"};
    json_object_set_new(properties, "id",
                        json_pack("{s:s, s:s}", "type", "string", "pattern", "^[0-9a-hjkmnp-tv-z]{13}$"));
    json_object_set_new(properties, "created_at",
                        json_pack("{s:s, s:s}", "type", "string", "format", "date-time"));
    json_object_set_new(properties, "version", json_pack("{s:s, s:i}", "type", "integer", "minimum", 1));
    for (size_t i = 0; i < 3; i++)
        json_array_append_new(required, json_string(names[i]));
}

static json_t *record_schema(const struct am_record *record, enum what what)
{
    json_t *properties = json_object(), *required = json_array();
    if (what == GOES_OUT && record->plural)
        add_head(properties, required);
    for (size_t i = 0; i < record->field_count; i++) {
        const struct am_field *field = &record->fields[i];
        char name[AM_OUTSIDE_NAME_MAX];
        if (what == GOES_OUT ? !am_field_goes_out(field) : !am_field_comes_in(field, what == MAKES))
            continue;
        am_field_outside(field, name);
        json_object_set_new(properties, name, field_schema(field));
        if (what == GOES_OUT || ((what == MAKES || !record->plural) && field->flags & AM_FIELD_REQUIRED))
            json_array_append_new(required, json_string(name));
    }
    json_t *json =
        json_pack("{s:s, s:o, s:o}", "type", "object", "properties", properties, "required", required);
    if (record->about)
        json_object_set_new(json, "description", json_string(record->about));
    if (what != GOES_OUT)
        json_object_set_new(json, "additionalProperties", json_false());
    return json;
}

/* The reference to a schema, which is added where it is not there yet. */
static json_t *reference(json_t *schemas, const struct am_record *record, enum what what)
{
    char name[96], place[128];
    schema_name(record, what, name, sizeof name);
    if (!json_object_get(schemas, name))
        json_object_set_new(schemas, name, record_schema(record, what));
    snprintf(place, sizeof place, "#/components/schemas/%s", name);
    return json_pack("{s:s}", "$ref", place);
}

static json_t *problem_schema(void)
{
    return json_pack(
        "{s:s, s:{s:{s:s}, s:{s:s}, s:{s:s}, s:{s:s}, s:{s:s}, s:{s:s}, s:{s:s}}, s:[s, s, s, s]}", "type",
        "object", "properties", "type", "type", "string", "title", "type", "string", "status", "type",
        "integer", "detail", "type", "string", "field", "type", "string", "expected", "type", "string",
        "request", "type", "string", "required", "type", "title", "status", "detail");
}

/* What is answered: the record's fields, and the parts beside them. */
static json_t *answer_schema(json_t *schemas, const struct am_route *route)
{
    if (!route->parts)
        return route->gives ? reference(schemas, route->gives, GOES_OUT) : NULL;
    json_t *properties = json_object(), *required = json_array();
    for (size_t i = 0; route->parts[i].name; i++) {
        const struct am_part *part = &route->parts[i];
        json_t *one = reference(schemas, part->record, GOES_OUT);
        json_t *schema =
            part->list
                ? json_pack("{s:s, s:s, s:o}", "type", "array", "description", part->about, "items", one)
                : json_pack("{s:s, s:[o, {s:s}]}", "description", part->about, "anyOf", one, "type", "null");
        json_object_set_new(properties, part->name, schema);
        json_array_append_new(required, json_string(part->name));
    }
    json_t *parts =
        json_pack("{s:s, s:o, s:o}", "type", "object", "properties", properties, "required", required);
    if (!route->gives)
        return parts;
    return json_pack("{s:[o, o]}", "allOf", reference(schemas, route->gives, GOES_OUT), parts);
}

/* ---- operations */

static json_t *parameter(const char *name, const char *in, bool required, json_t *schema, const char *about)
{
    return json_pack("{s:s, s:s, s:b, s:o, s:s}", "name", name, "in", in, "required", required, "schema",
                     schema, "description", about);
}

static bool is_write(const struct am_route *route)
{
    return route->method != AM_GET;
}

/* An Idempotency-Key. */
static bool takes_key(const struct am_route *route)
{
    return is_write(route) && route->door == AM_DOOR_PERSON && !route->no_idempotency;
}

static json_t *parameters(const struct am_route *route)
{
    json_t *list = json_array();
    for (const char *at = strchr(route->path, '{'); at; at = strchr(at + 1, '{')) {
        char name[64];
        snprintf(name, sizeof name, "%.*s", (int)strcspn(at + 1, "}"), at + 1);
        json_array_append_new(
            list, parameter(name, "path", true,
                            json_pack("{s:s, s:s}", "type", "string", "pattern", "^[0-9a-hjkmnp-tv-z]{13}$"),
                            "Its id"));
    }
    if (route->gives_list) {
        json_array_append_new(
            list, parameter("limit", "query", false,
                            json_pack("{s:s, s:i, s:i, s:i}", "type", "integer", "minimum", 1, "maximum",
                                      AM_HTTP_PAGE_MOST, "default", AM_HTTP_PAGE_DEFAULT),
                            "How many at most"));
        json_array_append_new(
            list, parameter("cursor", "query", false, typed("string", false), "`next` of the page before"));
    }
    for (size_t i = 0; route->filters && route->filters[i].name; i++)
        json_array_append_new(list, parameter(route->filters[i].name, "query", false, typed("string", false),
                                              route->filters[i].about));
    if (route->searches)
        json_array_append_new(
            list, parameter("q", "query", false,
                            json_pack("{s:s, s:i}", "type", "string", "maxLength", AM_HTTP_QUERY_BYTES_MAX),
                            "All of these words, in any language"));
    if (route->owner && route->gives_list)
        json_array_append_new(
            list, parameter("mine", "query", false, typed("boolean", false), "One's own alone, at any site"));
    if (route->stream) {
        json_array_append_new(list, parameter("after", "query", false, typed("integer", false),
                                              "The id of an event: what came after it is told first"));
        json_array_append_new(list, parameter("Last-Event-ID", "header", false, typed("string", false),
                                              "The same, as screens that come back say it"));
    }
    if (takes_key(route))
        json_array_append_new(list, parameter("Idempotency-Key", "header", false,
                                              json_pack("{s:s, s:i, s:i}", "type", "string", "minLength", 1,
                                                        "maxLength", AM_HTTP_KEY_BYTES_MAX),
                                              "The same key and request again get the same answer"));
    if (route->needs_version)
        json_array_append_new(
            list, parameter("If-Match", "header", true, typed("string", false), "The ETag of what was read"));
    return list;
}

static json_t *content(const char *type, json_t *schema)
{
    return json_pack("{s:{s:o}}", type, "schema", schema);
}

static json_t *success(const struct am_route *route, json_t *schemas, int *status)
{
    *status = route->status ? route->status : 200;
    json_t *schema = NULL;
    if (route->gives && route->gives_list)
        schema = json_pack("{s:s, s:{s:{s:s, s:o}, s:{s:[s, s]}}, s:[s, s]}", "type", "object", "properties",
                           "items", "type", "array", "items", reference(schemas, route->gives, GOES_OUT),
                           "next", "type", "string", "null", "required", "items", "next");
    else if (route->gives || route->parts)
        schema = answer_schema(schemas, route);
    else if (is_write(route) && !route->status) {
        *status = 204;
        return json_pack("{s:s}", "description", "Done");
    }
    json_t *answer = json_pack("{s:s}", "description", "The answer");
    const char *type = route->media                           ? route->media
                       : route->stream                        ? "text/event-stream"
                       : strcmp(route->path, "/metrics") == 0 ? "text/plain"
                                                              : "application/json";
    json_object_set_new(answer, "content", content(type, schema ? schema : json_object()));
    return answer;
}

static void add_problem(json_t *answers, int status, const char *about)
{
    char text[8];
    snprintf(text, sizeof text, "%d", status);
    json_object_set_new(answers, text,
                        json_pack("{s:s, s:{s:{s:{s:s}}}}", "description", about, "content",
                                  "application/problem+json", "schema", "$ref",
                                  "#/components/schemas/problem"));
}

static bool takes_body(const struct am_route *route)
{
    return route->takes || route->brings != AM_BRINGS_AS_TOLD;
}

static void add_refusals(json_t *answers, const struct am_route *route)
{
    if (route->door == AM_DOOR_PUBLIC && route->throttled)
        add_problem(answers, 401, "The name, the password, the code or the secret is not right");
    if (route->door != AM_DOOR_PUBLIC)
        add_problem(answers, 401, "Nobody is signed in");
    if (route->door == AM_DOOR_PERSON)
        add_problem(answers, 403, "They may not do this");
}

static json_t *answers(const struct am_route *route, json_t *schemas)
{
    json_t *json = json_object();
    char text[8];
    int status;
    json_t *well = success(route, schemas, &status);
    snprintf(text, sizeof text, "%d", status);
    json_object_set_new(json, text, well);
    if (takes_body(route)) {
        if (route->brings != AM_BRINGS_LINES)
            add_problem(json, 400, "A field is not as expected, or the body is no JSON");
        add_problem(json, 413, "The body is too long");
        add_problem(json, 415, "The body is of another type");
    } else if (route->gives_list || route->filters || route->stream || takes_key(route)) {
        add_problem(json, 400, "A field is not as expected");
    }
    if (route->stream)
        add_problem(json, 429, "Too many streams of one person");
    if (route->throttled)
        add_problem(json, 429, "Too many failed attempts of this account or from this address");
    add_refusals(json, route);
    if (strchr(route->path, '{'))
        add_problem(json, 404, "There is no such thing here");
    if (route->conflict)
        add_problem(json, 409, route->conflict);
    if (route->needs_version) {
        add_problem(json, 412, "Somebody changed it meanwhile");
        add_problem(json, 428, "If-Match is missing");
    }
    if (takes_key(route))
        add_problem(json, 422, "The Idempotency-Key was used for another request");
    if (!route->storeless)
        add_problem(json, 503, "The server or its storage cannot answer now");
    return json;
}

static json_t *body(const struct am_route *route, json_t *schemas)
{
    const bool lines = route->brings == AM_BRINGS_LINES;
    const enum what what = route->method == AM_PATCH || route->method == AM_PUT ? EDITS : MAKES;
    json_t *schema = route->takes ? reference(schemas, route->takes, what)
                     : lines      ? typed("string", false)
                                  : typed("object", false);
    return json_pack("{s:b, s:o}", "required", 1, "content",
                     content(lines ? "application/jsonl" : "application/json", schema));
}

/* "post /v1/cases/{id}/remedies" is "postCasesIdRemedies". */
static void operation_name(const struct am_route *route, char *name, size_t size)
{
    size_t len = 0;
    const char *method = am_method_name(route->method), *at = route->path;
    for (; *method && len + 1 < size; method++)
        name[len++] = (char)(*method + ('a' - 'A'));
    if (strncmp(at, "/v1", 3) == 0)
        at += 3;
    for (bool upper = true; *at && len + 1 < size; at++) {
        if (!((*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9'))) {
            upper = true;
            continue;
        }
        name[len++] = upper && *at >= 'a' ? (char)(*at - ('a' - 'A')) : *at;
        upper = false;
    }
    name[len] = 0;
}

static json_t *operation(const struct am_route *route, json_t *schemas)
{
    char name[160];
    operation_name(route, name, sizeof name);
    json_t *json = json_pack("{s:s, s:s, s:o, s:o}", "operationId", name, "summary", route->summary,
                             "parameters", parameters(route), "responses", answers(route, schemas));
    if (takes_body(route))
        json_object_set_new(json, "requestBody", body(route, schemas));
    if (route->door == AM_DOOR_PUBLIC)
        json_object_set_new(json, "security", json_array());
    else if (route->door == AM_DOOR_DEVICE)
        json_object_set_new(json, "security", json_pack("[{s:[]}]", "device"));
    if (route->door == AM_DOOR_PERSON)
        json_object_set_new(json, "x-permission", json_string(am_permission_name(route->permission)));
    return json;
}

static json_t *security_schemes(void)
{
    return json_pack("{s:{s:s, s:s, s:s}, s:{s:s, s:s, s:s}, s:{s:s, s:s}}", "session", "type", "apiKey",
                     "in", "cookie", "name", "amends-session", "device", "type", "apiKey", "in", "cookie",
                     "name", "amends-device", "token", "type", "http", "scheme", "bearer");
}

json_t *am_openapi_json(const struct am_routing *routing)
{
    json_t *paths = json_object(), *schemas = json_object();
    json_object_set_new(schemas, "problem", problem_schema());
    for (size_t i = 0; i < routing->count; i++) {
        const struct am_route *route = &routing->routes[i];
        char method[8];
        snprintf(method, sizeof method, "%s", am_method_name(route->method));
        for (char *at = method; *at; at++)
            *at = (char)(*at + ('a' - 'A'));
        json_t *path = json_object_get(paths, route->path);
        if (!path) {
            path = json_object();
            json_object_set_new(paths, route->path, path);
        }
        json_object_set_new(path, method, operation(route, schemas));
    }
    return json_pack("{s:s, s:{s:s, s:s, s:s}, s:[{s:[]}, {s:[]}], s:o, s:{s:o, s:o}}", "openapi", "3.1.0",
                     "info", "title", "Amends", "version", AMENDS_VERSION, "description",
                     "The desk's API. Errors are problems of RFC 9457. Amounts are decimals beside their "
                     "currency. Any route "
                     "may answer 404, 405, 431, and 503 while more waits than can be done.",
                     "security", "session", "token", "paths", paths, "components", "schemas", schemas,
                     "securitySchemes", security_schemes());
}

static void get_openapi(const struct am_call_in *in, struct am_call_out *out)
{
    out->json = am_openapi_json(&in->server->routing);
    if (!out->json)
        am_problem_of_kept(out, AM_KEPT_MEMORY);
}

const struct am_route am_openapi_routes[] = {
    {.path = "/v1/openapi.json", .handle = get_openapi, .storeless = true, .summary = "This description"},
    {.path = NULL}};
