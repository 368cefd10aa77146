import Testing

@testable import Privacy

@Suite struct SensitivityTests {
    private func spans(_ entities: [EntityType]) -> [EntitySpan] {
        entities.enumerated().map { EntitySpan(entity: $0.element, start: $0.offset, end: $0.offset + 1, score: 1, rule: "test") }
    }

    @Test(
        arguments: [
            ([], Sensitivity.public), ([.dateTime, .location, .url], .public), ([.dateTime, .organization], .internal),
            ([.custom], .internal),
            ([.person], .personal), ([.organization, .emailAddress, .dateTime], .personal), ([.secret], .personal),
            ([.ipAddress], .personal),
            ([.person, .ukNHS], .specialCategory), ([.usMBI], .specialCategory), ([.title, .jobTitle], .internal), ([.age], .personal),
            ([.nationality], .specialCategory),
            ([.medicalCondition, .location], .specialCategory),
        ] as [([EntityType], Sensitivity)])
    func takesTheHighestLevelOfItsSpans(entities: [EntityType], level: Sensitivity) {
        #expect(Sensitivity(spans: spans(entities)) == level)
    }

    @Test func isOrderedFromPublicToSpecialCategory() {
        #expect(Sensitivity.allCases == Sensitivity.allCases.sorted())
        #expect(Sensitivity.allCases.map(\.rawValue) == ["public", "internal", "personal", "special-category"])
        #expect(max(Sensitivity.internal, .personal) == .personal)
    }
}
