package import GGUF
package import Inference

#if canImport(Crypto)
    internal import Crypto
#endif

/// What "tagger.gguf" holds beside the network, and a copy of it with another last part. Format: the file's page in docs/.
package struct TaggerFile: Sendable {
    private let file: GGUFFile
    /// SHA-256, in hexadecimal, of the bytes of the encoder's tensor "blk.0.attn_q.weight".
    package let encoder: String
    package let dimension: Int
    package let gazetteer: Gazetteer
    package private(set) var labels: TagLabels
    /// [labels, dimension], row-major.
    package private(set) var classifierWeight: [Float]
    /// [labels]
    package private(set) var classifierBias: [Float]
    /// [labels + 1, labels], row-major: the score of going from the label of the row to that of the column; in the last row from the text's
    /// beginning.
    package private(set) var transitions: [Float]

    package init(path: String) throws(InferenceError) {
        try self.init(file: reading { () throws(GGUFError) in try GGUFFile(path: path) })
    }

    /// Reads and checks all but the network's own tensors, see `TaggerNetwork`.
    package init(file: GGUFFile) throws(InferenceError) {
        let prefix = TaggerNetwork.architecture
        let architecture = try reading { () throws(GGUFError) in try file.string("general.architecture") }
        guard architecture == prefix else {
            throw InferenceError(
                .unsupportedArchitecture, subject: "general.architecture", expected: prefix, found: InferenceError.printable(architecture))
        }
        encoder = try reading { () throws(GGUFError) in try file.string(prefix + ".encoder") }
        guard encoder.utf8.count == 64, encoder.utf8.allSatisfy({ Self.hexadecimal.contains($0) }) else {
            throw InferenceError(
                .badConfiguration, subject: prefix + ".encoder", expected: "64 hexadecimal digits", found: InferenceError.printable(encoder)
            )
        }
        let dimension = try reading { () throws(GGUFError) in try file.integer(prefix + ".dimension") }
        guard (32...8192).contains(dimension) else {
            throw InferenceError(.badConfiguration, subject: prefix + ".dimension", expected: "32 to 8192", found: "\(dimension)")
        }
        let rows = try reading { () throws(GGUFError) in try file.integers(prefix + ".features") }
        guard rows == WordFeatures.rows.map({ Int64($0) }) else {
            throw InferenceError(
                .badConfiguration, subject: prefix + ".features", expected: "\(WordFeatures.rows)", found: "\(rows.prefix(16))")
        }
        labels = try TagLabels(reading { () throws(GGUFError) in try file.strings(prefix + ".labels") })
        let count = labels.count
        classifierWeight = try Self.floats("classifier.weight", [dimension, count], file)
        classifierBias = try Self.floats("classifier.bias", [count], file)
        transitions = try Self.floats("transitions.weight", [count, count + 1], file)
        gazetteer = try Gazetteer(file: file)
        self.dimension = dimension
        self.file = file
    }

    private static let hexadecimal = Array("0123456789abcdef".utf8)

    private static func floats(_ name: String, _ shape: [Int], _ file: GGUFFile) throws(InferenceError) -> [Float] {
        let tensor = try reading { () throws(GGUFError) in try file.tensor(name) }
        guard tensor.shape == shape else {
            throw InferenceError(.badShape, subject: name, expected: "\(shape)", found: "\(tensor.shape)")
        }
        let values = try reading { () throws(GGUFError) in try file.floats(of: tensor) }
        if let bad = values.firstIndex(where: { !$0.isFinite }) {
            throw InferenceError(.notFinite, subject: "\(name)[\(bad)]", expected: "finite numbers", found: "\(values[bad])")
        }
        return values
    }

    /// What `encoder` of a file made for this one is; nil where the module is built without `Crypto`, as the fuzzer builds it.
    package static func digest(of encoder: Encoder) -> String? {
        #if canImport(Crypto)
            var hash = SHA256()
            hash.update(bufferPointer: encoder.firstQuery.bytes)
            encoder.firstQuery.releasePages()
            return String(decoding: hash.finalize().flatMap { [hexadecimal[Int($0 >> 4)], hexadecimal[Int($0 & 15)]] }, as: UTF8.self)
        #else
            return nil
        #endif
    }

    /// Throws `badConfiguration` for a file that was made for another encoder.
    package func check(encoder: Encoder) throws(InferenceError) {
        guard let digest = Self.digest(of: encoder), digest != self.encoder else { return }
        throw InferenceError(
            .badConfiguration, subject: TaggerNetwork.architecture + ".encoder", expected: "\(digest.prefix(16))… of the encoder in use",
            found: "\(self.encoder.prefix(16))…")
    }

    /// The network of this file, for `encoder`.
    package func network(encoder: Encoder) throws(InferenceError) -> TaggerNetwork {
        try TaggerNetwork(file: file, encoder: encoder)
    }

    /// Puts other labels, with their classifier and transitions, in the place of those that were read; shapes as of the properties.
    package mutating func replace(
        labels: TagLabels, classifierWeight: [Float], classifierBias: [Float], transitions: [Float]
    ) {
        precondition(classifierWeight.count == labels.count * dimension && classifierBias.count == labels.count)
        precondition(transitions.count == (labels.count + 1) * labels.count)
        self.labels = labels
        self.classifierWeight = classifierWeight
        self.classifierBias = classifierBias
        self.transitions = transitions
    }

    /// The file with what was replaced: the branch, the feature tables and the gazetteer are copied as they are stored.
    package func writer(path: String) throws(GGUFError) -> GGUFWriter {
        var writer = GGUFWriter(path: path)
        for (key, value) in file.metadata.sorted(by: { $0.key < $1.key }) {
            try writer.add(key, key == TagLabels.key ? .strings(labels.names) : value)
        }
        for tensor in file.tensors {
            switch tensor.name {
            case "classifier.weight": try writer.add(tensor.name, shape: [dimension, labels.count], type: .f32, values: classifierWeight)
            case "classifier.bias": try writer.add(tensor.name, shape: [labels.count], type: .f32, values: classifierBias)
            case "transitions.weight":
                try writer.add(tensor.name, shape: [labels.count, labels.count + 1], type: .f32, values: transitions)
            default: try writer.add(tensor.name, shape: tensor.shape, type: tensor.type, bytes: Array(tensor.bytes))
            }
        }
        return writer
    }
}
