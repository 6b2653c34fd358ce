#include "faces/http/join/words.h"

#include <string.h>
#include <strings.h>

static const char *const english[AM_JOIN_WORD_COUNT] = {
    [AM_JOIN_TITLE] = "Connect this device",
    [AM_JOIN_LEAD] =
        "Two steps, once on each device: first it learns to trust your own server, then you open Amends.",
    [AM_JOIN_TRUST] = "1. Trust the server",
    [AM_JOIN_IPHONE] = "iPhone and iPad",
    [AM_JOIN_IPHONE_1] = "Open this page in Safari, tap “Download the profile” and then “Allow”.",
    [AM_JOIN_IPHONE_GET] = "Download the profile",
    [AM_JOIN_IPHONE_2] =
        ("Open Settings and tap “Profile Downloaded” at the top. (Not there? General → VPN & Device "
         "Management.) Tap “Install” and enter your passcode."),
    [AM_JOIN_IPHONE_3] = "Settings → General → About → Certificate Trust Settings: switch on “{name}”.",
    [AM_JOIN_ANDROID] = "Android",
    [AM_JOIN_ANDROID_1] = "Download the certificate. The phone needs a screen lock.",
    [AM_JOIN_CERTIFICATE_GET] = "Download the certificate",
    [AM_JOIN_ANDROID_2] =
        ("Open the phone's settings and search for “CA certificate”. (Usually: Security & privacy → "
         "More security settings → Encryption & credentials → Install a certificate → CA "
         "certificate.)"),
    [AM_JOIN_ANDROID_3] = "Tap “Install anyway” and choose amends-ca.crt from your downloads.",
    [AM_JOIN_ANDROID_4] = "Use Chrome: Firefox on Android does not use this certificate.",
    [AM_JOIN_COMPUTER] = "Windows, Mac, Linux",
    [AM_JOIN_COMPUTER_1] = "Download the certificate and open it.",
    [AM_JOIN_WINDOWS] =
        "Windows: “Install Certificate” → Current User → “Trusted Root Certification Authorities”.",
    [AM_JOIN_MAC] = "Mac: in Keychain Access, double-click “{name}”, open Trust and choose “Always Trust”.",
    [AM_JOIN_LINUX] =
        ("Linux, and Firefox everywhere: browser settings → Certificates → Authorities → Import, and "
         "tick that it may identify websites."),
    [AM_JOIN_ONLY_HERE] =
        ("The certificate is of your own server, “{name}”. It is good for addresses inside local "
         "networks only: nobody can pass off a website on the internet with it. The notice that "
         "“the network may be monitored”, which Android shows from then on, is about nothing more."),
    [AM_JOIN_PRINT] = "Its fingerprint (SHA-256). The server shows the same one:",
    [AM_JOIN_OPEN] = "2. Open Amends",
    [AM_JOIN_OPEN_GO] = "Open Amends",
    [AM_JOIN_WARNED] =
        ("If the browser warns you, step 1 is not finished. Do not go past the warning: come back and "
         "finish step 1."),
    [AM_JOIN_CODE_THERE] = "Were you given a code? Type it in there.",
    [AM_JOIN_SIGN_TITLE] = "Sign this device in",
    [AM_JOIN_SIGN_LEAD] =
        "It becomes a device of the business, on which each who works there signs in as themselves.",
    [AM_JOIN_SIGN_CODE] = "Code",
    [AM_JOIN_SIGN_GO] = "Sign this device in",
    [AM_JOIN_SIGN_DONE] = "Done: this device is signed in as “{name}”.",
    [AM_JOIN_SIGN_WRONG] =
        ("This code is not good: it was used already, has expired or was mistyped. Ask for a new "
         "one."),
    [AM_JOIN_SIGN_WAIT] = "Too many attempts. Wait a little, then try again.",
    [AM_JOIN_SIGN_AWAY] = "The server does not answer. Try again in a moment.",
};

static const char only_here[] =
    "这是你自己的服务器“{name}”的证书，只对局域网内的地址有效，任何人都无法用它冒充互联网上的网站。"
    "安卓此后会提示“网络可能会受到监控”，指的就是这个证书，并无别的意思。";

