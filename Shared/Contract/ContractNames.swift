package import SwiftProtobuf

/// What the contract's closed vocabularies are called in metrics, JSON and settings: their own names without prefix.
package enum ContractNames {
    /// In lower case: `ROUTE_LOCAL` is `local`, `ENTITY_DE_TAX_ID` is `de_tax_id`. Only for values the contract has.
    package static func word<Value: SwiftProtobuf.Enum & CaseIterable>(_ value: Value) -> String {
        // The generator writes DE_TAX_ID as deTaxID: a word begins where a capital follows a small letter, and at the last capital of a run.
        let name = Array("\(value)")
        var word = ""
        for (index, character) in name.enumerated() {
            let follows = index > 0 && character.isUppercase
            let endsRun = follows && index + 1 < name.count && name[index + 1].isLowercase
            if follows, endsRun || !name[index - 1].isUppercase { word += "_" }
            word += character.lowercased()
        }
        return word
    }
}

extension Entity {
    /// As Presidio and `Privacy.EntityType` write it: `US_SSN`. Nil for `unspecified` and for a value of a later version.
    package var presidioName: String? { Self.names[self] }

    package init?(presidioName: String) {
        guard let found = Self.entities[presidioName] else { return nil }
        self = found
    }

    private static let names = Dictionary(
        uniqueKeysWithValues: Entity.allCases.filter { $0 != .unspecified }.map { ($0, ContractNames.word($0).uppercased()) })
    private static let entities = Dictionary(uniqueKeysWithValues: names.map { ($0.value, $0.key) })
}
