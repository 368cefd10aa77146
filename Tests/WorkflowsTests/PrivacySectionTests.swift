import Contract
import Releases
import SwiftProtobuf
import Testing

@testable import Workflows

@Suite struct PrivacySectionTests {
    private func policy(_ text: String) throws -> Policy { try WorkflowFolder.workflow(["policy.toml": text]).policy.policy }

    @Test func readsEveryKey() throws {
        let policy = try policy(
            """
            default_threshold = 0.8
            [privacy]
            local_only = true
            local_only_from = "special-category"
            answer_findings = "mask"
            allow = ["Contoso", "support@contoso.example"]
            deny = [{ term = "Project Falcon", entity = "ORGANIZATION" }, { term = "Heron" }]
            [[privacy.entity]]
            name = "PHONE_NUMBER"
            threshold = 0.5
            operator = "mask"
            attributes = true
            [[privacy.entity]]
            name = "NRP"
            operator = "keep"
            [[intent]]
            name = "fraud"
            local_only = true
            """)
        let privacy = policy.privacy
        #expect(privacy.localOnly && privacy.localOnlyFrom == .specialCategory && privacy.answerFindings == .mask)
        #expect(privacy.allow == ["Contoso", "support@contoso.example"])
        #expect(privacy.deny.map(\.term) == ["Project Falcon", "Heron"] && privacy.deny.map(\.entity) == [.organization, .custom])
        #expect(privacy.entities.map(\.entity) == [.phoneNumber, .nrp] && privacy.entities.map(\.operator) == [.mask, .keep])
        #expect(privacy.entities[0].threshold == 0.5 && !privacy.entities[1].hasThreshold)
        #expect(privacy.entities.map(\.attributes) == [true, false])
        #expect(policy.intents.count == 1 && policy.intents[0].localOnly)
        #expect(policy.problems(knownIntents: ["fraud"]).isEmpty)
    }

    @Test func anAbsentSectionIsEveryDefault() throws {
        let privacy = try policy("default_threshold = 0.8\n").privacy
        #expect(!privacy.localOnly && privacy.localOnlyFrom == .unspecified && privacy.answerFindings == .pass)
        #expect(privacy.allow.isEmpty && privacy.deny.isEmpty && privacy.entities.isEmpty)
        #expect(try policy("[privacy]\n").privacy == privacy)
    }

    struct Broken: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let text: String
        let line: Int?
        let says: [String]

        init(_ name: String, _ text: String, line: Int?, _ says: String...) {
            testDescription = name
            self.text = text
            self.line = line
            self.says = says
        }
    }

    @Test(arguments: [
        Broken("a misspelt key", "[privacy]\nlocal_olny = true\n", line: 2, "'privacy.local_olny'", "'privacy.local_only'"),
        Broken("a word for a flag", "[privacy]\nlocal_only = \"yes\"\n", line: 2, "privacy.local_only", "true or false"),
        Broken("an unknown level", "[privacy]\nlocal_only_from = \"secret\"\n", line: 2, "'never'", "'special-category'", "'secret'"),
        Broken("an unknown choice for findings", "[privacy]\nanswer_findings = \"drop\"\n", line: 2, "'pass'", "'mask'"),
        Broken("one term for a list", "[privacy]\nallow = \"Contoso\"\n", line: 2, "privacy.allow", "a list"),
        Broken("a term without a letter", "[privacy]\nallow = [\"Contoso\", \"--\"]\n", line: 2, "privacy.allow", "a letter or a digit"),
        Broken("a long term", "[privacy]\nallow = [\"\(String(repeating: "a", count: 201))\"]\n", line: 2, "200 bytes"),
        Broken(
            "too many terms", "[privacy]\nallow = [\((0...1_000).map { "\"t\($0)\"" }.joined(separator: ", "))]\n", line: 2, "1000 terms"),
        Broken("a denied term without text", "[privacy]\ndeny = [{ entity = \"PERSON\" }]\n", line: 2, "privacy.deny[0].term", "required"),
        Broken(
            "a denied term of an unknown entity",
            "[privacy]\ndeny = [\n    { term = \"a\" },\n    { term = \"b\", entity = \"PERSONS\" },\n]\n", line: 4,
            "privacy.deny[1].entity", "nearest is 'PERSON'", "'PERSONS'"),
        Broken(
            "a misspelt key of a denied term", "[privacy]\ndeny = [{ term = \"a\", entitty = \"PERSON\" }]\n", line: 2,
            "privacy.deny[0].entitty", "'privacy.deny.entity'"),
        Broken("a denied term that is text", "[privacy]\ndeny = [\"a\"]\n", line: 2, "privacy.deny", "a list of tables"),
        Broken("an entity without a name", "[[privacy.entity]]\noperator = \"keep\"\n", line: nil, "privacy.entity[0].name", "required"),
        Broken(
            "an unknown entity", "[[privacy.entity]]\nname = \"PHONE\"\n", line: 2, "privacy.entity[0].name", "nearest is 'PHONE_NUMBER'"),
        Broken(
            "an entity twice", "[[privacy.entity]]\nname = \"URL\"\n[[privacy.entity]]\nname = \"URL\"\n", line: 4, "one table", "'URL'"),
        Broken("a threshold above 1", "[[privacy.entity]]\nname = \"URL\"\nthreshold = 2\n", line: 3, "privacy.entity[0].threshold"),
        Broken("a threshold below 0", "[[privacy.entity]]\nname = \"URL\"\nthreshold = -0.5\n", line: 3, "0 to 1"),
        Broken(
            "an unknown operator", "[[privacy.entity]]\nname = \"URL\"\noperator = \"encrypt\"\n", line: 3, "'replace'", "'keep'",
            "'encrypt'"),
        Broken(
            "a secret that is kept", "[[privacy.entity]]\nname = \"SECRET\"\noperator = \"keep\"\n", line: 3, "nothing of a secret",
            "'keep'"),
        Broken("a secret that is hashed", "[[privacy.entity]]\nname = \"SECRET\"\noperator = \"hash\"\n", line: 3, "nothing of a secret"),
        Broken("a word for local_only of a class", "[[intent]]\nname = \"fraud\"\nlocal_only = 1\n", line: 3, "intent[0].local_only"),
    ])
    func refuses(_ broken: Broken) throws {
        let error = #expect(throws: WorkflowError.self) { try self.policy(broken.text) }
        let problem = try #require(error?.problems.first, "nothing thrown")
        #expect(problem.code == .badSetting && problem.line == broken.line, "\(problem)")
        for words in broken.says { #expect(problem.description.contains(words), "\(problem)") }
    }
}
