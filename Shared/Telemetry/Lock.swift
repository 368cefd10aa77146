package import Glibc

/// A mutex around a value: the one lock type of the project.
///
/// Over `pthread_mutex_t` because `Synchronization.Mutex` is reported falsely by ThreadSanitizer on Linux. Held for a few field accesses only:
/// no blocking call and no `await` inside. Not recursive.
///
/// Safety: `value` is touched only between lock and unlock of the heap-allocated mutex, which lives as long as the object.
package final class Lock<Value>: @unchecked Sendable {
    @usableFromInline let mutex: UnsafeMutablePointer<pthread_mutex_t>
    @usableFromInline var value: Value

    package init(_ value: sending Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        let result = pthread_mutex_init(mutex, nil)
        precondition(result == 0, "pthread_mutex_init failed with \(result)")
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Runs `body` while no other thread does. Inlinable: called across modules it would otherwise run as unspecialised generic code.
    @inlinable
    package func withLock<Result, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
