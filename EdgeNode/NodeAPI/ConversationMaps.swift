package import Privacy
import Telemetry

/// The restore maps of `/v1/mask`, so that `/v1/restore` can put values back: in memory, for a time, at most so many.
package final class ConversationMaps: Sendable {
    private struct Entry {
        var map: RestoreMap
        var expires: ContinuousClock.Instant
    }

    private let entries = Lock<[String: Entry]>([:])
    private let life: Duration
    private let limit: Int

    package init(life: Duration = .seconds(600), limit: Int = 1_000) {
        self.life = life
        self.limit = limit
    }

    /// Nil when there is none, or its time is over.
    package func map(_ id: String, now: ContinuousClock.Instant = .now) -> RestoreMap? {
        entries.withLock { entries in
            guard let entry = entries[id], entry.expires > now else { return nil }
            return entry.map
        }
    }

    /// Keeps the map under `id`, or under a new id when that is nil; its time starts anew. The one nearest its end makes room.
    package func keep(_ map: RestoreMap, as id: String?, now: ContinuousClock.Instant = .now) -> String {
        let id = id ?? "map-" + String(UInt64.random(in: 0...UInt64.max), radix: 16) + String(UInt64.random(in: 0...UInt64.max), radix: 16)
        let entry = Entry(map: map, expires: now + life)
        entries.withLock { entries in
            entries = entries.filter { $0.value.expires > now }
            if entries.count >= limit, entries[id] == nil, let oldest = entries.min(by: { $0.value.expires < $1.value.expires })?.key {
                entries[oldest] = nil
            }
            entries[id] = entry
        }
        return id
    }
}
