import Foundation
import Inference
import Testing

/// all-MiniLM-L6-v2 as imported, against fp32 vectors made by numpy from the published weights (Tests/Fixtures/inference/make_fixtures.py).
@Suite struct PublishedModelTests {
    static let path: String? = {
        let path = ProcessInfo.processInfo.environment["WEIR_MODEL"]
        if path == nil { print("SKIPPED PublishedModelTests: WEIR_MODEL names no model file") }
        return path
    }()

    @Test(.enabled(if: path != nil))
    func meanCosineToFloatsOver500TextsIsAtLeast0999() throws {
        let texts = try String(contentsOf: URL(fileURLWithPath: fixture("minilm.texts")), encoding: .utf8).split(separator: "\n").map(
            String.init)
        let vectors = try [UInt8](Data(contentsOf: URL(fileURLWithPath: fixture("minilm.vectors"))))
        #expect(texts.count == 500 && vectors.count == 500 * 388)
        for table in runnableTables where table.name != "reference" {
            let encoder = try Encoder(path: #require(Self.path), threads: 2, kernels: table)
            var sum = 0.0
            var worst = 1.0
            for (index, vector) in try encoder.embed(batch: texts).enumerated() {
                let stored = vectors[(index * 388 + 4)..<(index * 388 + 388)].map { Float(Int8(bitPattern: $0)) }
                let agreement = cosine(vector, stored)
                sum += agreement
                worst = min(worst, agreement)
            }
            print("all-MiniLM-L6-v2 on \(table.name): mean cosine to fp32 \(sum / 500), worst \(worst)")
            #expect(sum / 500 >= 0.999)
            #expect(worst >= 0.99)
        }
    }
}
