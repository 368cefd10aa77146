/// kernel-check: holds every table this machine can run to the reference, over several seeds; with `time`, times them.
#include <stdio.h>
#include <string.h>

#include "kernel_check.h"

int main(int count, char **arguments) {
    static const char *const names[] = {"reference", "neon", "neon-dotprod", "neon-i8mm", "avx2", "avxvnni", "avx512vnni"};
    int failed = 0;
    for (int level = KN_LEVEL_REFERENCE; level < KN_LEVEL_BEST; level++) {
        const kn_table *table = kn_exact((kn_level)level);
        if (!table) {
            printf("SKIPPED %s: this machine cannot run it\n", names[level]);
            continue;
        }
        if (count > 1 && strcmp(arguments[1], "time") == 0) {
            if (level != KN_LEVEL_REFERENCE) kc_time(table);
            continue;
        }
        for (uint64_t seed = 1; seed <= 3; seed++) {
            kc_result result = kc_compare(table, seed, 20);
            printf(
                "%s: seed %llu, %llu cases, %llu failures\n", table->name, (unsigned long long)seed, (unsigned long long)result.cases,
                (unsigned long long)result.failures);
            failed |= result.failures != 0;
        }
    }
    return failed;
}
