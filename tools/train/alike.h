/*
 * Chinese characters that sound alike: what is typed by sound goes wrong by sound.
 */
#ifndef TRAIN_ALIKE_H
#define TRAIN_ALIKE_H

#include <stdint.h>

/* Another character of the same syllable, whatever its tone; 0 where none is known. The same `random` gives
 * the same. */
uint32_t alike_find(uint32_t character, uint64_t random);

#endif
