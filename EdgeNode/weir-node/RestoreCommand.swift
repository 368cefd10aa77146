import ArgumentParser
import Privacy

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Puts the values back that 'mask --map' took out of a text.",
        discussion: """
            Reads a text with placeholders from standard input and prints it with their values, as it comes: \
            'weir-node restore --map letter.map --map-key key < answer.txt'. A placeholder that the map did not give, or that stands for a \
            secret, stays as it is.
            """)

    enum Style: String, ExpressibleByArgument, CaseIterable {
        case plain, json

        var style: RestoreMap.Style { self == .json ? .json : .plain }
    }

    @OptionGroup var options: MapOptions

    @Option(help: "plain, or json: the input is JSON, and values are escaped as the strings they stand in ask for.")
    var style = Style.plain

    func validate() throws {
        guard options.map != nil else { throw ValidationError("--map and --map-key are needed.") }
    }

    func run() throws {
        guard let file = try options.open(makesKey: false) else { throw UsageError("--map and --map-key are needed.") }
        guard let map = try file.load() else { throw CommandError("--map: \(file.path): there is no such file") }
        var restorer = StreamingRestorer(map, as: style.style)
        var input = StandardInput()
        var bytes: [UInt8] = []
        while try input.read(into: &bytes) {
            let whole = bytes.count - Self.startedScalar(at: bytes)
            try Output.write(Array(restorer.consume(try Self.text(bytes[..<whole])).utf8))
            bytes.removeFirst(whole)
        }
        try Output.write(Array((restorer.consume(try Self.text(bytes[...])) + restorer.finish()).utf8))
    }

    /// Bytes at the end that begin a scalar whose rest has not come.
    private static func startedScalar(at bytes: [UInt8]) -> Int {
        for count in 1...min(3, max(1, bytes.count)) where count <= bytes.count {
            let byte = bytes[bytes.count - count]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > count ? count : 0
        }
        return 0
    }

    private static func text(_ bytes: ArraySlice<UInt8>) throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw CommandError("standard input: not UTF-8") }
        return text
    }
}
