package import Contract
package import Routing

package struct PipelineRequest: Sendable {
    package struct Turn: Sendable {
        package var role: Role
        package var text: String

        package init(role: Role, text: String) {
            self.role = role
            self.text = text
        }
    }

    /// The conversation, oldest first. The last turn of the user is what is answered.
    package var turns: [Turn]
    package var requested: RequestedPath
    /// What the caller wrote in `model`; one of a closed list.
    package var model: String
    /// The upstream the caller named; empty: the plane chooses.
    package var upstreamModel = ""
    package var maxTokens: UInt32 = 0
    package var temperature: Float?
    /// Nothing of it may leave the device, whatever `model` says.
    package var localOnly = false

    package init(turns: [Turn], requested: RequestedPath, model: String) {
        self.turns = turns
        self.requested = requested
        self.model = model
    }
}

package struct PipelineSettings: Hashable, Sendable {
    /// All turns together.
    package var textLimitInBytes: Int
    package var lanes: Int
    /// Requests computing and waiting to compute, at most.
    package var laneLimit: Int
    /// Passages looked up, and sent along with an escalation when near enough.
    package var passages: Int

    package init(textLimitInBytes: Int = 65_536, lanes: Int = 1, laneLimit: Int = 64, passages: Int = 3) {
        self.textLimitInBytes = textLimitInBytes
        self.lanes = lanes
        self.laneLimit = laneLimit
        self.passages = passages
    }
}
