import Testing

@testable import Releases

@Suite struct SemanticVersionTests {
    /// The order of semver.org 2.0.0, section 11.
    @Test func ordersAsTheSpecificationDoes() throws {
        let ordered = try [
            "0.0.1", "0.1.0", "0.9.10", "0.10.0", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1", "1.0.0", "2.0.0", "2.1.0", "2.1.1",
        ].map { try #require(SemanticVersion($0)) }
        for (left, a) in ordered.enumerated() {
            for (right, b) in ordered.enumerated() {
                #expect((a < b) == (left < right), "\(a) and \(b)")
                #expect((a == b) == (left == right))
            }
        }
    }

    @Test func buildMetadataDoesNotCount() {
        #expect(SemanticVersion("1.2.3+build.5") == SemanticVersion("1.2.3"))
    }

    @Test(arguments: [
        "", "1", "1.2", "1.2.3.4", "v1.2.3", "1.2.x", "01.2.3", "1.02.3", "1.2.3-", "1.2.3-a..b", "1.2.3-01", "1.2.3+", "1.2.3-ä", " 1.2.3",
        "1.2.-3",
        "99999999999.0.0", "1.2.3\n",
    ]) func refusesWhatIsNoVersion(text: String) {
        #expect(SemanticVersion(text) == nil)
    }
}
