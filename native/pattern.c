#include "pattern.h"

#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "sequences.h"

#define LAST LAST_CHARACTER
#define UNBOUNDED UINT32_MAX
#define DEEPEST 250           /* groups within groups */
#define MOST_REPEATS 1000     /* as RE2 has it */
#define MOST_INSTRUCTIONS (1u << 17) /* of one pattern */
#define FEW 512               /* characters of a range whose other cases are looked up one by one */

enum { NODE_EMPTY, NODE_CLASS, NODE_SEQUENCE, NODE_CHOICE, NODE_REPEAT, NODE_ASSERT };
enum { IGNORE_CASE = 1, MULTILINE = 2, DOT_ALL = 4 };

/* Children of a sequence are linked from the last to the first.  `value` is an assertion, or the first of `count` ranges. */
typedef struct {
    uint32_t type, child, sibling, value, count, least, most;
} Node;

typedef struct {
    Program *program;
    const unsigned char *at, *end;
    Node *nodes;
    size_t node_count, node_capacity;
    Range *ranges;
    size_t range_count, range_capacity;
    Range *class_ranges; /* of the class being read */
    size_t class_count, class_capacity;
    size_t limit; /* instructions of the program at most */
    unsigned flags, depth;
    int asks_within; /* \B, which holds within a character */
    int error;
} Parser;

int reserve(void **array, size_t *capacity, size_t needed, size_t item) {
    if (needed <= *capacity)
        return 1;
    size_t grown = *capacity ? *capacity : 16;
    while (grown < needed) {
        if (grown > SIZE_MAX / 2 / item)
            return 0;
        grown *= 2;
    }
    void *moved = realloc(*array, grown * item);
    if (moved == NULL)
        return 0;
    *array = moved;
    *capacity = grown;
    return 1;
}

static uint32_t fail(Parser *parser, int error) {
    if (parser->error == PATTERN_OK)
        parser->error = error;
    return 0;
}

static uint32_t unsupported(Parser *parser) { return fail(parser, PATTERN_UNSUPPORTED); }

static uint32_t new_node(Parser *parser, uint32_t type) {
    if (!reserve((void **)&parser->nodes, &parser->node_capacity, parser->node_count + 1, sizeof(Node)))
        return fail(parser, PATTERN_NO_MEMORY);
    uint32_t number = (uint32_t)parser->node_count++;
    memset(&parser->nodes[number], 0, sizeof(Node));
    parser->nodes[number].type = type;
    return number;
}

/* ---- characters and classes ---- */

static uint32_t read_character(Parser *parser) {
    const unsigned char *at = parser->at;
    size_t left = (size_t)(parser->end - at);
    unsigned first = at[0];
    unsigned length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length > left)
        return unsupported(parser);
    uint32_t code = length == 1 ? first : first & (0xFFu >> (length + 1));
    for (unsigned index = 1; index < length; index++)
        code = code << 6 | (at[index] & 0x3F);
    parser->at += length;
    return code;
}

static void add_range(Parser *parser, uint32_t low, uint32_t high) {
    if (!reserve((void **)&parser->class_ranges, &parser->class_capacity, parser->class_count + 1, sizeof(Range))) {
        fail(parser, PATTERN_NO_MEMORY);
        return;
    }
    parser->class_ranges[parser->class_count].low = low;
    parser->class_ranges[parser->class_count++].high = high;
}

static const Range DIGITS[] = {{'0', '9'}};
static const Range WORD[] = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
static const Range SPACE[] = {{'\t', '\n'}, {'\f', '\r'}, {' ', ' '}};
static const Range SEPARATORS[] = {{' ', ' '},       {0xA0, 0xA0},     {0x1680, 0x1680}, {0x2000, 0x200A},
                                   {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}};

/* The ranges, which are sorted, or what lies between them. */
static void add_ranges(Parser *parser, const Range *ranges, size_t count, int negated) {
    uint32_t next = 0;
    for (size_t index = 0; index < count; index++) {
        if (!negated)
            add_range(parser, ranges[index].low, ranges[index].high);
        else if (ranges[index].low > next)
            add_range(parser, next, ranges[index].low - 1);
        next = ranges[index].high + 1;
    }
    if (negated && next <= LAST)
        add_range(parser, next, LAST);
}

static const Range BEYOND_LETTERS[] = {{0xAA, 0xAA}, {0xB2, 0xB3}, {0xB5, 0xB5},     {0xB9, 0xBA},
                                       {0xBC, 0xBE}, {0xC0, 0x1FFF}, {0x2070, LAST}};

