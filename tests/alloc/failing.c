/*
 * Loaded before the C library: lets one allocation of a program fail, the one whose number stands in FAIL_AT,
 * and leaves the file FAIL_MARK behind when it did. So a test can let every allocation fail once.
 */
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);

static unsigned long countdown;
static int ready;

static int fails(void)
{
    if (!ready) {
        const char *at = getenv("FAIL_AT");

        ready = 1;
        for (; at != NULL && *at >= '0' && *at <= '9'; at++)
            countdown = countdown * 10 + (unsigned long)(*at - '0');
    }
    if (countdown == 0 || --countdown > 0)
        return 0;

    const char *mark = getenv("FAIL_MARK");
    int file = mark != NULL ? open(mark, O_CREAT | O_WRONLY, 0600) : -1;

    if (file >= 0)
        close(file);
    return 1;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
    return fails() ? NULL : __libc_realloc(memory, size);
}
