/* How the lines of a text begin. */
#ifndef NEWSLINT_STARTS_H
#define NEWSLINT_STARTS_H

#include <stddef.h>

/* Whether two lines of at least `least` bytes have the same first `most` bytes; now and then wrongly so, and of a text of more than a
 * thousand such lines always.  A line that is shorter than `most` counts as a whole. */
int starts_alike(const char *text, size_t length, size_t least, size_t most);

#endif
