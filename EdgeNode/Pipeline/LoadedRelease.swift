package import Classification
package import Contract
import Files
package import Inference
package import Privacy
package import Retrieval
import SwiftProtobuf
package import Tagging

/// A release in memory: the encoder, the heads, the knowledge and the workflow, checked against each other. Immutable.
package final class LoadedRelease: Sendable {
    package let id: ReleaseID
    package let manifest: Manifest
    package let bundle: WorkflowBundle
    package let encoder: Encoder
    package let head: IntentHead
    /// Nil for a workflow without knowledge.
    package let knowledge: VectorIndex?
    /// Nil for a release without one: patterns are found, names are not.
    package let tagger: Tagger?
    /// Its labels are the raw values of `Sensitivity`. Nil for a release without one: spans alone tell a request's level.
    package let sensitivity: IntentHead?
    /// Hexadecimal; from the signed manifest.
    package let encoderSHA256: String

    package struct Settings: Sendable {
        /// Threads one encoding may use.
        package var threads: Int
        /// Nil: the best this processor has.
        package var kernels: KernelTable?

        package init(threads: Int = 1, kernels: KernelTable? = nil) {
            self.threads = threads
            self.kernels = kernels
        }
    }

    /// Loads `<directory>/files/{encoder.gguf, heads.gguf, knowledge.gguf, workflow.pb}`, and `tagger.gguf` and `sensitivity.gguf` where the manifest names
    /// them. Blocks.
    package init(id: ReleaseID, manifest: Manifest, directory: String, settings: Settings) throws(ReleaseLoadError) {
        self.id = id
        self.manifest = manifest
        let files = "\(directory)/files"
        bundle = try Self.readBundle("\(files)/workflow.pb")
        do { encoder = try Encoder(path: "\(files)/encoder.gguf", threads: settings.threads, kernels: settings.kernels) } catch {
            throw ReleaseLoadError(file: "encoder.gguf", detail: "\(error)")
        }
        do { head = try IntentHead(path: "\(files)/heads.gguf") } catch { throw ReleaseLoadError(file: "heads.gguf", detail: "\(error)") }
        if bundle.passages.isEmpty {
            knowledge = nil
        } else {
            do { knowledge = try VectorIndex(path: "\(files)/knowledge.gguf") } catch {
                throw ReleaseLoadError(file: "knowledge.gguf", detail: "\(error)")
            }
        }
        func has(_ path: String) -> Bool { manifest.files.contains { $0.path == path } }
        do { tagger = has("tagger.gguf") ? try Tagger(path: "\(files)/tagger.gguf", encoder: encoder) : nil } catch {
            throw ReleaseLoadError(file: "tagger.gguf", detail: "\(error)")
        }
        do { sensitivity = has("sensitivity.gguf") ? try IntentHead(path: "\(files)/sensitivity.gguf") : nil } catch {
            throw ReleaseLoadError(file: "sensitivity.gguf", detail: "\(error)")
        }
        let digest = manifest.files.first { $0.path == "encoder.gguf" }.map { [UInt8]($0.sha256) } ?? []
        encoderSHA256 = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        try checkTogether()
    }

    private func checkTogether() throws(ReleaseLoadError) {
        guard head.dimension == encoder.dimension else {
            throw ReleaseLoadError(
                file: "heads.gguf", detail: "dimension: expected \(encoder.dimension) as the encoder, found \(head.dimension)")
        }
        guard head.labels == bundle.intents.map(\.name) else {
            throw ReleaseLoadError(file: "heads.gguf", detail: "labels: not the intents of workflow.pb in their order")
        }
        if let sensitivity {
            guard sensitivity.dimension == encoder.dimension else {
                throw ReleaseLoadError(
                    file: "sensitivity.gguf",
                    detail: "dimension: expected \(encoder.dimension) as the encoder, found \(sensitivity.dimension)")
            }
            // A level it cannot name would be a level nobody keeps here.
            let levels = Sensitivity.allCases.map(\.rawValue)
            guard sensitivity.labels == levels else {
                throw ReleaseLoadError(
                    file: "sensitivity.gguf",
                    detail: "labels: expected \(levels.joined(separator: ", ")), found \(sensitivity.labels.count) others")
            }
        }
        guard let knowledge else { return }
        guard knowledge.dimension == encoder.dimension else {
            throw ReleaseLoadError(
                file: "knowledge.gguf", detail: "dimension: expected \(encoder.dimension) as the encoder, found \(knowledge.dimension)")
        }
        guard knowledge.rowCount == bundle.passages.count else {
            throw ReleaseLoadError(
                file: "knowledge.gguf", detail: "rows: expected \(bundle.passages.count) as in workflow.pb, found \(knowledge.rowCount)")
        }
    }

    private static func readBundle(_ path: String) throws(ReleaseLoadError) -> WorkflowBundle {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try WholeFile.read(path, atMost: 64 << 20)
        } catch {
            let detail = if case .tooLarge = error.cause { "larger than 64 MiB" } else { error.reason }
            throw ReleaseLoadError(file: "workflow.pb", detail: detail)
        }
        do { return try WorkflowBundle(serializedBytes: bytes) } catch {
            throw ReleaseLoadError(file: "workflow.pb", detail: "does not parse as WorkflowBundle")
        }
    }

    /// What the sensitivity head says of a text by its sentence vector; nil without a head. The lowest level where it is not sure: it adds nothing to what the
    /// spans say.
    package func sensitivity(of vector: [Float]) throws(ClassificationError) -> Sensitivity? {
        guard let sensitivity else { return nil }
        let found = try sensitivity.classify(vector)
        return found.confidence >= sensitivity.threshold ?? 0 ? Sensitivity(rawValue: found.label) : .public
    }

    // MARK: self-test

    /// Masks, encodes and classifies the golden inputs the release was built with, and looks for planted personal data that got through.
    package func selfTest(_ anonymizer: Anonymizer) throws(ReleaseLoadError) {
        for (number, golden) in bundle.goldenInputs.enumerated() {
            var map = RestoreMap()
            let reading = anonymizer.read(golden.text)
            var tagged: [EntitySpan] = []
            let found: String
            do {
                let vector: [Float]
                if let tagger {
                    let read = try tagger.read(reading.encoderText, sentence: true)
                    (vector, tagged) = (read.encoding.sentence, read.spans)
                } else {
                    vector = try encoder.embed(reading.encoderText)
                }
                found = try head.classify(vector).label
            } catch {
                throw ReleaseLoadError(file: "encoder.gguf", detail: "golden input \(number): \(error)")
            }
            guard anonymizer.mask(reading, tagged: tagged, into: &map).masked.text == golden.maskedText else {
                throw ReleaseLoadError(file: "workflow.pb", detail: "golden input \(number): this node masks it differently")
            }
            guard found == golden.intent else {
                throw ReleaseLoadError(
                    file: "heads.gguf", detail: "golden input \(number): expected intent \(golden.intent), found \(found)")
            }
        }
        for canary in Self.canaries {
            var map = RestoreMap()
            let masked = anonymizer.mask("please look at \(canary) for me", into: &map).masked
            guard !masked.text.contains(canary) else {
                throw ReleaseLoadError(file: "", detail: "a masking canary came through: this node's masker is broken")
            }
        }
    }

    /// Values of reserved ranges and published test numbers; nobody's data.
    static let canaries = ["canary@example.org", "192.0.2.44", "4111 1111 1111 1111", "GB82 WEST 1234 5698 7654 32", "00:00:5e:00:53:af"]
}

/// Why a release on disk cannot serve.
package struct ReleaseLoadError: Error, Hashable, CustomStringConvertible {
    package let file: String
    package let detail: String

    package init(file: String, detail: String) {
        self.file = file
        self.detail = detail
    }

    package var description: String { file.isEmpty ? detail : "\(file): \(detail)" }
}
