import ArgumentParser
import Inference
import NodeAPI

struct EmbedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "embed",
        abstract: "Sentence vectors of texts.",
        discussion: """
            Reads one text per line from standard input (UTF-8) and prints one line for each: {"embedding":[...]}, the sentence vector at unit \
            length. A line that is not UTF-8 or too long gives {"error":"..."} in its place and exit code 1 at the end.
            """)

    @OptionGroup var model: ModelOptions

    func run() throws {
        let encoder = try model.load()
        var reader = LineReader()
        var bad = BadLines()
        while let lines = try reader.next() {
            // As they come in, at most 32 at once: large enough for the batch kernels, small enough to stay in cache.
            var start = 0
            while start < lines.count {
                let part = Array(lines[start..<min(start + 32, lines.count)])
                start += part.count
                embed(part, encoder, &bad)
            }
        }
        try bad.finish()
    }

    private func embed(_ lines: [LineReader.Line], _ encoder: Encoder, _ bad: inout BadLines) {
        let texts = lines.compactMap(\.text)
        if texts.count == lines.count, let vectors = try? encoder.embed(batch: texts) {
            var bytes: [UInt8] = []
            for vector in vectors { Self.append(vector, to: &bytes) }
            Output.bytes(bytes)
            return
        }
        // One of them is bad: find out which.
        for line in lines {
            guard let text = line.text else {
                bad.report(line.number, "not UTF-8")
                continue
            }
            do throws(InferenceError) {
                var bytes: [UInt8] = []
                Self.append(try encoder.embed(text), to: &bytes)
                Output.bytes(bytes)
            } catch {
                bad.report(line.number, error.description)
            }
        }
    }

    private static func append(_ vector: [Float], to bytes: inout [UInt8]) {
        bytes += #"{"embedding":"#.utf8
        FloatWriter.append(vector, to: &bytes)
        bytes += "}\n".utf8
    }
}
