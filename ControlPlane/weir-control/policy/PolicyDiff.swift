import ArgumentParser
import Contract
import PlaneAPI
import Workflows

struct PolicyDiff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "How the policy in force differs from a workflow folder's policy.toml.",
        discussion: """
            Lines with '-' are in force, lines with '+' stand in the file; thresholds that the file leaves open to the build are not compared. \
            Exit code 1 when they differ. 'policy set --privacy-from FOLDER' puts the file's [privacy] in force.
            """)

    @Argument(help: "The folder with workflow.toml.") var folder: String
    @OptionGroup var options: PlaneOptions

    @concurrent func run() async throws {
        let file = try Workflow(folder: folder).policy
        let inForce = try await options.client().get("/api/v1/policy", as: API.Policy.self).value
        var expected = API.Policy(
            file.completed(defaultThreshold: Float(inForce.defaultThreshold), outOfScopeThreshold: Float(inForce.outOfScopeThreshold)))
        expected.intents.sort { $0.intent < $1.intent }
        var present = inForce
        present.intents.sort { $0.intent < $1.intent }
        let changes = Self.changes(from: PolicyText.toml(present), to: PolicyText.toml(expected))
        Console.print(
            changes.isEmpty
                ? "the policy in force is the file's" : changes.map { "\($0.isAddition ? "+" : "-") \($0.line)" }.joined(separator: "\n"))
        if !changes.isEmpty { throw ExitCode(1) }
    }

    /// Removals and insertions in the order of the lines.
    private static func changes(from old: [String], to new: [String]) -> [(isAddition: Bool, line: String)] {
        let difference = new.difference(from: old)
        let removed = Set(difference.removals.map(\.offset))
        let added = Set(difference.insertions.map(\.offset))
        var changes: [(isAddition: Bool, line: String)] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if left < old.count, removed.contains(left) {
                changes.append((false, old[left]))
                left += 1
            } else if right < new.count, added.contains(right) {
                changes.append((true, new[right]))
                right += 1
            } else {
                left += 1
                right += 1
            }
        }
        return changes
    }
}

extension CollectionDifference.Change {
    fileprivate var offset: Int {
        switch self {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }
}
