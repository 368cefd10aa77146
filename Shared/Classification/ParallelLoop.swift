import Dispatch

/// Runs `body(part)` for every part in 0..<parts on up to `parts` threads and returns when all are done.
///
/// Safety: bodies share memory through raw pointers. Every caller gives each part its own range of the output, so results do not depend on
/// how many threads there are or in which order they finish.
package func forEachPart(_ parts: Int, _ body: (Int) -> Void) {
    if parts <= 1 {
        if parts == 1 { body(0) }
        return
    }
    withoutActuallyEscaping(body) { body in
        nonisolated(unsafe) let shared = body
        DispatchQueue.concurrentPerform(iterations: parts) { shared($0) }
    }
}

/// The `part`-th of `parts` nearly equal ranges of 0..<count.
package func partRange(_ part: Int, of parts: Int, count: Int) -> Range<Int> {
    (count * part / parts)..<(count * (part + 1) / parts)
}
