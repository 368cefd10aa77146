/// What happened to the link. Consumers that act on the link alone need `.connected` and `.disconnected`.
package enum ConnectionEvent: Equatable, Sendable {
    /// The broker accepted the connection and answered every subscription: publishing works from now on.
    case connected
    /// The link, once up, is down. A new attempt follows unless the reason is `.shutdown`.
    case disconnected(DisconnectReason)
    /// An attempt did not get as far as `.connected`.
    case connectFailed(DisconnectReason)
    /// The broker answered a change of the subscriptions made while connected.
    case subscriptionsChanged
    /// The broker refused one filter; the others stand.
    case subscriptionRefused(filter: String, reason: ReasonCode)
}

/// Why a connection, or an attempt at one, ended.
package enum DisconnectReason: Equatable, Sendable, CustomStringConvertible {
    /// The broker answered the attempt with a refusal.
    case refused(ReasonCode)
    /// The broker ended an established connection and said why.
    case closedByBroker(ReasonCode)
    /// The system refused the connection; an `errno` value.
    case unreachable(errno: Int32)
    case nameNotResolved
    /// The peer closed or reset the connection without a word.
    case connectionLost
    /// The broker did not answer a ping in time.
    case keepAliveTimeout
    /// The peer sent bytes that are not MQTT 5.
    case protocolViolation
    /// Certificates, keys or the handshake.
    case tls
    /// No answer to the attempt, or to its subscriptions, within `MQTTSettings.connectTimeout`.
    case connectTimeout
    /// Nobody took a message out of the full inbound buffer for `MQTTSettings.inboundStallLimit`.
    case inboundStalled
    /// This side ended it.
    case shutdown
    /// libmosquitto failed for a reason of its own; one of its error numbers.
    case library(code: Int32)

    package var description: String {
        switch self {
        case .refused(let reason): "refused by the broker: \(reason)"
        case .closedByBroker(let reason): "closed by the broker: \(reason)"
        case .unreachable(let number): "unreachable (errno \(number))"
        case .nameNotResolved: "host name not resolved"
        case .connectionLost: "connection lost"
        case .keepAliveTimeout: "no answer to a ping"
        case .protocolViolation: "the peer does not speak MQTT 5"
        case .tls: "TLS failed"
        case .connectTimeout: "no answer to the connection attempt"
        case .inboundStalled: "inbound messages are not consumed"
        case .shutdown: "shut down"
        case .library(let code): "libmosquitto error \(code)"
        }
    }
}
