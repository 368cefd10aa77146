package import Pipeline
import Telemetry

/// The conversations of `/v1/mask`, so that `/v1/restore` can put values back: in memory, for a time, at most so many and so large.
package final class Conversations: Sendable {
    private struct Entry {
        var conversation: MaskedConversation
        var expires: ContinuousClock.Instant
        var sizeInBytes: Int
    }

    private let entries = Lock<[String: Entry]>([:])
    /// From the last call of a conversation on.
    package let life: Duration
    private let limit: Int
    private let sizeLimit: Int

    /// - Parameters:
    ///   - limit: conversations at a time.
    ///   - sizeLimitInBytes: of all their maps together; the node as a whole is to stay below 80 MB.
    package init(life: Duration = .seconds(600), limit: Int = 1_000, sizeLimitInBytes: Int = 8 << 20) {
        self.life = life
        self.limit = limit
        sizeLimit = sizeLimitInBytes
    }

    /// Nil when there is none, or its time is over; else its time starts anew.
    package func conversation(_ id: String, now: ContinuousClock.Instant = .now) -> MaskedConversation? {
        entries.withLock { entries in
            guard let entry = entries[id], entry.expires > now else {
                entries[id] = nil
                return nil
            }
            entries[id]?.expires = now + life
            return entry.conversation
        }
    }

    /// Bytes of one map from which on nothing more is masked into it, so that one conversation does not push the others out.
    package var fullSizeInBytes: Int { sizeLimit / 4 }

    /// Keeps the conversation under `id`, or under a new id when that is nil; its time starts anew. Those nearest their end make room. One that alone is larger
    /// than all may be is not kept, and nothing makes room for it.
    ///
    /// One that was ended meanwhile stays so.
    package func keep(_ conversation: MaskedConversation, as id: String?, now: ContinuousClock.Instant = .now) -> String {
        let name = id ?? "map-" + Self.hex(.random(in: 0 ... .max)) + Self.hex(.random(in: 0 ... .max))
        entries.withLock { entries in
            guard id == nil || entries[name] != nil else { return }
            guard conversation.sizeInBytes <= sizeLimit else {
                entries[name] = nil
                return
            }
            entries[name] = Entry(conversation: conversation, expires: now + life, sizeInBytes: conversation.sizeInBytes)
            var size = entries.values.reduce(0) { $0 + $1.sizeInBytes }
            guard entries.count > limit || size > sizeLimit else { return }
            for (id, entry) in entries.sorted(by: { $0.value.expires < $1.value.expires })
            where entries.count > limit || size > sizeLimit || entry.expires <= now {
                entries[id] = nil
                size -= entry.sizeInBytes
            }
        }
        return name
    }

    /// Forgets it; false when there is none.
    package func end(_ id: String, now: ContinuousClock.Instant = .now) -> Bool {
        entries.withLock { $0.removeValue(forKey: id) }.map { $0.expires > now } ?? false
    }

    /// Forgets those whose time is over.
    package func clear(now: ContinuousClock.Instant = .now) {
        entries.withLock { entries in entries = entries.filter { $0.value.expires > now } }
    }

    package var count: Int { entries.withLock { $0.count } }

    private static func hex(_ value: UInt64) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
