#include "automata.h"

#include <stdlib.h>
#include <string.h>

#define MOST_WAYS (1u << 20) /* kept of where instructions lead */

int automata_add(Automata *automata, const char *source, size_t length, int new_lane) {
    uint32_t start = 0;
    size_t before = automata->program.count;
    int added = program_add(&automata->program, source, length, automata->pattern_count, &start);
    if (added != PATTERN_OK)
        return added;
    if (new_lane || !automata->lane_count) {
        if (!reserve((void **)&automata->lanes, &automata->lane_capacity, automata->lane_count + 1, sizeof(Lane)))
            return PATTERN_NO_MEMORY;
        memset(&automata->lanes[automata->lane_count++], 0, sizeof(Lane));
    }
    Lane *lane = &automata->lanes[automata->lane_count - 1];
    for (size_t index = before; index < automata->program.count; index++) {
        const Instruction *made = &automata->program.instructions[index];
        if (made->op == OP_ASSERT) {
            lane->minds_lines |= made->value == BEGIN_LINE;
            lane->minds_words |= made->value == WORD_BOUNDARY || made->value == NOT_WORD_BOUNDARY;
        }
    }
    if (!push(&lane->starts, start))
        return PATTERN_NO_MEMORY;
    automata->pattern_count++;
    return PATTERN_OK;
}

/* Bytes that no pattern tells apart are one class.  Line feeds and word characters stand apart for the assertions. */
void automata_classify(Automata *automata) {
    uint32_t count = 1;
    memset(automata->classes, 0, sizeof automata->classes);
    for (size_t number = 0; number < automata->program.set_count + 2; number++) {
        ByteSet set = {{0}};
        if (number >= 2)
            set = automata->program.sets[number - 2];
        else
            for (unsigned byte = 0; byte < 256; byte++)
                if (number ? is_word_byte(byte) : byte == '\n')
                    ADD_BYTE(set, byte);
        int split[256];
        unsigned inside[256] = {0}, all[256] = {0};
        for (unsigned byte = 0; byte < 256; byte++) {
            all[automata->classes[byte]]++;
            inside[automata->classes[byte]] += HAS_BYTE(set, byte);
        }
        for (uint32_t class = 0; class < 256; class++)
            split[class] = -1;
        for (unsigned byte = 0; byte < 256; byte++) {
            unsigned class = automata->classes[byte];
            if (HAS_BYTE(set, byte) && inside[class] < all[class]) {
                if (split[class] < 0)
                    split[class] = (int)count++;
                automata->classes[byte] = (uint8_t)split[class];
            }
        }
    }
    /* The classes of what texts are made of come first: what is read of most states then lies in one line of memory. */
    static const char common[] = " etaoinsrhldcumpfgywbvk.,'jxqzTSACMIBPHWDR\n";
    int renumbered[256];
    uint32_t next = 0;
    for (uint32_t class = 0; class < 256; class++)
        renumbered[class] = -1;
    for (unsigned index = 0; index < sizeof common - 1 + 256; index++) {
        unsigned byte = index < sizeof common - 1 ? (unsigned char)common[index] : index - (unsigned)(sizeof common - 1);
        if (renumbered[automata->classes[byte]] < 0)
            renumbered[automata->classes[byte]] = (int)next++;
    }
    for (unsigned byte = 0; byte < 256; byte++)
        automata->classes[byte] = (uint8_t)renumbered[automata->classes[byte]];
}

/* Goes on from an instruction to those that read a byte, test a place or match; adds to `list` what was not met in this round. */
static int follow(Automata *automata, uint32_t from, uint32_t *met, uint32_t round, List *list) {
    automata->stack.count = 0;
    if (!push(&automata->stack, from))
        return 0;
    while (automata->stack.count) {
        uint32_t number = automata->stack.items[--automata->stack.count];
        if (met[number] == round)
            continue;
        met[number] = round;
        const Instruction *step = &automata->program.instructions[number];
        if (step->op == OP_SPLIT) {
            if (!push(&automata->stack, step->value) || !push(&automata->stack, step->next))
                return 0;
        } else if (!push(list, number)) {
            return 0;
        }
    }
    return 1;
}

