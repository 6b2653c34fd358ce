/* Any bytes as a playbook file: compiling never crashes, and an image that it gives opens. Also any bytes as
 * an image. */
#include <stdlib.h>
#include <string.h>

#include "engine/playbook/playbook.h"
#include "playbook/compile.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void ignore(void *context, const struct am_mistake *mistake)
{
    (void)context;
    if (mistake->line == 0 || mistake->column == 0 || mistake->message == NULL)
        __builtin_trap();
}

static void as_image(const uint8_t *bytes, size_t size)
{
    void *aligned = malloc(size + 8);
    struct am_playbook playbook;

    memcpy(aligned, bytes, size);
    (void)am_playbook_open(&playbook, (struct amends_view){aligned, size});
    free(aligned);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char *const paths[] = {
        "lang/en/signals/fuzz.yaml", "lang/en/review/fuzz.yaml", "lang/en/phrases.yaml",
        "lang/en/messages.yaml",     "lang/en/language.yaml",    "lang/en/classes.yaml",
        "lang/en/inflection.yaml",   "lang/en/topics.yaml",      "playbook/coach.yaml",
        "playbook/acts.yaml",        "playbook/signals.yaml",    "playbook/findings.yaml"};
    struct am_diagnosis diagnosis = {ignore, NULL, 0};
    struct am_buffer image = {0};

    if (size == 0)
        return 0;

    const struct am_source_file file = {paths[bytes[0] % (sizeof paths / sizeof *paths)],
                                        {(const char *)bytes + 1, size - 1}};

    if (am_playbook_compile(&file, 1, 1, &diagnosis, &image)) {
        struct am_playbook playbook;

        if (am_playbook_open(&playbook, (struct amends_view){(const char *)image.bytes, image.len_bytes}) !=
            AMENDS_OK)
            __builtin_trap();
    } else if (diagnosis.count == 0) {
        __builtin_trap();
    }
    am_buffer_dispose(&image);
    as_image(bytes, size);
    return 0;
}
