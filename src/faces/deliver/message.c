/* What a call for help says, in the site's language; and its JSON. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "amends/labels.h"
#include "desk/people/zone.h"
#include "faces/deliver/sending.h"
#include "faces/http/timetext.h"

enum { TEXT_BYTES = 8192, TITLE_BYTES = 1024 };

struct words {
    const char *lang;
    const char *title;        /* %s: the site */
    const char *asks, *asked; /* %s: who; nobody is named */
    const char *whom;         /* %s: one of the following */
    const char *levels[AMENDS_LEVEL_COUNT];
    const char *where; /* %s */
    const char *at;    /* %02d:%02d */
    const char *answer, *answer_at;
    const char *emergency;
    const char *trial_title, *trial;
    const char *comma;
};

static const struct words all[] = {
    {"en",
     "Help is needed: %s",
     "%s asks for help.",
     "Somebody asks for help.",
     "Who is needed: %s",
     {[AMENDS_LEVEL_COLLEAGUE] = "a colleague",
      [AMENDS_LEVEL_SUPERVISOR] = "a supervisor",
      [AMENDS_LEVEL_SECURITY] = "security",
      [AMENDS_LEVEL_EMERGENCY] = "everybody who can help"},
     "Where: %s",
     "Called at %02d:%02d.",
     "Please say in the desk whether you are coming.",
     "Please say whether you are coming: %s",
     "It is an emergency. This message calls no emergency service: a person has to telephone.",
     "A trial: nobody needs help",
     "This is a trial of whether calls for help reach you. Nobody needs help now.",
     ", "},
    {"fi",
     "Apua tarvitaan: %s",
     "%s pyytää apua.",
     "Joku pyytää apua.",
     "Paikalle tarvitaan: %s",
     {[AMENDS_LEVEL_COLLEAGUE] = "työkaveri",
      [AMENDS_LEVEL_SUPERVISOR] = "esihenkilö",
      [AMENDS_LEVEL_SECURITY] = "vartija",
      [AMENDS_LEVEL_EMERGENCY] = "kaikki, jotka voivat auttaa"},
     "Missä: %s",
     "Kutsuttu klo %02d.%02d.",
     "Kerro järjestelmässä, oletko tulossa.",
     "Kerro, oletko tulossa: %s",
     "Kyseessä on hätätilanne. Tämä viesti ei hälytä hätäkeskusta: jonkun on soitettava itse.",
     "Kokeilu: kukaan ei tarvitse apua",
     "Tällä viestillä kokeillaan, tavoittavatko avunpyynnöt sinut. Kukaan ei tarvitse nyt apua.",
     ", "},
    {"ru",
     "Нужна помощь: %s",
     "Помощи просит %s.",
     "Кто-то просит о помощи.",
     "Кого зовут: %s",
     {[AMENDS_LEVEL_COLLEAGUE] = "коллегу",
      [AMENDS_LEVEL_SUPERVISOR] = "руководителя",
      [AMENDS_LEVEL_SECURITY] = "охрану",
      [AMENDS_LEVEL_EMERGENCY] = "всех, кто может помочь"},
     "Где: %s",
     "Вызов сделан в %02d:%02d.",
     "Ответьте в программе, придёте ли вы.",
     "Ответьте, придёте ли вы: %s",
     "Это экстренный случай. Это сообщение не вызывает экстренные службы: позвонить должен человек.",
     "Проверка: помощь никому не нужна",
     "Так проверяется, доходят ли до вас просьбы о помощи. Сейчас помощь никому не нужна.",
     ", "},
    {"zh",
     "需要帮助：%s",
     "%s请求帮助。",
     "有人请求帮助。",
     "需要：%s",
     {[AMENDS_LEVEL_COLLEAGUE] = "同事",
      [AMENDS_LEVEL_SUPERVISOR] = "主管",
      [AMENDS_LEVEL_SECURITY] = "保安",
      [AMENDS_LEVEL_EMERGENCY] = "所有能来帮忙的人"},
     "地点：%s",
     "呼叫时间：%02d:%02d",
     "请在系统中回复你是否前来。",
     "请回复你是否前来：%s",
     "这是紧急情况。本消息不会呼叫急救或报警，必须有人亲自打电话。",
     "测试：现在没有人需要帮助",
     "这是一条测试消息，用来检查求助能否送达给你。现在没有人需要帮助。",
     "，"},
};