/* Adds \p{...} from its letter on.  Letters, marks and numbers beyond ASCII are all that could be some: the pattern says where to look.
   What is wider than it says may not be negated. */
static void add_property(Parser *parser, int negated) {
    static const struct {
        const char *name;
        Range ascii[2];
        unsigned count;
    } properties[] = {{"L}", {{'A', 'Z'}, {'a', 'z'}}, 2}, {"Lu}", {{'A', 'Z'}, {0, 0}}, 1}, {"Ll}", {{'a', 'z'}, {0, 0}}, 1},
                      {"N}", {{'0', '9'}, {0, 0}}, 1},     {"Nd}", {{'0', '9'}, {0, 0}}, 1}, {"Lo}", {{0, 0}, {0, 0}}, 0},
                      {"M}", {{0, 0}, {0, 0}}, 0}};
    const unsigned char *name = parser->at + 1;
    size_t left = (size_t)(parser->end - name);
    if (left >= 3 && memcmp(name, "{Z}", 3) == 0) {
        add_ranges(parser, SEPARATORS, sizeof SEPARATORS / sizeof *SEPARATORS, *parser->at == 'P');
        parser->at += 4;
        return;
    }
    for (unsigned index = 0; index < sizeof properties / sizeof *properties; index++) {
        size_t length = strlen(properties[index].name);
        if (left > length && name[0] == '{' && memcmp(name + 1, properties[index].name, length) == 0 && !negated && *parser->at == 'p') {
            add_ranges(parser, properties[index].ascii, properties[index].count, 0);
            add_ranges(parser, BEYOND_LETTERS, sizeof BEYOND_LETTERS / sizeof *BEYOND_LETTERS, 0);
            parser->at += length + 2;
            return;
        }
    }
    unsupported(parser);
}

/* Adds a class such as \d or \p{Z} that begins after the backslash; 0 when there is none.  `negated` says that of all of the class. */
static int add_named_class(Parser *parser, int negated) {
    unsigned letter = *parser->at;
    int other = letter >= 'A' && letter <= 'Z';
    switch (letter | 0x20) {
    case 'd':
        add_ranges(parser, DIGITS, sizeof DIGITS / sizeof *DIGITS, other);
        break;
    case 'w':
        add_ranges(parser, WORD, sizeof WORD / sizeof *WORD, other);
        break;
    case 's':
        add_ranges(parser, SPACE, sizeof SPACE / sizeof *SPACE, other);
        break;
    case 'p':
        add_property(parser, negated);
        return 1;
    default:
        return 0;
    }
    parser->at++;
    return 1;
}

static int hexadecimal(unsigned byte) {
    if (byte >= '0' && byte <= '9')
        return (int)byte - '0';
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? (int)byte - 'a' + 10 : -1;
}

/* The character of an escape that begins after the backslash. */
static uint32_t read_escape(Parser *parser) {
    if (parser->at >= parser->end)
        return unsupported(parser);
    unsigned letter = *parser->at;
    if (letter >= 0x80 || (letter != '_' && !is_word_byte(letter)))
        return read_character(parser);
    parser->at++;
    switch (letter) {
    case 'a':
        return '\a';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 'v':
        return '\v';
    case 'x':
        break;
    default:
        return unsupported(parser);
    }
    uint32_t code = 0;
    if (parser->at < parser->end && *parser->at == '{') {
        for (parser->at++; parser->at < parser->end && *parser->at != '}'; parser->at++) {
            int digit = hexadecimal(*parser->at);
            if (digit < 0 || (code = code << 4 | (uint32_t)digit) > LAST)
                return unsupported(parser);
        }
        if (parser->at >= parser->end)
            return unsupported(parser);
        parser->at++;
        return code;
    }
    for (int index = 0; index < 2; index++) {
        int digit = parser->at < parser->end ? hexadecimal(*parser->at) : -1;
        if (digit < 0)
            return unsupported(parser);
        code = code << 4 | (uint32_t)digit;
        parser->at++;
    }
    return code;
}

static int by_low(const void *left, const void *right) {
    const Range *one = left, *two = right;
    return one->low < two->low ? -1 : one->low > two->low;
}

