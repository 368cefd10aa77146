/// Holds a kernel table to the reference: same inputs to both, integers equal, floats within a bound computed from the inputs.
#ifndef WEIR_KERNEL_CHECK_H
#define WEIR_KERNEL_CHECK_H

#include <stdint.h>

#include "kernels.h"

typedef struct kc_result {
    uint64_t cases;
    uint64_t failures;
} kc_result;

/// Runs every entry of `table` over all cases. The first `lines` failures print op, table, case, seed and index to standard output;
/// with `lines` 0 the run ends soon after the first failure.
kc_result kc_compare(const kn_table *table, uint64_t seed, uint64_t lines);

/// Prints the time of each entry at the shapes of a small encoder, the work per second, and the ratio to the reference.
void kc_time(const kn_table *table);

#endif
