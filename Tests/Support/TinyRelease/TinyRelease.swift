package import Contract
import Classification
import Foundation
import GGUF
import Inference
import Privacy
package import Releases
import Retrieval
import SwiftProtobuf
import Tagging
import TinyTagger

/// A whole signed release around the random 32-wide encoder of Tests/Fixtures/inference: small enough to be built in a test, and real in
/// every file. Its classes are told apart by their words, not by their meaning.
package struct TinyRelease: Sendable {
    package let id: ReleaseID
    package let manifest: Manifest
    /// The signed manifest as it is served.
    package let document: [UInt8]
    /// `<folder>/<id>/manifest`, `<folder>/<id>/files/...`: what a static server serves.
    package let folder: String

    package var directory: String { "\(folder)/\(id.rawValue)" }

    package struct Options: Sendable {
        package var counter: UInt64 = 1
        package var notAfterUnixMs: Int64 = 4_000_000_000_000
        package var minimumAgentVersion = "0.1.0"
        /// A golden input the release gets wrong: fit to fail its self-test.
        package var breaksSelfTest = false
        package var chunkSizeInBytes = 65_536
        /// With a tagger for which every capitalised word that begins no sentence is a name, and a golden input that holds one. In a text without capitals a
        /// word of letters and digits is a name.
        package var hasTagger = false
        /// What the tagger says its encoder is; nil: the release's.
        package var taggerDigest: String?
        /// With a sensitivity head of these labels, taught by `sensitivityTexts`.
        package var sensitivityLabels: [String] = []
        /// The confidence from which that head counts.
        package var sensitivityThreshold: Float = 0
        /// In the place of what the document on printers says.
        package var printerPassage = "Tray two holds plain paper."

        package init() {}
    }

    /// Texts the head was trained on: sure to be recognised.
    package static let texts: [String: [String]] = [
        "password_reset": [
            "password reset please", "i forgot my password", "reset my password now", "my password expired today", "new password needed",
            "password does not work", "change the password for me", "password locked again",
        ],
        "vpn_broken": [
            "vpn tunnel drops", "the vpn is down", "vpn cannot connect", "vpn tunnel very slow", "broken vpn client", "vpn asks twice",
            "no vpn since monday", "vpn fails at home",
        ],
        "account_theft": [
            "someone stole account", "stolen account hacked", "hacked hacked hacked", "thief inside account", "account theft hacked",
            "hacker stole it", "somebody stole and hacked", "hacked stolen thief",
        ],
        "printer_question": [
            "printer paper jam", "which printer tray", "printer toner empty", "printer paper size", "the printer jams",
            "printer prints grey",
            "printer tray two", "printer duplex paper",
        ],
    ]

    /// Texts the sensitivity head was trained on, in the order of the levels; any further label has those of the last.
    package static let sensitivityTexts = [
        ["which browser shows text bigger", "browser text size", "what is a browser", "make text bigger please"],
        ["server project budget", "the project server is down", "budget of the project", "server of project two"],
        ["my own address changed", "her address and my phone", "my phone and his address", "change my own address"],
        ["i am sick and in hospital", "hospital after my illness", "sick since monday illness", "ill in hospital again"],
    ]

    /// In the order of the head's classes: a template, knowledge, high risk, the large model's.
    package static let intents: [IntentDefinition] = [
        .with {
            $0.name = "password_reset"
            $0.action = .template
            $0.risk = .low
            $0.template = "Reset it at the self-service desk."
            $0.offline = .wait
        },
        .with {
            $0.name = "vpn_broken"
            $0.action = .knowledge
            $0.risk = .low
            $0.offline = .answer
        },
        .with {
            $0.name = "account_theft"
            $0.action = .template
            $0.risk = .high
            $0.template = "A person calls you."
        },
        .with {
            $0.name = "printer_question"
            $0.action = .escalate
            $0.risk = .low
            $0.offline = .refuse
        },
    ]

    /// - Parameter modelPath: Tests/Fixtures/inference/tiny-q8_0.gguf.
    package init(in folder: String, modelPath: String, key: SigningKey, _ options: Options = Options()) throws {
        let building = "\(folder)/building-\(UUID().uuidString)"
        let files = "\(building)/files"
        try FileManager.default.createDirectory(atPath: files, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: modelPath, toPath: "\(files)/encoder.gguf")
        let encoder = try Encoder(path: modelPath, threads: 1)
        let anonymizer = Anonymizer()
        func vector(_ text: String) throws -> [Float] { try encoder.embed(anonymizer.read(text).encoderText) }
        let names = Self.intents.map(\.name)
        var examples = ExampleSet(dimension: encoder.dimension)
        for (index, name) in names.enumerated() {
            for text in Self.texts[name] ?? [] {
                try examples.append(try vector(text), label: index)
            }
        }
        var settings = HeadTrainer.Settings()
        settings.threads = 1
        let trained = try HeadTrainer.train(examples, labels: names, settings: settings)
        try trained.head.write(to: "\(files)/heads.gguf")
        let passages: [KnowledgePassage] = [
            .with {
                $0.documentID = "kb-vpn"
                $0.title = "VPN"
                $0.text = "Restart the VPN client; it reconnects within a minute."
            },
            .with {
                $0.documentID = "kb-print"
                $0.title = "Printers"
                $0.text = options.printerPassage
            },
        ]
        try VectorIndex(vectors: [try vector("the vpn is down"), try vector("printer tray two")], dimension: encoder.dimension)
            .write(to: "\(files)/knowledge.gguf")
        let tagger = options.hasTagger ? try Self.tagger(modelPath, encoder, options, path: "\(files)/tagger.gguf") : nil
        if !options.sensitivityLabels.isEmpty {
            var examples = ExampleSet(dimension: encoder.dimension)
            for label in options.sensitivityLabels.indices {
                for text in Self.sensitivityTexts[min(label, 3)] { try examples.append(try vector(text), label: label) }
            }
            var sensitivity = try HeadTrainer.train(examples, labels: options.sensitivityLabels, settings: settings).head
            sensitivity.threshold = options.sensitivityThreshold
            try sensitivity.write(to: "\(files)/sensitivity.gguf")
        }
        var bundle = WorkflowBundle()
        bundle.workflow = "tiny"
        bundle.intents = Self.intents
        bundle.passages = passages
        let golden = try Self.goldenInput(trained.head, vector: vector)
        bundle.goldenInputs = [
            .with {
                $0.text = golden.text
                $0.maskedText = golden.text
                $0.intent = options.breaksSelfTest ? names.first { $0 != golden.intent } ?? "" : golden.intent
            }
        ]
        if let tagger {
            let text = "please call Anna Smith about it"
            let reading = anonymizer.read(text)
            let read = try tagger.read(reading.encoderText, sentence: true)
            var map = RestoreMap()
            bundle.goldenInputs.append(
                try .with {
                    $0.text = text
                    $0.maskedText = anonymizer.mask(reading, tagged: read.spans, into: &map).masked.text
                    $0.intent = try trained.head.classify(read.encoding.sentence).label
                })
        }
        try Data(try bundle.serializedBytes() as [UInt8]).write(to: URL(fileURLWithPath: "\(files)/workflow.pb"))

        var manifest = Manifest()
        manifest.workflow = "tiny"
        manifest.counter = options.counter
        manifest.createdUnixMs = 1_700_000_000_000
        manifest.notAfterUnixMs = options.notAfterUnixMs
        manifest.minimumAgentVersion = options.minimumAgentVersion
        manifest.temperature = 1
        manifest.encoderArchitecture = "bert"
        manifest.files = try ManifestBuilder.files(in: files, chunkSizeInBytes: options.chunkSizeInBytes)
        manifest.defaultPolicy = Self.policy(version: 1)
        var rules = ManifestRules()
        rules.requiredFiles = []
        let signed = try ReleaseSigner.sign(manifest, with: key, rules: rules)
        try Data(signed.document).write(to: URL(fileURLWithPath: "\(building)/manifest"))
        let place = "\(folder)/\(signed.id.rawValue)"
        try? FileManager.default.removeItem(atPath: place)
        try FileManager.default.moveItem(atPath: building, toPath: place)
        id = signed.id
        self.manifest = manifest
        document = signed.document
        self.folder = folder
    }

    /// Everything the head is at all sure of stays local.
    package static func policy(version: UInt64, threshold: Float = 0) -> Policy {
        .with {
            $0.version = version
            $0.workflow = "tiny"
            $0.defaultThreshold = threshold
            $0.outOfScopeThreshold = 1
            $0.passageThreshold = -1
            $0.offline = .wait
            $0.answerDeadlineSeconds = 600
        }
    }

    /// Writes the tagger. One whose digest is another's is not loaded: nil.
    private static func tagger(_ modelPath: String, _ encoder: Encoder, _ options: Options, path: String) throws -> Tagger? {
        let labels = TinyTagger.labels
        var tiny = try TinyTagger(
            for: GGUFFile(path: modelPath), tap: 1, blocks: 0, labels: labels,
            digest: options.taggerDigest ?? TaggerFile.digest(of: encoder))
        let dimension = encoder.dimension
        func fill(_ name: String, _ rows: Int, _ value: (_ row: Int, _ column: Int) -> Float) {
            for row in 0..<rows { for column in 0..<dimension { tiny.set(name, row * dimension + column, value(row, column)) } }
        }
        // The first number of a state says whether the word looks like a name; what the encoder put there is small beside it.
        let first = (0..<5).map { TinyTagger.featureRows[..<$0].reduce(0, +) }
        var weights = [Int: Float](uniqueKeysWithValues: (0..<6).map { ($0, -60) })
        weights[first[0] + 2] = 60  // capitalised
        weights[first[1] + 6] = 50  // letters and digits
        weights[first[3] + 1] = 25  // no capital in the text
        weights[first[4] + 1] = -200  // begins a sentence
        fill("features.weight", TinyTagger.featureRows.reduce(0, +)) { row, column in column == 0 ? weights[row] ?? 0 : 0 }
        fill("classifier.weight", labels.count) { row, column in column == 0 ? [-1, 1, 1, 0.01, 0.01][row] : 0 }
        for (label, bias) in ([0, 0, 0, -500, -500] as [Float]).enumerated() { tiny.set("classifier.bias", label, bias) }
        // A name goes on rather than beginning anew.
        for move in 0..<(labels.count + 1) * labels.count { tiny.set("transitions.weight", move, [5 + 2, 10 + 2].contains(move) ? 20 : 0) }
        try tiny.writer(path: path).write()
        return options.taggerDigest == nil ? try Tagger(path: path, encoder: encoder) : nil
    }

    private static func goldenInput(
        _ head: IntentHead, vector: (String) throws -> [Float]
    ) throws -> (text: String, intent: String) {
        for intent in intents {
            for text in texts[intent.name] ?? [] where try head.classify(try vector(text)).label == intent.name {
                return (text, intent.name)
            }
        }
        throw CocoaError(.featureUnsupported)
    }
}
