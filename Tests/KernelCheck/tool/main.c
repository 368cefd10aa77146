/// kernel-check [list | time | SEED] [TABLE ...]: holds the named tables (all, if none is named) to the reference where this machine can run
/// them, over three seeds or the one given. `list` only says which they are; `time` times them.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel_check.h"

static bool is_named(const char *name, int count, char **names) {
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0) return true;
    return count == 0;
}

int main(int count, char **arguments) {
    static const char *const names[] = {"reference", "neon", "neon-dotprod", "neon-i8mm", "avx2", "avxvnni", "avx512vnni"};
    const char *verb = count > 1 ? arguments[1] : "";
    bool lists = strcmp(verb, "list") == 0, times = strcmp(verb, "time") == 0;
    uint64_t given = strtoull(verb, NULL, 10);
    int options = 1 + (lists || times || given > 0);
    int matched = 0, failed = 0;
    for (int level = KN_LEVEL_REFERENCE; level < KN_LEVEL_BEST; level++) {
        if (!is_named(names[level], count - options, arguments + options)) continue;
        matched++;
        const kn_table *table = kn_exact((kn_level)level);
        if (!table) {
            printf("SKIPPED %s: this machine cannot run it\n", names[level]);
            continue;
        }
        if (lists) {
            printf("%s\n", table->name);
            continue;
        }
        if (times) {
            if (level != KN_LEVEL_REFERENCE) kc_time(table);
            continue;
        }
        for (uint64_t seed = given ? given : 1; seed <= (given ? given : 3); seed++) {
            kc_result result = kc_compare(table, seed, 20);
            printf(
                "%s: seed %llu, %llu cases, %llu failures\n", table->name, (unsigned long long)seed, (unsigned long long)result.cases,
                (unsigned long long)result.failures);
            failed |= result.failures != 0;
        }
    }
    if (!matched || (count > options && matched != count - options)) {
        fprintf(stderr, "kernel-check: a table of that name does not exist\n");
        return 2;
    }
    return failed;
}
