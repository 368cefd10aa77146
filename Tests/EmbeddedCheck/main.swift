// GGUF, Tokenization and Inference as Embedded Swift, held to what independent implementations say: file to vector on a processor that the
// toolchain has no full runtime for. Built and run by scripts/check-arm.sh; no SwiftPM target, because SwiftPM would build it for the host.
//
//     embedded-check decode GGUF                                    every stored type that comes with its floats
//     embedded-check tokenize VOCABULARY CASES                      ids and offsets
//     embedded-check encode GGUF TABLE THREADS CASES MEAN WORST     vectors, with the least mean and single cosine
import GGUF
import Glibc
import Inference
import Tokenization

/// What did not come out as expected, or could not be tried.
struct Failure: Error {
    let description: String
    init(_ description: String) { self.description = description }
}

func attempt<T, E: Error & CustomStringConvertible>(_ body: () throws(E) -> T) throws(Failure) -> T {
    do { return try body() } catch { throw Failure(error.description) }
}

/// A text and what should be made of it. In the file: counts as 32-bit integers before each of the three parts, all little-endian.
struct Case {
    let text: String
    /// Id, start and end of each token, or the ids alone; empty where they are not known.
    let integers: [Int32]
    /// The sentence vector, and perhaps the last token's state behind it.
    let floats: [Float]

