package import Contract

/// Escalations in line for the upstream: one node after another, each node's own in order of arrival, so that a node with a thousand requests
/// delays another's first one by a single turn. Pure.
package struct FairQueue: Sendable {
    private var lines: [NodeID: [RequestID]] = [:]
    /// Heads already taken from a line; the array is compacted when half of it is used up.
    private var taken: [NodeID: Int] = [:]
    private var turns: [NodeID] = []
    private var nextTurn = 0
    private var members: Set<RequestID> = []

    package init() {}

    package var count: Int { members.count }
    package var isEmpty: Bool { members.isEmpty }

    /// Does nothing when it is in line already.
    package mutating func add(_ request: RequestID) {
        guard members.insert(request).inserted else { return }
        if lines[request.node] == nil { turns.append(request.node) }
        lines[request.node, default: []].append(request)
    }

    package mutating func next() -> RequestID? {
        guard !turns.isEmpty else { return nil }
        if nextTurn >= turns.count { nextTurn = 0 }
        let node = turns[nextTurn]
        guard var line = lines[node], let position = Optional(taken[node] ?? 0), position < line.count else { return nil }
        let request = line[position]
        if position + 1 == line.count {
            lines[node] = nil
            taken[node] = nil
            turns.remove(at: nextTurn)
        } else {
            if position > 64, position > line.count / 2 {
                line.removeFirst(position + 1)
                lines[node] = line
                taken[node] = 0
            } else {
                taken[node] = position + 1
            }
            nextTurn += 1
        }
        members.remove(request)
        return request
    }
}
