/* Patterns in RE2 syntax as the instructions of one non-deterministic automaton over bytes. */
#ifndef NEWSLINT_PATTERN_H
#define NEWSLINT_PATTERN_H

#include <stddef.h>
#include <stdint.h>

enum { OP_SET, OP_SPLIT, OP_ASSERT, OP_MATCH };
enum { BEGIN_LINE, END_LINE, BEGIN_TEXT, END_TEXT, WORD_BOUNDARY, NOT_WORD_BOUNDARY };
enum { PATTERN_OK = 0, PATTERN_UNSUPPORTED = -1, PATTERN_NO_MEMORY = -2 };

typedef struct {
    uint32_t bits[8];
} ByteSet;

/* `next` goes on.  `value` is the byte set, the assertion, the pattern that matches, or the second way of a split. */
typedef struct {
    uint32_t op : 2, value : 30, next;
} Instruction;

typedef struct {
    uint32_t low, high;
} Range;

/* Characters as bytes: the number of a set for each. */
typedef struct {
    uint32_t length, sets[4];
} Sequence;

/* A class of characters: its ranges and its sequences, each as the first and how many. */
typedef struct {
    uint32_t ranges, range_count, sequences, sequence_count;
} Class;

typedef struct {
    Instruction *instructions;
    size_t count, capacity;
    ByteSet *sets;
    size_t set_count, set_capacity;
    uint32_t *slots; /* set numbers by hash, plus one; 0 is free */
    size_t slot_count;
    Class *classes; /* those met so far */
    size_t class_count, class_capacity;
    uint32_t *class_slots;
    size_t class_slot_count;
    Range *ranges;
    size_t range_count, range_capacity;
    Sequence *sequences;
    size_t sequence_count, sequence_capacity;
} Program;

#define HAS_BYTE(set, byte) (((set).bits[(byte) >> 5] >> ((byte) & 31)) & 1)
#define ADD_BYTE(set, byte) ((set).bits[(byte) >> 5] |= (uint32_t)1 << ((byte) & 31))

static inline int is_word_byte(unsigned byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == '_';
}

/* Adds a pattern (UTF-8) and sets `start` to its first instruction.  What is unsupported leaves the program as it was. */
int program_add(Program *program, const char *source, size_t length, uint32_t number, uint32_t *start);
void program_free(Program *program);

/* `array` grown to hold `needed` items; 0 when there is no memory. */
int reserve(void **array, size_t *capacity, size_t needed, size_t item);

#endif
