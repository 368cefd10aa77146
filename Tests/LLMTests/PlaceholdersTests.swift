import Contract
import SwiftProtobuf
import Testing

@testable import LLM

@Suite struct PlaceholdersTests {
    @Test(arguments: [
        ("call [[PERSON_1]] at [[PHONE_12 +48]]", ["PERSON_1", "PHONE_12"]), ("[[[URL_1]]]", ["URL_1"]),
        ("[[person_1]] [[A B]] [[]] [[X", []), ("x[[1]] y[[N]] [[0]] [[README]] [[ITEM_1]] [[PERSON_]] [[PERSON]] [[_1]]", []),
        ("[[PERSON_1", []), ("[[PERSON_1]", []), ("[[PERSON_1 a very long attribute, which is none]]", []),
        ("", []),
    ])
    func findsPlaceholders(text: String, expected: [String]) {
        #expect(Placeholders.all(in: text) == Set(expected))
    }

    @Test func takesInventedPlaceholdersOut() {
        let escalation = Escalation.with {
            $0.turns = [
                .with {
                    $0.role = .user; $0.maskedText = "I am [[PERSON_1]]"
                }
            ]
            $0.passages = [.with { $0.maskedText = "write to [[EMAIL_1]], [[IBAN_1 DE]]" }]
        }
        let (text, removed) = Placeholders.withoutInvented(
            "Hello [[PERSON_1]], ask [[PERSON_2]] or [[EMAIL_1]]; [[PERSON_2]] knows. Use m[[1]], [[IBAN_1]].", for: escalation)
        #expect(text == "Hello [[PERSON_1]], ask (not known) or [[EMAIL_1]]; (not known) knows. Use m[[1]], [[IBAN_1]].")
        #expect(removed == 2)
    }

    @Test func tellsTheModelAboutPlaceholdersAndPassages() {
        let messages = Prompt.messages(
            for: .with {
                $0.turns = [
                    .with {
                        $0.role = .user; $0.maskedText = "help"
                    }
                ]
                $0.intent = "vpn_access"
                $0.passages = [
                    .with {
                        $0.documentID = "vpn"; $0.maskedText = "Open the client."
                    }
                ]
            })
        #expect(messages.map(\.role) == [.system, .user])
        #expect(messages[0].maskedText.contains("[document vpn]\nOpen the client."))
        #expect(messages[0].maskedText.contains("copy its placeholder exactly"))
    }
}
