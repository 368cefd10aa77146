import CKernels
package import GGUF

/// The part of a tagger that runs in the encoder's pass: a branch of layers beside the encoder's upper ones, and a classifier on it.
///
/// The branch begins at the states that layer `tap` of the encoder leaves (the first `tap` layers run once for both), plus one row of each
/// feature table for each token. Its layers have the shape of the encoder's. The file is "tagger.gguf", see `docs/model-files.md`; keys and
/// tensors of the words' decoding in it are read elsewhere.
package final class TaggerNetwork: Sendable {
    /// Architecture of the file, and the beginning of its keys.
    package static let architecture = "weir-tagger"
    static let mostLabels = 1024
    static let mostFeatureTables = 16
    static let mostFeatureRows = 256

    /// How many of the encoder's layers run before the branch.
    package let tap: Int
    /// How many scores a token gets.
    package let labels: Int
    /// Rows of each feature table.
    package let featureRows: [Int]
    // Safety: everything below points into `arena`, is written by `init` alone and lives as long as `arena`.
    private let arena: Arena
    /// [sum of featureRows, dimension]
    nonisolated(unsafe) let features: UnsafeMutablePointer<Float>
    /// The first row of each table in `features`.
    let firstFeature: [Int]
    /// Empty for a classifier on the encoder's own states.
    nonisolated(unsafe) let layers: [LayerWeights]
    nonisolated(unsafe) let classifier: PackedMatrix
    private let configuration: EncoderConfiguration
    private let kernels: KernelTable

    /// Reads, checks and repacks the network of `file` for `encoder`, on as many threads as that has. The caller knows that the file was made
    /// for this encoder.
    package init(file: GGUFFile, encoder: Encoder) throws(InferenceError) {
        let c = encoder.configuration
        func integer(_ key: String, _ range: ClosedRange<Int>) throws(InferenceError) -> Int {
            let key = Self.architecture + "." + key
            let value = try reading { () throws(GGUFError) in try file.integer(key) }
            try Self.check(value, key, range)
            return value
        }
        let architecture = try reading { () throws(GGUFError) in try file.string("general.architecture") }
        guard architecture == Self.architecture else {
            throw InferenceError(
                .unsupportedArchitecture, subject: "general.architecture", expected: Self.architecture,
                found: InferenceError.printable(architecture))
        }
        let blocks = try integer("block_count", 0...c.layers)
        tap = try integer("tap", 0...(blocks == 0 ? c.layers : c.layers - 1))
        _ = try integer("dimension", c.dimension...c.dimension)
        let names = try reading { () throws(GGUFError) in try file.strings(Self.architecture + ".labels") }
        try Self.check(names.count, "count of \(Self.architecture).labels", 1...Self.mostLabels)
        labels = names.count
        featureRows = try Self.featureRows(file)
        configuration = c
        kernels = encoder.kernels

        let scratchSize = 2 * max(c.dimension, c.feedForward)
        let scratch = UnsafeMutablePointer<Float>.allocate(capacity: scratchSize)
        defer { scratch.deallocate() }
        let reader = TensorReader(file: file, scratch: scratch)
        // As with the encoder: nothing is taken for shapes that the file does not hold.
        for index in 0..<blocks { try LayerWeights.checkShapes(reader, index: index, c) }
        _ = try reader.matrix("classifier.weight", rows: labels, columns: c.dimension)
        let rows = featureRows.reduce(0, +)
        let stored = try reader.matrix("features.weight", rows: rows, columns: c.dimension)

        arena = try Arena(
            size: blocks * LayerWeights.size(c) + PackedMatrix.size(columns: labels, depth: c.dimension)
                + Arena.size(rows * c.dimension, of: Float.self), hugePages: true)
        var layers: [LayerWeights] = []
        var pieces: [WeightLoading.Piece] = []
        for index in 0..<blocks {
            let layer = LayerWeights(c, arena: arena)
            pieces += try layer.load(reader, index: index, c)
            layers.append(layer)
        }
        self.layers = layers
        classifier = PackedMatrix(columns: labels, depth: c.dimension, rotated: true, arena: arena)
        pieces.append(.init(matrix: classifier, name: "classifier", columns: labels))
        features = arena.take(rows * c.dimension, of: Float.self)
        for row in 0..<rows { try stored.row(row, into: features + row * c.dimension, kernels: kernels) }
        stored.releasePages()
        var first = 0
        firstFeature = featureRows.map { count in
            defer { first += count }
            return first
        }
        // Not the encoder's pool: a pass may be using that.
        let pool = try WorkerPool(threads: encoder.threads)
        try WeightLoading(
            file: file, tokens: nil, pieces: pieces, longestRow: max(c.dimension, c.feedForward), kernels: kernels, workers: pool.threads
        ).run(on: pool)
        arena.mergePages()
    }

    private static func featureRows(_ file: GGUFFile) throws(InferenceError) -> [Int] {
        let key = architecture + ".features"
        let stored = try reading { () throws(GGUFError) in try file.integers(key) }
        try check(stored.count, "count of " + key, 1...mostFeatureTables)
        var rows: [Int] = []
        for (index, count) in stored.enumerated() {
            guard let count = Int(exactly: count), (1...mostFeatureRows).contains(count) else {
                throw InferenceError(.badConfiguration, subject: "\(key)[\(index)]", expected: "1 to \(mostFeatureRows)", found: "\(count)")
            }
            rows.append(count)
        }
        return rows
    }

    private static func check(_ value: Int, _ subject: String, _ range: ClosedRange<Int>) throws(InferenceError) {
        guard range.contains(value) else {
            let expected = range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
            throw InferenceError(.badConfiguration, subject: subject, expected: expected, found: "\(value)")
        }
    }

    /// Whether this was packed for the kernels and the shape of an encoder.
    func fits(_ configuration: EncoderConfiguration, _ kernels: KernelTable) -> Bool {
        self.configuration == configuration && self.kernels.entries == kernels.entries
    }
}

/// What `Encoder.encode` is to find out about the tokens with a tagger's network.
package struct TagRequest: Sendable {
    package let network: TaggerNetwork
    /// [tokens, tables of the network]: for each token the row of each feature table, counted within the table.
    package let features: [UInt8]
    /// Whether the branch's last states are wanted beside the scores.
    package let states: Bool

    package init(network: TaggerNetwork, features: [UInt8], states: Bool = false) {
        self.network = network
        self.features = features
        self.states = states
    }
}
