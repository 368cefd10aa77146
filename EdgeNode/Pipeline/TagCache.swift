import Crypto
package import Privacy
import Telemetry

/// What a release's models said of texts read lately, so that a conversation that grows by a turn is not read from its beginning at every turn.
///
/// Holds no text: the key is a digest under a secret of this process, the value offsets, types and scores. Serves one release: another one reads differently.
package final class TagCache: Sendable {
    package struct Entry: Sendable, Hashable {
        /// The tagger's, over the text the encoder read.
        package var spans: [EntitySpan] = []
        /// What the tagger finds more when it reads each sentence by itself; nil where nobody asked.
        package var sentenceSpans: [EntitySpan]?
        /// What the head said of the text as a whole; nil where none was asked.
        package var level: Sensitivity?
        /// The class of the text, by the intent head; nil where none was asked.
        package var intent: Int?

        package init(spans: [EntitySpan] = [], level: Sensitivity? = nil, intent: Int? = nil) {
            self.spans = spans
            self.level = level
            self.intent = intent
        }

        fileprivate var spanCount: Int { spans.count + (sentenceSpans?.count ?? 0) }
    }

    /// HMAC-SHA-256 of a text.
    package struct Key: Hashable, Sendable {
        fileprivate let words: SIMD4<UInt64>
    }

    /// Two generations: what is used moves to the young one, and when that is full the old one goes.
    private struct State {
        var young: [Key: Entry] = [:]
        var old: [Key: Entry] = [:]
        var youngSpans = 0
    }

    private let state = Lock(State())
    private let secret = SymmetricKey(size: .bits256)
    private let textLimit: Int
    private let spanLimit: Int

    /// - Parameters:
    ///   - textLimit: texts of a generation; up to twice as many are held.
    ///   - spanLimit: spans of a generation, all texts together; a text with more is not held.
    package init(textLimit: Int = 1_024, spanLimit: Int = 16_384) {
        precondition(textLimit > 0 && spanLimit > 0)
        self.textLimit = textLimit
        self.spanLimit = spanLimit
    }

    package func key(of text: String) -> Key {
        var text = text
        let code = text.withUTF8 { HMAC<SHA256>.authenticationCode(for: UnsafeRawBufferPointer($0), using: secret) }
        return code.withUnsafeBytes { Key(words: $0.loadUnaligned(as: SIMD4<UInt64>.self)) }
    }

    package func entry(_ key: Key) -> Entry? {
        state.withLock { state in
            if let entry = state.young[key] { return entry }
            guard let entry = state.old[key] else { return nil }
            keep(entry, key, &state)
            return entry
        }
    }

    /// What is known of the sentences of a text stays known.
    package func keep(_ entry: Entry, as key: Key) {
        state.withLock { state in
            var entry = entry
            entry.sentenceSpans = entry.sentenceSpans ?? (state.young[key] ?? state.old[key])?.sentenceSpans
            if entry.spanCount <= spanLimit { keep(entry, key, &state) }
        }
    }

    /// Texts held.
    package var count: Int {
        state.withLock { state in state.young.count + state.old.count { state.young[$0.key] == nil } }
    }

    private func keep(_ entry: Entry, _ key: Key, _ state: inout State) {
        // In the place of what was known of the same text.
        let replaced = state.young.removeValue(forKey: key)
        state.youngSpans -= replaced?.spanCount ?? 0
        if state.young.count >= textLimit || state.youngSpans + entry.spanCount > spanLimit {
            state.old = state.young
            state.young = [:]
            state.youngSpans = 0
        }
        state.youngSpans += entry.spanCount
        state.young[key] = entry
    }
}
