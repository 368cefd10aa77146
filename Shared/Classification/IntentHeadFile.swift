package import GGUF

/// heads.gguf: see docs/model-files.md for the keys and tensors.
extension IntentHead {
    enum Key {
        static let architecture = "general.architecture"
        static let version = "weir.heads.version"
        static let dimension = "weir.heads.dimension"
        static let labels = "weir.heads.labels"
        static let temperature = "weir.heads.temperature"
        static let slope = "weir.heads.confidence.slope"
        static let intercept = "weir.heads.confidence.intercept"
        static let scopeExponent = "weir.heads.confidence.scope_exponent"
        static let scopeWeights = "weir.heads.scope.weights"
        static let scopeIntercept = "weir.heads.scope.intercept"
        static let scopeIsFitted = "weir.heads.scope.fitted"
        static let threshold = "weir.heads.threshold"
    }

    enum TensorName {
        static let weights = "intent.weight"
        static let intercepts = "intent.bias"
        static let centroids = "scope.centroid"
        static let discriminants = "scope.discriminant"
        static let offsets = "scope.offset"
        static let quadratic = "scope.quadratic"
    }

    static let architecture = "weir-heads"
    static let version = 1
    /// More classes or longer vectors than any encoder of ours has; they bound memory on a hostile file.
    static let classLimit = 2...4096
    static let dimensionLimit = 1...8192

    /// The precision at which the file keeps the scope model.
    static func roundToHalf(_ value: Float) -> Float { floatFromHalf(halfFromFloat(value)) }

    /// Writes the file whole or not at all. The same head gives the same bytes.
    package func write(to path: String) throws(ClassificationError) {
        do throws(GGUFError) {
            try writer(path).write()
        } catch {
            throw ClassificationError(
                .unwritableFile, subject: path, field: error.field, expected: error.expected, found: error.found)
        }
    }

    private func writer(_ path: String) throws(GGUFError) -> GGUFWriter {
        var writer = GGUFWriter(path: path)
        try writer.add(Key.architecture, .string(Self.architecture))
        try writer.add(Key.version, .uint32(UInt32(Self.version)))
        try writer.add(Key.dimension, .uint32(UInt32(dimension)))
        try writer.add(Key.labels, .strings(labels))
        try writer.add(Key.temperature, .float32(calibration.temperature))
        try writer.add(Key.slope, .float32(calibration.slope))
        try writer.add(Key.intercept, .float32(calibration.intercept))
        try writer.add(Key.scopeExponent, .float32(calibration.scopeExponent))
        try writer.add(Key.scopeWeights, .floats(calibration.scopeWeights))
        try writer.add(Key.scopeIntercept, .float32(calibration.scopeIntercept))
        try writer.add(Key.scopeIsFitted, .bool(calibration.scopeIsFitted))
        if let threshold { try writer.add(Key.threshold, .float32(threshold)) }
        let classes = labels.count
        try writer.add(TensorName.weights, shape: [dimension, classes], type: .f32, values: weights)
        try writer.add(TensorName.intercepts, shape: [classes], type: .f32, values: intercepts)
        try writer.add(TensorName.centroids, shape: [dimension, classes], type: .f16, values: scope.centroids)
        try writer.add(TensorName.discriminants, shape: [dimension, classes], type: .f16, values: scope.discriminants)
        try writer.add(TensorName.offsets, shape: [classes], type: .f32, values: scope.offsets)
        try writer.add(TensorName.quadratic, shape: [dimension, dimension], type: .f16, values: scope.quadratic)
        return writer
    }

    /// Reads and checks heads.gguf: every key, range, shape and number.
    package init(path: String) throws(ClassificationError) {
        let file: GGUFFile
        do throws(GGUFError) {
            file = try GGUFFile(path: path)
        } catch {
            let place = error.offset.map { " at byte \($0)" } ?? ""
            throw ClassificationError(
                .unreadableFile, subject: path, field: error.field + place, expected: error.expected, found: error.found)
        }
        try self.init(file: file)
    }

