/// Sentence vectors and what they are examples of.
package struct ExampleSet: Sendable {
    package let dimension: Int
    /// `[labels.count, dimension]`, row-major.
    package private(set) var vectors: [Float]
    /// Index of the label; nil for an out-of-scope example.
    package private(set) var labels: [Int?]

    package init(dimension: Int) {
        self.dimension = dimension
        vectors = []
        labels = []
    }

    package var count: Int { labels.count }

    /// Throws `badVector` when the vector has another length or holds NaN or infinity.
    package mutating func append(_ vector: [Float], label: Int?) throws(ClassificationError) {
        guard vector.count == dimension, vector.allSatisfy(\.isFinite) else {
            throw ClassificationError(
                .badVector, subject: "example set", field: "vector \(count)", expected: "\(dimension) finite numbers",
                found: "\(vector.count), \(vector.filter { !$0.isFinite }.count) not finite")
        }
        vectors += vector
        labels.append(label)
    }

    /// The rows at `indices`, in that order.
    func subset(_ indices: [Int]) -> ExampleSet {
        var subset = ExampleSet(dimension: dimension)
        subset.vectors.reserveCapacity(indices.count * dimension)
        for index in indices {
            subset.vectors += vectors[index * dimension..<(index + 1) * dimension]
            subset.labels.append(labels[index])
        }
        return subset
    }

    var inScopeIndices: [Int] { labels.indices.filter { labels[$0] != nil } }
    var outOfScopeIndices: [Int] { labels.indices.filter { labels[$0] == nil } }
}
