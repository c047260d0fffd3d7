/* Deterministic automata that are made while texts are read, and run side by side. */
#ifndef NEWSLINT_AUTOMATA_H
#define NEWSLINT_AUTOMATA_H

#include <string.h>

#include "pattern.h"

#define MOST_LANES 8
#define READINGS 2
#define NONE UINT32_MAX
/* An entry is the row of a state, with this bit where the state has no matches.  One that is not made yet is 0, as memory is that was not written to. */
#define PLAIN 0x80000000u
#define ROW(entry) ((entry) & ~PLAIN)
#define DEAD PLAIN /* the entry of row 0, which belongs to no lane and leads to itself: what lanes that are not there stand in */
#define LINE 64 /* bytes that a processor reads at once */
#define CELLS (LINE / sizeof(uint32_t))
#define MOST_CHUNKS 17

enum { AFTER_NOTHING, AFTER_NEWLINE, AFTER_WORD, AFTER_OTHER, CONTEXTS };

typedef struct {
    uint32_t offset, length, matches; /* of its members in the pool, which its matches follow */
    uint32_t lane, context;
    uint32_t known; /* chunks of its row that hold an entry, a bit for each */
} State;

typedef struct {
    uint32_t *items;
    size_t count, capacity;
} List;

static inline int append(List *list, const void *items, size_t count) {
    if (!reserve((void **)&list->items, &list->capacity, list->count + count + 1, sizeof *list->items))
        return 0;
    if (count)
        memcpy(list->items + list->count, items, count * sizeof *list->items);
    list->count += count;
    return 1;
}

static inline int push(List *list, uint32_t item) {
    if (list->count < list->capacity) {
        list->items[list->count++] = item;
        return 1;
    }
    return append(list, &item, 1);
}

/* One automaton: patterns that are looked for together. */
typedef struct {
    List starts;       /* first instruction of each pattern */
    List entry;        /* what they lead to before a byte is read */
    uint32_t *restart; /* by context and class: offset, members, matches in `fresh`; offset UINT32_MAX is not known yet */
    uint32_t initial;  /* row before the first byte, or UINT32_MAX */
    int minds_lines, minds_words;
} Lane;

/* A text that is being read: the row of each lane, with PLAIN, and what has matched. */
typedef struct {
    uint32_t *rows;
    uint8_t *seen;
    List found;
} Reading;

typedef struct {
    Program program;
    uint32_t pattern_count;
    Lane *lanes;
    size_t lane_count, lane_capacity;
    uint8_t classes[256];
    uint8_t example[257]; /* a byte of each class */
    uint32_t class_count;
    /* For each state and class an entry, the row of the next state: classes in chunks, and of each chunk a row for every state, so that the
       entries of the commonest classes lie together. */
    uint32_t *chunks[MOST_CHUNKS];
    size_t chunk_count, row_capacity;
    uintptr_t columns[256]; /* by byte where its entry in row 0 would be, were rows told with PLAIN */
    void *block;            /* what the chunks lie in */
    State *states;
    size_t state_count, state_capacity;
    List pool, fresh;
    uint32_t *slots; /* states by hash, plus one; 0 is free */
    size_t slot_count;
    size_t memory; /* bytes that states may take */
    /* room for the making of one state */
    uint32_t *reached, *passed, *counted; /* by instruction and by pattern: the round in which it was met */
    uint32_t round;
    List members, matches, stack, work;
    /* by instruction: where it leads without a byte, as offset and length in `ways`; offset UINT32_MAX is not known yet */
    uint32_t *closures, *closed, closing;
    List ways, way;
    Reading readings[READINGS];
} Automata;

/* Adds a pattern to a lane, the last or a new one.  Patterns are numbered in the order in which they are added. */
int automata_add(Automata *automata, const char *source, size_t length, int new_lane);
/* Tells bytes apart; to be called after the last pattern. */
void automata_classify(Automata *automata);
/* To be called once when patterns and classes are known.  0 when there is no memory. */
int automata_ready(Automata *automata, size_t memory);
/* Makes room for so many states.  0 when there is no memory. */
int automata_reserve(Automata *automata, size_t states);
/* Adds a state whose items are in the pool, for which there is room, and of which it is not known where it leads. */
uint32_t automata_adopt(Automata *automata, const State *state);
/* A text is begun, read piece by piece, and ended, which leaves the numbers of the patterns that match sorted in `found` of its reading.
   0 when there is no memory: every text that is being read has to be begun anew. */
int automata_begin(Automata *automata, Reading *reading);
int automata_read(Automata *automata, Reading *reading, const uint8_t *text, size_t length);
int automata_end(Automata *automata, Reading *reading);
/* Reads so many bytes of two texts, of the first reading and of the second, in little more time than of one. */
int automata_read_both(Automata *automata, const uint8_t *first, const uint8_t *second, size_t length);
void automata_free(Automata *automata);

#endif
