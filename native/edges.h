/* The first and the last lines of a text, and digests of them. */
#ifndef NEWSLINT_EDGES_H
#define NEWSLINT_EDGES_H

#include <stddef.h>
#include <stdint.h>

#define MOST_EDGES 64

typedef struct {
    uint32_t digest; /* CRC-32 of the line, ASCII letters in lower case and white space around it taken away */
    uint32_t number; /* of the line, empty ones not counted */
} Edge;

/* Writes the first `first` and the last `last` lines that are not blank, MOST_EDGES at most together, each once and in order, but for those
 * of fewer than `least` or more than `most` bytes, and returns how many; -1 where lines may end in carriage returns. */
int edges_of(const uint8_t *text, size_t length, size_t first, size_t last, size_t least, size_t most, Edge edges[MOST_EDGES]);

#endif
