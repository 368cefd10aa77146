import ArgumentParser
import FoundationEssentials
import Inference
import Privacy
import Tagging

#if canImport(Glibc)
    import Glibc
#endif

struct MaskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mask",
        abstract: "Takes personal data and secrets out of texts.",
        discussion: """
            Standard input is one text, and the masked text is printed: 'weir-node mask < letter.txt'. A text of up to \(TextBlocks.limitInBytes >> 20) MiB is read \
            whole; a longer one in blocks of that size, which are cut where no value is. With --lines each line is printed as soon as it is \
            there, and a value that runs over a line end is missed. All of one input is one conversation: the same value has the same token.

            An input whose first line is an object with a string "text" is taken for JSON lines, as with --json: {"text":...} gives \
            {"masked":...,"spans":[{"type","start","end","score","rule","reasons"}]}. Offsets count Unicode scalars of the text, the end \
            excluded; types are Presidio's. Every line is a conversation of its own, but lines with the same string "conversation" are one. \
            A line that is no such object, or that names a key twice, gives {"error":"..."} in its place and exit code 1 at the end; a blank \
            line gives nothing. With --map all lines are one conversation, that of the map, and name none.

            Patterns need no model. Names, places, organisations and what else has no pattern need an encoder and its tagger; without them \
            a line on standard error says that they are not looked for.
            """)

    @Flag(help: "The input is JSON lines, whatever its first line is.")
    var json = false

    @Flag(help: "The input is text, whatever its first line is.")
    var text = false

    @Flag(help: "The input is text, and each line is masked by itself as it comes: for 'tail -f'.")
    var lines = false

    @Flag(
        help: """
            Show the text itself with what would be masked marked, and below each line what it becomes, type, score, rule and reasons; at the \
            end the sensitivity. With JSON lines: "replacement" of each span, "kept" and "sensitivity".
            """)
    var explain = false

    @Option(help: "Colours of --explain: auto, always or never. auto: on a terminal, unless NO_COLOR is set.")
    var color = ColorChoice.auto

    @OptionGroup var mapOptions: MapOptions

    @OptionGroup(title: "What is masked") var masking: MaskingOptions
    @OptionGroup(title: "Names") var names: NameOptions

    func validate() throws {
        guard [json, text, lines].filter({ $0 }).count < 2 else { throw ValidationError("--json, --text and --lines exclude each other.") }
        guard !lines || mapOptions.map == nil else {
            throw ValidationError("--map is written at the end of the input, and --lines is for inputs without one.")
        }
    }

    func run() throws {
        let anonymizer = Anonymizer(try masking.settings())
        let mapFile = try mapOptions.open(makesKey: true)
        let known = try mapFile?.load()
        // Tokens that were given out are worth nothing without the map: it is written too where the reader went away or a signal came.
        let stop = mapFile == nil ? nil : try StopSignals()
        if mapFile != nil { signal(SIGPIPE, SIG_IGN) }
        let masker: TextMasker
        switch try names.load() {
        case .tagger(let tagger): masker = TextMasker(anonymizer: anonymizer, tagger: tagger)
        case .none(let cause):
            masker = TextMasker(anonymizer: anonymizer, tagger: nil)
            if !names.withoutNames { Output.error("note: names, places and organisations are not looked for: \(cause)") }
        }
        if lines {
            try run(lines: LineReader(), masker)
        } else if json {
            try run(json: LineReader(input: StandardInput(stop: stop)), masker, mapFile, known, stop)
        } else {
            var input = StandardInput(stop: stop)
            var read: [UInt8] = []
            if !text, try Self.isJSON(&input, &read) {
                try run(json: LineReader(input: input, read: read), masker, mapFile, known, stop)
            } else {
                var map = known ?? RestoreMap()
                let ending = Result { try run(blocks: TextBlocks(input: input, read: read, masker: masker), masker, &map, stop) }
                try mapFile?.save(map)
                stop?.end()
                try ending.get()
            }
        }
    }

    /// Reads no more than the first line that is not blank, and of a text that cannot be JSON only its beginning. A byte order mark counts as blank.
    private static func isJSON(_ input: inout StandardInput, _ read: inout [UInt8]) throws -> Bool {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        var isAtEnd = false
        while true {
            let start = read.starts(with: MaskLines.byteOrderMark) ? MaskLines.byteOrderMark.count : 0
            if let first = read[start...].firstIndex(where: { !isBlank($0) }), isAtEnd || !MaskLines.byteOrderMark.starts(with: read) {
                guard read[first] == UInt8(ascii: "{") else { return false }
                if let end = read[first...].firstIndex(of: UInt8(ascii: "\n")) { return MaskLines.isLine(read[first..<end]) }
                if isAtEnd { return MaskLines.isLine(read[first...]) }
            }
            if isAtEnd || read.count > LineReader.limitInBytes { return false }
            isAtEnd = try !input.read(into: &read)
        }
    }

    private func run(
        json reader: LineReader, _ masker: TextMasker, _ mapFile: MapFile?, _ known: RestoreMap?, _ stop: StopSignals?
    ) throws {
        let lines = MaskLines(masker: masker, explains: explain, threads: names.threadCount)
        var map = mapFile == nil ? nil : known ?? RestoreMap()
        let ending = Result { try lines.run(reader, map: &map, until: stop) }
        if let map { try mapFile?.save(map) }
        stop?.end()
        try ending.get().finish()
    }

    private func run(lines reader: LineReader, _ masker: TextMasker) throws {
        var reader = reader
        var map = RestoreMap()
        var report = MaskReport(colors: color.isOn)
        var bad = 0
        while let lines = try reader.next() {
            for line in lines {
                guard let text = line.text else {
                    // Its place is kept, and what it holds is not passed on.
                    Output.line("")
                    Output.error("line \(line.number): not UTF-8, left out")
                    bad += 1
                    continue
                }
                let masking = masker.mask(try masker.read(text), into: &map)
                if explain {
                    Output.bytes(report.explain(text + "\n", masking))
                } else {
                    Output.line(masking.masked.text)
                }
            }
        }
        if explain { Output.bytes(report.summary()) }
        if bad > 0 { throw CommandError("\(bad) lines could not be read") }
    }

    private func run(blocks: TextBlocks, _ masker: TextMasker, _ map: inout RestoreMap, _ stop: StopSignals?) throws {
        var blocks = blocks
        var report = MaskReport(colors: color.isOn)
        var isFirst = true
        while let text = try blocks.next() {
            if isFirst, blocks.isCut {
                Output.error(
                    "note: the text is longer than \(TextBlocks.limitInBytes >> 20) MiB and is read in blocks of that size, cut where no value is"
                )
            }
            isFirst = false
            let masking = masker.mask(try masker.read(text), into: &map)
            try Output.write(explain ? report.explain(text, masking) : Array(masking.masked.text.utf8), until: stop)
        }
        if explain { try Output.write(report.summary(), until: stop) }
    }
}