static int holds(uint32_t assertion, uint32_t context, int at_end, unsigned byte) {
    int next_is_word = !at_end && is_word_byte(byte);
    switch (assertion) {
    case BEGIN_LINE:
        return context == AFTER_NOTHING || context == AFTER_NEWLINE;
    case END_LINE:
        return at_end || byte == '\n';
    case BEGIN_TEXT:
        return context == AFTER_NOTHING;
    case END_TEXT:
        return at_end;
    case WORD_BOUNDARY:
        return (context == AFTER_WORD) != next_is_word;
    default:
        return (context == AFTER_WORD) == next_is_word;
    }
}

static int note_match(Automata *automata, uint32_t pattern) {
    if (automata->counted[pattern] == automata->round)
        return 1;
    automata->counted[pattern] = automata->round;
    return push(&automata->matches, pattern);
}

static int add_member(Automata *automata, uint32_t number) {
    if (automata->reached[number] == automata->round)
        return 1;
    automata->reached[number] = automata->round;
    const Instruction *member = &automata->program.instructions[number];
    /* A match is told of, and leads nowhere. */
    return member->op == OP_MATCH ? note_match(automata, member->value) : push(&automata->members, number);
}

/* Adds to `members` and `matches` what an instruction leads to. */
static int enter(Automata *automata, uint32_t number) {
    uint32_t *known = automata->closures + (size_t)number * 2;
    const uint32_t *ways;
    size_t count;
    if (known[0] != NONE) {
        ways = automata->ways.items + known[0];
        count = known[1];
    } else {
        if (++automata->closing == 0) {
            memset(automata->closed, 0, automata->program.count * sizeof *automata->closed);
            automata->closing = 1;
        }
        automata->way.count = 0;
        if (!follow(automata, number, automata->closed, automata->closing, &automata->way))
            return 0;
        ways = automata->way.items;
        count = automata->way.count;
        if (automata->ways.count + count < MOST_WAYS) {
            known[0] = (uint32_t)automata->ways.count;
            known[1] = (uint32_t)count;
            if (!append(&automata->ways, ways, count))
                return 0;
        }
    }
    for (size_t index = 0; index < count; index++)
        if (!add_member(automata, ways[index]))
            return 0;
    return 1;
}

/* Adds to `members` and `matches` what `items` become on a class of bytes. */
static int advance(Automata *automata, const uint32_t *items, size_t count, uint32_t context, uint32_t class) {
    List *work = &automata->work;
    int at_end = class == automata->class_count;
    unsigned byte = at_end ? 0 : automata->example[class];
    work->count = 0;
    if (!append(work, items, count))
        return 0;
    for (size_t index = 0; index < work->count; index++) {
        const Instruction *step = &automata->program.instructions[work->items[index]];
        if (step->op == OP_MATCH) {
            if (!note_match(automata, step->value))
                return 0;
        } else if (step->op == OP_ASSERT) {
            if (holds(step->value, context, at_end, byte) && !follow(automata, step->next, automata->passed, automata->round, work))
                return 0;
        } else if (!at_end && HAS_BYTE(automata->program.sets[step->value], byte) && !enter(automata, step->next)) {
            return 0;
        }
    }
    return 1;
}

static void new_round(Automata *automata) {
    if (++automata->round == 0) {
        memset(automata->reached, 0, automata->program.count * sizeof *automata->reached);
        memset(automata->passed, 0, automata->program.count * sizeof *automata->passed);
        memset(automata->counted, 0, automata->pattern_count * sizeof *automata->counted);
        automata->round = 1;
    }
    automata->members.count = automata->matches.count = 0;
}

static void sort(uint32_t *items, size_t count) {
    for (size_t index = 1; index < count; index++) {
        uint32_t item = items[index];
        size_t at = index;
        for (; at && items[at - 1] > item; at--)
            items[at] = items[at - 1];
        items[at] = item;
    }
}

/* The same for the same items in whatever order. */
static uint64_t hash_of(const uint32_t *items, size_t length, size_t matches, uint32_t lane, uint32_t context) {
    uint64_t hash = (uint64_t)lane << 8 | context;
    for (size_t index = 0; index < length + matches; index++) {
        uint64_t mixed = ((uint64_t)items[index] + 1) * (index < length ? 0x9E3779B97F4A7C15u : 0xC2B2AE3D27D4EB4Fu);
        hash += mixed ^ mixed >> 32;
    }
    return (hash ^ hash >> 31) * 0xD6E8FEB86659FD93u;
}