static const char *const chinese[AM_JOIN_WORD_COUNT] = {
    [AM_JOIN_TITLE] = "连接这台设备",
    [AM_JOIN_LEAD] = "每台设备只需做一次，共两步：先让设备信任店里自己的服务器，再打开 Amends。",
    [AM_JOIN_TRUST] = "1. 信任服务器",
    [AM_JOIN_IPHONE] = "iPhone 和 iPad",
    [AM_JOIN_IPHONE_1] = "用 Safari 打开本页，点“下载描述文件”，再点“允许”。",
    [AM_JOIN_IPHONE_GET] = "下载描述文件",
    [AM_JOIN_IPHONE_2] =
        "打开“设置”，点顶部的“已下载描述文件”。（没有看到？通用 → VPN 与设备管理。）点“安装”，输入锁屏密码。",
    [AM_JOIN_IPHONE_3] = "设置 → 通用 → 关于本机 → 证书信任设置：打开“{name}”的开关。",
    [AM_JOIN_ANDROID] = "安卓（Android）",
    [AM_JOIN_ANDROID_1] = "下载证书。手机须已设置锁屏密码。",
    [AM_JOIN_CERTIFICATE_GET] = "下载证书",
    [AM_JOIN_ANDROID_2] =
        "打开手机“设置”，搜索“CA 证书”。（通常在：安全与隐私 → 更多安全设置 → 加密与凭据 → 安装证书。）",
    [AM_JOIN_ANDROID_3] = "点“仍然安装”，从下载内容里选择 amends-ca.crt。",
    [AM_JOIN_ANDROID_4] = "请用 Chrome 或手机自带的浏览器；安卓版 Firefox 不使用这个证书。",
    [AM_JOIN_COMPUTER] = "Windows、Mac、Linux",
    [AM_JOIN_COMPUTER_1] = "下载证书并打开。",
    [AM_JOIN_WINDOWS] = "Windows：“安装证书” → 当前用户 → “受信任的根证书颁发机构”。",
    [AM_JOIN_MAC] = "Mac：在“钥匙串访问”中双击“{name}”，展开“信任”，选择“始终信任”。",
    [AM_JOIN_LINUX] =
        "Linux，以及各系统上的 Firefox：浏览器设置 → 证书 → 证书颁发机构 → 导入，并勾选用它来标识网站。",
    [AM_JOIN_ONLY_HERE] = only_here,
    [AM_JOIN_PRINT] = "证书指纹（SHA-256），应与服务器上显示的一致：",
    [AM_JOIN_OPEN] = "2. 打开 Amends",
    [AM_JOIN_OPEN_GO] = "打开 Amends",
    [AM_JOIN_WARNED] = "如果浏览器出现警告，说明第 1 步还没有完成。请不要跳过警告，先返回把第 1 步做完。",
    [AM_JOIN_CODE_THERE] = "如果有人给了你代码，请在那里输入。",
    [AM_JOIN_SIGN_TITLE] = "注册这台设备",
    [AM_JOIN_SIGN_LEAD] = "它将成为店里的设备，在店里工作的人都可以用自己的身份登录。",
    [AM_JOIN_SIGN_CODE] = "代码",
    [AM_JOIN_SIGN_GO] = "注册这台设备",
    [AM_JOIN_SIGN_DONE] = "完成：这台设备已注册为“{name}”。",
    [AM_JOIN_SIGN_WRONG] = "代码无效：可能已经用过、已经过期或输入有误。请索取新的代码。",
    [AM_JOIN_SIGN_WAIT] = "尝试次数太多，请稍等片刻再试。",
    [AM_JOIN_SIGN_AWAY] = "服务器没有响应，请稍后再试。",
};

