import Privacy
import Testing

@testable import Workflows

@Suite struct SpecimenValuesTests {
    /// The release's self-test shows the type at work only if its specimen is found as that type.
    @Test(arguments: [EntityType.emailAddress, .phoneNumber, .creditCard, .ibanCode, .ipAddress, .macAddress, .url])
    func aSpecimenIsFoundAsItsType(_ entity: EntityType) throws {
        let value = try #require(SpecimenValues.value(of: entity))
        var map = RestoreMap()
        let masking = Anonymizer().mask("it is \(value) now", into: &map)
        #expect(masking.spans.map(\.entity) == [entity] && masking.masked.text == "it is [[\(entity.placeholderName)_1]] now")
    }

    @Test func everySpanIsReplacedAndNothingElse() throws {
        let text = "Ask Zoë 👩‍🚀 or bob@host.example, Zoë"
        func span(_ entity: EntityType, _ value: String) throws -> EntitySpan {
            let scalars = Array(text.unicodeScalars)
            let wanted = Array(value.unicodeScalars)
            let start = try #require(scalars.indices.first { scalars[$0...].starts(with: wanted) })
            return EntitySpan(entity: entity, start: start, end: start + wanted.count, score: 1, rule: "test")
        }
        let spans = [try span(.person, "Zoë"), try span(.emailAddress, "bob@host.example")]
        #expect(SpecimenValues.replacing(spans, in: text) == "Ask Jane Roe 👩‍🚀 or jane.roe@example.org, Zoë")
        #expect(SpecimenValues.replacing([], in: text) == text)
        #expect(SpecimenValues.replacing([try span(.secret, "bob@host.example")], in: text) == nil)
    }
}
