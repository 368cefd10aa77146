import Contract
import Foundation
import SwiftProtobuf
import Testing

@testable import PlaneAPI

@Suite struct PrivacyPolicyAPITests {
    private let policy = Contract.PrivacyPolicy.with {
        $0.localOnly = true
        $0.localOnlyFrom = .specialCategory
        $0.answerFindings = .mask
        $0.allow = ["Contoso"]
        $0.deny = [
            .with {
                $0.term = "Project Falcon"
                $0.entity = .organization
            }
        ]
        $0.entities = [
            .with {
                $0.entity = .phoneNumber
                $0.threshold = 0.7
                $0.operator = .mask
                $0.attributes = true
            },
            .with {
                $0.entity = .deTaxID
                $0.operator = .redact
            },
        ]
    }

    @Test func comesBackAsItWas() throws {
        #expect(try API.PrivacyPolicy(policy).contract() == policy)
        var plain = Contract.PrivacyPolicy()
        plain.answerFindings = .pass
        #expect(try API.PrivacyPolicy(Contract.PrivacyPolicy()).contract() == plain)
    }

    private func decoded(_ json: String) throws -> API.PrivacyPolicy {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(API.PrivacyPolicy.self, from: Data(json.utf8))
    }

    @Test func readsTheWordsPeopleWrite() throws {
        let read = try decoded(
            #"{"local_only":true,"local_only_from":"special-category","answer_findings":"mask","allow":["Contoso"],"#
                + #""deny":[{"term":"Project Falcon","entity":"ORGANIZATION"}],"entities":[{"name":"PHONE_NUMBER","threshold":0.7,"#
                + #""operator":"mask","attributes":true},{"name":"DE_TAX_ID","operator":"redact"}]}"#)
        #expect(try read.contract() == policy)
        #expect(try decoded(#"{"local_only_from":"never"}"#).contract().localOnlyFrom == .unspecified)
        #expect(try decoded(#"{"deny":[{"term":"Heron"}]}"#).contract().deny[0].entity == .custom)
    }

    @Test(arguments: [
        (#"{"local_only_from":"secret"}"#, "never, public, internal, personal, special-category"),
        (#"{"answer_findings":"drop"}"#, "pass, mask"),
        (#"{"deny":[{"term":"a","entity":"PERSONS"}]}"#, "privacy.deny.entity"),
        (#"{"entities":[{"name":"PHONE"}]}"#, "privacy.entities.name"),
        (#"{"entities":[{"name":"URL","operator":"encrypt"}]}"#, "replace, redact, mask, hash, keep"),
    ]) func saysWhichWordsThereAre(json: String, words: String) throws {
        let policy = try decoded(json)
        let error = try #require(throws: PlaneError.self) { try policy.contract() }
        #expect(error.message.contains(words) && error.code == "invalid_policy")
    }
}
