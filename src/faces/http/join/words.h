/*
 * What the pages say with which a device joins, in the desk's four languages.
 */
#ifndef AM_JOINWORDS_H
#define AM_JOINWORDS_H

#include <stddef.h>

enum am_join_lang { AM_JOIN_EN, AM_JOIN_ZH, AM_JOIN_FI, AM_JOIN_RU, AM_JOIN_LANG_COUNT };

enum am_join_word {
    AM_JOIN_TITLE,
    AM_JOIN_LEAD,
    AM_JOIN_TRUST, /* the first step */
    AM_JOIN_IPHONE,
    AM_JOIN_IPHONE_1,
    AM_JOIN_IPHONE_GET,
    AM_JOIN_IPHONE_2,
    AM_JOIN_IPHONE_3,
    AM_JOIN_ANDROID,
    AM_JOIN_ANDROID_1,
    AM_JOIN_CERTIFICATE_GET,
    AM_JOIN_ANDROID_2,
    AM_JOIN_ANDROID_3,
    AM_JOIN_ANDROID_4,
    AM_JOIN_COMPUTER,
    AM_JOIN_COMPUTER_1,
    AM_JOIN_WINDOWS,
    AM_JOIN_MAC,
    AM_JOIN_LINUX,
    AM_JOIN_ONLY_HERE, /* what the certificate is good for */
    AM_JOIN_PRINT,
    AM_JOIN_OPEN, /* the second step */
    AM_JOIN_OPEN_GO,
    AM_JOIN_WARNED,
    AM_JOIN_CODE_THERE,
    AM_JOIN_SIGN_TITLE, /* the page of the second step */
    AM_JOIN_SIGN_LEAD,
    AM_JOIN_SIGN_CODE,
    AM_JOIN_SIGN_GO,
    AM_JOIN_SIGN_DONE,
    AM_JOIN_SIGN_WRONG,
    AM_JOIN_SIGN_WAIT,
    AM_JOIN_SIGN_AWAY,
    AM_JOIN_WORD_COUNT
};

/* UTF-8, without anything of HTML; {name} stands for what the authority or the device is called. Static. */
const char *am_join_word(enum am_join_lang lang, enum am_join_word word);

/* "en"; what the language calls itself. Static. */
const char *am_join_lang_code(enum am_join_lang lang);
const char *am_join_lang_name(enum am_join_lang lang);

/* The one that a reader wants: `chosen` ("fi"; NULL or unknown: none was) before the first of Accept-Language
 * (may be NULL) that there is; else English. */
enum am_join_lang am_join_lang_of(const char *chosen, const char *accepted);

#endif