static uint64_t hash_of_state(const Automata *automata, const State *state) {
    return hash_of(automata->pool.items + state->offset, state->length, state->matches, state->lane, state->context);
}

static size_t free_slot(const Automata *automata, uint64_t hash) {
    size_t slot = (size_t)(hash >> 20) & (automata->slot_count - 1);
    while (automata->slots[slot])
        slot = (slot + 1) & (automata->slot_count - 1);
    return slot;
}

static int make_slots(Automata *automata, size_t states) {
    size_t grown = automata->slot_count ? automata->slot_count : 1024;
    while (grown <= states * 2)
        grown *= 2;
    if (grown == automata->slot_count)
        return 1;
    uint32_t *slots = calloc(grown, sizeof *slots);
    if (slots == NULL)
        return 0;
    free(automata->slots);
    automata->slots = slots;
    automata->slot_count = grown;
    for (size_t index = 0; index < automata->state_count; index++)
        slots[free_slot(automata, hash_of_state(automata, &automata->states[index]))] = (uint32_t)index + 1;
    return 1;
}

/* Whether a state is what was met in this round. */
static int is_same(const Automata *automata, const State *state, uint32_t lane, uint32_t context) {
    if (state->lane != lane || state->context != context || state->length != automata->members.count ||
        state->matches != automata->matches.count)
        return 0;
    const uint32_t *items = automata->pool.items + state->offset;
    for (size_t index = 0; index < state->length; index++)
        if (automata->reached[items[index]] != automata->round)
            return 0;
    items += state->length;
    for (size_t index = 0; index < state->matches; index++)
        if (automata->counted[items[index]] != automata->round)
            return 0;
    return 1;
}

static uint32_t *cell(const Automata *automata, uint32_t row, uint32_t class) {
    return automata->chunks[class / CELLS] + ROW(row) + class % CELLS;
}

int automata_reserve(Automata *automata, size_t states) {
    if (!reserve((void **)&automata->states, &automata->state_capacity, states, sizeof(State)) || !make_slots(automata, states))
        return 0;
    if (states <= automata->row_capacity)
        return 1;
    size_t capacity = automata->row_capacity == 0 ? 64 : automata->row_capacity;
    while (capacity < states)
        capacity *= 2;
    /* Most lines are never written to, so take no memory. */
    char *block = calloc(automata->chunk_count * capacity + 1, LINE);
    if (block == NULL)
        return 0;
    char *at = block + LINE - (uintptr_t)block % LINE;
    for (size_t chunk = 0; chunk < automata->chunk_count; chunk++, at += capacity * LINE) {
        for (size_t number = 0; number < automata->state_count; number++)
            if (automata->states[number].known >> chunk & 1)
                memcpy(at + number * LINE, automata->chunks[chunk] + number * CELLS, LINE);
        automata->chunks[chunk] = (uint32_t *)at;
    }
    free(automata->block);
    automata->block = block;
    automata->row_capacity = capacity;
    for (unsigned byte = 0; byte < 256; byte++)
        automata->columns[byte] = (uintptr_t)cell(automata, 0, automata->classes[byte]) - (uintptr_t)PLAIN * sizeof(uint32_t);
    return 1;
}

uint32_t automata_adopt(Automata *automata, const State *state) {
    uint32_t number = (uint32_t)automata->state_count++;
    automata->states[number] = *state;
    automata->slots[free_slot(automata, hash_of_state(automata, state))] = number + 1;
    return number;
}

