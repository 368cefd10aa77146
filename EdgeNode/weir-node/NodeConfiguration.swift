import ArgumentParser
import Contract
import Files
import Inference
import Logging
import Messaging
import NodeAPI
import Outbox
import Pipeline
import TypedTOML
import Update

#if canImport(Glibc)
    import Glibc
#endif

/// Where the settings come from.
struct ConfigurationOptions: ParsableArguments {
    static let standardPath = "/etc/weir/node.toml"

    @Option(name: .shortAndLong, help: "The configuration file. Default: \(Self.standardPath) where it exists.")
    var config: String?

    @Option(
        name: .customLong("set"), help: ArgumentHelp("Overrides one key, e.g. --set api.port=8100. Repeatable.", valueName: "key=value"))
    var overrides: [String] = []

    func file() throws -> ConfigurationFile {
        var values: [String: String] = [:]
        for entry in overrides {
            guard let cut = entry.firstIndex(of: "=") else { throw UsageError("--set \(entry): expected section.key=value") }
            values[String(entry[..<cut])] = String(entry[entry.index(after: cut)...])
        }
        let path = config ?? (access(Self.standardPath, R_OK) == 0 ? Self.standardPath : nil)
        return try ConfigurationFile(path: path, environmentPrefix: "WEIR_NODE", environment: Environment.all(), overrides: values)
    }

    /// The settings and the file they came from. Throws `UsageError` with file, line and key.
    func load() throws -> (settings: NodeConfiguration, file: ConfigurationFile) {
        do {
            let file = try file()
            return (try NodeConfiguration(file), file)
        } catch let error as ConfigurationError {
            throw UsageError(error.description)
        }
    }
}

enum Environment {
    static func all() -> [String: String] {
        var all: [String: String] = [:]
        // Read through /proc: the C global `environ` is mutable shared state to the compiler.
        guard let bytes = try? WholeFile.read("/proc/self/environ", atMost: 64 << 20) else { return all }
        for entry in bytes.split(separator: 0) {
            let text = String(decoding: entry, as: UTF8.self)
            guard let cut = text.firstIndex(of: "=") else { continue }
            all[String(text[..<cut])] = String(text[text.index(after: cut)...])
        }
        return all
    }
}

/// `auto` or a level of kernels.
enum KernelChoice: RawRepresentable, CaseIterable {
    case auto
    case upTo(KernelTable.Level)

    static var allCases: [KernelChoice] { [.auto] + KernelTable.Level.allCases.map { .upTo($0) } }

    init?(rawValue: String) {
        guard let choice = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = choice
    }

    var rawValue: String {
        switch self {
        case .auto: "auto"
        case .upTo(let level): level.rawValue
        }
    }

    var table: KernelTable? {
        switch self {
        case .auto: nil
        case .upTo(let level): KernelTable.upTo(level)
        }
    }
}

enum LogLevel: String, CaseIterable {
    case trace, debug, info, notice, warning, error, critical

    var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .info }
}

/// Everything the node can be told, decoded once. firmware-config/README.md describes each key.
struct NodeConfiguration {
    static let standardDataDirectory = "/var/lib/weir"

    var node: NodeID
    var labels: [String: String]
    var dataDirectory: String

    var apiHost: String
    var apiPort: Int
    var tokenFile: String?
    var textLimitInBytes: Int
    var answerWait: Duration
    var upstreamModels: [String]

    var brokerHost: String
    var brokerPort: Int
    var brokerUser: String
    var brokerPasswordFile: String?
    var brokerAuthorityFile: String?
    var brokerCertificateFile: String?
    var brokerKeyFile: String?
    var brokerKeepAlive: Duration
    var brokerReconnectFirst: Duration
    var brokerReconnectMaximum: Duration

    var releaseKeyFile: String
    var directorKeyFile: String

    var threads: Int
    var kernels: KernelChoice
    var queueLimit: Int

    var metricsWindow: Duration

    var outbox: OutboxSettings
    var retry: RetrySchedule

    var trial: Duration
    var authorityFile: String?

    var decisions: DecisionStore.Retention
    var answerRetention: Duration
    var conversationLife: Duration

    var logLevel: LogLevel

