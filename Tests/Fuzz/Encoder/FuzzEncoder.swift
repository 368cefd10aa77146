// Linked by scripts/fuzz.sh with the modules of the encoder and its kernels, all under AddressSanitizer.
import GGUF
import Inference
import Tokenization

/// Any bytes are a model that is refused with an error, or one that gives every text a unit vector and finite states, or says that it cannot.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzEncoder(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    guard let file = try? GGUFFile(file: MappedFile(name: "fuzz.gguf", copying: bytes)) else { return 0 }
    do throws(InferenceError) {
        let encoder = try Encoder(file: file, threads: 1)
        // Known and unknown pieces, a literal special token, and more than one window.
        let text = "The printers, [SEP] caf\u{E9} \u{65E5}\u{672C} " + String(repeating: "the!", count: encoder.contextLength)
        let encoding = try encoder.encode(text, tokenStates: true)
        let length = encoding.sentence.reduce(0) { $0 + $1 * $1 }
        precondition(encoding.sentence.count == encoder.dimension && abs(length - 1) < 1e-3)
        precondition(encoding.tokenStates.count == encoding.tokens.count * encoder.dimension)
        precondition(encoding.tokenStates.allSatisfy { $0.isFinite })
        precondition(encoding.tokens.allSatisfy { $0.id >= 0 && Int($0.id) < encoder.tokenizer.vocabularyCount })
        let again = try encoder.embed(text)
        precondition(again == encoding.sentence)
    } catch {
        precondition(!error.subject.isEmpty && error.description.utf8.count < 1000)
    }
    return 0
}
