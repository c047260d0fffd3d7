/* What can be kept of automata, with the states that they have made, and becomes such automata again. */
#ifndef NEWSLINT_IMAGE_H
#define NEWSLINT_IMAGE_H

#include "automata.h"

enum { IMAGE_OK = 0, IMAGE_BROKEN = -1, IMAGE_NO_MEMORY = -2 };

/* Appends an image of automata with the first of their states, at most so many: those that texts need first, they need most.  0 when there
   is no memory. */
int image_of(const Automata *automata, size_t most, List *image);
/* Makes automata, which are empty, of the first words of an image, and says how many those are.  Whatever the words are, automata that
   come of them can be used and freed; broken ones only freed. */
int image_read(Automata *automata, const uint8_t *image, size_t words, size_t memory, size_t *read);

#endif
