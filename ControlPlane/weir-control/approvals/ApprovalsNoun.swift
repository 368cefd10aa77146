import ArgumentParser
import Fleet
import FoundationEssentials
import PlaneAPI
import Transfer

struct ApprovalsNoun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approvals",
        abstract: "Drafts of high-risk classes that wait for a person. Personal data stays behind its placeholders.",
        subcommands: [ApprovalsList.self, ApprovalsShow.self, ApprovalsApprove.self, ApprovalsReject.self])

    static func text(_ approval: API.Approval) -> String {
        var table = Table("APPROVAL", "\(approval.approval)")
        table.add("state", approval.state + (approval.decidedBy.map { " by \($0)" } ?? ""))
        table.add("node", approval.node)
        table.add("intent", approval.intent)
        table.add("confidence", Figure.decimal(approval.confidence, 3))
        table.add("model", approval.model)
        table.add("cost", Figure.money(approval.costMicroUsd))
        var text = table.text
        for turn in approval.turns ?? [] { text += "\n\n[\(turn.role)]\n\(turn.maskedText)" }
        if let draft = approval.draft { text += "\n\n[draft]\n\(draft)" }
        if let edited = approval.editedText { text += "\n\n[sent instead]\n\(edited)" }
        if let reason = approval.reason, !reason.isEmpty { text += "\n\n[reason]\n\(reason)" }
        return text
    }
}

struct ApprovalsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Drafts, newest first.")

    @Option(name: .long, help: "pending, approved, rejected, expired or all.") var state = "pending"
    @OptionGroup var options: PlaneOptions

    @concurrent func run() async throws {
        let answer = try await options.client().get("/api/v1/approvals?state=\(PlaneClient.escape(state))", as: API.Approvals.self)
        if options.output == .json { return Console.print(json: answer.json) }
        let now = WallClock.system.nowUnixMs()
        var table = Table("NO.#", "STATE", "NODE", "INTENT", "CONFIDENCE#", "WAITS#", "MODEL")
        for approval in answer.value.approvals {
            table.add(
                "\(approval.approval)", approval.state, approval.node, approval.intent, Figure.decimal(approval.confidence, 3),
                Figure.ago(approval.createdUnixMs, now: now), approval.model)
        }
        Console.print(table.text)
    }
}

struct ApprovalsShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "One draft with its masked conversation.")

    @Argument(help: "Its number.") var approval: Int64
    @OptionGroup var options: PlaneOptions

    @concurrent func run() async throws {
        let answer = try await options.client().get("/api/v1/approvals/\(approval)", as: API.Approval.self)
        if options.output == .json { Console.print(json: answer.json) } else { Console.print(ApprovalsNoun.text(answer.value)) }
    }
}

struct ApprovalsApprove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Release a draft, as it is or with a text of your own. Keep placeholders as they are.")

    @Argument(help: "Its number.") var approval: Int64
    @Option(name: .long, help: "Send this instead of the draft.") var text: String?
    @Option(name: .long, help: "Send this file's text instead of the draft.") var textFile: String?
    @Option(name: .long, help: "Who decides. Default: the user's name.") var by: String?
    @OptionGroup var options: PlaneOptions

    func validate() throws {
        if text != nil, textFile != nil { throw ValidationError("--text or --text-file, not both.") }
    }

    @concurrent func run() async throws {
        let edited = try text ?? textFile.map { String(decoding: try Data(contentsOf: URL(filePath: $0)), as: UTF8.self) }
        let answer: PlaneClient.Answer<API.Approval> = try await options.client().send(
            .post, "/api/v1/approvals/\(approval)/approve", API.Approve(text: edited, by: by ?? Reviewer.name))
        if options.output == .json { Console.print(json: answer.json) } else { Console.print("approval \(approval) \(answer.value.state)") }
    }
}

struct ApprovalsReject: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject", abstract: "Refuse a draft; the node is told that nothing is released.")

    @Argument(help: "Its number.") var approval: Int64
    @Option(name: .long, help: "Kept here, not sent.") var reason = ""
    @Option(name: .long, help: "Who decides. Default: the user's name.") var by: String?
    @OptionGroup var options: PlaneOptions

    @concurrent func run() async throws {
        let answer: PlaneClient.Answer<API.Approval> = try await options.client().send(
            .post, "/api/v1/approvals/\(approval)/reject", API.Reject(reason: reason, by: by ?? Reviewer.name))
        if options.output == .json { Console.print(json: answer.json) } else { Console.print("approval \(approval) \(answer.value.state)") }
    }
}

private enum Reviewer {
    static var name: String? { ProcessInfo.processInfo.environment["USER"] }
}
