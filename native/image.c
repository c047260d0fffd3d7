#include "image.h"

#include <stdlib.h>

#define WORDS(type) (sizeof(type) / sizeof(uint32_t))

/* An image is in words of the machine's order: this head, classes, instructions, sets, of each lane its head and its starts, the pool, and of each state but
   the first, which is always the same, its description and the lines of the chunks of which something is known. */
typedef struct {
    uint32_t patterns, instructions, sets, lanes, items, states;
} Head;

typedef struct {
    uint32_t minds_lines, minds_words, initial, starts;
} LaneHead;

int image_of(const Automata *automata, size_t most, List *image) {
    const Program *program = &automata->program;
    size_t states = automata->state_count < most ? automata->state_count : most;
    const State *last = states ? &automata->states[states - 1] : NULL;
    size_t items = last ? (size_t)last->offset + last->length + last->matches : 0;
    Head head = {automata->pattern_count, (uint32_t)program->count, (uint32_t)program->set_count, (uint32_t)automata->lane_count, (uint32_t)items, (uint32_t)states};
    if (!append(image, &head, WORDS(Head)) || !append(image, automata->classes, sizeof automata->classes / sizeof(uint32_t)) ||
        !append(image, program->instructions, program->count * WORDS(Instruction)) || !append(image, program->sets, program->set_count * WORDS(ByteSet)))
        return 0;
    for (size_t number = 0; number < automata->lane_count; number++) {
        const Lane *lane = &automata->lanes[number];
        uint32_t initial = lane->initial != NONE && ROW(lane->initial) / CELLS < states ? lane->initial : NONE;
        LaneHead described = {(uint32_t)lane->minds_lines, (uint32_t)lane->minds_words, initial, (uint32_t)lane->starts.count};
        if (!append(image, &described, WORDS(LaneHead)) || !append(image, lane->starts.items, lane->starts.count))
            return 0;
    }
    if (!append(image, automata->pool.items, items))
        return 0;
    for (size_t number = 1; number < states; number++) {
        State state = automata->states[number];
        uint32_t lines[MOST_CHUNKS][CELLS];
        size_t count = 0;
        for (size_t chunk = 0; chunk < automata->chunk_count; chunk++) {
            if (!(state.known >> chunk & 1))
                continue;
            int some = 0;
            for (size_t at = 0; at < CELLS; at++) {
                uint32_t entry = automata->chunks[chunk][number * CELLS + at];
                lines[count][at] = ROW(entry) / CELLS < states ? entry : 0;
                some |= lines[count][at] != 0;
            }
            if (some)
                count++;
            else
                state.known &= ~((uint32_t)1 << chunk);
        }
        if (!append(image, &state, WORDS(State)) || !append(image, lines, count * CELLS))
            return 0;
    }
    return 1;
}

typedef struct {
    const uint8_t *at;
    size_t left;
} Words;

/* The bytes of the next words, or NULL when there are not so many. */
static const uint8_t *next(Words *words, size_t count) {
    if (count > words->left)
        return NULL;
    const uint8_t *at = words->at;
    words->at += count * sizeof(uint32_t);
    words->left -= count;
    return at;
}

static int take(Words *words, void *to, size_t count) {
    const uint8_t *from = next(words, count);
    if (from != NULL && count)
        memcpy(to, from, count * sizeof(uint32_t));
    return from != NULL;
}

static int take_list(Words *words, List *list, size_t count) {
    if (count > words->left)
        return IMAGE_BROKEN;
    if (!reserve((void **)&list->items, &list->capacity, count + 1, sizeof *list->items))
        return IMAGE_NO_MEMORY;
    list->count = count;
    return take(words, list->items, count) ? IMAGE_OK : IMAGE_BROKEN;
}

static int take_program(Automata *automata, Words *words, const Head *head) {
    Program *program = &automata->program;
    if ((size_t)head->instructions > words->left / WORDS(Instruction) || (size_t)head->sets > words->left / WORDS(ByteSet))
        return IMAGE_BROKEN;
    if (!reserve((void **)&program->instructions, &program->capacity, (size_t)head->instructions + 1, sizeof(Instruction)) ||
        !reserve((void **)&program->sets, &program->set_capacity, (size_t)head->sets + 1, sizeof(ByteSet)))
        return IMAGE_NO_MEMORY;
    program->count = head->instructions;
    program->set_count = head->sets;
    if (!take(words, program->instructions, program->count * WORDS(Instruction)) || !take(words, program->sets, program->set_count * WORDS(ByteSet)))
        return IMAGE_BROKEN;
    for (size_t number = 0; number < program->count; number++) {
        const Instruction *made = &program->instructions[number];
        const uint32_t most[] = {[OP_SET] = head->sets, [OP_SPLIT] = head->instructions, [OP_ASSERT] = NOT_WORD_BOUNDARY + 1, [OP_MATCH] = head->patterns};
        if (made->value >= most[made->op] || made->next >= head->instructions)
            return IMAGE_BROKEN;
    }
    return IMAGE_OK;
}

