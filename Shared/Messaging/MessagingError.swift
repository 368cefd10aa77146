/// Why a call of this module failed. Holds topics and codes, never a payload or a password.
package struct MessagingError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// Offline: nothing was handed over and nothing will be sent later.
        case notConnected
        /// The connection went away before the acknowledgement: the message may or may not have reached the broker.
        case connectionLost
        /// The broker acknowledged with "not authorized".
        case notAuthorized
        /// The broker acknowledged with "quota exceeded".
        case quotaExceeded
        /// The broker acknowledged with another refusal; `reason` says which.
        case refused
        /// The payload, or the packet around it, is larger than the settings or the broker allow.
        case payloadTooLarge
        case invalidTopic
        case invalidFilter
        case invalidProperty
        case invalidSettings
        /// The calling task was cancelled; a message already sent may arrive all the same.
        case cancelled
        /// The client is shutting down or has ended.
        case stopped
        /// libmosquitto refused the call for a reason of its own; `detail` has its words.
        case library
    }

    package let code: Code
    /// The broker's reason code, where it gave one.
    package let reason: ReasonCode?
    package let topic: String?
    package let detail: String?

    package init(_ code: Code, reason: ReasonCode? = nil, topic: String? = nil, detail: String? = nil) {
        self.code = code
        self.reason = reason
        self.topic = topic
        self.detail = detail
    }

    package var description: String {
        var text = "mqtt: \(code.rawValue)"
        if let topic { text += " on \(topic)" }
        if let reason { text += ": \(reason)" }
        if let detail { text += ": \(detail)" }
        return text
    }

    func on(topic: String) -> MessagingError {
        MessagingError(code, reason: reason, topic: topic, detail: detail)
    }
}

/// A reason code of MQTT 5 (section 2.4): below 0x80 is success.
package struct ReasonCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let success = ReasonCode(rawValue: 0x00)
    package static let disconnectWithWill = ReasonCode(rawValue: 0x04)
    package static let noMatchingSubscribers = ReasonCode(rawValue: 0x10)
    package static let badUserNameOrPassword = ReasonCode(rawValue: 0x86)
    package static let notAuthorized = ReasonCode(rawValue: 0x87)
    package static let serverShuttingDown = ReasonCode(rawValue: 0x8B)
    package static let sessionTakenOver = ReasonCode(rawValue: 0x8E)
    package static let packetTooLarge = ReasonCode(rawValue: 0x95)
    package static let quotaExceeded = ReasonCode(rawValue: 0x97)

    package var isFailure: Bool { rawValue >= 0x80 }

    package var description: String {
        "0x" + (rawValue < 16 ? "0" : "") + String(rawValue, radix: 16) + (Self.names[rawValue].map { " (\($0))" } ?? "")
    }

    private static let names: [UInt8: String] = [
        0x00: "success", 0x04: "disconnect with will", 0x10: "no matching subscribers", 0x80: "unspecified error", 0x81: "malformed packet",
        0x82: "protocol error", 0x83: "implementation specific error", 0x84: "unsupported protocol version",
        0x85: "client identifier not valid", 0x86: "bad user name or password", 0x87: "not authorized", 0x88: "server unavailable",
        0x89: "server busy", 0x8A: "banned", 0x8B: "server shutting down", 0x8C: "bad authentication method", 0x8D: "keep alive timeout",
        0x8E: "session taken over", 0x8F: "topic filter invalid", 0x90: "topic name invalid", 0x91: "packet identifier in use",
        0x93: "receive maximum exceeded", 0x95: "packet too large", 0x96: "message rate too high", 0x97: "quota exceeded",
        0x98: "administrative action", 0x99: "payload format invalid", 0x9A: "retain not supported", 0x9B: "QoS not supported",
        0x9C: "use another server", 0x9D: "server moved", 0x9F: "connection rate exceeded",
    ]
}
