import ArgumentParser
import Fleet
import PlaneAPI
import Transfer

struct RolloutStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "One rollout with its nodes; the newest without a number. Exits 3 when it failed or was aborted.")

    @Argument(help: "Its number.") var rollout: Int64?
    @Flag(name: .long, help: "Wait for its end.") var wait = false
    @Option(name: .long, help: "Seconds to wait at most.") var timeout = 300
    @OptionGroup var options: PlaneOptions

    @concurrent func run() async throws {
        let client = try options.client()
        let number: Int64
        if let rollout {
            number = rollout
        } else {
            guard let newest = try await client.get("/api/v1/rollouts?limit=1", as: API.Rollouts.self).value.rollouts.first else {
                throw Failure("there was no rollout yet")
            }
            number = newest.rollout
        }
        try RolloutNoun.show(
            wait ? try await RolloutNoun.follow(client, number, seconds: timeout) : try await client.get("/api/v1/rollouts/\(number)"),
            options.output)
    }
}

struct RolloutAbort: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "abort", abstract: "End an open rollout; nodes that have not switched stay with what they run.")

    @Argument(help: "Its number.") var rollout: Int64
    @OptionGroup var options: PlaneOptions

    @concurrent func run() async throws {
        let answer = try await options.client().send(.post, "/api/v1/rollouts/\(rollout)/abort", as: API.Rollout.self)
        if options.output == .json { Console.print(json: answer.json) } else { Console.print(RolloutNoun.text(answer.value)) }
    }
}

struct RolloutHistory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "history", abstract: "Rollouts, newest first.")

    @Option(name: .long, help: "How many.") var limit = 20
    @OptionGroup var options: PlaneOptions

    @concurrent func run() async throws {
        let answer = try await options.client().get("/api/v1/rollouts?limit=\(limit)", as: API.Rollouts.self)
        if options.output == .json { return Console.print(json: answer.json) }
        let now = WallClock.system.nowUnixMs()
        var table = Table("NO.#", "RELEASE", "STATE", "ACTIVE#", "STARTED#", "ENDED#")
        for rollout in answer.value.rollouts {
            table.add(
                "\(rollout.rollout)", String(rollout.release.prefix(12)), rollout.state,
                "\(RolloutNoun.active(rollout)) of \(rollout.nodes.count)", Figure.ago(rollout.createdUnixMs, now: now),
                ["pending", "pushing"].contains(rollout.state) ? "-" : Figure.ago(rollout.updatedUnixMs, now: now))
        }
        Console.print(table.text)
    }
}