static const char *const finnish[AM_JOIN_WORD_COUNT] = {
    [AM_JOIN_TITLE] = "Yhdistä tämä laite",
    [AM_JOIN_LEAD] =
        ("Kaksi vaihetta, kerran kussakin laitteessa: ensin laite oppii luottamaan omaan palvelimeenne, "
         "sitten avaat Amendsin."),
    [AM_JOIN_TRUST] = "1. Luota palvelimeen",
    [AM_JOIN_IPHONE] = "iPhone ja iPad",
    [AM_JOIN_IPHONE_1] = "Avaa tämä sivu Safarissa, napauta ”Lataa profiili” ja sitten ”Salli”.",
    [AM_JOIN_IPHONE_GET] = "Lataa profiili",
    [AM_JOIN_IPHONE_2] =
        ("Avaa Asetukset ja napauta ylhäältä ”Profiili ladattu”. (Eikö sitä näy? Yleiset → VPN ja "
         "laitehallinta.) Napauta ”Asenna” ja anna pääsykoodisi."),
    [AM_JOIN_IPHONE_3] =
        "Asetukset → Yleiset → Tietoja → Varmenteiden luottamusasetukset: kytke päälle ”{name}”.",
    [AM_JOIN_ANDROID] = "Android",
    [AM_JOIN_ANDROID_1] = "Lataa varmenne. Puhelimessa on oltava näytön lukitus.",
    [AM_JOIN_CERTIFICATE_GET] = "Lataa varmenne",
    [AM_JOIN_ANDROID_2] =
        ("Avaa puhelimen asetukset ja hae sanalla ”CA-varmenne”. (Yleensä: Turvallisuus ja "
         "yksityisyys → Lisää turvallisuusasetuksia → Salaus ja kirjautumistiedot → Asenna varmenne "
         "→ CA-varmenne.)"),
    [AM_JOIN_ANDROID_3] = "Napauta ”Asenna silti” ja valitse latauksista amends-ca.crt.",
    [AM_JOIN_ANDROID_4] = "Käytä Chromea: Androidin Firefox ei käytä tätä varmennetta.",
    [AM_JOIN_COMPUTER] = "Windows, Mac, Linux",
    [AM_JOIN_COMPUTER_1] = "Lataa varmenne ja avaa se.",
    [AM_JOIN_WINDOWS] = ("Windows: ”Asenna varmenne” → Nykyinen käyttäjä → ”Luotetut varmenteiden "
                         "päämyöntäjät”."),
    [AM_JOIN_MAC] = "Mac: kaksoisosoita Avainnipussa kohdetta ”{name}”, avaa Luota ja valitse ”Luota aina”.",
    [AM_JOIN_LINUX] =
        ("Linux sekä Firefox kaikkialla: selaimen asetukset → Varmenteet → Varmentajat → Tuo, ja "
         "rastita, että sillä saa tunnistaa sivustoja."),
    [AM_JOIN_ONLY_HERE] =
        ("Varmenne on oman palvelimenne, ”{name}”. Se kelpaa vain lähiverkon osoitteille: sillä ei "
         "voi tekeytyä miksikään internetin sivustoksi. Androidin huomautus siitä, että verkkoa "
         "saatetaan valvoa, ei tarkoita muuta kuin tätä varmennetta."),
    [AM_JOIN_PRINT] = "Sen sormenjälki (SHA-256). Palvelin näyttää saman:",
    [AM_JOIN_OPEN] = "2. Avaa Amends",
    [AM_JOIN_OPEN_GO] = "Avaa Amends",
    [AM_JOIN_WARNED] =
        ("Jos selain varoittaa, vaihe 1 on kesken. Älä ohita varoitusta, vaan palaa ja tee vaihe 1 "
         "loppuun."),
    [AM_JOIN_CODE_THERE] = "Saitko koodin? Kirjoita se siellä.",
    [AM_JOIN_SIGN_TITLE] = "Ota tämä laite käyttöön",
    [AM_JOIN_SIGN_LEAD] = "Siitä tulee yrityksen laite, jolla jokainen työntekijä kirjautuu omana itsenään.",
    [AM_JOIN_SIGN_CODE] = "Koodi",
    [AM_JOIN_SIGN_GO] = "Ota käyttöön",
    [AM_JOIN_SIGN_DONE] = "Valmis: tämä laite on käytössä nimellä ”{name}”.",
    [AM_JOIN_SIGN_WRONG] =
        "Koodi ei kelpaa: se on jo käytetty, vanhentunut tai väärin kirjoitettu. Pyydä uusi.",
    [AM_JOIN_SIGN_WAIT] = "Liian monta yritystä. Odota hetki ja yritä sitten uudelleen.",
    [AM_JOIN_SIGN_AWAY] = "Palvelin ei vastaa. Yritä hetken kuluttua uudelleen.",
};

