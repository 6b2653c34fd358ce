/* What the cases say: sentences of the corpus, a topic that many have, a product that few have, an order's
 * number. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fill.h"

static const char *const langs[LANGS] = {"en", "zh", "fi", "ru"};
enum { TOPICS = 6, GIVEN = 16, SYLLABLES = 24, PRODUCTS = 400 };

/* The first is in a third of all cases, the others in less and less. */
static const char *const topics[LANGS][TOPICS] = {
    {"Refund", "Late delivery", "Broken on arrival", "Wrong bill", "Rude service", "Missing part"},
    {"要求退款", "送货太晚", "到货损坏", "账单错误", "服务态度差", "缺少零件"},
    {"Rahat takaisin", "Toimitus myöhässä", "Rikki perillä", "Väärä lasku", "Tyly palvelu", "Osa puuttuu"},
    {"Возврат денег", "Доставка опоздала", "Сломано при получении", "Неверный счёт", "Грубое обслуживание",
     "Не хватает детали"}};
static const char *const given[LANGS][GIVEN] = {
    {"Mary", "John", "Ann", "Peter", "Lucy", "James", "Emma", "Paul", "Ruth", "Mark", "Jane", "Tom", "Kate",
     "Luke", "Rose", "Adam"},
    {"伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "涛", "明", "超"},
    {"Aino", "Matti", "Helmi", "Eino", "Lempi", "Toivo", "Aila", "Onni", "Venla", "Eetu", "Siiri", "Leo",
     "Iida", "Otso", "Elsa", "Veikko"},
    {"Анна", "Иван", "Мария", "Пётр", "Ольга", "Сергей", "Елена", "Павел", "Нина", "Олег", "Вера", "Юрий",
     "Инна", "Лев", "Зоя", "Антон"}};
static const char *const syllables[LANGS][SYLLABLES] = {
    {"bar",   "ton",   "wick",  "ham",  "ford", "ley", "stone", "mar",  "hill", "wood",  "ash", "brook",
     "field", "grove", "thorn", "well", "lan",  "hol", "den",   "mont", "red",  "black", "win", "sea"},
    {"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙",
     "马", "朱", "胡", "林", "郭", "何", "高", "罗", "郑", "梁", "谢", "宋"},
    {"vir", "ta",  "nen", "mä",  "ki",  "la",  "kor", "pi",  "sa", "lo", "ran", "nie",
     "mi",  "jär", "vi",  "kos", "suo", "har", "ju",  "leh", "to", "ka", "ni",  "ra"},
    {"ива",  "нов", "пет", "ров", "сид", "орен", "мор", "оз",  "вол", "ков", "лебед", "ев",
     "соко", "лов", "куз", "нец", "бел", "як",   "гро", "мов", "зай", "цев", "мед",   "ник"}};

uint32_t fill_random(struct fill *fill, uint32_t below)
{
    fill->random = fill->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((fill->random >> 33) % below);
}

struct amends_view fill_print(struct fill *fill, const char *format, ...)
{
    char text[2048];
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (len < 0 || (size_t)len >= sizeof text)
        return (struct amends_view){0};
    return am_arena_copy(&fill->arena, (struct amends_view){text, (size_t)len});
}

bool fill_read_texts(struct fill *fill, const char *path)
{
    char line[4096];
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        for (unsigned i = 0; i < LANGS; i++) {
            struct fill_texts *texts = &fill->texts[i];
            if (strncmp(line, langs[i], 2) == 0 && line[2] == '\t' && texts->count < TEXTS_MOST)
                texts->text[texts->count++] =
                    am_arena_copy(&fill->kept, (struct amends_view){line + 3, strlen(line + 3)});
        }
    }
    fclose(file);
    for (unsigned i = 0; i < LANGS; i++)
        if (fill->texts[i].count == 0)
            return false;
    return true;
}

struct amends_view fill_sentence(struct fill *fill, unsigned lang)
{
    return fill->texts[lang].text[fill_random(fill, fill->texts[lang].count)];
}

struct amends_view fill_subject(struct fill *fill, unsigned lang)
{
    unsigned topic = 0;
    while (topic + 1 < TOPICS && fill_random(fill, 3) > 0)
        topic++;
    return fill_print(fill, "%s: KX%u", topics[lang][topic], 100 + fill_random(fill, PRODUCTS));
}

/* Each order's number stands in one case. */
struct amends_view fill_happened(struct fill *fill, unsigned lang, size_t number)
{
    struct amends_view said = fill_sentence(fill, lang);
    return fill_print(fill, "%.*s (A%zu)", (int)said.len_bytes, said.bytes, 10000000 + number);
}

/* Some sixty of the same language have the same family name, however many there are. */
struct amends_view fill_name(struct fill *fill, unsigned lang, size_t number)
{
    const char *const *piece = syllables[lang];
    const char *name = given[lang][fill_random(fill, GIVEN)];
    size_t family = number / 256;
    const char *a = piece[family % SYLLABLES], *b = piece[family / SYLLABLES % SYLLABLES],
               *c = piece[family / SYLLABLES / SYLLABLES % SYLLABLES];
    return lang == 1 ? fill_print(fill, "%s%s%s%s", a, b, c, name)
                     : fill_print(fill, "%s %s%s%s", name, a, b, c);
}
