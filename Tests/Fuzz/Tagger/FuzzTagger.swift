// Linked by scripts/fuzz.sh with the modules of the tagger, the encoder and its kernels, all under AddressSanitizer.
import GGUF
import Inference
import Privacy
import Tagging
import Tokenization

/// The fixtures' encoder; the fuzzer runs in the root of the checkout.
private let encoder: Encoder = {
    do throws(InferenceError) {
        return try Encoder(path: "Tests/Fixtures/inference/tiny-q8_0.gguf", threads: 1)
    } catch {
        fatalError(error.description)
    }
}()

/// Any bytes are a tagger that is refused with an error, or one that gives spans within any text. The bytes' end is a text, too.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTagger(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    let text = String(decoding: bytes.suffix(96), as: UTF8.self)
    cut(text)
    guard let file = try? GGUFFile(file: MappedFile(name: "fuzz.gguf", copying: bytes)) else { return 0 }
    do throws(InferenceError) {
        let tagger = try Tagger(TaggerFile(file: file), encoder: encoder)
        // Abbreviations, brackets and possessives, a literal special token, and more than one window.
        for text in [
            text, "", "Dr. Anna O'Brien's (the) printers, [SEP] caf\u{E9} \u{65E5}\u{672C} Jr. " + String(repeating: "the!", count: 64),
        ] {
            let reading: Tagger.Reading
            do throws(InferenceError) {
                reading = try tagger.read(text, sentence: true)
            } catch {
                // Finite weights can overflow in a pass.
                precondition(error.code == .noVector)
                continue
            }
            let count = text.unicodeScalars.count
            var end = 0
            for span in reading.spans {
                precondition(span.start >= end && span.end > span.start && span.end <= count)
                precondition(span.score >= 0 && span.score <= 1)
                end = span.end
            }
            precondition(reading.encoding.labelScores.count == reading.encoding.tokens.count * tagger.labels.count)
        }
        let copy = try? TaggerFile(
            file: GGUFFile(file: MappedFile(name: "copy.gguf", copying: TaggerFile(file: file).writer(path: "").encoded())))
        precondition(copy?.transitions.count == (tagger.labels.count + 1) * tagger.labels.count)
    } catch {
        precondition(!error.subject.isEmpty && error.description.utf8.count < 1000)
    }
    return 0
}

/// Words cover every token once, in order, with features inside of their tables.
private func cut(_ text: String) {
    guard let tokens = try? encoder.tokenize(text) else { return }
    let reading = WordReading(text, tokens: tokens, tokenizer: encoder.tokenizer, gazetteer: .empty)
    precondition(reading.features.count == tokens.count * WordFeatures.rows.count)
    for (index, row) in reading.features.enumerated() { precondition(Int(row) < WordFeatures.rows[index % WordFeatures.rows.count]) }
    var next = 0
    for word in reading.words {
        precondition(word.firstPiece >= next && word.start < word.end)
        next = word.firstPiece + 1
    }
    precondition(reading.words.isEmpty == tokens.isEmpty)
}
