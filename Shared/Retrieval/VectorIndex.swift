package import GGUF

/// One row of a `VectorIndex` beside a query.
package struct PassageMatch: Sendable, Equatable {
    package let row: Int
    /// Cosine, -1...1.
    package let score: Float
}

/// Unit vectors of passages, searched exactly: at the size of a workflow's knowledge (hundreds of rows) that takes microseconds and needs no tuning.
/// Immutable, so any number of threads may search at once. The file knowledge.gguf is described in docs/model-files.md.
package struct VectorIndex: Sendable {
    enum Key {
        static let architecture = "general.architecture"
        static let version = "weir.knowledge.version"
        static let dimension = "weir.knowledge.dimension"
        static let rows = "weir.knowledge.passages"
    }

    static let architecture = "weir-knowledge"
    static let version = 1
    static let tensorName = "passage.vector"
    package static let rowLimit = 200_000
    static let dimensionLimit = 8192

    package let dimension: Int
    package let rowCount: Int
    /// `[rowCount, dimension]`, row-major.
    private let vectors: [Float]

    /// - Parameter vectors: one unit vector for each passage, in the passages' order. None is allowed: nothing is ever found then.
    package init(vectors: [[Float]], dimension: Int) throws(RetrievalError) {
        guard (1...Self.dimensionLimit).contains(dimension), vectors.count <= Self.rowLimit else {
            throw RetrievalError(
                .badVector, subject: "index", field: "size",
                expected: "at most \(Self.rowLimit) vectors of at most \(Self.dimensionLimit) numbers",
                found: "\(vectors.count) of \(dimension)")
        }
        for (row, vector) in vectors.enumerated() { try Self.check(vector, dimension: dimension, subject: "index", field: "row \(row)") }
        self.dimension = dimension
        rowCount = vectors.count
        self.vectors = vectors.flatMap { $0 }
    }

    /// Maps and checks knowledge.gguf.
    package init(path: String) throws(RetrievalError) {
        let file: GGUFFile
        do throws(GGUFError) {
            file = try GGUFFile(path: path)
        } catch {
            let place = error.offset.map { " at byte \($0)" } ?? ""
            throw RetrievalError(.unreadableFile, subject: path, field: error.field + place, expected: error.expected, found: error.found)
        }
        try self.init(file: file)
    }

    package init(file: GGUFFile) throws(RetrievalError) {
        func metadata(_ key: String, expected: String, found: String) -> RetrievalError {
            RetrievalError(.badMetadata, subject: file.path, field: "metadata '\(key)'", expected: expected, found: found)
        }
        func integer(_ key: String, in range: ClosedRange<Int>) throws(RetrievalError) -> Int {
            do throws(GGUFError) {
                let value = try file.integer(key)
                if range.contains(value) { return value }
                throw GGUFError(
                    .badValue, file: file.path, field: key, expected: "\(range.lowerBound) to \(range.upperBound)", found: "\(value)")
            } catch {
                throw metadata(key, expected: error.expected, found: error.found)
            }
        }
        guard case .string(let architecture)? = file.metadata[Key.architecture], architecture == Self.architecture else {
            throw metadata(
                Key.architecture, expected: "'\(Self.architecture)'",
                found: file.metadata[Key.architecture] == nil ? "nothing" : "something else")
        }
        _ = try integer(Key.version, in: Self.version...Self.version)
        let dimension = try integer(Key.dimension, in: 1...Self.dimensionLimit)
        let rows = try integer(Key.rows, in: 0...Self.rowLimit)
        self.dimension = dimension
        rowCount = rows
        guard rows > 0 else {
            vectors = []
            return
        }
        do throws(GGUFError) {
            let tensor = try file.tensor(Self.tensorName)
            guard tensor.shape == [dimension, rows] || rows == 1 && tensor.shape == [dimension] else {
                throw GGUFError(
                    .badShape, file: file.path, field: Self.tensorName, expected: "shape [\(dimension), \(rows)]", found: "\(tensor.shape)")
            }
            guard [.f32, .f16, .q8_0].contains(tensor.type) else {
                throw GGUFError(
                    .unsupportedTensorType, file: file.path, field: Self.tensorName, expected: "F32, F16 or Q8_0", found: tensor.type.name)
            }
            vectors = try file.floats(of: tensor)
        } catch {
            throw RetrievalError(
                .badTensor, subject: file.path, field: "tensor '\(Self.tensorName)'", expected: error.expected, found: error.found)
        }
        for row in 0..<rows {
            try Self.check(
                vectors[row * dimension..<(row + 1) * dimension], dimension: dimension, subject: file.path,
                field: "row \(row) of tensor '\(Self.tensorName)'")
        }
    }

    /// Writes the file whole or not at all, rows in half precision, which moves a cosine by less than 0.0005. The same index gives the same bytes.
    package func write(to path: String) throws(RetrievalError) {
        do throws(GGUFError) {
            var writer = GGUFWriter(path: path)
            try writer.add(Key.architecture, .string(Self.architecture))
            try writer.add(Key.version, .uint32(UInt32(Self.version)))
            try writer.add(Key.dimension, .uint32(UInt32(dimension)))
            try writer.add(Key.rows, .uint32(UInt32(rowCount)))
            if rowCount > 0 { try writer.add(Self.tensorName, shape: [dimension, rowCount], type: .f16, values: vectors) }
            try writer.write()
        } catch {
            throw RetrievalError(.unwritableFile, subject: path, field: error.field, expected: error.expected, found: error.found)
        }
    }

    /// The `top` nearest rows, the nearest first, equal ones by row.
    /// - Parameter query: a unit vector of `dimension` numbers; throws `badVector` otherwise.
    package func search(_ query: [Float], top: Int) throws(RetrievalError) -> [PassageMatch] {
        try Self.check(query, dimension: dimension, subject: "query", field: "vector")
        guard top > 0 else { return [] }
        var best: [PassageMatch] = []
        best.reserveCapacity(min(top, rowCount) + 1)
        vectors.withUnsafeBufferPointer { vectors in
            query.withUnsafeBufferPointer { query in
                for row in 0..<rowCount {
                    let score = Self.dot(
                        vectors.baseAddress.unsafelyUnwrapped + row * dimension, query.baseAddress.unsafelyUnwrapped, dimension)
                    if best.count == top, score <= best[top - 1].score { continue }
                    var place = best.count
                    while place > 0, score > best[place - 1].score { place -= 1 }
                    best.insert(PassageMatch(row: row, score: score), at: place)
                    if best.count > top { best.removeLast() }
                }
            }
        }
        return best
    }

    /// Finite, of the right length, and of unit length to within what half precision or eight bits lose.
    private static func check(
        _ vector: some Collection<Float>, dimension: Int, subject: String, field: String
    ) throws(RetrievalError) {
        guard vector.count == dimension else {
            throw RetrievalError(.badVector, subject: subject, field: field, expected: "\(dimension) numbers", found: "\(vector.count)")
        }
        let square = vector.reduce(0) { $0 + Double($1) * Double($1) }
        guard square.isFinite, abs(square - 1) < 0.02 else {
            throw RetrievalError(
                .badVector, subject: subject, field: field, expected: "a vector of length 1", found: "squared length \(square)")
        }
    }

    private static func dot(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ count: Int) -> Float {
        let a = UnsafeRawPointer(left)
        let b = UnsafeRawPointer(right)
        var sums = SIMD8<Float>.zero
        var index = 0
        while index &+ 8 <= count {
            sums +=
                a.loadUnaligned(fromByteOffset: index &* 4, as: SIMD8<Float>.self)
                * b.loadUnaligned(fromByteOffset: index &* 4, as: SIMD8<Float>.self)
            index &+= 8
        }
        var sum = sums.sum()
        while index < count {
            sum += left[index] * right[index]
            index &+= 1
        }
        return sum
    }
}
