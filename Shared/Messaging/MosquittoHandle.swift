internal import CMosquitto
#if canImport(Glibc)
    internal import Glibc
#endif

/// One libmosquitto client for one connection: made for an attempt, thrown away at its end. libmosquitto keeps what it could not send and sends it
/// after its own reconnect, also what it reported as failed; a client that never reconnects cannot.
///
/// Every call, and so every callback, happens on the one thread that owns the handle. Callbacks copy what they were given into `events`, which the
/// owner takes after each call: nothing of ours runs inside libmosquitto.
final class MosquittoHandle {
    enum Event {
        /// CONNACK; `receiveMaximum` is the broker's limit on unacknowledged publishes.
        case connectAnswered(ReasonCode, receiveMaximum: Int?)
        case subscriptionAnswered(packet: Int32, [ReasonCode])
        case acknowledged(packet: Int32, ReasonCode)
        case message(MQTTMessage)
        /// Larger than `maximumPayloadInBytes`: not copied.
        case oversized(topic: String, sizeInBytes: Int)
        case ended(DisconnectReason)
    }

    private let client: OpaquePointer
    private let maximumPayloadInBytes: Int
    private let isEncrypted: Bool
    private var hasSeenConnack = false
    private var firstPacketBytes = 0
    private var events: [Event] = []

    /// Once per process, before any other call. Never undone: other clients may still be at work.
    private static let libraryStatus: Int32 = mosquitto_lib_init()

    /// Throws when a certificate cannot be loaded or memory is short.
    init(settings: MQTTSettings) throws(MessagingError) {
        guard Self.libraryStatus == MOSQ_ERR_SUCCESS.rawValue, let client = mosquitto_new(settings.clientID, true, nil) else {
            throw MessagingError(.library, detail: "cannot create a client (errno \(errno))")
        }
        self.client = client
        maximumPayloadInBytes = settings.maximumPayloadInBytes
        isEncrypted = settings.tls != nil
        mosquitto_user_data_set(client, Unmanaged.passUnretained(self).toOpaque())
        setCallbacks()
        // From here on `deinit` destroys the client, also when this throws.
        try configure(settings)
    }

    deinit { mosquitto_destroy(client) }

    // MARK: Connection

    /// Starts a connection without waiting for it; only the name look-up blocks.
    func connect(_ settings: MQTTSettings) -> DisconnectReason? {
        let keepAlive = Int32(settings.keepAlive.components.seconds)
        let status = mosquitto_connect_async(client, settings.host, Int32(settings.port), keepAlive)
        let number = errno
        return status == MOSQ_ERR_CONN_PENDING.rawValue ? nil : Self.reason(status: status, errno: number)
    }

    /// -1 while there is none.
    var socket: Int32 { mosquitto_socket(client) }
    var wantsWrite: Bool { mosquitto_want_write(client) }

    /// What is there to read. Before the first packet is complete and well-formed nothing reaches libmosquitto: see `ConnackCheck`.
    func read() -> DisconnectReason? {
        guard hasSeenConnack || isEncrypted else { return readFirstPacket() }
        return step { mosquitto_loop_read(client, 1) }
    }

    /// True while the first packet is under way: `poll` would report the same bytes again and again.
    private(set) var awaitsRestOfFirstPacket = false

    private func readFirstPacket() -> DisconnectReason? {
        var bytes = [UInt8](repeating: 0, count: ConnackCheck.maximumSizeInBytes)
        let count = recv(socket, &bytes, bytes.count, Int32(MSG_PEEK))
        // An end or an error is libmosquitto's to name: there are no bytes in it.
        guard count > 0 else { return step { mosquitto_loop_read(client, 1) } }
        switch ConnackCheck(bytes[..<count]) {
        case .malformed: return .protocolViolation
        case .incomplete:
            let hasStalled = count == firstPacketBytes && isClosedByPeer
            firstPacketBytes = count
            awaitsRestOfFirstPacket = true
            return hasStalled ? .connectionLost : nil
        case .wellFormed:
            hasSeenConnack = true
            awaitsRestOfFirstPacket = false
            return step { mosquitto_loop_read(client, 1) }
        }
    }

