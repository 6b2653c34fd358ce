/* Memory of a request: zeroed, aligned, apart from each other, and none where there is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdalign.h>
#include <string.h>

#include "domain/arena.h"

static void pieces_are_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    enum { PIECES = 3000 };
    static unsigned char *pieces[PIECES];
    static size_t lens[PIECES];
    struct am_arena arena = {0};
    for (unsigned i = 0; i < PIECES; i++) {
        /* Small ones, now and then one larger than any block. */
        lens[i] = i % 500 == 7 ? 300000 : i * 37 % 700;
        pieces[i] = am_arena_take(&arena, lens[i]);
        assert_non_null(pieces[i]);
        assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
        for (size_t at = 0; at < lens[i]; at++)
            assert_int_equal(pieces[i][at], 0);
        memset(pieces[i], (int)(i % 255) + 1, lens[i]);
    }
    for (unsigned i = 0; i < PIECES; i++)
        for (size_t at = 0; at < lens[i]; at++)
            assert_int_equal(pieces[i][at], i % 255 + 1);
    am_arena_dispose(&arena);
    assert_null(arena.blocks);
    assert_non_null(am_arena_take(&arena, 1));
    am_arena_dispose(&arena);
}

static void a_large_piece_first(void **state)
{
    (void)state;
    struct am_arena arena = {0};
    unsigned char *large = am_arena_take(&arena, 1000000), *small = am_arena_take(&arena, 8);
    memset(large, 1, 1000000);
    assert_int_equal(small[0], 0);
    memset(small, 2, 8);
    assert_int_equal(large[999999], 1);
    am_arena_dispose(&arena);
}

static void copies_end_with_nul(void **state)
{
    (void)state;
    struct am_arena arena = {0};
    char text[] = "voucher";
    const struct amends_view copy = am_arena_copy(&arena, (struct amends_view){text, 4});
    text[0] = 'x';
    assert_int_equal(copy.len_bytes, 4);
    assert_string_equal(copy.bytes, "vouc");
    assert_string_equal(am_arena_copy(&arena, (struct amends_view){"", 0}).bytes, "");
    assert_null(am_arena_copy(&arena, (struct amends_view){NULL, 0}).bytes);
    /* As long as a piece is wide: the NUL is its own, not the next piece's first byte. */
    const struct amends_view wide = am_arena_copy(&arena, (struct amends_view){"0123456789abcdef", 16});
    memset(am_arena_take(&arena, 16), 'x', 16);
    assert_string_equal(wide.bytes, "0123456789abcdef");
    am_arena_dispose(&arena);
}

static void no_memory_is_said_once_and_stays(void **state)
{
    (void)state;
    struct am_arena arena = {0};
    assert_non_null(am_arena_take(&arena, 16));
    static const size_t too_many[] = {SIZE_MAX, SIZE_MAX - 20, SIZE_MAX / 2, (size_t)AM_ARENA_PIECE_MOST + 1};
    for (unsigned i = 0; i < 4; i++) {
        arena.failed = false;
        assert_null(am_arena_take(&arena, too_many[i]));
        assert_true(arena.failed);
    }
    assert_null(am_arena_take(&arena, 1));
    const struct amends_view none = am_arena_copy(&arena, (struct amends_view){"a", 1});
    assert_null(none.bytes);
    assert_int_equal(none.len_bytes, 0);
    am_arena_dispose(&arena);
    assert_false(arena.failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_zeroed_aligned_and_apart),
        cmocka_unit_test(a_large_piece_first),
        cmocka_unit_test(copies_end_with_nul),
        cmocka_unit_test(no_memory_is_said_once_and_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
