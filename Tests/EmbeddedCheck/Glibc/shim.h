/// What GGUF, Tokenization and Inference import under the name of Glibc, for Embedded Swift: the C library's own headers, and by hand the few
/// names that on Linux come from the Swift side of that module.
#ifndef WEIR_EMBEDDED_GLIBC_H
#define WEIR_EMBEDDED_GLIBC_H

#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define WEIR_NAME(name) __attribute__((swift_name(name))) static inline

WEIR_NAME("getter:errno()") int weir_errno(void) { return errno; }
WEIR_NAME("getter:MAP_FAILED()") void *weir_map_failed(void) { return MAP_FAILED; }
WEIR_NAME("open(_:_:)") int weir_open(const char *path, int flags) { return open(path, flags); }
WEIR_NAME("open(_:_:_:)") int weir_create(const char *path, int flags, mode_t mode) { return open(path, flags, mode); }

#undef S_IFMT
#undef S_IFREG
static const mode_t S_IFMT = 0170000;
static const mode_t S_IFREG = 0100000;

#endif
