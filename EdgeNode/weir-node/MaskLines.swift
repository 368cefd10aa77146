import Classification
import FoundationEssentials
import Inference
import Privacy

/// JSON lines in, JSON lines out, in order; several are worked on at a time.
struct MaskLines {
    let masker: TextMasker
    /// Whether what explains is added.
    let explains: Bool
    let threads: Int

    private struct Input: Decodable {
        var text: String
        var conversation: String?
    }

    /// What one line became, before its conversation's map is known.
    private enum Work: Sendable {
        case blank
        case done([UInt8])
        case bad(String)
        case turn(of: String, TextMasker.Reading)
    }

    /// - Parameter shared: the conversation of all lines, with what was masked until this returns or throws; nil: each is one of its own, or of the one it names.
    func run(_ reader: LineReader, map shared: inout RestoreMap?, until stop: StopSignals?) throws -> BadLines {
        var reader = reader
        var bad = BadLines()
        var conversations: [String: RestoreMap] = [:]
        while let lines = try reader.next() {
            var output: [UInt8] = []
            for (line, work) in zip(lines, work(on: lines, isShared: shared != nil)) {
                switch work {
                case .blank: break
                case .done(let bytes): output += bytes
                case .turn(let name, let reading):
                    var map = name.isEmpty ? shared ?? RestoreMap() : conversations[name] ?? RestoreMap()
                    output += written(masker.mask(reading, into: &map), conversation: name)
                    if name.isEmpty { shared = map } else { conversations[name] = map }
                case .bad(let cause): output += bad.object(line.number, cause)
                }
            }
            try Output.write(output, until: stop)
        }
        return bad
    }

    private func work(on lines: [LineReader.Line], isShared: Bool) -> [Work] {
        let parts = min(threads, lines.count)
        guard parts > 1 else { return lines.map { work(on: $0, isShared: isShared) } }
        var results = [Work?](repeating: nil, count: lines.count)
        results.withUnsafeMutableBufferPointer { results in
            // Safety: each part writes elements of its own.
            nonisolated(unsafe) let results = results
            forEachPart(parts) { part in
                for index in stride(from: part, to: lines.count, by: parts) { results[index] = work(on: lines[index], isShared: isShared) }
            }
        }
        return results.compactMap { $0 }
    }

    private func work(on line: LineReader.Line, isShared: Bool) -> Work {
        guard let text = line.text else { return .bad("not UTF-8") }
        var bytes = Array(text.utf8)[...]
        if line.number == 1, bytes.starts(with: Self.byteOrderMark) { bytes = bytes.dropFirst(Self.byteOrderMark.count) }
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return .blank }
        guard let input = try? JSONDecoder().decode(Input.self, from: Data(bytes)) else {
            return .bad("an object with a string 'text' is expected")
        }
        if Self.namesKeyTwice(bytes) { return .bad("a key of the object stands there twice") }
        do throws(InferenceError) {
            let reading = try masker.read(input.text)
            if let name = input.conversation, !name.isEmpty {
                return isShared ? .bad("no 'conversation' is expected beside --map") : .turn(of: name, reading)
            }
            if isShared { return .turn(of: "", reading) }
            var map = RestoreMap()
            return .done(written(masker.mask(reading, into: &map), conversation: ""))
        } catch {
            return .bad(error.description)
        }
    }

    /// Whether the first line of an input is one of ours, an object with a string "text".
    static func isLine(_ bytes: ArraySlice<UInt8>) -> Bool { (try? JSONDecoder().decode(Input.self, from: Data(bytes))) != nil }

    /// What some programs put in front of UTF-8.
    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Whether an object, which must be well-formed, names a key twice: which of the values counts would be anybody's guess.
    private static func namesKeyTwice(_ bytes: ArraySlice<UInt8>) -> Bool {
        var keys: Set<[UInt8]> = []
        var depth = 0
        var isKey = false
        var index = bytes.startIndex
        while index < bytes.endIndex {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                let start = index + 1
                index = start
                while index < bytes.endIndex, bytes[index] != UInt8(ascii: "\"") { index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1 }
                guard index < bytes.endIndex else { return false }
                if isKey, !keys.insert(unescaped(bytes[start..<index])).inserted { return true }
                isKey = false
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                isKey = depth == 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ","): isKey = depth == 1
            default: break
            }
            index += 1
        }
        return false
    }

    private static func unescaped(_ string: ArraySlice<UInt8>) -> [UInt8] {
        guard string.contains(UInt8(ascii: "\\")) else { return Array(string) }
        let quote = [UInt8(ascii: "\"")]
        return (try? JSONDecoder().decode(String.self, from: Data(quote + string + quote))).map { Array($0.utf8) } ?? Array(string)
    }

    // MARK: writing

    private func written(_ masking: Masking, conversation: String) -> [UInt8] {
        var line = Array(#"{"masked":"#.utf8)
        Self.append(masking.masked.text, to: &line)
        line += #","spans":"#.utf8
        Self.append(masking.spans, replacements: explains ? masking.replacements : nil, to: &line)
        if explains {
            line += #","kept":"#.utf8
            Self.append(masking.kept, replacements: nil, to: &line)
            line += #","sensitivity":"\#(Sensitivity(spans: masking.spans + masking.kept).rawValue)""#.utf8
        }
        if !conversation.isEmpty {
            line += #","conversation":"#.utf8
            Self.append(conversation, to: &line)
        }
        line += "}\n".utf8
        return line
    }

    private static func append(_ spans: [EntitySpan], replacements: [String]?, to line: inout [UInt8]) {
        line.append(UInt8(ascii: "["))
        for (index, span) in spans.enumerated() {
            line += #"\#(index > 0 ? "," : ""){"type":"\#(span.entity.rawValue)","start":\#(span.start),"end":\#(span.end),"#.utf8
            line += #""score":\#(number(span.score)),"rule":"\#(span.rule)","reasons":["#.utf8
            for (index, reason) in span.reasons.enumerated() {
                if index > 0 { line.append(UInt8(ascii: ",")) }
                append(reason, to: &line)
            }
            line.append(UInt8(ascii: "]"))
            if let replacements {
                line += #","replacement":"#.utf8
                append(replacements[index], to: &line)
            }
            line.append(UInt8(ascii: "}"))
        }
        line.append(UInt8(ascii: "]"))
    }

    /// The shortest digits that read back as the same float.
    private static func number(_ value: Float) -> String { value == value.rounded() ? String(Int(value)) : value.description }

    /// A JSON string (RFC 8259, section 7): only what must be escaped is.
    private static func append(_ text: String, to line: inout [UInt8]) {
        line.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): line += [UInt8(ascii: "\\"), byte]
            case 0x0A: line += #"\n"#.utf8
            case 0x0D: line += #"\r"#.utf8
            case 0x09: line += #"\t"#.utf8
            case ..<0x20: line += #"\u00\#(byte < 16 ? "0" : "")\#(String(byte, radix: 16))"#.utf8
            default: line.append(byte)
            }
        }
        line.append(UInt8(ascii: "\""))
    }
}
