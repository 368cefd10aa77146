import Foundation
import Logging
import Testing

@testable import Telemetry

@Suite struct WeirLogHandlerTests {
    /// The lines a logger writes, without their time.
    func lines(level: Logger.Level = .trace, _ use: (inout Logger) -> Void) -> [String] {
        let written = Lock<[[UInt8]]>([])
        var logger = Logger(label: "weir.test") { label in
            WeirLogHandler(label: label, level: level) { line in written.withLock { $0.append(line) } }
        }
        use(&logger)
        return written.withLock { $0 }.map { line in
            #expect(line.last == UInt8(ascii: "\n"))
            #expect(line.count <= LogLine.maximumBytes)
            let text = String(validating: line.dropLast(), as: UTF8.self) ?? "not UTF-8"
            #expect(text.wholeMatch(of: /time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z .*/) != nil)
            return String(text.drop { $0 != " " }.dropFirst())
        }
    }

    @Test func writesOneLineWithSortedKeys() {
        let lines = lines { logger in
            logger[metadataKey: "node"] = "n-1"
            logger.info("Release applied", metadata: ["counter": "7", "addresses": ["a", "b"], "node": "n-2"])
        }
        #expect(lines == [#"level=info logger=weir.test event="Release applied" addresses="[\"a\", \"b\"]" counter=7 node=n-2"#])
    }

    @Test func levelIsObeyed() {
        let lines = lines(level: .warning) { logger in
            logger.info("no")
            logger.warning("yes")
            logger.logLevel = .debug
            logger.debug("now")
        }
        #expect(lines == ["level=warning logger=weir.test event=yes", "level=debug logger=weir.test event=now"])
    }

    @Test func errorIsAField() {
        struct Own: Error, CustomStringConvertible { let description = "it broke" }
        #expect(lines { $0.error("x", error: Own()) } == [#"level=error logger=weir.test event=x error="it broke""#])
    }

    @Test(arguments: [
        ("line\nlevel=error event=forged", #"event="line\nlevel=error event=forged""#),
        ("tab\tcr\r", #"event="tab\tcr\r""#),
        (#"a"b\c"#, #"event="a\"b\\c""#),
        ("", #"event="""#),
        ("\u{1b}[31mred", #"event="\u{1b}[31mred""#),
        ("a\u{2028}b\u{85}c", #"event="a\u{2028}b\u{85}c""#),
        ("plain-1.2:/+", "event=plain-1.2:/+"),
        ("größe", #"event="größe""#),
    ])
    func valueCannotForgeALine(_ message: String, _ expected: String) {
        #expect(lines { $0.info("\(message)") } == ["level=info logger=weir.test \(expected)"])
    }

    @Test func keyIsCleaned() {
        #expect(lines { $0.info("x", metadata: ["a b=\"c\n": "1"]) } == ["level=info logger=weir.test event=x a_b__c_=1"])
    }

    @Test func longValuesAndLinesAreCut() {
        let long = lines { $0.info("\(String(repeating: "ä", count: 5000))") }
        #expect(long[0].hasSuffix("ää…\""))
        #expect(long[0].utf8.count < LogLine.maximumValueBytes + 64)
        let wide = lines { logger in
            logger.info("x", metadata: .init(uniqueKeysWithValues: (0..<50).map { ("key\($0)", "\(String(repeating: "v", count: 900))") }))
        }
        #expect(wide.count == 1 && wide[0].utf8.count > 3000)
    }

    @Test(arguments: [
        (0, 0, "1970-01-01T00:00:00.000Z"), (951_782_400, 5_999_999, "2000-02-29T00:00:00.005Z"),
        (1_795_246_630, 999_999_999, "2026-11-21T07:37:10.999Z"),
    ])
    func timeIsRFC3339(_ seconds: Int, _ nanoseconds: Int, _ expected: String) {
        #expect(LogLine.timestamp(timespec(tv_sec: seconds, tv_nsec: nanoseconds)) == expected)
    }
}