    package init(file: GGUFFile) throws(ClassificationError) {
        let reader = HeadReader(file: file)
        let architecture = try reader.string(Key.architecture)
        guard architecture == Self.architecture else {
            throw reader.metadataError(Key.architecture, expected: "'\(Self.architecture)'", found: "'\(architecture)'")
        }
        _ = try reader.integer(Key.version, in: Self.version...Self.version)
        dimension = try reader.integer(Key.dimension, in: Self.dimensionLimit)
        labels = try reader.labels(Key.labels, count: Self.classLimit)
        let scopeWeights = try reader.floats(Key.scopeWeights, count: 4)
        calibration = Calibration(
            temperature: try reader.float(Key.temperature, in: 1e-3...1e3), slope: try reader.float(Key.slope, in: 1e-6...1e3),
            intercept: try reader.float(Key.intercept, in: -1e3...1e3), scopeExponent: try reader.float(Key.scopeExponent, in: 0...10),
            scopeWeights: scopeWeights, scopeIntercept: try reader.float(Key.scopeIntercept, in: -1e6...1e6),
            scopeIsFitted: try reader.boolean(Key.scopeIsFitted))
        threshold = file.metadata[Key.threshold] == nil ? nil : try reader.float(Key.threshold, in: 0...1)
        weights = try reader.tensor(TensorName.weights, shape: [dimension, labels.count], type: .f32)
        intercepts = try reader.tensor(TensorName.intercepts, shape: [labels.count], type: .f32)
        scope = ScopeModel(
            centroids: try reader.tensor(TensorName.centroids, shape: [dimension, labels.count], type: .f16),
            discriminants: try reader.tensor(TensorName.discriminants, shape: [dimension, labels.count], type: .f16),
            offsets: try reader.tensor(TensorName.offsets, shape: [labels.count], type: .f32),
            quadratic: try reader.tensor(TensorName.quadratic, shape: [dimension, dimension], type: .f16))
    }
}

/// Checked getters whose errors speak of heads, not of GGUF.
private struct HeadReader {
    let file: GGUFFile

    func metadataError(_ key: String, expected: String, found: String) -> ClassificationError {
        ClassificationError(.badMetadata, subject: file.path, field: "metadata '\(key)'", expected: expected, found: found)
    }

    private func read<Value>(_ key: String, _ getter: (String) throws(GGUFError) -> Value) throws(ClassificationError) -> Value {
        do throws(GGUFError) {
            return try getter(key)
        } catch {
            throw metadataError(key, expected: error.expected, found: error.found)
        }
    }

    func string(_ key: String) throws(ClassificationError) -> String { try read(key, file.string) }

    func boolean(_ key: String) throws(ClassificationError) -> Bool { try read(key, file.boolean) }

    func integer(_ key: String, in range: ClosedRange<Int>) throws(ClassificationError) -> Int {
        let value = try read(key, file.integer)
        guard range.contains(value) else {
            let expected = range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
            throw metadataError(key, expected: expected, found: "\(value)")
        }
        return value
    }

    func float(_ key: String, in range: ClosedRange<Float>) throws(ClassificationError) -> Float {
        let value = try read(key, file.float)
        guard range.contains(value) else {
            throw metadataError(key, expected: "\(range.lowerBound) to \(range.upperBound)", found: "\(value)")
        }
        return value
    }

    func floats(_ key: String, count: Int) throws(ClassificationError) -> [Float] {
        let values = try read(key, file.floats)
        guard values.count == count, values.allSatisfy(\.isFinite) else {
            throw metadataError(
                key, expected: "\(count) finite floats", found: "\(values.count), \(values.filter { !$0.isFinite }.count) not finite")
        }
        return values
    }

    func labels(_ key: String, count: ClosedRange<Int>) throws(ClassificationError) -> [String] {
        let values = try read(key, file.strings)
        guard count.contains(values.count) else {
            throw metadataError(key, expected: "\(count.lowerBound) to \(count.upperBound) labels", found: "\(values.count)")
        }
        var seen: Set<String> = []
        for (index, value) in values.enumerated() {
            guard !value.isEmpty, value.utf8.count <= 128 else {
                throw metadataError(key, expected: "labels of 1 to 128 bytes", found: "\(value.utf8.count) bytes at index \(index)")
            }
            guard seen.insert(value).inserted else {
                throw metadataError(key, expected: "labels without repetition", found: "a second '\(value)' at index \(index)")
            }
        }
        return values
    }

    func tensor(_ name: String, shape: [Int], type: TensorType) throws(ClassificationError) -> [Float] {
        func error(expected: String, found: String) -> ClassificationError {
            ClassificationError(.badTensor, subject: file.path, field: "tensor '\(name)'", expected: expected, found: found)
        }
        let tensor: GGUFTensor
        let values: [Float]
        do throws(GGUFError) {
            tensor = try file.tensor(name)
            guard tensor.shape == shape || tensor.shape == shape + [1] else {
                throw GGUFError(.badShape, file: file.path, field: name, expected: "shape \(shape)", found: "\(tensor.shape)")
            }
            guard tensor.type == type else {
                throw GGUFError(.unsupportedTensorType, file: file.path, field: name, expected: "type \(type)", found: "\(tensor.type)")
            }
            values = try file.floats(of: tensor)
        } catch {
            throw ClassificationError(
                .badTensor, subject: file.path, field: "tensor '\(name)'", expected: error.expected, found: error.found)
        }
        guard let bad = values.firstIndex(where: { !$0.isFinite }) else { return values }
        throw error(expected: "finite numbers", found: "\(values[bad]) at element \(bad)")
    }
}
