package import SQLite

/// What upstreams cost, by day and model. Written in the transaction that stores the answer, so an answer that exists was billed and one that
/// was billed exists.
package enum CostLedger {
    package struct Bill: Sendable, Equatable {
        /// As the upstream named itself.
        package let model: String
        package let promptTokens: UInt32
        package let completionTokens: UInt32
        package let costMicroUSD: UInt64
        /// No price is configured for the model; the cost counts as 0.
        package let isUnpriced: Bool
        package let attempts: Int

        package init(model: String, promptTokens: UInt32, completionTokens: UInt32, costMicroUSD: UInt64, isUnpriced: Bool, attempts: Int) {
            self.model = model
            self.promptTokens = promptTokens
            self.completionTokens = completionTokens
            self.costMicroUSD = costMicroUSD
            self.isUnpriced = isUnpriced
            self.attempts = attempts
        }
    }

    package struct Totals: Sendable, Equatable {
        package var model: String
        package var completions: UInt64
        package var unpriced: UInt64
        package var attempts: UInt64
        package var promptTokens: UInt64
        package var completionTokens: UInt64
        package var costMicroUSD: UInt64
    }

    package static let migrations = [
        Migration(
            "costs-1",
            """
            CREATE TABLE costs (
                day INTEGER NOT NULL, model TEXT NOT NULL, completions INTEGER NOT NULL, unpriced INTEGER NOT NULL, attempts INTEGER NOT NULL,
                prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL, micro_usd INTEGER NOT NULL, PRIMARY KEY (day, model)
            ) WITHOUT ROWID;
            """)
    ]

    private static let millisecondsPerDay: Int64 = 86_400_000

    package static func record(_ bill: Bill, nowUnixMs: Int64, in connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO costs VALUES (?, ?, 1, ?, ?, ?, ?, ?)
            ON CONFLICT (day, model) DO UPDATE SET
                completions = completions + 1, unpriced = unpriced + excluded.unpriced, attempts = attempts + excluded.attempts,
                prompt_tokens = prompt_tokens + excluded.prompt_tokens, completion_tokens = completion_tokens + excluded.completion_tokens,
                micro_usd = micro_usd + excluded.micro_usd
            """,
            [
                .integer(nowUnixMs / millisecondsPerDay), .text(String(bill.model.prefix(200))), .bool(bill.isUnpriced),
                .int(bill.attempts),
                .integer(Int64(bill.promptTokens)), .integer(Int64(bill.completionTokens)), .integer(Int64(clamping: bill.costMicroUSD)),
            ])
    }

    /// Per model, over all time or since the start of `sinceUnixMs`'s day (UTC).
    package static func totals(sinceUnixMs: Int64 = 0, in connection: Connection) throws -> [Totals] {
        try connection.query(
            """
            SELECT model, sum(completions), sum(unpriced), sum(attempts), sum(prompt_tokens), sum(completion_tokens), sum(micro_usd)
            FROM costs WHERE day >= ? GROUP BY model ORDER BY model
            """, [.integer(sinceUnixMs / millisecondsPerDay)],
            { row in
                Totals(
                    model: try row.text(0), completions: UInt64(clamping: try row.integer(1)),
                    unpriced: UInt64(clamping: try row.integer(2)),
                    attempts: UInt64(clamping: try row.integer(3)), promptTokens: UInt64(clamping: try row.integer(4)),
                    completionTokens: UInt64(clamping: try row.integer(5)), costMicroUSD: UInt64(clamping: try row.integer(6)))
            })
    }
}
