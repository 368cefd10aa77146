import Contract
package import SQLite
import FoundationEssentials

/// Rollouts as stored. Every step of a machine is written before its actions are performed.
package enum RolloutStore {
    package struct Record: Sendable {
        package let id: Int64
        package let plan: RolloutPlan
        package let createdUnixMs: Int64
        package var updatedUnixMs: Int64
        package var machine: RolloutMachine
    }

    package static func insert(_ plan: RolloutPlan, _ machine: RolloutMachine, nowUnixMs: Int64, in connection: Connection) throws -> Int64
    {
        let selector = String(decoding: try JSONEncoder().encode(plan.selector), as: UTF8.self)
        try connection.execute(
            "INSERT INTO rollouts (release_id, state, selector, node_limit, created_unix_ms, updated_unix_ms) VALUES (?, ?, ?, ?, ?, ?)",
            [
                .text(plan.release.rawValue), .text(machine.state.rawValue), .text(selector), .optional(plan.limit), .integer(nowUnixMs),
                .integer(nowUnixMs),
            ])
        let id = connection.lastInsertedRowID
        try update(id, machine, nowUnixMs: nowUnixMs, in: connection)
        return id
    }

    package static func update(_ id: Int64, _ machine: RolloutMachine, nowUnixMs: Int64, in connection: Connection) throws {
        try connection.execute(
            "UPDATE rollouts SET state = ?, updated_unix_ms = ? WHERE id = ?",
            [.text(machine.state.rawValue), .integer(nowUnixMs), .integer(id)])
        for (node, entry) in machine.nodes {
            try connection.execute(
                "INSERT OR REPLACE INTO rollout_nodes (rollout, node, progress, previous, generation, detail, stale_detail) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    .integer(id), .text(node.rawValue), .text(entry.progress.rawValue), .optional(entry.previous?.rawValue),
                    .integer(Int64(clamping: entry.generation)), .text(entry.detail), .optional(entry.staleDetail),
                ])
        }
    }

    /// Newest first.
    package static func list(limit: Int, openOnly: Bool = false, in connection: Connection) throws -> [Record] {
        let ids = try connection.query(
            "SELECT id FROM rollouts WHERE ?1 = 0 OR state IN ('pending', 'pushing') ORDER BY id DESC LIMIT ?2",
            [.bool(openOnly), .int(limit)], { try $0.integer(0) })
        return try ids.compactMap { try record($0, in: connection) }
    }

    package static func record(_ id: Int64, in connection: Connection) throws -> Record? {
        let nodes = try connection.query(
            "SELECT node, progress, previous, generation, detail, stale_detail FROM rollout_nodes WHERE rollout = ?", [.integer(id)],
            { (try $0.text(0), try $0.text(1), try $0.optionalText(2), try $0.integer(3), try $0.text(4), try $0.optionalText(5)) })
        var entries: [NodeID: RolloutMachine.Node] = [:]
        for (name, progress, previous, generation, detail, stale) in nodes {
            guard let node = NodeID(name), let progress = RolloutMachine.Progress(rawValue: progress) else { continue }
            entries[node] = RolloutMachine.Node(
                progress: progress, previous: previous.flatMap { ReleaseID($0) }, generation: UInt64(clamping: generation), detail: detail,
                staleDetail: stale)
        }
        return try connection.first(
            "SELECT release_id, state, selector, node_limit, created_unix_ms, updated_unix_ms FROM rollouts WHERE id = ?", [.integer(id)]
        ) { row -> Record? in
            guard let release = ReleaseID(try row.text(0)), let state = RolloutMachine.State(rawValue: try row.text(1)) else { return nil }
            let selector = try JSONDecoder().decode([String: String].self, from: Data(try row.text(2).utf8))
            return Record(
                id: id, plan: RolloutPlan(release: release, selector: selector, limit: try row.optionalInt(3)),
                createdUnixMs: try row.integer(4), updatedUnixMs: try row.integer(5),
                machine: RolloutMachine(release: release, state: state, nodes: entries))
        } ?? nil
    }
}