    static func read(_ path: String) throws(Failure) -> [Case] {
        let file = try opened(path)
        var offset = 0
        func next() throws(Failure) -> UInt32 {
            guard offset + 4 <= file.bytes.count else { throw Failure("\(path) ends in the middle of a case") }
            defer { offset += 4 }
            return UInt32(littleEndian: file.bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        var cases: [Case] = []
        while offset < file.bytes.count {
            let size = Int(try next())
            guard offset + size <= file.bytes.count else { throw Failure("\(path) ends in the middle of a text") }
            let text = String(decoding: file.bytes[offset..<offset + size], as: UTF8.self)
            offset += size
            var integers: [Int32] = []
            for _ in 0..<(try next()) { integers.append(Int32(bitPattern: try next())) }
            var floats: [Float] = []
            for _ in 0..<(try next()) { floats.append(Float(bitPattern: try next())) }
            cases.append(Case(text: text, integers: integers, floats: floats))
        }
        guard !cases.isEmpty else { throw Failure("\(path) holds no case") }
        return cases
    }
}

func opened(_ path: String) throws(Failure) -> MappedFile {
    try attempt { () throws(GGUFError) in try MappedFile(path: path) }
}

// MARK: GGUF

/// Tensors that come with `expected.NAME` decode to exactly its floats.
func decode(_ path: String) throws(Failure) {
    let file = try attempt { () throws(GGUFError) in try GGUFFile(path: path) }
    var types: [String] = []
    for tensor in file.tensors where file.hasTensor("expected." + tensor.name) {
        let found = try attempt { () throws(GGUFError) in try file.floats(of: tensor) }
        let expected = try attempt { () throws(GGUFError) in try file.floats(of: file.tensor("expected." + tensor.name)) }
        guard found.elementsEqual(expected, by: { $0.bitPattern == $1.bitPattern }) else {
            throw Failure("\(path): \(tensor.name) is not what stands beside it")
        }
        types.append(tensor.type.name)
    }
    guard !types.isEmpty else { throw Failure("\(path): no tensor comes with its floats") }
    print("\(types.count) stored types decode exactly: \(types.joined(separator: " "))")
}

// MARK: Tokenization

func tokenize(_ vocabulary: String, _ cases: [Case]) throws(Failure) {
    let file = try opened(vocabulary)
    let text = String(decoding: file.bytes, as: UTF8.self)
    let lines = text.utf8.split(separator: UInt8(ascii: "\n")).map { String(Substring($0)) }
    let tokenizer = try attempt { () throws(TokenizationError) in try WordPiece(vocabulary: lines) }
    for (index, expected) in cases.enumerated() {
        var found: [Int32] = []
        for token in tokenizer.encode(expected.text) { found += [token.id, Int32(token.start), Int32(token.end)] }
        guard found == expected.integers else { throw Failure("case \(index): other tokens") }
    }
    print("\(cases.count) texts give the same token ids and offsets")
}

// MARK: Inference

/// Least cosine of a token state: EncoderTests has the same.
let leastStateCosine = 0.995

func cosine(_ a: some Sequence<Float>, _ b: some Sequence<Float>) -> Double {
    var dot = 0.0
    var squares = (0.0, 0.0)
    for (x, y) in zip(a, b) {
        dot += Double(x) * Double(y)
        squares.0 += Double(x) * Double(x)
        squares.1 += Double(y) * Double(y)
    }
    return dot / (squares.0 * squares.1).squareRoot()
}

/// Mean and worst of some cosines. One that is not a number counts as -1.
struct Agreement {
    private var sum = 0.0
    private var count = 0
    private(set) var worst = 1.0

    mutating func add(_ cosine: Double) {
        let value = cosine.isFinite ? cosine : -1
        sum += value
        count += 1
        worst = min(worst, value)
    }

    var mean: Double { sum / Double(max(count, 1)) }
}

func encode(_ model: String, table: String, threads: Int, _ cases: [Case], mean: Double, worst: Double) throws(Failure) {
    let encoder = try attempt { () throws(InferenceError) in try Encoder(path: model, threads: threads) }
    guard encoder.kernelTableName == table else { throw Failure("runs \(encoder.kernelTableName), not \(table)") }
    var agreement = Agreement()
    var tokens = 0
    for (index, expected) in cases.enumerated() {
        let encoding = try attempt { () throws(InferenceError) in try encoder.encode(expected.text, tokenStates: true) }
        tokens += encoding.tokens.count
        guard expected.floats.count >= encoder.dimension, encoding.sentence.count == encoder.dimension,
            encoding.tokenStates.count == encoding.tokens.count * encoder.dimension
        else { throw Failure("text \(index): a vector of another size") }
        if !expected.integers.isEmpty, encoding.tokens.map({ $0.id }) != expected.integers { throw Failure("text \(index): other tokens") }
        agreement.add(cosine(encoding.sentence, expected.floats))
        let state = expected.floats.dropFirst(encoder.dimension)
        guard state.isEmpty || cosine(encoding.tokenStates.suffix(encoder.dimension), state) > leastStateCosine else {
            throw Failure("text \(index): another state of its last token")
        }
    }
    let batch = try attempt { () throws(InferenceError) in try encoder.embed(batch: cases.map { $0.text }) }
    guard batch.count == cases.count else { throw Failure("\(batch.count) vectors for \(cases.count) texts") }
    for (vector, expected) in zip(batch, cases) { agreement.add(cosine(vector, expected.floats)) }
    guard agreement.mean >= mean, agreement.worst >= worst else {
        throw Failure("cosine to the expected vectors: mean \(agreement.mean), worst \(agreement.worst); least \(mean) and \(worst)")
    }
    print(
        "\(table), \(threads) thread\(threads == 1 ? "" : "s"): \(cases.count) texts of \(tokens) tokens, alone and as a batch: "
            + "cosine mean \(rounded(agreement.mean)), worst \(rounded(agreement.worst))")
}

func best(_ scores: ArraySlice<Float>) -> Int {
    var best = scores.startIndex
    for index in scores.indices where scores[index] > scores[best] { best = index }
    return best - scores.startIndex
}

/// A tagger's scores by this processor's kernels beside those of the reference, and the vector of the same pass beside that of a pass without tags.
func tag(_ model: String, _ tagger: String, table: String, _ cases: [Case]) throws(Failure) {
    var encoders: [(encoder: Encoder, network: TaggerNetwork)] = []
    for kernels in [KernelTable.upTo(.reference), nil] {
        let encoder = try attempt { () throws(InferenceError) in try Encoder(path: model, threads: 1, kernels: kernels) }
        let file = try attempt { () throws(GGUFError) in try GGUFFile(path: tagger) }
        encoders.append((encoder, try attempt { () throws(InferenceError) in try TaggerNetwork(file: file, encoder: encoder) }))
    }
    guard encoders[0].encoder.kernelTableName == "reference", encoders[1].encoder.kernelTableName == table else {
        throw Failure("runs \(encoders.map { $0.encoder.kernelTableName }), not reference and \(table)")
    }
    var agreement = Agreement()
    var (words, alike) = (0, 0)
    for (index, text) in cases.map({ $0.text }).enumerated() {
        var scores: [[Float]] = []
        for (encoder, network) in encoders {
            let tokens = try attempt { () throws(InferenceError) in try encoder.tokenize(text) }
            // Any rows will do: they are added to the states, whatever they mean.
            let features = tokens.indices.flatMap { token in
                network.featureRows.indices.map { UInt8((token * 7 + $0 * 3) % network.featureRows[$0]) }
            }
            let request = TagRequest(network: network, features: features)
            let tagged = try attempt { () throws(InferenceError) in try encoder.encode(tokens, tags: request) }
            let plain = try attempt { () throws(InferenceError) in try encoder.encode(tokens) }
            guard tagged.sentence == plain.sentence else { throw Failure("text \(index): tags change the vector") }
            guard tagged.labelScores.count == tokens.count * network.labels else { throw Failure("text \(index): scores of another count") }
            scores.append(tagged.labelScores)
        }
        let labels = encoders[0].network.labels
        for start in stride(from: 0, to: scores[0].count, by: labels) {
            let (a, b) = (scores[0][start..<start + labels], scores[1][start..<start + labels])
            agreement.add(cosine(a, b))
            words += 1
            if best(a) == best(b) { alike += 1 }
        }
    }
    guard agreement.mean >= 0.999, alike * 100 >= words * 98 else {
        throw Failure("cosine of scores to the reference's: mean \(agreement.mean); the same best label for \(alike) of \(words) tokens")
    }
    print("\(table): scores of \(words) tokens, cosine to the reference's mean \(rounded(agreement.mean)), best label alike for \(alike)")
}

func rounded(_ value: Double) -> Double { (value * 1e5).rounded(.down) / 1e5 }

// MARK: Arguments

func run(_ arguments: [String]) throws(Failure) {
    switch arguments.first {
    case "decode" where arguments.count == 2: try decode(arguments[1])
    case "tokenize" where arguments.count == 3: try tokenize(arguments[1], Case.read(arguments[2]))
    case "encode" where arguments.count == 7:
        guard let threads = Int(arguments[3]) else { throw Failure("not a count of threads: \(arguments[3])") }
        try encode(
            arguments[1], table: arguments[2], threads: threads, Case.read(arguments[4]), mean: atof(arguments[5]),
            worst: atof(arguments[6]))
    case "tag" where arguments.count == 5: try tag(arguments[1], arguments[2], table: arguments[3], Case.read(arguments[4]))
    default:
        throw Failure("decode GGUF | tokenize VOCABULARY CASES | encode GGUF TABLE THREADS CASES MEAN WORST | tag GGUF TAGGER TABLE CASES")
    }
}

/// Embedded Swift has no `CommandLine`.
@c(main) func main(_ count: Int32, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32 {
    let texts = (1..<max(Int(count), 1)).map { arguments[$0].map { String(cString: $0) } ?? "" }
    do throws(Failure) {
        try run(texts)
        return 0
    } catch {
        print("embedded-check: \(error.description)")
        return 1
    }
}
