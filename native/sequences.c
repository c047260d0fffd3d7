#include "sequences.h"

#include <stdlib.h>
#include <string.h>

#define MOST_BYTES 4

/* What is made of one class: sequences of sets, of which most become one. */
typedef struct {
    struct {
        ByteSet sets[MOST_BYTES];
        unsigned length;
    } *items;
    size_t count, capacity;
    int no_memory;
} Draft;

void add_bytes(ByteSet *set, unsigned low, unsigned high) {
    for (unsigned byte = low; byte <= high; byte++)
        ADD_BYTE(*set, byte);
}

ByteSet ascii_of(const Range *ranges, size_t count) {
    ByteSet set = {{0}};
    for (size_t index = 0; index < count; index++)
        if (ranges[index].low < 0x80)
            add_bytes(&set, ranges[index].low, ranges[index].high < 0x80 ? ranges[index].high : 0x7F);
    return set;
}

static uint32_t hash_of(const void *from, size_t size) {
    const uint32_t *words = from;
    uint32_t hash = 2166136261u;
    for (size_t index = 0; index < size / sizeof *words; index++)
        hash = (hash ^ words[index] ^ words[index] >> 15) * 16777619u;
    return hash ^ hash >> 13;
}

/* Slots for twice as many items, where they are half full; the caller fills them again.  -1 when there is no memory. */
static int more_slots(uint32_t **slots, size_t *slot_count, size_t items) {
    if (items * 2 < *slot_count)
        return 0;
    size_t grown = *slot_count ? *slot_count * 2 : 256;
    uint32_t *made = calloc(grown, sizeof *made);
    if (made == NULL)
        return -1;
    free(*slots);
    *slots = made;
    *slot_count = grown;
    return 1;
}

static size_t set_slot(const Program *program, const ByteSet *set) {
    size_t slot = hash_of(set, sizeof *set) & (program->slot_count - 1);
    while (program->slots[slot] && memcmp(&program->sets[program->slots[slot] - 1], set, sizeof *set) != 0)
        slot = (slot + 1) & (program->slot_count - 1);
    return slot;
}

uint32_t number_of_set(Program *program, const ByteSet *set) {
    int grown = more_slots(&program->slots, &program->slot_count, program->set_count);
    if (grown < 0 || !reserve((void **)&program->sets, &program->set_capacity, program->set_count + 1, sizeof *set))
        return UINT32_MAX;
    for (size_t index = 0; grown && index < program->set_count; index++)
        program->slots[set_slot(program, &program->sets[index])] = (uint32_t)index + 1;
    size_t slot = set_slot(program, set);
    if (!program->slots[slot]) {
        program->sets[program->set_count++] = *set;
        program->slots[slot] = (uint32_t)program->set_count;
    }
    return program->slots[slot] - 1;
}

static unsigned encoded(uint32_t code, unsigned char bytes[MOST_BYTES]) {
    if (code < 0x80) {
        bytes[0] = (unsigned char)code;
        return 1;
    }
    unsigned length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (unsigned index = length; --index > 0; code >>= 6)
        bytes[index] = (unsigned char)(0x80 | (code & 0x3F));
    bytes[0] = (unsigned char)((0xF00 >> length & 0xFF) | code);
    return length;
}

/* Adds the sequence from one character to another, or widens one that differs from it in one place. */
static void add_sequence(Draft *draft, uint32_t low, uint32_t high) {
    unsigned char first[MOST_BYTES], last[MOST_BYTES];
    ByteSet sets[MOST_BYTES] = {{{0}}};
    unsigned length = encoded(low, first);
    encoded(high, last);
    /* Some bytes stand in no text behind these first ones: with them they do not differ from others. */
    if ((first[0] == 0xE0 && first[1] == 0xA0) || (first[0] == 0xF0 && first[1] == 0x90))
        first[1] = 0x80;
    if (last[0] == 0xF4 && last[1] == 0x8F)
        last[1] = 0xBF;
    for (unsigned index = 0; index < length; index++)
        add_bytes(&sets[index], first[index], last[index]);
    for (size_t number = 0; number < draft->count;) {
        unsigned differing = 0, place = 0;
        for (unsigned index = 0; draft->items[number].length == length && index < length; index++) {
            if (memcmp(&draft->items[number].sets[index], &sets[index], sizeof(ByteSet)) != 0) {
                differing++;
                place = index;
            }
        }
        if (draft->items[number].length != length || differing > 1) {
            number++;
            continue;
        }
        for (int word = 0; word < 8; word++)
            sets[place].bits[word] |= draft->items[number].sets[place].bits[word];
        draft->items[number] = draft->items[--draft->count];
        number = 0; /* wider, it may go with others */
    }
    if (!reserve((void **)&draft->items, &draft->capacity, draft->count + 1, sizeof *draft->items)) {
        draft->no_memory = 1;
        return;
    }
    memcpy(draft->items[draft->count].sets, sets, sizeof sets);
    draft->items[draft->count++].length = length;
}