    private var isClosedByPeer: Bool {
        var descriptor = pollfd(fd: socket, events: Int16(peerClosed), revents: 0)
        return poll(&descriptor, 1, 0) > 0 && Int32(descriptor.revents) & (peerClosed | POLLHUP | POLLERR) != 0
    }

    func write() -> DisconnectReason? { step { mosquitto_loop_write(client, 1) } }
    /// Pings and their time-out; due about once a second.
    func housekeeping() -> DisconnectReason? { step { mosquitto_loop_misc(client) } }

    func disconnect(_ reason: ReasonCode) {
        // The status says nothing new: a socket that is gone already is the same goodbye.
        _ = mosquitto_disconnect_v5(client, Int32(reason.rawValue), nil)
    }

    func takeEvents() -> [Event] {
        defer { events.removeAll(keepingCapacity: true) }
        return events
    }

    // MARK: Packets

    func subscribe(_ filters: [String]) -> Result<Int32, MessagingError> {
        withCStrings(filters) { pointers in
            var packet: Int32 = 0
            let status = mosquitto_subscribe_multiple(
                client, &packet, Int32(filters.count), pointers, QoS.atLeastOnce.rawValue, 0, nil)
            return Self.result(packet, status: status)
        }
    }

    func unsubscribe(_ filters: [String]) -> Result<Int32, MessagingError> {
        withCStrings(filters) { pointers in
            var packet: Int32 = 0
            let status = mosquitto_unsubscribe_multiple(client, &packet, Int32(filters.count), pointers, nil)
            return Self.result(packet, status: status)
        }
    }

    func publish(_ message: MQTTMessage) -> Result<Int32, MessagingError> {
        var properties: OpaquePointer?
        defer { mosquitto_property_free_all(&properties) }
        var status = MOSQ_ERR_SUCCESS.rawValue
        func add(_ step: () -> Int32) { if status == MOSQ_ERR_SUCCESS.rawValue { status = step() } }
        if let expiry = message.expiry {
            // Rounded up: a message with 0.3 s to live must not be sent with 0.
            let (seconds, attoseconds) = expiry.components
            add { mosquitto_property_add_int32(&properties, Property.expiry, UInt32(seconds + (attoseconds > 0 ? 1 : 0))) }
        }
        if let topic = message.responseTopic { add { mosquitto_property_add_string(&properties, Property.responseTopic, topic) } }
        if let data = message.correlationData {
            add {
                data.withUnsafeBytes {
                    mosquitto_property_add_binary(&properties, Property.correlationData, $0.baseAddress, UInt16($0.count))
                }
            }
        }
        if let type = message.contentType { add { mosquitto_property_add_string(&properties, Property.contentType, type) } }
        guard status == MOSQ_ERR_SUCCESS.rawValue else { return Self.result(0, status: status) }
        var packet: Int32 = 0
        status = message.payload.withUnsafeBytes { payload in
            mosquitto_publish_v5(
                client, &packet, message.topic, Int32(payload.count), payload.baseAddress, message.qos.rawValue, message.retain, properties)
        }
        return Self.result(packet, status: status)
    }

    // MARK: Set-up