/* What the letters of a wide range may be in another case. */
static const Range CASED[] = {{'K', 'K'},       {'S', 'S'},       {'k', 'k'},       {'s', 's'},     {0xB5, 0xB5},
                              {0xC0, 0x1FFF},   {0x2126, 0x2188}, {0x24B6, 0x24E9}, {0x2C00, LAST}};

/* The class is made wider than need be where a range is too wide to look at each letter: the pattern says where to look, not what is
   there.  A class that will be negated is not made wider, for the same reason. */
static void add_other_cases(Parser *parser, int negated) {
    size_t written = parser->class_count;
    for (size_t index = 0; index < written && parser->error == PATTERN_OK; index++) {
        Range range = parser->class_ranges[index];
        if (range.high - range.low > FEW) {
            if (!negated)
                add_ranges(parser, CASED, sizeof CASED / sizeof *CASED, 0);
            continue;
        }
        for (uint32_t code = range.low; code <= range.high; code++) {
            uint32_t others[MOST_CASES];
            int count = other_cases(code, others);
            if (count < 0) {
                unsupported(parser);
                return;
            }
            for (int other = 0; other < count; other++)
                add_range(parser, others[other], others[other]);
        }
    }
}

/* Sorts and joins the ranges of the class that was read, and makes a node of them. */
static uint32_t class_node(Parser *parser, int negated) {
    if (parser->flags & IGNORE_CASE)
        add_other_cases(parser, negated);
    Range *ranges = parser->class_ranges;
    size_t joined = 0;
    if (parser->class_count)
        qsort(ranges, parser->class_count, sizeof(Range), by_low);
    for (size_t index = 0; index < parser->class_count; index++) {
        if (joined && ranges[index].low <= ranges[joined - 1].high + 1) {
            if (ranges[index].high > ranges[joined - 1].high)
                ranges[joined - 1].high = ranges[index].high;
        } else {
            ranges[joined++] = ranges[index];
        }
    }
    parser->class_count = joined;
    uint32_t number = new_node(parser, NODE_CLASS);
    if (parser->error != PATTERN_OK)
        return 0;
    if (!reserve((void **)&parser->ranges, &parser->range_capacity, parser->range_count + joined + 1, sizeof(Range)))
        return fail(parser, PATTERN_NO_MEMORY);
    Range *kept = parser->ranges + parser->range_count;
    size_t count = 0;
    if (negated) {
        uint32_t next = 0;
        for (size_t index = 0; index < joined; index++) {
            if (ranges[index].low > next) {
                kept[count].low = next;
                kept[count++].high = ranges[index].low - 1;
            }
            next = ranges[index].high + 1;
        }
        if (next <= LAST) {
            kept[count].low = next;
            kept[count++].high = LAST;
        }
    } else {
        if (joined)
            memcpy(kept, ranges, joined * sizeof(Range));
        count = joined;
    }
    parser->nodes[number].value = (uint32_t)parser->range_count;
    parser->nodes[number].count = (uint32_t)count;
    parser->range_count += count;
    return number;
}

static uint32_t read_class(Parser *parser) {
    int negated = 0, first = 1;
    parser->class_count = 0;
    if (parser->at < parser->end && *parser->at == '^') {
        negated = 1;
        parser->at++;
    }
    for (;; first = 0) {
        if (parser->error != PATTERN_OK)
            return 0;
        if (parser->at >= parser->end)
            return unsupported(parser);
        if (*parser->at == ']' && !first)
            break;
        if (*parser->at == '[' && parser->at + 1 < parser->end && parser->at[1] == ':')
            return unsupported(parser);
        uint32_t low;
        if (*parser->at == '\\') {
            parser->at++;
            if (parser->at < parser->end && add_named_class(parser, negated))
                continue;
            low = read_escape(parser);
        } else {
            low = read_character(parser);
        }
        uint32_t high = low;
        if (parser->end - parser->at >= 2 && parser->at[0] == '-' && parser->at[1] != ']') {
            parser->at++;
            if (*parser->at == '\\') {
                parser->at++;
                high = read_escape(parser);
            } else {
                high = read_character(parser);
            }
            if (high < low)
                return unsupported(parser);
        }
        add_range(parser, low, high);
    }
    parser->at++;
    return class_node(parser, negated);
}

/* ---- what stands between ---- */

static uint32_t read_choice(Parser *parser);

static uint32_t assertion(Parser *parser, uint32_t kind) {
    uint32_t number = new_node(parser, NODE_ASSERT);
    if (parser->error == PATTERN_OK)
        parser->nodes[number].value = kind;
    return number;
}

