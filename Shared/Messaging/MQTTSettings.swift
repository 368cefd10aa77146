/// How to reach the broker and how much to hold. Every field has the value used when nothing is said.
package struct MQTTSettings: Sendable {
    package var host: String
    package var port: Int = 1883
    /// Also the name the broker knows the session by; equal to the user name where the broker says `use_username_as_clientid`.
    package var clientID: String
    package var userName: String?
    package var password: Password?
    package var tls: TLSSettings?
    /// Published by the broker when the connection ends without a proper goodbye.
    package var will: Will?
    /// Whole seconds, 5...65535.
    package var keepAlive: Duration = .seconds(30)
    /// From the start of an attempt to the broker's answer to the last subscription.
    package var connectTimeout: Duration = .seconds(15)
    package var backOff = BackOff()
    /// Publishes sent and not yet acknowledged, 1...64; the broker may ask for fewer. Further calls wait for a slot.
    package var inFlightLimit = 64
    /// Largest payload in either direction.
    package var maximumPayloadInBytes = 1 << 20
    /// Inbound messages held for the consumer before reading stops; see `Inbox` for the whole rule.
    package var inboundCapacity = 1024
    package var inboundCapacityInBytes = 16 << 20
    /// How long a full inbound buffer may stay untouched before the connection is given up.
    package var inboundStallLimit: Duration = .seconds(30)
    /// How long a graceful shutdown waits for acknowledgements before it says goodbye.
    package var drainTimeout: Duration = .seconds(5)

    package init(host: String, port: Int = 1883, clientID: String) {
        self.host = host
        self.port = port
        self.clientID = clientID
    }

    /// The message the broker keeps for us.
    package struct Will: Sendable {
        package var topic: String
        package var payload: [UInt8]
        package var retain: Bool

        package init(topic: String, payload: [UInt8], retain: Bool) {
            self.topic = topic
            self.payload = payload
            self.retain = retain
        }
    }

    /// Paths of PEM files. The server's name is always checked against its certificate.
    package struct TLSSettings: Sendable {
        package var authorityFile: String
        package var certificateFile: String?
        package var keyFile: String?

        package init(authorityFile: String, certificateFile: String? = nil, keyFile: String? = nil) {
            self.authorityFile = authorityFile
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    /// A secret that prints as dots, also inside a dump of the settings.
    package struct Password: Sendable, CustomStringConvertible, CustomReflectable {
        let value: String

        package init(_ value: String) { self.value = value }

        package var description: String { "•••" }
        package var customMirror: Mirror { Mirror(self, children: [:]) }
    }

    /// Full jitter: the n-th wait is drawn evenly from 0 to `first` doubled n times, at most `maximum`.
    package struct BackOff: Sendable {
        package var first: Duration
        package var maximum: Duration
        /// A connection that stayed up this long makes the next wait a first one again; a flapping broker does not.
        package var stableAfter: Duration

        package init(first: Duration = .seconds(1), maximum: Duration = .seconds(60), stableAfter: Duration = .seconds(10)) {
            self.first = first
            self.maximum = maximum
            self.stableAfter = stableAfter
        }

        /// - Parameter jitter: 0..<1.
        func delay(attempt: Int, jitter: Double) -> Duration {
            var ceiling = first
            for _ in 0..<min(attempt, 32) where ceiling < maximum { ceiling = ceiling * 2 }
            return min(ceiling, maximum) * jitter
        }
    }

    /// Throws `invalidSettings` naming the field, what is allowed and what was found (never a secret).
    func validate() throws(MessagingError) {
        try require(!host.isEmpty && !host.utf8.contains(0), "host", "a host name or address")
        try require((1...65535).contains(port), "port", "1...65535, found \(port)")
        try require((1...65535).contains(clientID.utf8.count) && !clientID.utf8.contains(0), "clientID", "1...65535 bytes")
        try require(password == nil || userName != nil, "password", "a user name beside it")
        try require(keepAlive >= .seconds(5) && keepAlive <= .seconds(65535), "keepAlive", "5...65535 s, found \(keepAlive)")
        try require((1...64).contains(inFlightLimit), "inFlightLimit", "1...64, found \(inFlightLimit)")
        try require(maximumPayloadInBytes > 0 && maximumPayloadInBytes <= 256 << 20, "maximumPayloadInBytes", "1 byte to 256 MiB")
        try require(inboundCapacity > 0 && inboundCapacityInBytes > 0, "inboundCapacity", "at least 1")
        try require(
            backOff.first > .zero && backOff.maximum >= backOff.first, "backOff",
            "0 < first <= maximum, found \(backOff.first), \(backOff.maximum)")
        if let tls {
            try require((tls.certificateFile == nil) == (tls.keyFile == nil), "tls", "certificateFile and keyFile together")
        }
        if let will {
            try TopicRule.checkName(will.topic)
            try require(will.payload.count <= maximumPayloadInBytes, "will", "a payload within maximumPayloadInBytes")
        }
    }

    private func require(_ condition: Bool, _ field: String, _ expected: String) throws(MessagingError) {
        guard condition else { throw MessagingError(.invalidSettings, detail: "\(field): expected \(expected)") }
    }
}
