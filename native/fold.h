/* Characters that a pattern that ignores case takes for one another. */
#ifndef NEWSLINT_FOLD_H
#define NEWSLINT_FOLD_H

#include <stdint.h>

#define MOST_CASES 4

/* Writes the characters that are `code` in another case, and returns how many; -1 where it is not known. */
int other_cases(uint32_t code, uint32_t others[MOST_CASES]);

#endif