/* The entry of the state that `members` and `matches`, met in this round, make; NONE when there is no memory. */
static uint32_t intern(Automata *automata, uint32_t lane, uint32_t context) {
    const List *members = &automata->members, *matches = &automata->matches;
    if (!automata_reserve(automata, automata->state_count + 1))
        return NONE;
    automata->work.count = 0;
    if (!append(&automata->work, members->items, members->count) || !append(&automata->work, matches->items, matches->count))
        return NONE;
    uint64_t hash = hash_of(automata->work.items, members->count, matches->count, lane, context);
    size_t slot = (size_t)(hash >> 20) & (automata->slot_count - 1);
    while (automata->slots[slot] && !is_same(automata, &automata->states[automata->slots[slot] - 1], lane, context))
        slot = (slot + 1) & (automata->slot_count - 1);
    uint32_t number = automata->slots[slot] - 1;
    if (!automata->slots[slot]) {
        State state = {(uint32_t)automata->pool.count, (uint32_t)members->count, (uint32_t)matches->count, lane, context, 0};
        if (!append(&automata->pool, automata->work.items, automata->work.count))
            return NONE;
        number = automata_adopt(automata, &state);
    }
    return number * (uint32_t)CELLS | (matches->count ? 0 : PLAIN);
}

/* What the patterns that begin here become, made once for each context and class. */
static int add_fresh(Automata *automata, Lane *lane, uint32_t context, uint32_t class) {
    uint32_t *known = lane->restart + ((size_t)context * (automata->class_count + 1) + class) * 3;
    if (known[0] == NONE) {
        new_round(automata);
        if (!advance(automata, lane->entry.items, lane->entry.count, context, class))
            return 0;
        known[1] = (uint32_t)automata->members.count;
        known[2] = (uint32_t)automata->matches.count;
        uint32_t offset = (uint32_t)automata->fresh.count;
        if (!append(&automata->fresh, automata->members.items, automata->members.count) ||
            !append(&automata->fresh, automata->matches.items, automata->matches.count))
            return 0;
        known[0] = offset;
    }
    return 1;
}

static uint32_t make_entry(Automata *automata, uint32_t row, uint32_t class) {
    State state = automata->states[ROW(row) / CELLS];
    Lane *lane = &automata->lanes[state.lane];
    if (!add_fresh(automata, lane, state.context, class))
        return NONE;
    const uint32_t *known = lane->restart + ((size_t)state.context * (automata->class_count + 1) + class) * 3;
    new_round(automata);
    if (!advance(automata, automata->pool.items + state.offset, state.length, state.context, class))
        return NONE;
    for (uint32_t index = 0; index < known[1]; index++)
        if (!add_member(automata, automata->fresh.items[known[0] + index]))
            return NONE;
    for (uint32_t index = 0; index < known[2]; index++)
        if (!note_match(automata, automata->fresh.items[known[0] + known[1] + index]))
            return NONE;
    uint32_t context = AFTER_OTHER;
    if (class < automata->class_count) {
        unsigned byte = automata->example[class];
        if (lane->minds_lines && byte == '\n')
            context = AFTER_NEWLINE;
        else if (lane->minds_words && is_word_byte(byte))
            context = AFTER_WORD;
    }
    uint32_t entry = intern(automata, state.lane, context);
    if (entry != NONE) {
        *cell(automata, row, class) = entry;
        automata->states[ROW(row) / CELLS].known |= (uint32_t)1 << class / CELLS;
    }
    return entry;
}

static size_t places_of(const Automata *automata) { return (size_t)CONTEXTS * (automata->class_count + 1) * 3; }

static int first_state(Automata *automata) {
    automata->state_count = automata->pool.count = automata->fresh.count = automata->row_capacity = 0;
    if (automata->slot_count)
        memset(automata->slots, 0, automata->slot_count * sizeof *automata->slots);
    for (size_t lane = 0; lane < automata->lane_count; lane++) {
        automata->lanes[lane].initial = NONE;
        memset(automata->lanes[lane].restart, 0xFF, places_of(automata) * sizeof *automata->lanes[lane].restart);
    }
    new_round(automata);
    if (intern(automata, NONE, AFTER_NOTHING) == NONE)
        return 0;
    for (size_t chunk = 0; chunk < automata->chunk_count; chunk++)
        for (size_t at = 0; at < CELLS; at++)
            automata->chunks[chunk][at] = DEAD;
    automata->states[0].known = NONE;
    return 1;
}

static uint32_t initial_row(Automata *automata, uint32_t lane) {
    if (automata->lanes[lane].initial == NONE) {
        new_round(automata);
        automata->lanes[lane].initial = intern(automata, lane, AFTER_NOTHING);
    }
    return automata->lanes[lane].initial;
}

