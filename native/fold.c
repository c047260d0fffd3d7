#include "fold.h"

/* Characters of three and more forms, and those whose forms stand far apart: each row is one character. */
static const uint32_t ORBITS[][MOST_CASES] = {
    {'K', 'k', 0x212A},         {'S', 's', 0x17F},          {0xB5, 0x39C, 0x3BC},     {0xC5, 0xE5, 0x212B},
    {0xDF, 0x1E9E},             {0xFF, 0x178},              {0x392, 0x3B2, 0x3D0},    {0x395, 0x3B5, 0x3F5},
    {0x398, 0x3B8, 0x3D1, 0x3F4}, {0x399, 0x3B9, 0x345, 0x1FBE}, {0x39A, 0x3BA, 0x3F0}, {0x3A0, 0x3C0, 0x3D6},
    {0x3A1, 0x3C1, 0x3F1},      {0x3A3, 0x3C3, 0x3C2},      {0x3A6, 0x3C6, 0x3D5},    {0x3A9, 0x3C9, 0x2126},
    {0x412, 0x432, 0x1C80},     {0x414, 0x434, 0x1C81},     {0x41E, 0x43E, 0x1C82},   {0x421, 0x441, 0x1C83},
    {0x422, 0x442, 0x1C84, 0x1C85}, {0x42A, 0x44A, 0x1C86}, {0x386, 0x3AC},           {0x388, 0x3AD},
    {0x389, 0x3AE},             {0x38A, 0x3AF},             {0x38C, 0x3CC},           {0x38E, 0x3CD},
    {0x38F, 0x3CE},
};

static int in_pair(uint32_t code, uint32_t upper, uint32_t lower, uint32_t others[MOST_CASES]) {
    others[0] = code == upper ? lower : upper;
    return 1;
}

/* Whether the table has to be asked: for most characters it need not. */
static int may_be_in_orbit(uint32_t code) {
    if (code >= 0x300)
        return 1;
    switch (code) {
    case 'K':
    case 'k':
    case 'S':
    case 's':
    case 0xB5:
    case 0xC5:
    case 0xDF:
    case 0xE5:
    case 0xFF:
    case 0x178:
    case 0x17F:
        return 1;
    default:
        return 0;
    }
}

int other_cases(uint32_t code, uint32_t others[MOST_CASES]) {
    for (unsigned row = 0; may_be_in_orbit(code) && row < sizeof ORBITS / sizeof *ORBITS; row++) {
        for (unsigned at = 0; at < MOST_CASES && ORBITS[row][at]; at++) {
            if (ORBITS[row][at] == code) {
                int count = 0;
                for (unsigned other = 0; other < MOST_CASES && ORBITS[row][other]; other++)
                    if (other != at)
                        others[count++] = ORBITS[row][other];
                return count;
            }
        }
    }
    if (code >= 'A' && code <= 'Z')
        return in_pair(code, code, code + 32, others);
    if (code >= 'a' && code <= 'z')
        return in_pair(code, code - 32, code, others);
    if (code < 0xC0 || code == 0xD7 || code == 0xF7)
        return 0;
    if (code <= 0xDE)
        return in_pair(code, code, code + 32, others);
    if (code <= 0xFE)
        return in_pair(code, code - 32, code, others);
    /* Latin Extended-A: capitals are even, but odd from U+0139 to U+0148 and from U+0179. */
    if (code == 0x130 || code == 0x131 || code == 0x138 || code == 0x149)
        return 0;
    if (code <= 0x137 || (code >= 0x14A && code <= 0x177))
        return in_pair(code, code & ~1u, code | 1u, others);
    if ((code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17E))
        return in_pair(code, (code + 1) / 2 * 2 - 1, (code + 1) / 2 * 2, others);
    if (code >= 0x391 && code <= 0x3AB && code != 0x3A2)
        return in_pair(code, code, code + 32, others);
    if (code >= 0x3B1 && code <= 0x3CB)
        return in_pair(code, code - 32, code, others);
    if (code >= 0x400 && code <= 0x40F)
        return in_pair(code, code, code + 80, others);
    if (code >= 0x450 && code <= 0x45F)
        return in_pair(code, code - 80, code, others);
    if (code >= 0x410 && code <= 0x42F)
        return in_pair(code, code, code + 32, others);
    if (code >= 0x430 && code <= 0x44F)
        return in_pair(code, code - 32, code, others);
    if (code >= 0xFF21 && code <= 0xFF3A)
        return in_pair(code, code, code + 32, others);
    if (code >= 0xFF41 && code <= 0xFF5A)
        return in_pair(code, code - 32, code, others);
    /* Signs, and the scripts of Asia without capitals. */
    if ((code >= 0x590 && code <= 0x109F) || (code >= 0x1100 && code <= 0x139F) || (code >= 0x1400 && code <= 0x1C7F) || (code >= 0x2000 && code <= 0x20FF) || (code >= 0x2190 && code <= 0x24B5) ||
        (code >= 0x24EA && code <= 0x2BFF) || (code >= 0x2E00 && code <= 0xA63F) || (code >= 0xAC00 && code <= 0xFAFF) ||
        (code >= 0xFF00 && code <= 0xFFFF))
        return 0;
    return -1;
}
