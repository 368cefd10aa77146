import Foundation
import Privacy

/// The labelled texts others wrote, in `../shared/data` beside the package or under WEIR_SHARED; never part of the repository.
enum SharedCorpora {
    struct Record: Decodable {
        struct Span: Decodable {
            let start: Int
            let end: Int
            let type: String
        }

        let text: String
        let spans: [Span]
        /// Only in the recogniser inputs: the one entity the row is about.
        let entity: String?
    }

    static let root: URL = {
        if let path = ProcessInfo.processInfo.environment["WEIR_SHARED"] { return URL(fileURLWithPath: path) }
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return package.deletingLastPathComponent().appendingPathComponent("shared")
    }()

    static func isPresent(for test: String) -> Bool {
        let isPresent = FileManager.default.fileExists(atPath: root.appendingPathComponent("data/pii_presidio_synth/train.jsonl").path)
        if !isPresent { print("SKIPPED \(test): ../shared is absent") }
        return isPresent
    }

    static func records(_ path: String) throws -> [Record] {
        let data = try Data(contentsOf: root.appendingPathComponent("data/\(path)"))
        let decoder = JSONDecoder()
        return try data.split(separator: UInt8(ascii: "\n")).map { try decoder.decode(Record.self, from: Data($0)) }
    }

    /// The corpora's type names as ours; nil for types no pattern of ours covers.
    static func entity(_ type: String) -> EntityType? {
        switch type {
        case "DOMAIN_NAME": .url
        case "IBAN": .ibanCode
        case "SOCIAL_SECURITY_NUMBER": .usSSN
        case "CREDIT_CARD_NUMBER": .creditCard
        case "PASSWORD", "API_KEY": .secret
        case "SWIFT_BIC_CODE": .swiftCode
        case "NPI_NUMBER": .usNPI
        case "DEA_NUMBER": .medicalLicense
        case "PASSPORT_NUMBER": .usPassport
        case "MEDICAL_RECORD_NUMBER", "EMPLOYEE_ID", "COURT_CASE_NUMBER", "BAR_NUMBER", "DOCKET_NUMBER", "HEALTH_INSURANCE_ID",
            "NATIONAL_ID_NUMBER",
            "INSURANCE_POLICY_NUMBER", "INVOICE_NUMBER", "TAX_ID", "PRESCRIPTION_NUMBER", "DEVICE_IDENTIFIER":
            .idNumber
        default: EntityType(rawValue: type)
        }
    }
}

/// Counts of exact spans (same start, end and type) and of overlapping ones (same type, any shared scalar).
struct SpanScore {
    var gold = 0
    var predicted = 0
    var exact = 0
    var goldTouched = 0
    var predictedTouching = 0

    var precision: Double { predicted == 0 ? 1 : Double(exact) / Double(predicted) }
    var recall: Double { gold == 0 ? 1 : Double(exact) / Double(gold) }
    var overlapRecall: Double { gold == 0 ? 1 : Double(goldTouched) / Double(gold) }

    var line: String {
        func percent(_ value: Double) -> String { String(format: "%5.1f", 100 * value) }
        let harmonic = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
        let overlapPrecision = predicted == 0 ? 1 : Double(predictedTouching) / Double(predicted)
        return "gold \(gold)  predicted \(predicted)  exact P/R/F1 \(percent(precision)) / \(percent(recall)) / \(percent(harmonic))"
            + "  overlap P/R \(percent(overlapPrecision)) / \(percent(overlapRecall))"
    }

    mutating func add(gold: [Range<Int>], predicted: [Range<Int>]) {
        self.gold += gold.count
        self.predicted += predicted.count
        exact += Set(gold).intersection(predicted).count
        goldTouched += gold.count { span in predicted.contains { $0.overlaps(span) } }
        predictedTouching += predicted.count { span in gold.contains { $0.overlaps(span) } }
    }
}
