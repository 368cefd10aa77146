import ArgumentParser
import PlaneAPI

struct MetricsNoun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "metrics", abstract: "The fleet's figures.", subcommands: [MetricsTop.self])
}

struct MetricsTop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top", abstract: "Share kept local, latency, bytes, tokens and money; renewed until Ctrl-C, or once with --once.")

    @Flag(name: .long, help: "Print once and end.") var once = false
    @Option(name: .long, help: "Seconds between two looks.") var interval = 2
    @OptionGroup var options: PlaneOptions

    @concurrent func run() async throws {
        let client = try options.client()
        while true {
            let answer = try await client.get("/api/v1/summary", as: API.Summary.self)
            if options.output == .json {
                Console.print(json: answer.json)
            } else {
                // Clears the terminal between looks.
                Console.print((once ? "" : "\u{1B}[H\u{1B}[2J") + Self.text(answer.value))
            }
            if once { return }
            try await Task.sleep(for: .seconds(max(1, interval)))
        }
    }

    static func text(_ summary: API.Summary) -> String {
        let ready = summary.nodes.count { $0.status == "ready" && !$0.revoked }
        let sent = summary.uplinkBytes.values.reduce(0, +)
        var table = Table("PLANE", "\(summary.plane) \(summary.version), broker \(summary.linked ? "connected" : "not connected")")
        table.add("nodes ready", "\(ready) of \(summary.nodes.count { !$0.revoked })")
        table.add("requests", "\(summary.requests), kept local \(Figure.share(summary.shareLocal))")
        table.add("sent up", "\(Figure.bytes(sent)); sending everything: \(Figure.bytes(summary.baselineBytes))")
        table.add("large model", "\(summary.promptTokens + summary.completionTokens) tokens, \(Figure.money(summary.costMicroUsd))")
        table.add("waiting", "\(summary.outboxDepth) in outboxes, \(summary.pendingApprovals.count) for a person")
        var routes = Table("ROUTE", "REQUESTS#", "P50#", "P99#")
        for route in summary.routes {
            routes.add(route.route, "\(route.requests)", Figure.seconds(route.p50Seconds), Figure.seconds(route.p99Seconds))
        }
        var entities = Table("MASKED", "COUNT#")
        for (entity, count) in summary.maskedEntities.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            entities.add(entity, "\(count)")
        }
        return [table.text, routes.text, entities.text].joined(separator: "\n\n")
    }
}
