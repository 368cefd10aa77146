/// Whether escalations may go out now. Pure.
///
/// A connection is not a link: a broker may take messages and deliver none. So after each connect the node sends itself an echo, and counts the
/// link as proven when it comes back. It is up when the plane says it is online as well.
package struct LinkMachine: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        case offline
        /// Connected; this echo is on its way.
        case proving(echo: [UInt8])
        case proven
    }

    package private(set) var state: State = .offline
    package private(set) var planeIsOnline = false

    package init() {}

    package var isProven: Bool { state == .proven }
    package var isUp: Bool { isProven && planeIsOnline }

    /// For people.
    package var description: String {
        switch state {
        case .offline: "not connected"
        case .proving: "connected, not proven yet"
        case .proven: planeIsOnline ? "up" : "proven, the plane is offline"
        }
    }

    /// Also for another try after an echo that did not return.
    package mutating func connected(echo: [UInt8]) { state = .proving(echo: echo) }

    /// True when this proves the link; false for an echo of an earlier connection, or of nobody.
    package mutating func received(echo: [UInt8]) -> Bool {
        guard state == .proving(echo: echo) else { return false }
        state = .proven
        return true
    }

    /// What the plane said last on an old connection is no longer known.
    package mutating func disconnected() {
        state = .offline
        planeIsOnline = false
    }

    package mutating func plane(isOnline: Bool) { planeIsOnline = isOnline }
}
