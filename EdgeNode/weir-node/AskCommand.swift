import ArgumentParser
import FoundationEssentials
import Transfer

struct AskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask",
        abstract: "Sends a text to the running node and shows the answer, the route and what left the device.",
        discussion: "The answer goes to standard output, everything else to standard error.")

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "auto, local, upstream, or the name of an upstream.")
    var model = "auto"

    @Flag(help: "Nothing of the text may leave the device.")
    var localOnly = false

    @Argument(help: "The text.")
    var text: String

    private struct Message: Codable {
        var role: String
        var content: String
    }

    private struct Ask: Encodable {
        var model: String
        var messages: [Message]
    }

    private struct Reply: Decodable {
        struct Choice: Decodable { var message: Message }
        struct Refusal: Decodable { var message: String }
        var choices: [Choice]?
        var error: Refusal?
        var poll: String?
    }

    func run() async throws {
        let (settings, _) = try options.load()
        let api = LocalAPI(settings)
        defer { api.close() }
        let body = [UInt8](try JSONEncoder().encode(Ask(model: model, messages: [.init(role: "user", content: text)])))
        let response = try await api.send(
            .post, "/v1/chat/completions", headers: localOnly ? ["weir-local-only": "true"] : [:], body: body,
            timeout: settings.answerWait + .seconds(10))
        guard let reply = try? JSONDecoder().decode(Reply.self, from: Data(response.body)) else {
            throw CommandError("\(api.base) does not answer like a weir-node")
        }
        for name in [
            "route", "reason", "warning", "sensitivity", "local-only", "confidence", "threshold", "model", "answer-findings",
            "uplink-bytes",
            "cost-usd", "decision-id",
        ] {
            if let value = response.headers["weir-\(name)"] { Output.error("\(name): \(value)") }
        }
        if let error = reply.error { throw CommandError(error.message) }
        guard let answer = reply.choices?.first?.message.content else {
            Output.error("accepted; the answer will be at \(api.base)\(reply.poll ?? "")")
            return
        }
        Output.line(answer)
    }
}