/* Reads flags up to `:` or `)`; 0 when what stands there is none. */
static int read_flags(Parser *parser, unsigned *flags) {
    int negative = 0;
    for (; parser->at < parser->end; parser->at++) {
        unsigned bit = 0;
        switch (*parser->at) {
        case 'i':
            bit = IGNORE_CASE;
            break;
        case 'm':
            bit = MULTILINE;
            break;
        case 's':
            bit = DOT_ALL;
            break;
        case 'U':
            break;
        case '-':
            negative = 1;
            continue;
        case ':':
        case ')':
            return 1;
        default:
            return 0;
        }
        *flags = negative ? *flags & ~bit : *flags | bit;
    }
    return 0;
}

/* A group, after its parenthesis. */
static uint32_t read_group(Parser *parser) {
    unsigned outer = parser->flags, flags = outer;
    if (parser->end - parser->at >= 2 && parser->at[0] == '?') {
        parser->at++;
        if (*parser->at == 'P' || *parser->at == '<') {
            while (parser->at < parser->end && *parser->at != '>')
                parser->at++;
            if (parser->at >= parser->end)
                return unsupported(parser);
            parser->at++;
        } else {
            if (!read_flags(parser, &flags))
                return unsupported(parser);
            parser->flags = flags;
            if (*parser->at++ == ')')
                return new_node(parser, NODE_EMPTY); /* they hold up to the end of the group round it */
        }
    }
    if (++parser->depth > DEEPEST)
        return unsupported(parser);
    uint32_t number = read_choice(parser);
    parser->depth--;
    if (parser->at >= parser->end || *parser->at != ')')
        return unsupported(parser);
    parser->at++;
    parser->flags = outer;
    return number;
}

static uint32_t read_atom(Parser *parser) {
    parser->class_count = 0;
    unsigned byte = *parser->at;
    switch (byte) {
    case '(':
        parser->at++;
        return read_group(parser);
    case '[':
        parser->at++;
        return read_class(parser);
    case '.':
        parser->at++;
        add_range(parser, 0, parser->flags & DOT_ALL ? LAST : '\n' - 1);
        if (!(parser->flags & DOT_ALL))
            add_range(parser, '\n' + 1, LAST);
        break;
    case '^':
        parser->at++;
        return assertion(parser, parser->flags & MULTILINE ? BEGIN_LINE : BEGIN_TEXT);
    case '$':
        parser->at++;
        return assertion(parser, parser->flags & MULTILINE ? END_LINE : END_TEXT);
    case '\\': {
        parser->at++;
        unsigned letter = parser->at < parser->end ? *parser->at : 0;
        parser->at += letter == 'b' || letter == 'B' || letter == 'A' || letter == 'z';
        parser->asks_within |= letter == 'B';
        if (letter == 'b' || letter == 'B')
            return assertion(parser, letter == 'b' ? WORD_BOUNDARY : NOT_WORD_BOUNDARY);
        if (letter == 'A' || letter == 'z')
            return assertion(parser, letter == 'A' ? BEGIN_TEXT : END_TEXT);
        if (letter && add_named_class(parser, 0))
            break;
        uint32_t code = read_escape(parser);
        add_range(parser, code, code);
        break;
    }
    default: {
        uint32_t code = read_character(parser);
        add_range(parser, code, code);
    }
    }
    return parser->error == PATTERN_OK ? class_node(parser, 0) : 0;
}

static int read_number(const unsigned char **at, const unsigned char *end, uint32_t *number) {
    if (*at >= end || **at < '0' || **at > '9')
        return 0;
    for (*number = 0; *at < end && **at >= '0' && **at <= '9'; ++*at)
        if ((*number = *number * 10 + (**at - '0')) > MOST_REPEATS)
            return 0;
    return 1;
}

/* Reads a quantifier; 0 when none stands there. */
static int read_quantifier(Parser *parser, uint32_t *least, uint32_t *most) {
    if (parser->at >= parser->end)
        return 0;
    const unsigned char *at = parser->at + 1;
    switch (*parser->at) {
    case '*':
        *least = 0;
        *most = UNBOUNDED;
        break;
    case '+':
        *least = 1;
        *most = UNBOUNDED;
        break;
    case '?':
        *least = 0;
        *most = 1;
        break;
    case '{':
        if (!read_number(&at, parser->end, least))
            return 0;
        *most = *least;
        if (at < parser->end && *at == ',') {
            at++;
            if (at < parser->end && *at == '}')
                *most = UNBOUNDED;
            else if (!read_number(&at, parser->end, most))
                return 0;
        }
        if (at >= parser->end || *at++ != '}')
            return 0;
        break;
    default:
        return 0;
    }
    if (at < parser->end && *at == '?')
        at++; /* lazy: the same places match */
    parser->at = at;
    return 1;
}

