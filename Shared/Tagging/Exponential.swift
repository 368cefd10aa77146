#if canImport(Glibc)
    import Glibc
#endif

func exponential(_ x: Float) -> Float { expf(x) }