static const char *const russian[AM_JOIN_WORD_COUNT] = {
    [AM_JOIN_TITLE] = "Подключите это устройство",
    [AM_JOIN_LEAD] =
        ("Два шага, один раз на каждом устройстве: сначала оно научится доверять вашему серверу, затем вы "
         "откроете Amends."),
    [AM_JOIN_TRUST] = "1. Доверие к серверу",
    [AM_JOIN_IPHONE] = "iPhone и iPad",
    [AM_JOIN_IPHONE_1] = "Откройте эту страницу в Safari, нажмите «Загрузить профиль», затем «Разрешить».",
    [AM_JOIN_IPHONE_GET] = "Загрузить профиль",
    [AM_JOIN_IPHONE_2] =
        ("Откройте «Настройки» и нажмите вверху «Профиль загружен». (Нет такой строки? Основные → VPN "
         "и управление устройством.) Нажмите «Установить» и введите код-пароль."),
    [AM_JOIN_IPHONE_3] =
        "Настройки → Основные → Об этом устройстве → Доверие сертификатам: включите «{name}».",
    [AM_JOIN_ANDROID] = "Android",
    [AM_JOIN_ANDROID_1] = "Скачайте сертификат. На телефоне должна быть включена блокировка экрана.",
    [AM_JOIN_CERTIFICATE_GET] = "Скачать сертификат",
    [AM_JOIN_ANDROID_2] =
        ("Откройте настройки телефона и найдите через поиск «Сертификат ЦС». (Обычно: Безопасность и "
         "конфиденциальность → Другие настройки безопасности → Шифрование и учётные данные → "
         "Установить сертификат → Сертификат ЦС.)"),
    [AM_JOIN_ANDROID_3] = "Нажмите «Всё равно установить» и выберите amends-ca.crt в загрузках.",
    [AM_JOIN_ANDROID_4] = "Пользуйтесь Chrome: Firefox на Android этот сертификат не использует.",
    [AM_JOIN_COMPUTER] = "Windows, Mac, Linux",
    [AM_JOIN_COMPUTER_1] = "Скачайте сертификат и откройте его.",
    [AM_JOIN_WINDOWS] =
        ("Windows: «Установить сертификат» → Текущий пользователь → «Доверенные корневые центры "
         "сертификации»."),
    [AM_JOIN_MAC] =
        "Mac: в «Связке ключей» дважды нажмите «{name}», раскройте «Доверие» и выберите «Всегда доверять».",
    [AM_JOIN_LINUX] =
        ("Linux, а также Firefox в любой системе: настройки браузера → Сертификаты → Центры сертификации "
         "→ Импортировать; отметьте, что ему можно доверять при идентификации сайтов."),
    [AM_JOIN_ONLY_HERE] =
        ("Это сертификат вашего собственного сервера, «{name}». Он действует только для адресов "
         "локальной сети: выдать с его помощью чужой сайт за настоящий нельзя. Уведомление Android о "
         "том, что сеть может отслеживаться, относится только к этому сертификату."),
    [AM_JOIN_PRINT] = "Его отпечаток (SHA-256). Сервер показывает такой же:",
    [AM_JOIN_OPEN] = "2. Откройте Amends",
    [AM_JOIN_OPEN_GO] = "Открыть Amends",
    [AM_JOIN_WARNED] =
        ("Если браузер предупреждает об опасности, шаг 1 не завершён. Не обходите предупреждение: "
         "вернитесь и закончите шаг 1."),
    [AM_JOIN_CODE_THERE] = "Вам дали код? Введите его там.",
    [AM_JOIN_SIGN_TITLE] = "Подключение устройства",
    [AM_JOIN_SIGN_LEAD] =
        "Оно станет устройством предприятия: каждый, кто там работает, входит на нём под своим именем.",
    [AM_JOIN_SIGN_CODE] = "Код",
    [AM_JOIN_SIGN_GO] = "Подключить",
    [AM_JOIN_SIGN_DONE] = "Готово: устройство подключено под именем «{name}».",
    [AM_JOIN_SIGN_WRONG] =
        "Код не подходит: он уже использован, истёк или введён с ошибкой. Попросите новый.",
    [AM_JOIN_SIGN_WAIT] = "Слишком много попыток. Немного подождите и попробуйте ещё раз.",
    [AM_JOIN_SIGN_AWAY] = "Сервер не отвечает. Попробуйте ещё раз через минуту.",
};

static const struct {
    const char *code, *name;
    const char *const *words;
} languages[AM_JOIN_LANG_COUNT] = {{"en", "English", english},
                                   {"zh", "中文", chinese},
                                   {"fi", "Suomi", finnish},
                                   {"ru", "Русский", russian}};

const char *am_join_word(enum am_join_lang lang, enum am_join_word word)
{
    return languages[lang].words[word];
}

const char *am_join_lang_code(enum am_join_lang lang)
{
    return languages[lang].code;
}

const char *am_join_lang_name(enum am_join_lang lang)
{
    return languages[lang].name;
}

/* The language of a tag such as "zh-Hans-CN"; AM_JOIN_LANG_COUNT: none of ours. */
static enum am_join_lang of_tag(const char *tag, size_t len)
{
    for (int lang = 0; lang < AM_JOIN_LANG_COUNT; lang++)
        if (len >= 2 && strncasecmp(tag, languages[lang].code, 2) == 0 && (len == 2 || tag[2] == '-'))
            return (enum am_join_lang)lang;
    return AM_JOIN_LANG_COUNT;
}

enum am_join_lang am_join_lang_of(const char *chosen, const char *accepted)
{
    static const char ends[] = ",; \t";
    enum am_join_lang lang = chosen ? of_tag(chosen, strlen(chosen)) : AM_JOIN_LANG_COUNT;
    while (lang == AM_JOIN_LANG_COUNT && accepted && *accepted) {
        accepted += strspn(accepted, ", \t");
        lang = of_tag(accepted, strcspn(accepted, ends));
        accepted += strcspn(accepted, ",");
    }
    return lang == AM_JOIN_LANG_COUNT ? AM_JOIN_EN : lang;
}
