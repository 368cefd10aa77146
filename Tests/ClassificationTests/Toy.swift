import Testing

@testable import Classification

/// SplitMix64: the same stream everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Roughly normal, mean 0, variance 1: the sum of twelve uniform numbers less six.
    mutating func normal() -> Float {
        (0..<12).reduce(-6) { sum, _ in sum + Float.random(in: 0..<1, using: &self) }
    }
}

/// Unit vectors around as many directions as there are classes, and around others for out of scope.
struct Toy {
    let classes: Int
    let dimension: Int
    let spread: Float
    private var generator: SeededGenerator
    private let directions: [[Float]]

    init(classes: Int, dimension: Int, spread: Float, seed: UInt64) {
        self.classes = classes
        self.dimension = dimension
        self.spread = spread
        var generator = SeededGenerator(seed)
        directions = (0..<classes * 2).map { _ in unit((0..<dimension).map { _ in generator.normal() }) }
        self.generator = generator
    }

    /// A vector of class `label`; labels from `classes` on are out of scope.
    mutating func vector(_ label: Int) -> [Float] {
        unit(directions[label].map { $0 + spread / Float(dimension).squareRoot() * generator.normal() })
    }

    mutating func set(perClass: Int, outOfScope: Int) throws -> ExampleSet {
        var set = ExampleSet(dimension: dimension)
        for _ in 0..<perClass {
            for label in 0..<classes { try set.append(vector(label), label: label) }
        }
        for number in 0..<outOfScope { try set.append(vector(classes + number % classes), label: nil) }
        return set
    }

    var labels: [String] { (0..<classes).map { "class-\($0)" } }
}

func unit(_ vector: [Float]) -> [Float] {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return vector.map { $0 / length }
}