    init(_ file: ConfigurationFile) throws(ConfigurationError) {
        let node = try file.section("node")
        let id = try node.requiredString("id")
        guard let name = NodeID(id) else {
            throw node.unusable("id", "must be 3 to 63 of a-z, 0-9 and -, and not weir-control or weir-tap", found: "'\(id)'")
        }
        self.node = name
        dataDirectory = try node.string("data_dir", default: Self.standardDataDirectory)
        labels = try node.dictionary("labels")

        let api = try file.section("api")
        apiHost = try api.string("host", default: "127.0.0.1")
        apiPort = try api.integer("port", default: 8095, in: 0...65_535)
        tokenFile = try api.optionalString("token_file")
        textLimitInBytes = try api.integer("max_text_bytes", default: 65_536, in: 1_024...1_048_576)
        answerWait = try api.milliseconds("answer_wait_ms", default: 30_000, in: 0...600_000)
        upstreamModels = try api.strings("upstream_models")
        if let bad = upstreamModels.first(where: { !ModelList.isName($0) }) {
            throw api.unusable("upstream_models", "must be names of A-Z a-z 0-9 . _ : / -", found: "'\(bad)'")
        }

        let broker = try file.section("broker")
        brokerHost = try broker.string("host", default: "127.0.0.1")
        brokerPort = try broker.integer("port", default: 1883, in: 1...65_535)
        brokerUser = try broker.string("username", default: id)
        brokerPasswordFile = try broker.optionalString("password_file")
        brokerAuthorityFile = try broker.optionalString("ca_file")
        brokerCertificateFile = try broker.optionalString("certificate_file")
        brokerKeyFile = try broker.optionalString("key_file")
        guard brokerAuthorityFile != nil || (brokerCertificateFile == nil && brokerKeyFile == nil) else {
            throw broker.unusable("ca_file", "is required beside certificate_file and key_file")
        }
        brokerKeepAlive = try broker.seconds("keep_alive_s", default: 30, in: 5...65_535)
        brokerReconnectFirst = try broker.milliseconds("reconnect_first_ms", default: 1_000, in: 10...600_000)
        brokerReconnectMaximum = try broker.milliseconds("reconnect_maximum_ms", default: 60_000, in: 10...3_600_000)
        guard brokerReconnectMaximum >= brokerReconnectFirst else {
            throw broker.unusable("reconnect_maximum_ms", "must not be below reconnect_first_ms")
        }

        let keys = try file.section("keys")
        releaseKeyFile = try keys.string("release_public", default: "/etc/weir/release.pub")
        directorKeyFile = try keys.string("director_public", default: "/etc/weir/director.pub")

        let inference = try file.section("inference")
        threads = try inference.integer("threads", default: min(4, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))), in: 1...64)
        kernels = try inference.choice("kernels", default: KernelChoice.auto)
        queueLimit = try inference.integer("queue_limit", default: 64, in: 1...10_000)

        metricsWindow = try file.section("metrics").seconds("window_s", default: 60, in: 1...3_600)

        let outbox = try file.section("outbox")
        self.outbox = OutboxSettings(
            openLimit: try outbox.integer("open_limit", default: 10_000, in: 1...1_000_000),
            reportLimit: try outbox.integer("report_limit", default: 1_440, in: 1...100_000),
            deadlineGrace: try outbox.seconds("deadline_grace_s", default: 30, in: 0...3_600))
        let least = try outbox.milliseconds("retry_least_ms", default: 5_000, in: 100...600_000)
        let greatest = try outbox.milliseconds("retry_greatest_ms", default: 60_000, in: 100...3_600_000)
        guard greatest >= least else { throw outbox.unusable("retry_greatest_ms", "must not be below retry_least_ms") }
        retry = RetrySchedule(least: least, greatest: greatest)

        let update = try file.section("update")
        trial = try update.seconds("trial_s", default: 60, in: 1...86_400)
        authorityFile = try update.optionalString("ca_file")

        let retention = try file.section("retention")
        decisions = DecisionStore.Retention(
            age: try retention.seconds("decision_age_s", default: 604_800),
            count: try retention.integer("decision_count", default: 100_000, in: 1...10_000_000))
        answerRetention = try retention.seconds("answer_age_s", default: 86_400)
        conversationLife = try retention.seconds("conversation_age_s", default: 600, in: 1...86_400)

        logLevel = try file.section("log").choice("level", default: LogLevel.info)
        try file.refuseUnknownKeys()
    }

    /// The first line of a file that holds a secret.
    static func secret(_ path: String, key: String) throws -> String {
        do throws(FileError) { return try WholeFile.firstLine(path) } catch { throw UsageError("\(key): \(path): \(error.reason)") }
    }

    func mqttSettings(will: [UInt8]) throws -> MQTTSettings {
        var settings = MQTTSettings(host: brokerHost, port: brokerPort, clientID: node.rawValue)
        settings.userName = brokerUser
        if let path = brokerPasswordFile { settings.password = .init(try Self.secret(path, key: "broker.password_file")) }
        if let authority = brokerAuthorityFile {
            settings.tls = .init(authorityFile: authority, certificateFile: brokerCertificateFile, keyFile: brokerKeyFile)
        }
        settings.keepAlive = brokerKeepAlive
        settings.backOff = .init(first: brokerReconnectFirst, maximum: brokerReconnectMaximum)
        settings.will = .init(topic: Topic.status(node).name, payload: will, retain: true)
        return settings
    }
}
