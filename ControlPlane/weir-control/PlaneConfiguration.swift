import Contract
import FoundationEssentials
import Ingest
import LLM
import Logging
import Messaging
import PlaneAPI
import TypedTOML

/// The plane's TOML, read once into the settings of its parts. firmware-config/README.md lists every key.
struct PlaneConfiguration: Sendable {
    enum Enrolment: String, CaseIterable { case open, closed }
    enum LogLevel: String, CaseIterable {
        case trace, debug, info, notice, warning, error, critical

        var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .info }
    }

    /// As TOML, with origins and without secrets.
    let effective: String
    let name: String
    let dataDirectory: String
    let host: String
    let port: Int
    let operatorTokenFile: String
    let publicBaseURL: String
    let pageIsPublic: Bool
    let broker: MQTTSettings
    let llm: LLMSettings
    let apiKeyFile: String?
    let prices: PriceTable
    let directorPrivateKey: String
    let releasePublicKey: String
    let ingest: IngestSettings
    let logLevel: Logger.Level

    /// - Parameter overrides: `section.key` to text, from `--set`.
    init(path: String?, overrides: [String: String] = [:]) throws {
        let environment = ProcessInfo.processInfo.environment
        let file = try ConfigurationFile(path: path, environmentPrefix: "WEIR_CONTROL", environment: environment, overrides: overrides)
        let plane = try file.section("plane")
        name = try plane.string("name", default: "plane")
        dataDirectory = try plane.string("data_dir", default: "/var/lib/weir-control")

        let api = try file.section("api")
        host = try api.string("host", default: "127.0.0.1")
        port = try api.integer("port", default: 8700, in: 0...65_535)
        operatorTokenFile = try api.string("operator_token_file", default: "\(dataDirectory)/operator.token")
        publicBaseURL = try api.string("public_base_url", default: "http://127.0.0.1:\(port)")
        guard publicBaseURL.hasPrefix("http://") || publicBaseURL.hasPrefix("https://") else {
            throw api.unusable("public_base_url", "must begin with http:// or https://")
        }
        pageIsPublic = try api.flag("page_public", default: ["127.0.0.1", "::1", "localhost"].contains(host))

        broker = try Self.broker(try file.section("broker"))
        (llm, apiKeyFile) = try Self.upstream(try file.section("llm"))
        prices = PriceTable(try file.sections("llm.price").map(Self.price))

        let keys = try file.section("keys")
        directorPrivateKey = try keys.string("director_private", default: "\(dataDirectory)/director.key")
        releasePublicKey = try keys.string("release_public", default: "\(dataDirectory)/release.pub")

        ingest = try Self.ingest(try file.section("llm"), try file.section("fleet"), try file.section("retention"))
        logLevel = try file.section("log").choice("level", default: LogLevel.info).level
        try file.refuseUnknownKeys()
        effective = file.effective()
    }

    private static func broker(_ section: ConfigurationSection) throws -> MQTTSettings {
        let user = try section.string("username", default: "weir-control")
        var settings = MQTTSettings(
            host: try section.string("host", default: "127.0.0.1"), port: try section.integer("port", default: 1883, in: 1...65_535),
            clientID: try section.string("client_id", default: user))
        settings.userName = user
        if let path = try section.optionalString("password_file") {
            settings.password = MQTTSettings.Password(try SecretFile.read(path))
        }
        settings.keepAlive = try section.seconds("keep_alive_s", default: 30, in: 5...3600)
        settings.backOff = MQTTSettings.BackOff(
            first: try section.milliseconds("reconnect_first_ms", default: 1000, in: 10...60_000),
            maximum: try section.milliseconds("reconnect_maximum_ms", default: 60_000, in: 10...600_000))
        let authority = try section.optionalString("ca_file")
        let certificate = try section.optionalString("certificate_file")
        let key = try section.optionalString("key_file")
        if let authority {
            settings.tls = MQTTSettings.TLSSettings(authorityFile: authority, certificateFile: certificate, keyFile: key)
        } else if certificate != nil || key != nil {
            throw section.unusable("ca_file", "is required beside certificate_file and key_file")
        }
        settings.inboundCapacity = try section.integer("inbound_messages", default: 4096, in: 16...1_000_000)
        return settings
    }

    private static func upstream(_ section: ConfigurationSection) throws -> (LLMSettings, apiKeyFile: String?) {
        var settings = LLMSettings(
            baseURL: try section.string("base_url", default: "https://api.openai.com/v1", variable: "OPENAI_BASE_URL"),
            model: try section.string("model", default: "gpt-4o-mini", variable: "OPENAI_MODEL"))
        guard settings.baseURL.hasPrefix("http://") || settings.baseURL.hasPrefix("https://") else {
            throw section.unusable("base_url", "must begin with http:// or https://")
        }
        let file = try section.optionalString("api_key_file")
        let inline = try section.string("api_key", default: "", secret: true, variable: "OPENAI_API_KEY")
        let key = try inline.isEmpty ? file.map { try SecretFile.read($0) } ?? "" : inline
        if !key.isEmpty { settings.apiKey = LLMSettings.APIKey(key) }
        settings.connectTimeout = try section.milliseconds("connect_timeout_ms", default: 10_000)
        settings.firstByteTimeout = try section.milliseconds("first_byte_timeout_ms", default: 60_000)
        settings.stallTimeout = try section.milliseconds("stall_timeout_ms", default: 30_000)
        settings.totalTimeout = try section.milliseconds("total_timeout_ms", default: 180_000)
        settings.retry = RetrySchedule(
            attempts: try section.integer("attempts", default: 4, in: 1...20),
            base: try section.milliseconds("retry_first_ms", default: 500),
            ceiling: try section.milliseconds("retry_maximum_ms", default: 20_000),
            longestRetryAfter: try section.milliseconds("longest_retry_after_ms", default: 60_000))
        settings.breakerFailures = try section.integer("breaker_failures", default: 8, in: 1...1000)
        settings.breakerCoolDown = try section.milliseconds("breaker_cool_down_ms", default: 15_000)
        settings.tokenCeiling = UInt32(try section.integer("token_ceiling", default: 4096, in: 1...1_000_000))
        settings.tokenLimitField = try section.choice("token_limit_field", default: LLMSettings.TokenLimitField.maxTokens)
        return (settings, file)
    }

    private static func price(_ section: ConfigurationSection) throws -> Price {
        func micro(_ key: String) throws -> UInt64 {
            UInt64((try section.number(key, default: 0, in: 0...1_000_000) * 1_000_000).rounded())
        }
        return Price(
            model: try section.requiredString("model"), promptMicroUSDPerMillion: try micro("prompt_usd_per_million"),
            completionMicroUSDPerMillion: try micro("completion_usd_per_million"))
    }

    private static func ingest(
        _ llm: ConfigurationSection, _ fleet: ConfigurationSection, _ retention: ConfigurationSection
    ) throws -> IngestSettings {
        var settings = IngestSettings()
        settings.maxConcurrent = try llm.integer("max_concurrent", default: 8, in: 1...1000)
        settings.maxTokens = UInt32(try llm.integer("max_tokens", default: 512, in: 1...1_000_000))
        settings.giveUpAfter = try llm.seconds("give_up_s", default: 86_400)
        settings.shutdownGrace = try llm.milliseconds("shutdown_grace_ms", default: 10_000)
        settings.openEnrolment = try fleet.choice("enrolment", default: Enrolment.closed) == .open
        settings.maxNodes = try fleet.integer("max_nodes", default: 100_000, in: 1...1_000_000)
        settings.firstResend = try fleet.milliseconds("answer_resend_ms", default: 2000)
        settings.longestResend = max(settings.firstResend, .seconds(60))
        settings.retention = try retention.seconds("escalations_s", default: 7 * 86_400)
        return settings
    }
}
