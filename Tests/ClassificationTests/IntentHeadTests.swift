import Foundation
import GGUF
import Testing

@testable import Classification

@Suite struct IntentHeadTests {
    private static func trained(outOfScope: Int = 40, validation: Bool = false, threads: Int = 2) throws -> TrainedHead {
        var toy = Toy(classes: 6, dimension: 24, spread: 0.8, seed: 11)
        let examples = try toy.set(perClass: 20, outOfScope: outOfScope)
        let held = validation ? try toy.set(perClass: 20, outOfScope: outOfScope) : nil
        var settings = HeadTrainer.Settings()
        settings.threads = threads
        return try HeadTrainer.train(examples, labels: toy.labels, validation: held, settings: settings)
    }

    private static func temporary() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("heads-\(UUID().uuidString).gguf").path
    }

    @Test func tellsClassesApartAndOutOfScopeFromBoth() throws {
        let trained = try Self.trained()
        #expect(trained.converged)
        #expect(trained.folds == 5)
        #expect(trained.observations.count == 160)
        #expect(Evaluation.accuracy(trained.observations) > 0.95)
        #expect(try #require(Evaluation.outOfScopeAUROC(trained.observations)) > 0.9)
        let passed = trained.observations.filter { $0.truth != nil && $0.outOfScope <= trained.outOfScopeThreshold }
        #expect(passed.count >= 117)
        var toy = Toy(classes: 6, dimension: 24, spread: 0.8, seed: 11)
        let fresh = try toy.set(perClass: 5, outOfScope: 0)
        for row in 0..<fresh.count {
            let found = try trained.head.classify(Array(fresh.vectors[row * 24..<(row + 1) * 24]))
            #expect(found.label == trained.head.labels[found.index])
            #expect((0...1).contains(found.confidence) && (0...1).contains(found.outOfScope))
            #expect(found.ranked.count == 5 && found.ranked[0].index == found.index)
            #expect(abs(found.margin - (found.ranked[0].probability - found.ranked[1].probability)) < 1e-6)
            #expect(zip(found.ranked, found.ranked.dropFirst()).allSatisfy { $0.probability >= $1.probability })
        }
    }

    @Test func withoutOutOfScopeExamplesLetsMostInScopeRowsPass() throws {
        let trained = try Self.trained(outOfScope: 0)
        #expect(!trained.head.calibration.scopeIsFitted)
        #expect(trained.outOfScopeThreshold == 0.5)
        let passed = trained.observations.filter { $0.outOfScope <= 0.5 }.count
        #expect((111...118).contains(passed), "95 % of 120 is 114, and \(passed) passed")
        #expect(Evaluation.outOfScopeAUROC(trained.observations) == nil)
    }

    @Test func calibratesOnAValidationSetWhenThereIsOne() throws {
        let trained = try Self.trained(validation: true)
        #expect(trained.folds == 0)
        // 120 and 40 rows of validation, and the training set's 40 out-of-scope rows.
        #expect(trained.observations.count == 200)
    }

    @Test func sameInputGivesTheSameBytesOnAnyNumberOfThreads() throws {
        let path = Self.temporary()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Self.trained(threads: 1).head.write(to: path)
        let first = try Data(contentsOf: URL(fileURLWithPath: path))
        try Self.trained(threads: 3).head.write(to: path)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == first)
    }

    @Test func readsBackWhatItWrote() throws {
        let path = Self.temporary()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let head = try Self.trained().head
        try head.write(to: path)
        let read = try IntentHead(path: path)
        #expect(read.labels == head.labels && read.dimension == head.dimension && read.calibration == head.calibration)
        #expect(read.threshold == nil)
        var toy = Toy(classes: 6, dimension: 24, spread: 0.8, seed: 5)
        for label in 0..<12 {
            let vector = toy.vector(label)
            #expect(try read.classify(vector) == head.classify(vector))
        }
    }

    @Test func keepsAThresholdOfItsOwn() throws {
        let path = Self.temporary()
        defer { try? FileManager.default.removeItem(atPath: path) }
        var head = try Self.trained().head
        head.threshold = 0.75
        try head.write(to: path)
        #expect(try IntentHead(path: path).threshold == 0.75)
    }

    @Test func refusesVectorsThatDoNotFit() throws {
        let head = try Self.trained().head
        #expect(throws: ClassificationError.self) { try head.classify([1, 0]) }
        var vector = [Float](repeating: 0, count: 24)
        vector[3] = .nan
        let error = #expect(throws: ClassificationError.self) { try head.classify(vector) }
        #expect(error?.code == .badVector)
    }

    // MARK: broken files

    private struct Broken: CustomTestStringConvertible, Sendable {
        let name: String
        let code: ClassificationError.Code
        let field: String
        /// Key or tensor that is left out.
        let absent: String
        let metadata: [String: GGUFValue]
        let tensors: [String: (shape: [Int], values: [Float])]

        init(
            _ name: String, _ code: ClassificationError.Code, _ field: String, absent: String = "", metadata: [String: GGUFValue] = [:],
            tensors: [String: (shape: [Int], values: [Float])] = [:]
        ) {
            self.name = name
            self.code = code
            self.field = field
            self.absent = absent
            self.metadata = metadata
            self.tensors = tensors
        }

        var testDescription: String { name }
    }

    private static let broken: [Broken] = [
        Broken("another architecture", .badMetadata, "general.architecture", metadata: ["general.architecture": .string("bert")]),
        Broken("no architecture", .badMetadata, "general.architecture", absent: "general.architecture"),
        Broken("another version", .badMetadata, "weir.heads.version", metadata: ["weir.heads.version": .uint32(2)]),
        Broken("dimension 0", .badMetadata, "weir.heads.dimension", metadata: ["weir.heads.dimension": .uint32(0)]),
        Broken("dimension as text", .badMetadata, "weir.heads.dimension", metadata: ["weir.heads.dimension": .string("3")]),
        Broken("one label", .badMetadata, "weir.heads.labels", metadata: ["weir.heads.labels": .strings(["a"])]),
        Broken("a repeated label", .badMetadata, "weir.heads.labels", metadata: ["weir.heads.labels": .strings(["a", "a"])]),
        Broken("an empty label", .badMetadata, "weir.heads.labels", metadata: ["weir.heads.labels": .strings(["a", ""])]),
        Broken("three labels for two rows", .badTensor, "intent.weight", metadata: ["weir.heads.labels": .strings(["a", "b", "c"])]),
        Broken("temperature 0", .badMetadata, "weir.heads.temperature", metadata: ["weir.heads.temperature": .float32(0)]),
        Broken("temperature not a number", .badMetadata, "weir.heads.temperature", metadata: ["weir.heads.temperature": .float32(.nan)]),
        Broken("slope below 0", .badMetadata, "confidence.slope", metadata: ["weir.heads.confidence.slope": .float32(-1)]),
        Broken("exponent below 0", .badMetadata, "scope_exponent", metadata: ["weir.heads.confidence.scope_exponent": .float32(-1)]),
        Broken("three scope weights", .badMetadata, "scope.weights", metadata: ["weir.heads.scope.weights": .floats([1, 2, 3])]),
        Broken(
            "an infinite scope weight", .badMetadata, "scope.weights",
            metadata: ["weir.heads.scope.weights": .floats([1, 2, 3, .infinity])]),
        Broken("fitted as a number", .badMetadata, "scope.fitted", metadata: ["weir.heads.scope.fitted": .uint32(1)]),
        Broken("a threshold above 1", .badMetadata, "threshold", metadata: ["weir.heads.threshold": .float32(1.5)]),
        Broken("a threshold that is no number", .badMetadata, "threshold", metadata: ["weir.heads.threshold": .float32(.nan)]),
        Broken("a threshold as text", .badMetadata, "threshold", metadata: ["weir.heads.threshold": .string("0.5")]),
        Broken("no weights", .badTensor, "intent.weight", absent: "intent.weight"),
        Broken("weights turned round", .badTensor, "intent.weight", tensors: ["intent.weight": ([2, 3], [1, 2, 3, 4, 5, 6])]),
        Broken("a short bias", .badTensor, "intent.bias", tensors: ["intent.bias": ([1], [1])]),
        Broken("no centroids", .badTensor, "scope.centroid", absent: "scope.centroid"),
        Broken(
            "a quadratic form that is not square", .badTensor, "scope.quadratic",
            tensors: ["scope.quadratic": ([3, 2], [1, 2, 3, 4, 5, 6])]),
    ]

    /// A head of two classes over three numbers, with changes.
    private static func write(_ broken: Broken, to path: String) throws {
        let metadata: [(String, GGUFValue)] = [
            ("general.architecture", .string("weir-heads")), ("weir.heads.version", .uint32(1)), ("weir.heads.dimension", .uint32(3)),
            ("weir.heads.labels", .strings(["a", "b"])), ("weir.heads.temperature", .float32(1)),
            ("weir.heads.confidence.slope", .float32(1)), ("weir.heads.confidence.intercept", .float32(0)),
            ("weir.heads.confidence.scope_exponent", .float32(0)), ("weir.heads.scope.weights", .floats([0, 0, 0, 0])),
            ("weir.heads.scope.intercept", .float32(0)), ("weir.heads.scope.fitted", .bool(false)), ("weir.heads.threshold", .float32(0.5)),
        ]
        let tensors: [(String, TensorType, (shape: [Int], values: [Float]))] = [
            ("intent.weight", .f32, ([3, 2], [1, 0, 0, 0, 1, 0])), ("intent.bias", .f32, ([2], [0, 0])),
            ("scope.centroid", .f16, ([3, 2], [1, 0, 0, 0, 1, 0])), ("scope.discriminant", .f16, ([3, 2], [1, 0, 0, 0, 1, 0])),
            ("scope.offset", .f32, ([2], [0, 0])), ("scope.quadratic", .f16, ([3, 3], [1, 0, 0, 0, 1, 0, 0, 0, 1])),
        ]
        var writer = GGUFWriter(path: path)
        for (key, value) in metadata where key != broken.absent { try writer.add(key, broken.metadata[key] ?? value) }
        for (name, type, standard) in tensors where name != broken.absent {
            let tensor = broken.tensors[name] ?? standard
            try writer.add(name, shape: tensor.shape, type: type, values: tensor.values)
        }
        try writer.write()
    }

    @Test func readsTheFileThatTheBrokenOnesAreMadeOf() throws {
        let path = Self.temporary()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Self.write(Broken("", .badMetadata, ""), to: path)
        #expect(try IntentHead(path: path).classify([1, 0, 0]).label == "a")
    }

    @Test(arguments: broken) private func refusesABrokenFile(_ broken: Broken) throws {
        let path = Self.temporary()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Self.write(broken, to: path)
        let error = #expect(throws: ClassificationError.self) { try IntentHead(path: path) }
        #expect(error?.code == broken.code)
        #expect(error?.field.contains(broken.field) == true, "\(error?.description ?? "")")
        #expect(error?.subject == path)
    }

    @Test func refusesAFileThatIsNotGGUF() throws {
        let path = Self.temporary()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("not a model".utf8).write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: ClassificationError.self) { try IntentHead(path: path) }
        #expect(error?.code == .unreadableFile)
        let missing = #expect(throws: ClassificationError.self) { try IntentHead(path: path + ".missing") }
        #expect(missing?.code == .unreadableFile)
    }
}

