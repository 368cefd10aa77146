/// Counts what the calling thread takes from the heap. Linking this target puts the counters before the C library's own functions, for the
/// whole test process.
#ifndef WEIR_ALLOCATION_COUNT_H
#define WEIR_ALLOCATION_COUNT_H

#include <stdbool.h>
#include <stdint.h>

/// Allocations of this thread since it began.
uint64_t allocation_count(void);
/// False under a sanitizer, which brings an allocator of its own.
bool allocation_count_works(void);

#endif
