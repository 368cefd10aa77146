import Logging
import Outbox
import Pipeline
import ServiceLifecycle
import Telemetry
import Update
import Uplink

#if canImport(Glibc)
    import Glibc
#endif

enum WallClock {
    /// Milliseconds since 1970.
    static func nowUnixMs() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}

/// Whether new requests are taken.
final class Draining: Sendable {
    private let flag = Lock(false)

    var isOn: Bool { flag.withLock { $0 } }
    func begin() { flag.withLock { $0 = true } }
}

/// First to be shut down: no new request is taken, the fleet is told, and who waits for an answer gets its 202.
struct DrainService: Service {
    let draining: Draining
    let uplink: UplinkService
    let outbox: Outbox
    let notifier: SystemdNotifier

    func run() async throws {
        await cancelWhenGracefulShutdown { try? await Task.sleep(for: .seconds(60 * 60 * 24 * 365 * 100)) }
        notifier.stopping()
        draining.begin()
        await uplink.drain()
        outbox.desk.dismissAll()
    }
}

struct UpdateService: Service {
    let engine: UpdateEngine

    func run() async throws { await cancelWhenGracefulShutdown { await engine.run() } }
}

/// Clears what is past its time, and tells systemd that the node works: only while its database answers.
struct HousekeepingService: Service {
    let outbox: Outbox
    let decisions: DecisionStore
    let retention: DecisionStore.Retention
    let answerRetention: Duration
    let clearConversations: @Sendable () -> Void
    let notifier: SystemdNotifier
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await clear() }
                if let interval = notifier.watchdogInterval { group.addTask { await watch(interval / 2) } }
            }
        }
    }

    private func clear() async {
        while !Task.isCancelled {
            do {
                try await outbox.clear(closedFor: answerRetention)
                try await decisions.clear(retention, nowUnixMs: WallClock.nowUnixMs())
            } catch {
                logger.error("retention failed", metadata: ["cause": "\(error)"])
            }
            clearConversations()
            ResidentMemory.trim()
            try? await Task.sleep(for: .seconds(60))
        }
    }

    private func watch(_ interval: Duration) async {
        while !Task.isCancelled {
            if (try? await outbox.depth()) != nil { notifier.watchdog() }
            try? await Task.sleep(for: interval)
        }
    }
}