static void leave(const Automata *automata, Reading *reading) {
    for (size_t lane = 0; lane < automata->lane_count + MOST_LANES; lane++)
        reading->rows[lane] = DEAD;
}

/* Forgets all states but those that the lanes are in, when they take more memory than they may. */
static int relieve(Automata *automata) {
    size_t taken = automata->state_count * automata->chunk_count * LINE + (automata->pool.count + automata->fresh.count) * sizeof(uint32_t);
    if (taken < automata->memory && (automata->state_count + 2) * CELLS < PLAIN)
        return 1;
    size_t lanes = automata->lane_count;
    State *kept = malloc((READINGS * lanes + 1) * sizeof *kept);
    List items = {0};
    int done = kept != NULL;
    for (size_t place = 0; done && place < READINGS * lanes; place++) {
        kept[place] = automata->states[ROW(automata->readings[place / lanes].rows[place % lanes]) / CELLS];
        done = append(&items, automata->pool.items + kept[place].offset, kept[place].length + kept[place].matches);
    }
    done = done && first_state(automata);
    const uint32_t *item = items.items;
    for (size_t place = 0; done && place < READINGS * lanes; place++) {
        uint32_t *row = &automata->readings[place / lanes].rows[place % lanes];
        if (*row == DEAD)
            continue;
        new_round(automata);
        for (uint32_t index = 0; done && index < kept[place].length; index++)
            done = add_member(automata, *item++);
        for (uint32_t index = 0; done && index < kept[place].matches; index++)
            done = note_match(automata, *item++);
        uint32_t entry = done ? intern(automata, kept[place].lane, kept[place].context) : NONE;
        done = entry != NONE;
        *row = entry | PLAIN;
    }
    for (Reading *reading = automata->readings; !done && reading < automata->readings + READINGS; reading++)
        leave(automata, reading);
    free(items.items);
    free(kept);
    return done;
}

static int note_found(const Automata *automata, Reading *reading, uint32_t row) {
    const State *state = &automata->states[ROW(row) / CELLS];
    const uint32_t *matches = automata->pool.items + state->offset + state->length;
    for (uint32_t index = 0; index < state->matches; index++) {
        uint32_t pattern = matches[index];
        if (!reading->seen[pattern]) {
            reading->seen[pattern] = 1;
            if (!push(&reading->found, pattern))
                return 0;
        }
    }
    return 1;
}

/* Moves lanes on by one class where an entry is missing or a state matches. */
static int step(Automata *automata, Reading *reading, size_t first, size_t lanes, uint32_t class) {
    uint32_t *rows = reading->rows + first;
    for (size_t lane = 0; lane < lanes; lane++) {
        uint32_t entry = *cell(automata, rows[lane], class);
        if (entry == 0) {
            if (!relieve(automata))
                return 0;
            entry = make_entry(automata, rows[lane], class);
            if (entry == NONE)
                return 0;
        }
        rows[lane] = entry | PLAIN;
        if (!(entry & PLAIN) && !note_found(automata, reading, rows[lane]))
            return 0;
    }
    return 1;
}

/* Each lane waits for its own last entry only: side by side, four or eight take little longer than one, and those of two texts little
   longer than those of one. */
#define ROWS4(DO) DO(0) DO(1) DO(2) DO(3)
#define ROWS5(DO) ROWS4(DO) DO(4)
#define ROWS6(DO) ROWS5(DO) DO(5)
#define ROWS8(DO) ROWS6(DO) DO(6) DO(7)
#define LOAD(lane) row##lane = rows[lane];
#define SAVE(lane) saved[lane] = row##lane;
#define DECLARE(lane) uint32_t row##lane = rows[lane];
#define ENTRY(column, row) *(const uint32_t *)((column) + (size_t)(row) * sizeof(uint32_t))
#define LOOK(lane) uint32_t next##lane = ENTRY(column, row##lane);
#define CHECK(lane) plain &= next##lane;
#define MOVE(lane) row##lane = next##lane;
#define LOAD_OTHER(lane) other##lane = others[lane];
#define SAVE_OTHER(lane) saved_others[lane] = other##lane;
#define DECLARE_OTHER(lane) uint32_t other##lane = others[lane];
#define LOOK_OTHER(lane) uint32_t next_other##lane = ENTRY(column_other, other##lane);
#define CHECK_OTHER(lane) plain &= next_other##lane;
#define MOVE_OTHER(lane) other##lane = next_other##lane;

