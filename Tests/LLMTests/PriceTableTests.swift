import Testing

@testable import LLM

@Suite struct PriceTableTests {
    private let table = PriceTable([
        Price(model: "gpt-4o", promptMicroUSDPerMillion: 2_500_000, completionMicroUSDPerMillion: 10_000_000),
        Price(model: "gpt-4o-mini", promptMicroUSDPerMillion: 150_000, completionMicroUSDPerMillion: 600_000),
    ])

    @Test(arguments: [
        ("gpt-4o-mini", UInt32(1_000_000), UInt32(1_000_000), UInt64(750_000)),
        ("gpt-4o-mini-2024-07-18", 1_000_000, 0, 150_000),
        ("gpt-4o-2024-08-06", 1_000_000, 0, 2_500_000),
        ("gpt-4o-mini", 1, 0, 1),
        ("gpt-4o-mini", 0, 0, 0),
        ("gpt-4o", 123, 45, 758),
    ])
    func chargesTheLongestNameRoundedUp(model: String, prompt: UInt32, completion: UInt32, cost: UInt64) {
        #expect(table.cost(model: model, promptTokens: prompt, completionTokens: completion) == cost)
    }

    @Test func hasNoPriceForUnknownModelsUnlessAStarGivesOne() {
        #expect(table.cost(model: "gpt-4other", promptTokens: 1, completionTokens: 1) == nil)
        let star = PriceTable([Price(model: "*", promptMicroUSDPerMillion: 1_000_000, completionMicroUSDPerMillion: 0)])
        #expect(star.cost(model: "anything", promptTokens: 5, completionTokens: 9) == 5)
    }

    @Test func doesNotOverflow() {
        let absurd = PriceTable([Price(model: "m", promptMicroUSDPerMillion: .max, completionMicroUSDPerMillion: .max)])
        #expect(absurd.cost(model: "m", promptTokens: .max, completionTokens: .max) == .max)
    }
}