@Suite struct HeadTrainerTests {
    private func set(_ labels: [Int?]) throws -> ExampleSet {
        var generator = SeededGenerator(1)
        var set = ExampleSet(dimension: 4)
        for label in labels { try set.append(unit((0..<4).map { _ in generator.normal() }), label: label) }
        return set
    }

    @Test(arguments: [
        ("one class", ["a"], [0, 0, 0], "labels"), ("a repeated name", ["a", "a"], [0, 0, 1, 1], "labels"),
        ("a class without examples", ["a", "b"], [0, 0, 0], "'b'"), ("a class with one example", ["a", "b"], [0, 0, 1], "'b'"),
        ("a label beyond the names", ["a", "b"], [0, 0, 1, 1, 2], "row 4"), ("no examples", ["a", "b"], [], "example set"),
    ])
    func refusesWhatCannotBeLearnt(name: String, names: [String], labels: [Int], field: String) throws {
        let examples = try set(labels)
        let error = #expect(throws: ClassificationError.self) { try HeadTrainer.train(examples, labels: names) }
        #expect(error?.code == .unusableTrainingSet)
        #expect(error?.field.contains(field) == true, "\(error?.description ?? "")")
    }

    @Test func refusesVectorsThatAreNotNumbers() throws {
        var examples = ExampleSet(dimension: 2)
        #expect(throws: ClassificationError.self) { try examples.append([1, .nan], label: 0) }
        #expect(throws: ClassificationError.self) { try examples.append([1], label: 0) }
        #expect(examples.count == 0)
    }

    /// Two examples a class: two folds. Too few out-of-scope rows: their weights stay where they are without any.
    @Test func trainsOnTheLeastThatIsAllowed() throws {
        let trained = try HeadTrainer.train(set([0, 0, 1, 1, nil, nil]), labels: ["a", "b"])
        #expect(trained.folds == 2)
        #expect(!trained.head.calibration.scopeIsFitted)
        #expect(trained.observations.count == 6)
    }

    @Test func reportsItsProgress() throws {
        var toy = Toy(classes: 3, dimension: 8, spread: 0.5, seed: 2)
        var stages: [HeadTrainer.Progress.Stage] = []
        _ = try HeadTrainer.train(toy.set(perClass: 10, outOfScope: 0), labels: toy.labels) { stages.append($0.stage) }
        #expect(stages.first == .fitting && stages.last == .calibrating)
        #expect(stages.filter { $0 == .crossValidating }.count == 5)
    }
}
