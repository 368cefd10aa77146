import Classification
import Contract
import Foundation
import Inference
import Privacy
import Releases
import SwiftProtobuf
import Testing
import TinyRelease

@testable import Pipeline

/// Releases around the tiny encoder, whole and damaged.
@Suite final class LoadedReleaseTests {
    private static let model = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/inference/tiny-q8_0.gguf").path
    private static let levels = Sensitivity.allCases.map(\.rawValue)

    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("loaded-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func make(_ change: (inout TinyRelease.Options) -> Void = { _ in }) throws -> TinyRelease {
        var options = TinyRelease.Options()
        options.hasTagger = true
        options.sensitivityLabels = Self.levels
        change(&options)
        return try TinyRelease(in: folder, modelPath: Self.model, key: SigningKey(kind: .release), options)
    }

    private func load(_ made: TinyRelease) throws -> LoadedRelease {
        try LoadedRelease(id: made.id, manifest: made.manifest, directory: made.directory, settings: .init())
    }

    @Test func loadsATaggerAndASensitivityHead() throws {
        let made = try make()
        let release = try load(made)
        #expect(release.tagger != nil && release.sensitivity?.labels == Self.levels)
        try release.selfTest(Anonymizer())
        // The golden input shows the tagger at work.
        #expect(release.bundle.goldenInputs.contains { $0.maskedText == "please call [[PERSON_1]] about it" })
    }

    @Test func loadsWithoutEither() throws {
        let made = try make {
            $0.hasTagger = false
            $0.sensitivityLabels = []
        }
        let release = try load(made)
        #expect(release.tagger == nil && release.sensitivity == nil)
        #expect(try release.sensitivity(of: release.encoder.embed("i am ill")) == nil)
        try release.selfTest(Anonymizer())
    }

    @Test func saysALevelOnlyWhereItIsSure() throws {
        let sure = try load(try make())
        let silent = try load(try make { $0.sensitivityThreshold = 1 })
        let head = try #require(sure.sensitivity)
        var levels: Set<Sensitivity> = []
        for text in TinyRelease.sensitivityTexts.joined() {
            let vector = try sure.encoder.embed(text)
            let level = try sure.sensitivity(of: vector)
            #expect(try level?.rawValue == head.classify(vector).label)
            #expect(try silent.sensitivity(of: vector) == .public)
            if let level { levels.insert(level) }
        }
        #expect(levels.count > 2)
    }

    @Test func refusesATaggerOfAnotherEncoder() throws {
        let made = try make { $0.taggerDigest = String(repeating: "ab", count: 32) }
        let error = #expect(throws: ReleaseLoadError.self) { try load(made) }
        #expect(error?.file == "tagger.gguf" && error?.detail.contains("encoder") == true)
    }

    @Test(arguments: [["public", "internal"], ["public", "internal", "personal", "secret"], levels.reversed(), levels + ["more"]])
    func refusesASensitivityHeadOfOtherLabels(labels: [String]) throws {
        let made = try make { $0.sensitivityLabels = labels }
        let error = #expect(throws: ReleaseLoadError.self) { try load(made) }
        #expect(error?.file == "sensitivity.gguf" && error?.detail.hasPrefix("labels:") == true)
    }

    @Test(arguments: ["tagger.gguf", "sensitivity.gguf"], ["absent", "empty", "cut", "another kind"])
    func refusesADamagedFileThatTheManifestNames(name: String, damage: String) throws {
        let made = try make()
        let path = "\(made.directory)/files/\(name)"
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        try FileManager.default.removeItem(atPath: path)
        switch damage {
        case "absent": break
        case "empty": try Data().write(to: URL(fileURLWithPath: path))
        case "cut": try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: path))
        default: try FileManager.default.copyItem(atPath: "\(made.directory)/files/encoder.gguf", toPath: path)
        }
        let error = #expect(throws: ReleaseLoadError.self) { try load(made) }
        #expect(error?.file == name && error?.detail.isEmpty == false)
    }

    /// A file that the signed manifest does not name is no part of the release; without its tagger the release masks its golden input differently.
    @Test func refusesToServeWithoutItsTagger() throws {
        let made = try make()
        var manifest = made.manifest
        manifest.files.removeAll { $0.path == "tagger.gguf" }
        let release = try LoadedRelease(id: made.id, manifest: manifest, directory: made.directory, settings: .init())
        #expect(release.tagger == nil)
        let error = #expect(throws: ReleaseLoadError.self) { try release.selfTest(Anonymizer()) }
        #expect(error?.detail == "golden input 1: this node masks it differently")
    }
}
