/// What an upstream charges, in whole micro-USD per million tokens, so that money is never a floating-point number.
package struct Price: Sendable, Equatable {
    package let model: String
    package let promptMicroUSDPerMillion: UInt64
    package let completionMicroUSDPerMillion: UInt64

    package init(model: String, promptMicroUSDPerMillion: UInt64, completionMicroUSDPerMillion: UInt64) {
        self.model = model
        self.promptMicroUSDPerMillion = promptMicroUSDPerMillion
        self.completionMicroUSDPerMillion = completionMicroUSDPerMillion
    }
}

/// Prices by model. A dated model (`gpt-4o-mini-2024-07-18`) is charged as the longest priced name it starts with; `*` prices the rest.
package struct PriceTable: Sendable {
    private let prices: [Price]

    package init(_ prices: [Price]) {
        self.prices = prices.sorted { $0.model.utf8.count > $1.model.utf8.count }
    }

    package func price(of model: String) -> Price? {
        prices.first { $0.model == model }
            ?? prices.first { $0.model != "*" && model.hasPrefix($0.model + "-") }
            ?? prices.first { $0.model == "*" }
    }

    /// Micro-USD, rounded up: a bill is never smaller than the upstream's. Nil when nothing prices the model.
    package func cost(model: String, promptTokens: UInt32, completionTokens: UInt32) -> UInt64? {
        guard let price = price(of: model) else { return nil }
        // 2^32 tokens at 2^60 micro-USD would overflow; full width keeps an absurd price from trapping.
        let prompt = UInt64(promptTokens).multipliedFullWidth(by: price.promptMicroUSDPerMillion)
        let completion = UInt64(completionTokens).multipliedFullWidth(by: price.completionMicroUSDPerMillion)
        let (low, carry) = prompt.low.addingReportingOverflow(completion.low)
        let high = prompt.high &+ completion.high &+ (carry ? 1 : 0)
        guard high < 1_000_000 else { return .max }
        let (quotient, remainder) = UInt64(1_000_000).dividingFullWidth((high, low))
        return remainder == 0 ? quotient : quotient &+ 1
    }
}
