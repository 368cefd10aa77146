import Foundation
import Privacy
import Testing

/// The demonstration's tickets: every personal value in them, by their author's list, is masked before anything leaves.
@Suite struct DemoTicketTests {
    struct Ticket: Decodable {
        let text: String
        let kind: String
        let intent: String?
        let canaries: [String]
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
        .appendingPathComponent("firmware-config/helpdesk")

    private static func tickets() throws -> [Ticket] {
        let data = try Data(contentsOf: folder.appendingPathComponent("demo/tickets.jsonl"))
        return try data.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(Ticket.self, from: Data($0)) }
    }

    /// Text and label of every example row.
    private static func examples() throws -> [(text: String, intent: String)] {
        let files = try FileManager.default.contentsOfDirectory(
            at: folder.appendingPathComponent("examples"), includingPropertiesForKeys: nil)
        return try files.filter { $0.pathExtension == "tsv" }.flatMap { file in
            try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst().map { line in
                let columns = line.split(separator: "\t")
                try #require(columns.count == 2, "\(file.lastPathComponent): \(line)")
                return (String(columns[0]), String(columns[1]))
            }
        }
    }

    @Test func noCanarySurvivesMasking() throws {
        let anonymizer = Anonymizer()
        for ticket in try Self.tickets() {
            var map = RestoreMap()
            let reading = anonymizer.read(ticket.text)
            let masking = anonymizer.mask(reading, into: &map)
            for canary in ticket.canaries {
                #expect(ticket.text.contains(canary))
                #expect(!masking.masked.text.contains(canary), "\(canary) in: \(masking.masked.text)")
                #expect(!reading.encoderText.contains(canary))
            }
            #expect(anonymizer.leaks(in: masking.masked).isEmpty)
            if !masking.spans.contains(where: { $0.entity == .secret }) { #expect(map.restore(masking.masked.text) == ticket.text) }
            if ProcessInfo.processInfo.environment["WEIR_SHOW_TICKETS"] != nil { print(masking.masked.text) }
        }
    }

    @Test func coversEveryKindOfTicketAndEveryPattern() throws {
        let tickets = try Self.tickets()
        #expect(tickets.count >= 90)
        let kinds = Dictionary(grouping: tickets, by: \.kind).mapValues(\.count)
        #expect(Set(kinds.keys) == ["in_scope", "out_of_scope", "risky", "complex"])
        #expect(tickets.allSatisfy { ($0.intent == nil) == ($0.kind == "out_of_scope" || $0.kind == "complex") })
        let found = Set(tickets.flatMap { Anonymizer().spans(in: $0.text).map(\.entity) })
        #expect(
            found.isSuperset(of: [.emailAddress, .phoneNumber, .creditCard, .ibanCode, .ipAddress, .macAddress, .url, .usSSN, .secret]))
    }

    @Test func asksNothingThatIsAnExample() throws {
        let examples = try Self.examples()
        let labels = Set(examples.map(\.intent))
        let words = examples.map { Set(Self.words($0.text)) }
        for ticket in try Self.tickets() {
            if let intent = ticket.intent { #expect(labels.contains(intent)) }
            let own = Set(Self.words(ticket.text))
            for other in words {
                let shared = Double(own.intersection(other).count) / Double(own.union(other).count)
                #expect(shared < 0.6, "\(ticket.text)")
            }
        }
    }

    @Test func givesEveryIntentEnoughExamples() throws {
        let examples = try Self.examples()
        let counts = Dictionary(grouping: examples, by: \.intent).mapValues(\.count)
        #expect(counts["oos"] ?? 0 >= 60)
        #expect(counts.count >= 23)
        for (intent, count) in counts where intent != "oos" { #expect((25...40).contains(count), "\(intent)") }
        #expect(Set(examples.map { $0.text.lowercased() }).count == examples.count)
    }

    private static func words(_ text: String) -> [Substring] { text.lowercased().split { !$0.isLetter && !$0.isNumber } }
}
