package import Contract
import Metering
package import Privacy

/// The second scan on the way back: an answer before the conversation's values are put into it.
extension RequestPipeline {
    /// An answer as it may be given out. Still masked.
    package struct ScannedAnswer: Sendable {
        package var maskedText: String
        /// Presidio's type name to number of findings.
        package var findings: [String: Int]
    }

    /// Looks for personal data in an answer, notes what it found in the decision's record and counts it, once however often the answer is asked for.
    ///
    /// The policy says whether findings are taken out. By default they pass: the caller asked the question, and an address in the answer is what he asked for;
    /// that a model brings up personal data nobody sent it is for the operator to know, and the counts say it.
    package func scan(_ answer: Answer, of decision: String) async -> ScannedAnswer {
        let active = serving.current
        let text = answer.maskedText
        @Sendable func scanned() -> ScannedAnswer { Self.scan(text, active) }
        let scan: ScannedAnswer
        // An answer that was paid for is given out also when the lane is full.
        do throws(PipelineError) { scan = try await compute { scanned() } } catch { scan = scanned() }
        if await decisions.note(findings: scan.findings, of: decision) {
            for (name, amount) in scan.findings {
                meter.count(.answerFindings(Entity(presidioName: name) ?? .custom), by: UInt64(amount))
            }
        }
        return scan
    }

    private static func scan(_ text: String, _ active: ActiveRelease) -> ScannedAnswer {
        let found = active.anonymizer.leaks(in: text)
        var findings: [String: Int] = [:]
        for span in found { findings[span.entity.rawValue, default: 0] += 1 }
        guard active.masksAnswers, !found.isEmpty else { return ScannedAnswer(maskedText: text, findings: findings) }
        return ScannedAnswer(maskedText: taken(found, outOf: text, active.anonymizer), findings: findings)
    }

    /// Findings become `[[EMAIL]]` as under the operator `redact`, which restoring leaves alone; what they hid from the first look is looked for again.
    private static func taken(_ found: [EntitySpan], outOf text: String, _ anonymizer: Anonymizer) -> String {
        var text = text
        var found = found
        for _ in 0..<8 where !found.isEmpty {
            let scalars = Array(text.unicodeScalars)
            var bytes: [UInt8] = []
            var index = 0
            for span in found {
                bytes += String(String.UnicodeScalarView(scalars[index..<span.start])).utf8
                bytes += "[[\(span.entity.placeholderName)]]".utf8
                index = span.end
            }
            bytes += String(String.UnicodeScalarView(scalars[index...])).utf8
            text = String(decoding: bytes, as: UTF8.self)
            found = anonymizer.leaks(in: text)
        }
        return text
    }

    /// The answer with the conversation's values put back, timed.
    package func restore(_ answer: ScannedAnswer, _ map: RestoreMap, as style: RestoreMap.Style) -> String {
        let begin = ContinuousClock.now
        let text = map.restore(answer.maskedText, as: style)
        meter.time(.stage(.restore), ContinuousClock.now - begin)
        return text
    }
}
