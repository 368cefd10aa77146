import Testing

@testable import TypedTOML

@Suite struct ConfigurationFileTests {
    private func file(
        _ text: String, environment: [String: String] = [:], overrides: [String: String] = [:]
    ) throws -> ConfigurationFile {
        try ConfigurationFile(text: text, name: "test.toml", environmentPrefix: "WEIR_TEST", environment: environment, overrides: overrides)
    }

    @Test func readsEveryTypeAndFallsBackToDefaults() throws {
        let file = try file(
            """
            [api]
            host = "::1"
            port = 8443
            share_ratio = 1
            open = true
            wait_ms = 250
            names = ["a", "b"]
            [api.labels]
            site = "lab"
            """)
        let api = try file.section("api")
        #expect(try api.string("host", default: "127.0.0.1") == "::1")
        #expect(try api.integer("port", default: 1, in: 1...65_535) == 8443)
        #expect(try api.number("share_ratio", default: 0.5, in: 0...1) == 1)
        #expect(try api.flag("open", default: false))
        #expect(try api.milliseconds("wait_ms", default: 1) == .milliseconds(250))
        #expect(try api.strings("names") == ["a", "b"])
        #expect(try api.dictionary("labels") == ["site": "lab"])
        #expect(try api.optionalString("absent") == nil)
        #expect(try api.seconds("stop_s", default: 7) == .seconds(7))
        try file.refuseUnknownKeys()
    }

    @Test func ranksFlagAboveEnvironmentAboveFile() throws {
        let text = "[api]\nport = 1\n"
        let environment = ["WEIR_TEST_API_PORT": "2", "OPENAI_BASE_URL": "http://env"]
        let both = try file(text, environment: environment, overrides: ["api.port": "3"])
        #expect(try both.section("api").integer("port", default: 0, in: 0...9) == 3)
        let one = try file(text, environment: environment)
        #expect(try one.section("api").integer("port", default: 0, in: 0...9) == 2)
        #expect(try one.section("llm").string("base_url", default: "x", variable: "OPENAI_BASE_URL") == "http://env")
        #expect(one.effective().contains("port = 2  # environment"))
    }

    @Test func namesTheNearestKnownKeyAndTheLine() throws {
        let file = try file("# a comment\n[api]\nport = 1\nhots = \"x\"\n")
        let api = try file.section("api")
        _ = try api.integer("port", default: 0, in: 0...9)
        _ = try api.string("host", default: "")
        #expect(
            throws: ConfigurationError(code: .unknownKey(nearest: "api.host"), file: "test.toml", key: "api.hots", line: 4)
        ) { try file.refuseUnknownKeys() }
    }

    @Test func namesTheLineOfAnInlineTable() throws {
        let file = try file("x = 1\n[a]\n  items = [{ n = \"{\" },\n    # another\n    { n = 2 }]\n[b]\nitems = [{ n = 3 }]\n")
        let items = try file.sections("a.items")
        #expect(items[0].unusable("n", "must").line == 3 && items[1].unusable("n", "must").line == 5)
        #expect(try file.sections("b.items")[0].unusable("n", "must").line == 7)
    }

    @Test func refusesUnknownKeysInsideListsOfTables() throws {
        let file = try file("[[llm.price]]\nmodel = \"a\"\n[[llm.price]]\nmodel = \"b\"\nprompt = 1\n")
        let prices = try file.sections("llm.price")
        #expect(try prices.map { try $0.requiredString("model") } == ["a", "b"])
        let error = try #require(throws: ConfigurationError.self) { try file.refuseUnknownKeys() }
        #expect(error.key == "llm.price[1].prompt")
        #expect(error.line == 5)
    }

    @Test func refusesAnOverrideNobodyReads() throws {
        let file = try file("", overrides: ["api.prot": "1"])
        _ = try file.section("api").integer("port", default: 0, in: 0...9)
        let error = try #require(throws: ConfigurationError.self) { try file.refuseUnknownKeys() }
        #expect(error.code == .unknownKey(nearest: "api.port"))
    }

    @Test(arguments: [
        ("port = \"80\"", "'port' must be an integer, found a string"),
        ("port = 70000", "'port' must be 1 to 65535, found 70000"),
        ("port = 1.5", "'port' must be an integer, found a number"),
        ("port = 2020-01-01", "'port' must be an integer, found a date or time"),
    ])
    func refusesValues(text: String, message: String) throws {
        let file = try file(text)
        let error = try #require(throws: ConfigurationError.self) {
            try file.section("").integer("port", default: 1, in: 1...65_535)
        }
        #expect(error.description == "test.toml:1: \(message)")
    }

    @Test func saysWhereTheFileIsNotTOML() throws {
        let error = try #require(throws: ConfigurationError.self) { try file("a = 1\nb = = 2\n") }
        #expect(error.code == .syntax)
        #expect(error.line == 2)
    }

    @Test func refusesTablesWhereValuesAreMeantAndTheReverse() throws {
        #expect(throws: ConfigurationError.self) { try file("api = 3").section("api") }
        #expect(throws: ConfigurationError.self) { try file("[llm]\nprice = 3").sections("llm.price") }
        #expect(throws: ConfigurationError.self) { try file("[api.port]").section("api").integer("port", default: 1, in: 1...2) }
    }

    @Test func keepsSecretsOutOfTheEffectiveConfiguration() throws {
        let file = try file("[broker]\npassword = \"hunter2\"\n")
        _ = try file.section("broker").string("password", default: "", secret: true)
        #expect(!file.effective().contains("hunter2"))
        #expect(file.effective() == "[broker]\npassword = \"(set)\"  # file\n")
    }

    @Test func writesAnEffectiveConfigurationThatReadsBack() throws {
        let first = try file("[api]\nhost = \"a\\\"b\\\\c\\n\\u0001\"\n[[llm.price]]\nmodel = \"m\"\n")
        _ = try first.section("api").string("host", default: "")
        for price in try first.sections("llm.price") { _ = try price.requiredString("model") }
        let second = try file(first.effective())
        #expect(try second.section("api").string("host", default: "") == "a\"b\\c\n\u{1}")
        #expect(try second.sections("llm.price").first?.requiredString("model") == "m")
    }

    @Test(arguments: [("", "", 0), ("a", "", 1), ("kitten", "sitting", 3), ("port", "prot", 2)])
    func measuresEdits(left: String, right: String, distance: Int) {
        #expect(editDistance(left, right) == distance)
    }
}
