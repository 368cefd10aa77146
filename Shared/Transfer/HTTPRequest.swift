/// One request. Redirects are not followed; the schemes are http and https.
package struct HTTPRequest: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    /// Limits in time; nil means none. Waiting for a free slot counts to none of them.
    package struct Timeouts: Sendable {
        /// Name look-up, TCP and TLS together.
        package var connect: Duration
        /// From start to last byte. For an endless stream: nil.
        package var total: Duration?
        /// Longest silence, from start to first byte too. A stream its reader has paused is not silent.
        package var stall: Duration?

        package init(connect: Duration = .seconds(10), total: Duration? = .seconds(60), stall: Duration? = .seconds(30)) {
            self.connect = connect
            self.total = total
            self.stall = stall
        }
    }

    package var method: Method
    package var url: String
    package var headers: HTTPHeaders
    package var body: [UInt8]?
    /// Bytes asked for; sends a `Range` header. The server may still answer 200 with everything.
    package var range: ByteRange?
    package var timeouts: Timeouts
    /// A longer body ends the transfer with `.tooLarge`.
    package var maximumResponseBytes: Int

    package init(
        _ method: Method = .get, _ url: String, headers: HTTPHeaders = [:], body: [UInt8]? = nil, range: ByteRange? = nil,
        timeouts: Timeouts = Timeouts(), maximumResponseBytes: Int = 16 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.range = range
        self.timeouts = timeouts
        self.maximumResponseBytes = maximumResponseBytes
    }
}

/// A range of bytes counted from 0.
package struct ByteRange: Sendable, Equatable {
    package let first: Int
    /// Inclusive, as on the wire; nil is to the end.
    package let last: Int?

    package init(first: Int, last: Int? = nil) {
        precondition(first >= 0 && (last ?? first) >= first)
        self.first = first
        self.last = last
    }

    var header: String { "bytes=\(first)-\(last.map(String.init) ?? "")" }
}

/// Header fields in order. Names compare without case.
package struct HTTPHeaders: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    package struct Field: Sendable, Equatable {
        package let name: String
        package let value: String
    }

    package private(set) var fields: [Field] = []

    package init() {}
    package init(dictionaryLiteral elements: (String, String)...) { fields = elements.map { Field(name: $0.0, value: $0.1) } }

    package mutating func append(_ name: String, _ value: String) { fields.append(Field(name: name, value: value)) }

    /// The first field of that name; setting replaces all of that name.
    package subscript(_ name: String) -> String? {
        get { fields.first { Self.equal($0.name, name) }?.value }
        set {
            fields.removeAll { Self.equal($0.name, name) }
            if let newValue { append(name, newValue) }
        }
    }

    private static func equal(_ a: String, _ b: String) -> Bool {
        a.utf8.count == b.utf8.count && zip(a.utf8, b.utf8).allSatisfy { lower($0) == lower($1) }
    }

    private static func lower(_ byte: UInt8) -> UInt8 { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte }

    /// Whether every name is an RFC 9110 token and no value can end its line early.
    var areSendable: Bool {
        fields.allSatisfy { field in
            !field.name.isEmpty && field.name.utf8.allSatisfy(Self.isTokenByte)
                && !field.value.utf8.contains { $0 == 0 || $0 == 10 || $0 == 13 }
        }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
