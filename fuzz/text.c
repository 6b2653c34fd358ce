/* Any bytes as a text: reading and reviewing never crash, and every span lies inside the text. */
#include "fuzz/engine.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size == 0)
        return 0;

    struct fuzz_engine *fuzz = fuzz_engine();
    int languages = (int)amends_engine_language_count(fuzz->engine);
    struct amends_view text = {(const char *)bytes + 1, size - 1};
    const struct amends_read_options options = {
        .lang = (int)bytes[0] % (languages + 1) - 1, .channel = -1, .conversation = bytes[0] >> 7};
    struct amends_reading reading;

    if (amends_read(fuzz->engine, fuzz->workspace, text, &options, &reading) == AMENDS_OK)
        for (unsigned i = 0; i < reading.evidence_count; i++)
            if (reading.evidence[i].span.start >= reading.evidence[i].span.end ||
                reading.evidence[i].span.end > text.len_bytes)
                __builtin_trap();

    struct amends_reviewed reviewed;
    const struct amends_reply reply = {.text = text, .customer = text, .lang = options.lang, .channel = -1};

    if (amends_review(fuzz->engine, fuzz->workspace, &reply, &reviewed) == AMENDS_OK)
        for (unsigned i = 0; i < reviewed.found_count; i++)
            if (reviewed.found[i].span.start >= reviewed.found[i].span.end ||
                reviewed.found[i].span.end > text.len_bytes)
                __builtin_trap();
    return 0;
}