static const struct words *words_of(const char *lang)
{
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strncmp(lang, all[i].lang, 2) == 0)
            return &all[i];
    return &all[0];
}

/* ---- the text */

struct page {
    char text[TEXT_BYTES];
    size_t len;
};

/* `format` is one of ours, of the tables above, with at most one %s. A line that does not fit is left out
 * whole. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void add_line(struct page *page, const char *format, const char *what)
{
    const size_t room = sizeof page->text - page->len;
    const int len = snprintf(page->text + page->len, room, format, what);
    if (len >= 0 && (size_t)len + 1 < room) {
        page->len += (size_t)len;
        page->text[page->len++] = '\n';
    }
    page->text[page->len] = '\0';
}

static void write_time(const struct words *words, const char *zone_name, int64_t at_ms,
                       struct am_arena *arena, char text[64])
{
    struct am_zone zone;
    am_zone_load((struct amends_view){zone_name, strlen(zone_name)}, arena, &zone);
    const int64_t offset_s = zone.offset_s ? zone.offset_s(zone.context, at_ms) : 0;
    const int64_t minute = (at_ms / 1000 + offset_s) / 60 % 1440;
    snprintf(text, 64, words->at, (int)(minute / 60), (int)(minute % 60));
}

static void write_title(const struct words *words, const char *site, bool trial, char title[TITLE_BYTES])
{
    snprintf(title, TITLE_BYTES, trial ? words->trial_title : words->title, site);
}
#pragma GCC diagnostic pop

static const char *fact(const json_t *data, const char *name)
{
    const char *text = json_string_value(json_object_get(data, name));
    return text ? text : "";
}

static const char *level_word(const struct words *words, const char *name)
{
    const char *word = NULL;
    for (int level = 0; level < AMENDS_LEVEL_COUNT; level++)
        if (strcmp(amends_level_name(level), name) == 0)
            word = words->levels[level];
    return word ? word : name;
}

static void write_call(const struct words *words, const json_t *data, int64_t made_at_ms,
                       struct am_arena *arena, struct page *page)
{
    const char *by = fact(data, "by"), *where = fact(data, "where"), *link = fact(data, "link");
    char place[2048], at[64];
    snprintf(place, sizeof place, "%s%s%s", fact(data, "site"), where[0] ? words->comma : "", where);
    write_time(words, fact(data, "zone"), made_at_ms, arena, at);
    add_line(page, by[0] ? words->asks : words->asked, by);
    add_line(page, words->whom, level_word(words, fact(data, "whom")));
    add_line(page, words->where, place);
    add_line(page, "%s", at);
    if (strcmp(fact(data, "whom"), amends_level_name(AMENDS_LEVEL_EMERGENCY)) == 0)
        add_line(page, "%s", words->emergency);
    add_line(page, link[0] ? words->answer_at : words->answer, link);
}

/* ---- the JSON */

static char *dump(const json_t *json, struct am_arena *arena)
{
    char *text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
    char *copy = NULL;
    if (text)
        copy = (char *)(uintptr_t)am_arena_copy(arena, (struct amends_view){text, strlen(text)}).bytes;
    free(text);
    return copy;
}

bool am_letter_write(struct amends_view body, int64_t made_at_ms, bool trial, struct am_arena *arena,
                     struct am_letter *letter, json_t **data)
{
    char timestamp[AM_TIME_TEXT_LEN + 1], title[TITLE_BYTES];
    struct page *page = am_arena_take(arena, sizeof *page);
    *data = body.len_bytes > 0 && page ? json_loadb(body.bytes, body.len_bytes, 0, NULL) : NULL;
    if (!json_is_object(*data))
        return false;
    const struct words *words = words_of(fact(*data, "lang"));
    write_title(words, fact(*data, "site"), trial, title);
    if (trial)
        add_line(page, "%s", words->trial);
    else
        write_call(words, *data, made_at_ms, arena, page);
    am_time_write(made_at_ms, timestamp);
    json_object_set_new(*data, "text", json_string(page->text));
    json_t *json = json_pack("{s:s,s:s,s:O}", "type", trial ? "way.tried" : "call.called", "timestamp",
                             timestamp, "data", *data);
    letter->data = *data;
    letter->text = page->text;
    letter->title = am_arena_copy(arena, (struct amends_view){title, strlen(title)}).bytes;
    letter->json = json ? dump(json, arena) : NULL;
    json_decref(json);
    return letter->title && letter->json;
}