    private func configure(_ settings: MQTTSettings) throws(MessagingError) {
        try check("protocol", mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5))
        // Without it, and `set_tcp_nodelay true` in the broker, an exchange takes 44 ms instead of 0.1.
        try check("no-delay", mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1))
        try check("send maximum", mosquitto_int_option(client, MOSQ_OPT_SEND_MAXIMUM, Int32(settings.inFlightLimit)))
        // How many unacknowledged messages the broker may have on the way to us; libmosquitto acknowledges at once.
        try check("receive maximum", mosquitto_int_option(client, MOSQ_OPT_RECEIVE_MAXIMUM, Int32(min(settings.inboundCapacity, 64))))
        if let user = settings.userName {
            try check("user", mosquitto_username_pw_set(client, user, settings.password?.value))
        }
        if let tls = settings.tls {
            try check("TLS files", mosquitto_tls_set(client, tls.authorityFile, nil, tls.certificateFile, tls.keyFile, nil))
        }
        if let will = settings.will {
            let status = will.payload.withUnsafeBytes { payload in
                mosquitto_will_set_v5(
                    client, will.topic, Int32(payload.count), payload.baseAddress, QoS.atLeastOnce.rawValue, will.retain, nil)
            }
            try check("will", status)
        }
    }

    private func check(_ what: String, _ status: Int32) throws(MessagingError) {
        guard status == MOSQ_ERR_SUCCESS.rawValue else {
            throw MessagingError(.invalidSettings, detail: "\(what): \(String(cString: mosquitto_strerror(status)))")
        }
    }

    private func setCallbacks() {
        mosquitto_connect_v5_callback_set(client) { _, context, reason, _, properties in
            var maximum: UInt16 = 0
            let isGiven = mosquitto_property_read_int16(properties, Property.receiveMaximum, &maximum, false) != nil
            MosquittoHandle.of(context)?.events.append(
                .connectAnswered(ReasonCode(rawValue: UInt8(clamping: reason)), receiveMaximum: isGiven ? Int(maximum) : nil))
        }
        mosquitto_disconnect_v5_callback_set(client) { _, context, status, _ in
            MosquittoHandle.of(context)?.events.append(.ended(MosquittoHandle.reason(status: status, errno: errno) ?? .connectionLost))
        }
        mosquitto_publish_v5_callback_set(client) { _, context, packet, reason, _ in
            MosquittoHandle.of(context)?.events.append(.acknowledged(packet: packet, ReasonCode(rawValue: UInt8(clamping: reason))))
        }
        mosquitto_subscribe_v5_callback_set(client) { _, context, packet, count, granted, _ in
            let reasons = UnsafeBufferPointer(start: granted, count: Int(max(0, count))).map { ReasonCode(rawValue: UInt8(clamping: $0)) }
            MosquittoHandle.of(context)?.events.append(.subscriptionAnswered(packet: packet, reasons))
        }
        mosquitto_unsubscribe_v5_callback_set(client) { _, context, packet, _ in
            MosquittoHandle.of(context)?.events.append(.subscriptionAnswered(packet: packet, []))
        }
        mosquitto_message_v5_callback_set(client) { _, context, message, properties in
            guard let handle = MosquittoHandle.of(context), let message = message?.pointee else { return }
            handle.events.append(handle.copy(message, properties))
        }
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> MosquittoHandle? {
        context.map { Unmanaged<MosquittoHandle>.fromOpaque($0).takeUnretainedValue() }
    }

    // MARK: Translation

    private func copy(_ message: mosquitto_message, _ properties: OpaquePointer?) -> Event {
        let topic = String(cString: message.topic)
        let size = Int(max(0, message.payloadlen))
        guard size <= maximumPayloadInBytes else { return .oversized(topic: topic, sizeInBytes: size) }
        var copy = MQTTMessage(
            topic: topic, payload: [UInt8](UnsafeRawBufferPointer(start: message.payload, count: size)),
            qos: message.qos == 0 ? .atMostOnce : .atLeastOnce, retain: message.retain)
        guard properties != nil else { return .message(copy) }
        copy.responseTopic = Self.string(Property.responseTopic, in: properties)
        copy.contentType = Self.string(Property.contentType, in: properties)
        var expiry: UInt32 = 0
        if mosquitto_property_read_int32(properties, Property.expiry, &expiry, false) != nil { copy.expiry = .seconds(expiry) }
        var data: UnsafeMutableRawPointer?
        var length: UInt16 = 0
        if mosquitto_property_read_binary(properties, Property.correlationData, &data, &length, false) != nil {
            copy.correlationData = [UInt8](UnsafeRawBufferPointer(start: data, count: Int(length)))
            free(data)
        }
        return .message(copy)
    }

    /// libmosquitto hands out a copy that is ours to free.
    private static func string(_ identifier: Int32, in properties: OpaquePointer?) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard mosquitto_property_read_string(properties, identifier, &text, false) != nil, let text else { return nil }
        defer { free(text) }
        return String(cString: text)
    }

    private func step(_ call: () -> Int32) -> DisconnectReason? {
        let status = call()
        let number = errno
        return Self.reason(status: status, errno: number)
    }

    private static func result(_ packet: Int32, status: Int32) -> Result<Int32, MessagingError> {
        switch status {
        case MOSQ_ERR_SUCCESS.rawValue: .success(packet)
        case MOSQ_ERR_NO_CONN.rawValue, MOSQ_ERR_CONN_LOST.rawValue, MOSQ_ERR_ERRNO.rawValue: .failure(MessagingError(.connectionLost))
        case MOSQ_ERR_PAYLOAD_SIZE.rawValue, MOSQ_ERR_OVERSIZE_PACKET.rawValue:
            .failure(MessagingError(.payloadTooLarge, detail: "larger than the broker takes"))
        default: .failure(MessagingError(.library, detail: String(cString: mosquitto_strerror(status))))
        }
    }

    /// libmosquitto reports its own numbers and, from 0x80, what the broker said in DISCONNECT, in the same place.
    private static func reason(status: Int32, errno number: Int32) -> DisconnectReason? {
        switch status {
        case MOSQ_ERR_SUCCESS.rawValue: nil
        case 0x80...0xFF: .closedByBroker(ReasonCode(rawValue: UInt8(status)))
        case MOSQ_ERR_EAI.rawValue: .nameNotResolved
        case MOSQ_ERR_ERRNO.rawValue where number == ECONNRESET || number == EPIPE || number == 0: .connectionLost
        case MOSQ_ERR_ERRNO.rawValue: .unreachable(errno: number)
        case MOSQ_ERR_CONN_LOST.rawValue, MOSQ_ERR_NO_CONN.rawValue: .connectionLost
        case MOSQ_ERR_KEEPALIVE.rawValue: .keepAliveTimeout
        case MOSQ_ERR_TLS.rawValue, MOSQ_ERR_TLS_HANDSHAKE.rawValue: .tls
        case MOSQ_ERR_PROTOCOL.rawValue, MOSQ_ERR_MALFORMED_PACKET.rawValue, MOSQ_ERR_MALFORMED_UTF8.rawValue,
            MOSQ_ERR_DUPLICATE_PROPERTY.rawValue:
            .protocolViolation
        default: .library(code: status)
        }
    }

    private enum Property {
        static let expiry = Int32(MQTT_PROP_MESSAGE_EXPIRY_INTERVAL.rawValue)
        static let responseTopic = Int32(MQTT_PROP_RESPONSE_TOPIC.rawValue)
        static let correlationData = Int32(MQTT_PROP_CORRELATION_DATA.rawValue)
        static let contentType = Int32(MQTT_PROP_CONTENT_TYPE.rawValue)
        static let receiveMaximum = Int32(MQTT_PROP_RECEIVE_MAXIMUM.rawValue)
    }
}

/// `POLLRDHUP` of poll(2), which Swift's Glibc hides behind `_GNU_SOURCE`.
private let peerClosed: Int32 = 0x2000

/// `strings` as C strings for the time of `body`.
private func withCStrings<T>(_ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>?) -> T) -> T {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return copies.withUnsafeBufferPointer { body($0.baseAddress) }
}
