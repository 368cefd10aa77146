import ArgumentParser
import FoundationEssentials
import GGUF
import Inference
import Tokenization

struct TokenizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokenize",
        abstract: "Token ids of texts.",
        discussion: """
            Reads one JSON string per line from standard input and prints {"ids":[...]} for each. A line that is not a JSON string gives \
            {"error":"..."} in its place and exit code 1 at the end.
            """)

    @Option(help: "The model whose vocabulary is used, a GGUF file.")
    var model: String

    @Flag(help: "Put the special tokens ([CLS], [SEP]) around each text.")
    var addSpecial = false

    func run() throws {
        let tokenizer = try Encoder.tokenizer(path: model)
        var reader = LineReader()
        var bad = BadLines()
        while let lines = try reader.next() {
            for line in lines {
                guard let text = line.text, let value = try? JSONDecoder().decode(String.self, from: Data(text.utf8)) else {
                    bad.report(line.number, "a JSON string is expected")
                    continue
                }
                let ids = tokenizer.encode(value, addSpecialTokens: addSpecial).map { String($0.id) }
                Output.line("{\"ids\":[\(ids.joined(separator: ","))]}")
            }
        }
        try bad.finish()
    }
}
