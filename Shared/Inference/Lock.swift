#if canImport(Glibc)
    import Glibc
#endif

/// A mutex over pthread: `Synchronization.Mutex` has no condition and is misread by ThreadSanitizer on Linux.
final class Lock: Sendable {
    // Safety: initialised in `init` and used through pthread alone, which synchronises every access.
    nonisolated(unsafe) fileprivate let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    init() {
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func lock() { pthread_mutex_lock(mutex) }
    func unlock() { pthread_mutex_unlock(mutex) }
}

/// What threads wait for under a `Lock`.
final class Condition: Sendable {
    // Safety: as in `Lock`.
    nonisolated(unsafe) private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        condition.initialize(to: pthread_cond_t())
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        condition.deallocate()
    }

    /// Releases the lock, sleeps until woken, takes it again. May wake without cause.
    func wait(_ lock: Lock) { pthread_cond_wait(condition, lock.mutex) }
    func wakeOne() { pthread_cond_signal(condition) }
    func wakeAll() { pthread_cond_broadcast(condition) }
}
