/// Delivery promise of one message. QoS 2 is left out: receipts of our own do its work (docs/wire-contract.md).
package enum QoS: Int32, Sendable {
    case atMostOnce = 0
    case atLeastOnce = 1
}

/// One message, as received.
package struct MQTTMessage: Equatable, Sendable {
    package var topic: String
    package var payload: [UInt8]
    package var qos: QoS
    /// Set when the broker sends what it had kept, not what was published just now.
    package var retain: Bool
    /// What is left of the sender's expiry.
    package var expiry: Duration?
    package var responseTopic: String?
    package var correlationData: [UInt8]?
    package var contentType: String?

    package init(
        topic: String, payload: [UInt8], qos: QoS = .atLeastOnce, retain: Bool = false, expiry: Duration? = nil,
        responseTopic: String? = nil,
        correlationData: [UInt8]? = nil, contentType: String? = nil
    ) {
        self.topic = topic
        self.payload = payload
        self.qos = qos
        self.retain = retain
        self.expiry = expiry
        self.responseTopic = responseTopic
        self.correlationData = correlationData
        self.contentType = contentType
    }

    /// Throws what would make the broker end the connection: a broken topic, property or size.
    func validate(maximumPayloadInBytes: Int) throws(MessagingError) {
        try TopicRule.checkName(topic)
        guard payload.count <= maximumPayloadInBytes else {
            throw MessagingError(.payloadTooLarge, topic: topic, detail: "\(payload.count) bytes, at most \(maximumPayloadInBytes)")
        }
        if let responseTopic { try TopicRule.checkName(responseTopic) }
        if let correlationData, correlationData.count > 65535 {
            throw MessagingError(.invalidProperty, topic: topic, detail: "correlation data: \(correlationData.count) bytes, at most 65535")
        }
        if let contentType, contentType.utf8.count > 65535 || contentType.utf8.contains(0) {
            throw MessagingError(.invalidProperty, topic: topic, detail: "content type: at most 65535 bytes without NUL")
        }
        if let expiry, expiry < .zero || expiry > .seconds(UInt32.max) {
            throw MessagingError(.invalidProperty, topic: topic, detail: "expiry: 0...\(UInt32.max) s")
        }
    }
}

/// MQTT 5, section 4.7: what a topic name and a topic filter may look like.
enum TopicRule {
    static func checkName(_ topic: String) throws(MessagingError) {
        guard (1...65535).contains(topic.utf8.count),
            !topic.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "#") })
        else { throw MessagingError(.invalidTopic, detail: "expected 1...65535 bytes without NUL, + and #") }
    }

    /// `+` stands alone between slashes; `#` stands alone at the end.
    static func checkFilter(_ filter: String) throws(MessagingError) {
        let levels = filter.split(separator: "/", omittingEmptySubsequences: false)
        let wellFormed = levels.enumerated().allSatisfy { index, level in
            let hash = level.utf8.contains(UInt8(ascii: "#"))
            if hash { return level.utf8.count == 1 && index == levels.count - 1 }
            return !level.utf8.contains(UInt8(ascii: "+")) || level.utf8.count == 1
        }
        guard (1...65535).contains(filter.utf8.count), !filter.utf8.contains(0), wellFormed else {
            throw MessagingError(
                .invalidFilter, topic: filter, detail: "expected levels between slashes, + alone in a level, # alone at the end")
        }
    }
}