static uint32_t read_sequence(Parser *parser) {
    uint32_t sequence = new_node(parser, NODE_SEQUENCE), last = 0;
    while (parser->error == PATTERN_OK && parser->at < parser->end && *parser->at != '|' && *parser->at != ')') {
        uint32_t item = read_atom(parser), least, most;
        while (parser->error == PATTERN_OK && read_quantifier(parser, &least, &most)) {
            uint32_t repeat = new_node(parser, NODE_REPEAT);
            if (parser->error != PATTERN_OK)
                return 0;
            parser->nodes[repeat].child = item;
            parser->nodes[repeat].least = least;
            parser->nodes[repeat].most = most;
            item = repeat;
        }
        if (parser->error != PATTERN_OK)
            return 0;
        parser->nodes[item].sibling = last;
        last = item;
    }
    if (parser->error == PATTERN_OK)
        parser->nodes[sequence].child = last;
    return sequence;
}

static uint32_t read_choice(Parser *parser) {
    uint32_t choice = new_node(parser, NODE_CHOICE), last = 0;
    for (;;) {
        uint32_t sequence = read_sequence(parser);
        if (parser->error != PATTERN_OK)
            return 0;
        parser->nodes[sequence].sibling = last;
        last = sequence;
        if (parser->at >= parser->end || *parser->at != '|')
            break;
        parser->at++;
    }
    parser->nodes[choice].child = last;
    return choice;
}

/* ---- instructions: each is made after what follows it ---- */

static uint32_t emit(Parser *parser, uint32_t op, uint32_t value, uint32_t next) {
    Program *program = parser->program;
    if (program->count >= parser->limit)
        return unsupported(parser);
    if (!reserve((void **)&program->instructions, &program->capacity, program->count + 1, sizeof(Instruction)))
        return fail(parser, PATTERN_NO_MEMORY);
    Instruction *made = &program->instructions[program->count];
    made->op = op;
    made->value = value;
    made->next = next;
    return (uint32_t)program->count++;
}

static uint32_t emit_set(Parser *parser, const ByteSet *set, uint32_t next) {
    uint32_t value = number_of_set(parser->program, set);
    return value == UINT32_MAX ? fail(parser, PATTERN_NO_MEMORY) : emit(parser, OP_SET, value, next);
}

/* Bytes of a set, as many as there are. */
static uint32_t emit_bytes(Parser *parser, const ByteSet *set, uint32_t next) {
    uint32_t loop = emit(parser, OP_SPLIT, next, next);
    uint32_t body = emit_set(parser, set, loop);
    if (parser->error == PATTERN_OK)
        parser->program->instructions[loop].next = body;
    return loop;
}

/* Whether a node is a class with all characters beyond ASCII.  Where nothing asks what stands within a character, it is one byte that is no
   further byte of a character, and some that are: every other node begins with the first byte of one, so waits for the end of this one. */
static int is_broad(const Parser *parser, const Node *node) {
    if (node->type != NODE_CLASS || node->count == 0 || parser->asks_within)
        return 0;
    const Range *last = &parser->ranges[node->value + node->count - 1];
    return last->low <= 0x80 && last->high == LAST;
}

static uint32_t emit_sequences(Parser *parser, const Range *ranges, size_t count, uint32_t next) {
    size_t since = parser->program->count, sequence_count;
    const Sequence *sequences = sequences_of(parser->program, ranges, count, &sequence_count);
    if (sequences == NULL)
        return fail(parser, PATTERN_NO_MEMORY);
    uint32_t way = 0;
    for (size_t number = 0; parser->error == PATTERN_OK && number < sequence_count; number++) {
        uint32_t at = next;
        for (unsigned index = sequences[number].length; index-- > 0;) {
            uint32_t value = sequences[number].sets[index];
            size_t made = since; /* sequences share their ends */
            for (; made < parser->program->count; made++) {
                const Instruction *other = &parser->program->instructions[made];
                if (other->op == OP_SET && other->value == value && other->next == at)
                    break;
            }
            at = made < parser->program->count ? (uint32_t)made : emit(parser, OP_SET, value, at);
        }
        way = number ? emit(parser, OP_SPLIT, way, at) : at;
    }
    return way;
}