#define SCAN(name, ROWS)                                                                                                         \
    static int name(Automata *automata, Reading *reading, size_t first, size_t lanes, const uint8_t *text, size_t length) {      \
        const uint8_t *end = text + length;                                                                                      \
        const uintptr_t *columns = automata->columns;                                                                            \
        uint32_t *rows = reading->rows + first;                                                                                  \
        volatile uint32_t *saved = rows; /* one by one: no vector is made of them */                                             \
        ROWS(DECLARE)                                                                                                            \
        for (; text < end; text++) {                                                                                             \
            const uintptr_t column = columns[*text];                                                                             \
            uint32_t plain = PLAIN;                                                                                              \
            ROWS(LOOK)                                                                                                           \
            ROWS(CHECK)                                                                                                          \
            if (!(plain & PLAIN)) {                                                                                              \
                ROWS(SAVE)                                                                                                       \
                if (!step(automata, reading, first, lanes, automata->classes[*text]))                                            \
                    return 0;                                                                                                    \
                ROWS(LOAD)                                                                                                       \
            } else {                                                                                                             \
                ROWS(MOVE)                                                                                                       \
            }                                                                                                                    \
        }                                                                                                                        \
        ROWS(SAVE)                                                                                                               \
        return 1;                                                                                                                \
    }

#define SCAN_BOTH(name, ROWS)                                                                                                    \
    static int name(Automata *automata, const uint8_t *text, const uint8_t *text_other, size_t length) {                         \
        const uint8_t *end = text + length;                                                                                      \
        const uintptr_t *columns = automata->columns;                                                                            \
        Reading *readings = automata->readings;                                                                                  \
        uint32_t *rows = readings[0].rows, *others = readings[1].rows;                                                           \
        volatile uint32_t *saved = rows, *saved_others = others;                                                                 \
        ROWS(DECLARE)                                                                                                            \
        ROWS(DECLARE_OTHER)                                                                                                      \
        for (; text < end; text++, text_other++) {                                                                               \
            const uintptr_t column = columns[*text], column_other = columns[*text_other];                                        \
            uint32_t plain = PLAIN;                                                                                              \
            ROWS(LOOK)                                                                                                           \
            ROWS(LOOK_OTHER)                                                                                                     \
            ROWS(CHECK)                                                                                                          \
            ROWS(CHECK_OTHER)                                                                                                    \
            if (!(plain & PLAIN)) {                                                                                              \
                ROWS(SAVE)                                                                                                       \
                ROWS(SAVE_OTHER)                                                                                                 \
                if (!step(automata, &readings[0], 0, automata->lane_count, automata->classes[*text]) ||                          \
                    !step(automata, &readings[1], 0, automata->lane_count, automata->classes[*text_other]))                      \
                    return 0;                                                                                                    \
                ROWS(LOAD)                                                                                                       \
                ROWS(LOAD_OTHER)                                                                                                 \
            } else {                                                                                                             \
                ROWS(MOVE)                                                                                                       \
                ROWS(MOVE_OTHER)                                                                                                 \
            }                                                                                                                    \
        }                                                                                                                        \
        ROWS(SAVE)                                                                                                               \
        ROWS(SAVE_OTHER)                                                                                                         \
        return 1;                                                                                                                \
    }

SCAN(scan4, ROWS4)
SCAN(scan5, ROWS5)
SCAN(scan6, ROWS6)
SCAN(scan8, ROWS8)
SCAN_BOTH(scan_both4, ROWS4)
SCAN_BOTH(scan_both5, ROWS5)
SCAN_BOTH(scan_both6, ROWS6)

int automata_begin(Automata *automata, Reading *reading) {
    for (size_t index = 0; index < reading->found.count; index++)
        reading->seen[reading->found.items[index]] = 0;
    reading->found.count = 0;
    for (size_t lane = 0; lane < automata->lane_count; lane++) {
        uint32_t entry = initial_row(automata, (uint32_t)lane);
        if (entry == NONE) {
            leave(automata, reading);
            return 0;
        }
        reading->rows[lane] = entry | PLAIN;
    }
    return 1;
}

