/* Keys under which titles meet that differ in a word or two: newslint/kinds/title_keys.py makes the same ones. */
#ifndef NEWSLINT_TITLE_KEYS_H
#define NEWSLINT_TITLE_KEYS_H

#include "limited.h"

#define MOST_WORDS 60
#define MOST_KEYS 32

/* What is told of a title. */
typedef struct {
    uint64_t hashes[MOST_WORDS], met[MOST_WORDS];
    size_t count, different;
    int are_counted; /* any of the words */
    uint8_t counted[MOST_WORDS];
} Told;

/* Writes the keys of a title and returns how many there are: none for one of fewer different words than `least`.  Where `contained` is set a title
 * of four or five words is to meet those that hold it. */
size_t keys_of_title(const Told *told, Py_ssize_t least, int contained, uint64_t keys[MOST_KEYS]);

#endif
