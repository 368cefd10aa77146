import Testing

@testable import Contract

@Suite struct TopicTests {
    private static let node = NodeID("node-1")
    private static let topics: [Topic] =
        node.map { node in
            [
                .desired(node), .reported(node), .status(node), .metrics(node), .escalation(node), .answerReceipt(node), .answer(node),
                .receipt(node),
                .command(node), .echo(node), .planeState, .planeHalt,
            ]
        } ?? []

    @Test(arguments: topics) func readsBackWhatItWrites(topic: Topic) {
        #expect(Topic(topic.name) == topic)
    }

    @Test func namesAreDistinct() {
        #expect(Self.topics.count == 12)
        #expect(Set(Self.topics.map(\.name)).count == Self.topics.count)
    }

    @Test(arguments: [
        "", "weir", "weir/v1", "weir/v1/plane", "weir/v1/plane/other", "weir/v1/plane/state/x", "weir/v2/plane/state",
        "/weir/v1/plane/state",
        "weir/v1/nodes/node-1", "weir/v1/nodes/node-1/", "weir/v1/nodes/node-1/up", "weir/v1/nodes/node-1/up/",
        "weir/v1/nodes/node-1/up/other",
        "weir/v1/nodes/node-1/up/metrics/x", "weir/v1/nodes//desired", "weir/v1/nodes/+/desired", "weir/v1/nodes/Node/desired",
        "weir/v1/nodes/ab/desired", "weir/v1/nodes/node-1/DESIRED", "weir/v1/nodes/node-1/desired/", "$SYS/broker/version",
    ]) func refusesWhatIsNotInTheTree(name: String) {
        #expect(Topic(name) == nil)
    }

    @Test func everyTopicIsSubscribedByExactlyTheOtherSide() throws {
        let node = try #require(Self.node)
        let nodeReads: Set<Topic> = [.desired(node), .answer(node), .receipt(node), .command(node), .echo(node), .planeState, .planeHalt]
        for topic in Self.topics {
            #expect(Topic.nodeFilters(node).contains { matches($0, topic.name) } == nodeReads.contains(topic), "\(topic)")
            let planeReads = !nodeReads.contains(topic)
            #expect(Topic.planeFilters.contains { matches($0, topic.name) } == planeReads, "\(topic)")
        }
    }

    /// MQTT 5 section 4.7, for `+` alone.
    private func matches(_ filter: String, _ name: String) -> Bool {
        let filter = filter.split(separator: "/")
        let name = name.split(separator: "/")
        return filter.count == name.count && zip(filter, name).allSatisfy { $0 == "+" || $0 == $1 }
    }
}