int automata_read(Automata *automata, Reading *reading, const uint8_t *text, size_t length) {
    for (size_t first = 0; first < automata->lane_count; first += MOST_LANES) {
        size_t lanes = automata->lane_count - first < MOST_LANES ? automata->lane_count - first : MOST_LANES;
        if (!(lanes > 6 ? scan8 : lanes > 5 ? scan6 : lanes > 4 ? scan5 : scan4)(automata, reading, first, lanes, text, length))
            return 0;
    }
    return 1;
}

int automata_read_both(Automata *automata, const uint8_t *first, const uint8_t *second, size_t length) {
    size_t lanes = automata->lane_count;
    if (lanes > 6)
        return automata_read(automata, &automata->readings[0], first, length) && automata_read(automata, &automata->readings[1], second, length);
    return (lanes > 5 ? scan_both6 : lanes > 4 ? scan_both5 : scan_both4)(automata, first, second, length);
}

int automata_end(Automata *automata, Reading *reading) {
    if (!step(automata, reading, 0, automata->lane_count, automata->class_count))
        return 0;
    leave(automata, reading);
    sort(reading->found.items, reading->found.count);
    return 1;
}

/* What is known of the classes of bytes from the class of each. */
static void know_classes(Automata *automata) {
    automata->class_count = 0;
    for (unsigned byte = 256; byte-- > 0;) {
        automata->example[automata->classes[byte]] = (uint8_t)byte;
        if (automata->classes[byte] >= automata->class_count)
            automata->class_count = automata->classes[byte] + 1u;
    }
    automata->chunk_count = automata->class_count / CELLS + 1; /* the end of the text is a class, too */
}

int automata_ready(Automata *automata, size_t memory) {
    automata->memory = memory;
    know_classes(automata);
    size_t instructions = automata->program.count + 1;
    automata->reached = calloc(instructions, sizeof *automata->reached);
    automata->passed = calloc(instructions, sizeof *automata->passed);
    automata->counted = calloc(automata->pattern_count + 1, sizeof *automata->counted);
    automata->closed = calloc(instructions, sizeof *automata->closed);
    automata->closures = malloc(instructions * 2 * sizeof *automata->closures);
    for (Reading *reading = automata->readings; reading < automata->readings + READINGS; reading++) {
        reading->rows = malloc((automata->lane_count + MOST_LANES) * sizeof *reading->rows);
        reading->seen = calloc(automata->pattern_count + 1, 1);
        if (!reading->rows || !reading->seen)
            return 0;
        leave(automata, reading);
    }
    if (!automata->closed || !automata->closures || !automata->reached || !automata->passed || !automata->counted)
        return 0;
    memset(automata->closures, 0xFF, instructions * 2 * sizeof *automata->closures);
    for (size_t number = 0; number < automata->lane_count; number++) {
        Lane *lane = &automata->lanes[number];
        lane->restart = malloc(places_of(automata) * sizeof *lane->restart);
        if (lane->restart == NULL)
            return 0;
        new_round(automata);
        for (size_t index = 0; index < lane->starts.count; index++)
            if (!follow(automata, lane->starts.items[index], automata->passed, automata->round, &lane->entry))
                return 0;
    }
    return first_state(automata);
}

void automata_free(Automata *automata) {
    for (size_t number = 0; number < automata->lane_count; number++) {
        free(automata->lanes[number].starts.items);
        free(automata->lanes[number].entry.items);
        free(automata->lanes[number].restart);
    }
    free(automata->lanes);
    program_free(&automata->program);
    free(automata->block);
    free(automata->states);
    free(automata->pool.items);
    free(automata->fresh.items);
    free(automata->slots);
    free(automata->reached);
    free(automata->passed);
    free(automata->counted);
    free(automata->closed);
    free(automata->closures);
    free(automata->ways.items);
    free(automata->way.items);
    free(automata->members.items);
    free(automata->matches.items);
    free(automata->stack.items);
    free(automata->work.items);
    for (Reading *reading = automata->readings; reading < automata->readings + READINGS; reading++) {
        free(reading->rows);
        free(reading->seen);
        free(reading->found.items);
    }
    memset(automata, 0, sizeof *automata);
}