static uint32_t emit_class(Parser *parser, const Node *node, uint32_t next) {
    const Range *ranges = parser->ranges + node->value;
    int broad = is_broad(parser, node);
    if (node->count && ranges[node->count - 1].high >= 0x80 && !broad)
        return emit_sequences(parser, ranges, node->count, next);
    ByteSet set = ascii_of(ranges, node->count); /* one that holds no byte is a dead end, as an empty class is */
    if (broad) {
        ByteSet further = {{0}};
        add_bytes(&further, 0x80, 0xBF);
        add_bytes(&set, 0xC0, 0xFF);
        next = emit_bytes(parser, &further, next);
    }
    return parser->error == PATTERN_OK ? emit_set(parser, &set, next) : 0;
}

static uint32_t emit_node(Parser *parser, uint32_t number, uint32_t next) {
    if (parser->error != PATTERN_OK)
        return 0;
    const Node node = parser->nodes[number];
    switch (node.type) {
    case NODE_EMPTY:
        return next;
    case NODE_ASSERT:
        return emit(parser, OP_ASSERT, node.value, next);
    case NODE_CLASS:
        return emit_class(parser, &node, next);
    case NODE_SEQUENCE:
        for (uint32_t child = node.child; child; child = parser->nodes[child].sibling)
            next = emit_node(parser, child, next);
        return next;
    case NODE_CHOICE: {
        uint32_t way = emit_node(parser, node.child, next);
        for (uint32_t child = parser->nodes[node.child].sibling; child; child = parser->nodes[child].sibling) {
            uint32_t other = emit_node(parser, child, next);
            way = emit(parser, OP_SPLIT, way, other);
        }
        return way;
    }
    default: { /* a repeat */
        uint32_t needed = node.least;
        if (node.most == UNBOUNDED && is_broad(parser, &parser->nodes[node.child])) {
            ByteSet set = ascii_of(parser->ranges + parser->nodes[node.child].value, parser->nodes[node.child].count);
            add_bytes(&set, 0x80, 0xFF);
            next = emit_bytes(parser, &set, next);
        } else if (node.most == UNBOUNDED) {
            uint32_t loop = emit(parser, OP_SPLIT, next, next);
            uint32_t body = emit_node(parser, node.child, loop);
            if (parser->error != PATTERN_OK)
                return 0;
            parser->program->instructions[loop].next = body;
            next = needed ? body : loop;
            needed -= needed != 0;
        } else {
            uint32_t after = next;
            for (uint32_t index = node.least; index < node.most && parser->error == PATTERN_OK; index++) {
                uint32_t body = emit_node(parser, node.child, next);
                if (body == next)
                    break; /* what is empty once is empty however often */
                next = emit(parser, OP_SPLIT, after, body);
            }
        }
        for (uint32_t index = 0; index < needed && parser->error == PATTERN_OK; index++) {
            uint32_t body = emit_node(parser, node.child, next);
            if (body == next)
                break;
            next = body;
        }
        return next;
    }
    }
}

int program_add(Program *program, const char *source, size_t length, uint32_t number, uint32_t *start) {
    Parser parser = {0};
    size_t count = program->count;
    parser.program = program;
    parser.at = (const unsigned char *)source;
    parser.end = parser.at + length;
    parser.limit = program->count + MOST_INSTRUCTIONS;
    new_node(&parser, NODE_EMPTY); /* number 0 stands for no node */
    uint32_t root = parser.error == PATTERN_OK ? read_choice(&parser) : 0;
    if (parser.error == PATTERN_OK && parser.at != parser.end)
        unsupported(&parser);
    if (parser.error == PATTERN_OK) {
        uint32_t match = emit(&parser, OP_MATCH, number, 0);
        *start = emit_node(&parser, root, match);
    }
    free(parser.nodes);
    free(parser.ranges);
    free(parser.class_ranges);
    if (parser.error != PATTERN_OK)
        program->count = count;
    return parser.error;
}

void program_free(Program *program) {
    free(program->instructions);
    free(program->sets);
    free(program->slots);
    free(program->classes);
    free(program->class_slots);
    free(program->ranges);
    free(program->sequences);
    memset(program, 0, sizeof *program);
}