/* Splits a range of characters until each part is one sequence of ranges of bytes. */
static void add_range(Draft *draft, uint32_t low, uint32_t high) {
    static const uint32_t lasts[] = {0x7F, 0x7FF, 0xFFFF};
    for (unsigned index = 0; index < 3; index++) {
        if (low <= lasts[index] && high > lasts[index]) {
            add_range(draft, low, lasts[index]);
            add_range(draft, lasts[index] + 1, high);
            return;
        }
    }
    for (unsigned bits = 6; low > lasts[0] && bits <= 18; bits += 6) {
        uint32_t mask = ((uint32_t)1 << bits) - 1;
        if ((low & ~mask) == (high & ~mask))
            continue;
        if (low & mask) {
            add_range(draft, low, low | mask);
            add_range(draft, (low | mask) + 1, high);
            return;
        }
        if ((high & mask) != mask) {
            add_range(draft, low, (high & ~mask) - 1);
            add_range(draft, high & ~mask, high);
            return;
        }
    }
    add_sequence(draft, low, high);
}

static size_t class_slot(const Program *program, const Range *ranges, size_t count) {
    size_t slot = hash_of(ranges, count * sizeof *ranges) & (program->class_slot_count - 1);
    for (; program->class_slots[slot]; slot = (slot + 1) & (program->class_slot_count - 1)) {
        const Class *known = &program->classes[program->class_slots[slot] - 1];
        if (known->range_count == count && memcmp(program->ranges + known->ranges, ranges, count * sizeof *ranges) == 0)
            break;
    }
    return slot;
}

static int make_class(Program *program, const Range *ranges, size_t count) {
    Draft draft = {0};
    for (size_t index = 0; index < count; index++)
        add_range(&draft, ranges[index].low, ranges[index].high);
    int made = !draft.no_memory && reserve((void **)&program->classes, &program->class_capacity, program->class_count + 1, sizeof(Class)) &&
               reserve((void **)&program->ranges, &program->range_capacity, program->range_count + count, sizeof *ranges) &&
               reserve((void **)&program->sequences, &program->sequence_capacity, program->sequence_count + draft.count, sizeof(Sequence));
    if (made) {
        Class class = {(uint32_t)program->range_count, (uint32_t)count, (uint32_t)program->sequence_count, (uint32_t)draft.count};
        memcpy(program->ranges + program->range_count, ranges, count * sizeof *ranges);
        program->range_count += count;
        program->classes[program->class_count++] = class;
    }
    for (size_t number = 0; made && number < draft.count; number++) {
        Sequence *sequence = &program->sequences[program->sequence_count++];
        sequence->length = draft.items[number].length;
        for (unsigned index = 0; index < sequence->length; index++)
            made &= (sequence->sets[index] = number_of_set(program, &draft.items[number].sets[index])) != UINT32_MAX;
    }
    free(draft.items);
    return made;
}

const Sequence *sequences_of(Program *program, const Range *ranges, size_t count, size_t *sequences) {
    int grown = more_slots(&program->class_slots, &program->class_slot_count, program->class_count);
    if (grown < 0)
        return NULL;
    for (size_t index = 0; grown && index < program->class_count; index++) {
        const Class *known = &program->classes[index];
        program->class_slots[class_slot(program, program->ranges + known->ranges, known->range_count)] = (uint32_t)index + 1;
    }
    size_t slot = class_slot(program, ranges, count);
    if (!program->class_slots[slot]) {
        if (!make_class(program, ranges, count))
            return NULL;
        program->class_slots[slot] = (uint32_t)program->class_count;
    }
    const Class *class = &program->classes[program->class_slots[slot] - 1];
    *sequences = class->sequence_count;
    return program->sequences + class->sequences;
}
