/// Which table this machine can run. `__builtin_cpu_supports` also asks the operating system whether it saves the wide registers.
#include "tables.h"

#if defined(__aarch64__)
// Elsewhere than on Linux there is no vector of capabilities to ask: what the whole build was compiled for is what may be used.
#if defined(__linux__)
#include <sys/auxv.h>
static bool has_dotprod(void) { return getauxval(AT_HWCAP) & HWCAP_ASIMDDP; }
static bool has_i8mm(void) { return getauxval(AT_HWCAP2) & HWCAP2_I8MM; }
#else
#if defined(__ARM_FEATURE_DOTPROD)
static bool has_dotprod(void) { return true; }
#else
static bool has_dotprod(void) { return false; }
#endif
#if defined(__ARM_FEATURE_MATMUL_INT8)
static bool has_i8mm(void) { return true; }
#else
static bool has_i8mm(void) { return false; }
#endif
#endif
#endif

const kn_table *kn_exact(kn_level level) {
    switch (level) {
    case KN_LEVEL_REFERENCE: return &kn_table_reference;
#if defined(__x86_64__)
    case KN_LEVEL_AVX2: {
        __builtin_cpu_init();
        bool runs = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
        return runs ? &kn_table_avx2 : NULL;
    }
    case KN_LEVEL_AVXVNNI: {
        __builtin_cpu_init();
        bool runs = __builtin_cpu_supports("avxvnni") && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")
            && __builtin_cpu_supports("f16c");
        return runs ? &kn_table_avxvnni : NULL;
    }
    case KN_LEVEL_AVX512VNNI: {
        __builtin_cpu_init();
        bool runs = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
            && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("f16c");
        return runs ? &kn_table_avx512vnni : NULL;
    }
#elif defined(__aarch64__)
    case KN_LEVEL_NEON: return &kn_table_neon;
    case KN_LEVEL_NEON_DOTPROD: return has_dotprod() ? &kn_table_neon_dotprod : NULL;
    case KN_LEVEL_NEON_I8MM: return has_i8mm() ? &kn_table_neon_i8mm : NULL;
#endif
    default: return NULL;
    }
}

const kn_table *kn_select(kn_level ceiling) {
    for (int level = (int)ceiling; level > (int)KN_LEVEL_REFERENCE; level--) {
        const kn_table *table = kn_exact((kn_level)level);
        if (table) return table;
    }
    return &kn_table_reference;
}