static int take_lane(Automata *automata, Words *words, uint32_t *initial) {
    LaneHead described;
    if (!take(words, &described, WORDS(LaneHead)))
        return IMAGE_BROKEN;
    if (!reserve((void **)&automata->lanes, &automata->lane_capacity, automata->lane_count + 1, sizeof(Lane)))
        return IMAGE_NO_MEMORY;
    Lane *lane = &automata->lanes[automata->lane_count++];
    memset(lane, 0, sizeof *lane);
    lane->minds_lines = described.minds_lines != 0;
    lane->minds_words = described.minds_words != 0;
    *initial = described.initial;
    int taken = take_list(words, &lane->starts, described.starts);
    for (size_t index = 0; taken == IMAGE_OK && index < lane->starts.count; index++)
        if (lane->starts.items[index] >= automata->program.count)
            taken = IMAGE_BROKEN;
    return taken;
}

/* Whether an entry leads nowhere yet, or to one of the states. */
static int leads(const Automata *automata, uint32_t entry) {
    uint32_t number = ROW(entry) / CELLS;
    return entry == 0 || (ROW(entry) % CELLS == 0 && number < automata->state_count && (automata->states[number].matches == 0) == ((entry & PLAIN) != 0));
}

static int is_state(const Automata *automata, const State *state) {
    size_t end = (size_t)state->offset + state->length + state->matches;
    if (end < state->offset || end > automata->pool.count || state->lane >= automata->lane_count || state->context >= CONTEXTS ||
        state->known >> automata->chunk_count)
        return 0;
    const uint32_t *items = automata->pool.items + state->offset;
    for (uint32_t index = 0; index < state->length; index++)
        if (items[index] >= automata->program.count || automata->program.instructions[items[index]].op == OP_SPLIT)
            return 0;
    for (uint32_t index = 0; index < state->matches; index++)
        if (items[state->length + index] >= automata->pattern_count)
            return 0;
    return 1;
}

static int take_states(Automata *automata, Words *words, size_t states) {
    if (states > words->left / WORDS(State) + 1)
        return IMAGE_BROKEN;
    if (!automata_reserve(automata, states))
        return IMAGE_NO_MEMORY;
    while (automata->state_count < states) {
        State state;
        if (!take(words, &state, WORDS(State)) || !is_state(automata, &state))
            return IMAGE_BROKEN;
        uint32_t number = automata_adopt(automata, &state);
        for (size_t chunk = 0; chunk < automata->chunk_count; chunk++)
            if (state.known >> chunk & 1 && !take(words, automata->chunks[chunk] + number * CELLS, CELLS))
                return IMAGE_BROKEN;
    }
    for (size_t number = 1; number < states; number++)
        for (size_t chunk = 0; chunk < automata->chunk_count; chunk++)
            for (size_t at = 0; automata->states[number].known >> chunk & 1 && at < CELLS; at++)
                if (!leads(automata, automata->chunks[chunk][number * CELLS + at]))
                    return IMAGE_BROKEN;
    return IMAGE_OK;
}

static int has_classes(const Automata *automata) {
    uint8_t met[256] = {0};
    unsigned highest = 0;
    for (unsigned byte = 0; byte < 256; byte++) {
        met[automata->classes[byte]] = 1;
        highest = automata->classes[byte] > highest ? automata->classes[byte] : highest;
    }
    return memchr(met, 0, highest + 1) == NULL;
}

int image_read(Automata *automata, const uint8_t *image, size_t count, size_t memory, size_t *read) {
    Words words = {image, count};
    Head head;
    if (!take(&words, &head, WORDS(Head)) || !take(&words, automata->classes, sizeof automata->classes / sizeof(uint32_t)) || !has_classes(automata) ||
        head.patterns > head.instructions || head.lanes > words.left)
        return IMAGE_BROKEN;
    automata->pattern_count = head.patterns;
    int taken = take_program(automata, &words, &head);
    uint32_t *initial = malloc(((size_t)head.lanes + 1) * sizeof *initial);
    if (initial == NULL)
        taken = IMAGE_NO_MEMORY;
    for (uint32_t lane = 0; taken == IMAGE_OK && lane < head.lanes; lane++)
        taken = take_lane(automata, &words, &initial[lane]);
    if (taken == IMAGE_OK && !automata_ready(automata, memory))
        taken = IMAGE_NO_MEMORY;
    if (taken == IMAGE_OK)
        taken = take_list(&words, &automata->pool, head.items);
    if (taken == IMAGE_OK)
        taken = take_states(automata, &words, head.states);
    for (uint32_t lane = 0; taken == IMAGE_OK && lane < head.lanes; lane++) {
        automata->lanes[lane].initial = initial[lane];
        if (initial[lane] != NONE && (initial[lane] == 0 || !leads(automata, initial[lane])))
            taken = IMAGE_BROKEN;
    }
    free(initial);
    *read = count - words.left;
    return taken;
}
