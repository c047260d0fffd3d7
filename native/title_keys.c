#include "title_keys.h"

static const uint8_t IN_FOUR[] = {15, 3, 5, 9, 6, 10, 12, 7, 11, 13, 14};
static const uint8_t IN_FIVE[] = {3, 5, 9, 17, 6, 10, 18, 12, 20, 24};

static unsigned parts_in(unsigned set) {
    unsigned count = 0;
    for (; set > 0; set &= set - 1)
        count++;
    return count;
}

/* Adds to `keys` the sums of the hashes in those sets of parts that have words enough, and returns how many keys there are. */
static size_t add_sums(const Told *told, unsigned parts, const uint8_t *sets, size_t set_count, unsigned used, uint64_t *keys, size_t count) {
    uint64_t sums[5] = {0};
    size_t sizes[5] = {0};
    unsigned filled = 0, doubled = 0, met[16], met_count = 0;
    for (size_t word = 0; word < told->different; word++) {
        uint64_t hash = told->met[word];
        size_t part = parts == 4 ? hash >> 62 : hash % 5;
        sums[part] += hash;
        sizes[part]++;
    }
    for (unsigned part = 0; part < parts; part++) {
        filled |= (unsigned)(sizes[part] > 0) << part;
        doubled |= (unsigned)(sizes[part] > 1) << part;
    }
    for (size_t set = 0; set < set_count; set++) {
        unsigned size = parts_in(sets[set]), held = sets[set] & filled, known = 0;
        if (!(used >> size & 1) || !(size == parts || (held & doubled) || (held & (held - 1))))
            continue;
        for (unsigned at = 0; at < met_count; at++)
            known |= met[at] == held;
        if (known)
            continue;
        met[met_count++] = held;
        keys[count] = 0;
        for (unsigned part = 0; part < parts; part++)
            if (sets[set] >> part & 1)
                keys[count] += sums[part];
        count++;
    }
    return count;
}

static size_t add_new(uint64_t *keys, size_t count, uint64_t key) {
    for (size_t at = 0; at < count; at++)
        if (keys[at] == key)
            return count;
    keys[count] = key;
    return count + 1;
}

/* Keys of what is left of five to seven words without one or two at the ends. */
static size_t add_edges(const Told *told, uint64_t *keys, size_t count) {
    const uint64_t *hashes = told->hashes, *last = hashes + told->count - 1;
    uint64_t total = 0;
    for (size_t word = 0; word < told->count; word++)
        total += hashes[word];
    if (told->count == 5) {
        count = add_new(keys, count, total - hashes[0]);
        return add_new(keys, count, total - *last);
    }
    count = add_new(keys, count, total - hashes[0] - hashes[1]);
    count = add_new(keys, count, total - last[-1] - last[0]);
    return add_new(keys, count, total - hashes[0] - last[0]);
}

size_t keys_of_title(const Told *told, Py_ssize_t least, int contained, uint64_t keys[MOST_KEYS]) {
    size_t different = told->different;
    if ((Py_ssize_t)different < least || different == 0)
        return 0;
    unsigned used = (unsigned)(different > 7 && different < 16) << 2 | (unsigned)(different > 4 && different < 9) << 3 | (unsigned)(different < 6) << 4;
    size_t count = add_sums(told, 4, IN_FOUR, sizeof IN_FOUR, used, keys, 0);
    if (different > 13) {
        uint64_t more[sizeof IN_FIVE];
        size_t added = add_sums(told, 5, IN_FIVE, sizeof IN_FIVE, 1 << 2, more, 0);
        for (size_t key = 0; key < added; key++)
            count = add_new(keys, count, more[key]);
    } else if (contained && different < 8 && told->count > 4 && told->count < 8)
        count = add_edges(told, keys, count);
    return count;
}
