/* Classes of characters as sequences of sets of bytes, their UTF-8. */
#ifndef NEWSLINT_SEQUENCES_H
#define NEWSLINT_SEQUENCES_H

#include "pattern.h"

#define LAST_CHARACTER 0x10FFFF

/* The number of a set in the program; UINT32_MAX when there is no memory. */
uint32_t number_of_set(Program *program, const ByteSet *set);
/* The sequences of a class, which has characters, made when it is first met; NULL when there is no memory.  They hold until the next call. */
const Sequence *sequences_of(Program *program, const Range *ranges, size_t count, size_t *sequences);
/* Those of ASCII in a class. */
ByteSet ascii_of(const Range *ranges, size_t count);
void add_bytes(ByteSet *set, unsigned low, unsigned high);

#endif
