import Synchronization
import Testing

@testable import Messaging

@Suite struct InboxTests {
    private func message(_ number: Int, size: Int = 4) -> MQTTMessage {
        MQTTMessage(topic: "t", payload: Array((bytes(number) + [UInt8](repeating: 0, count: size)).prefix(size)))
    }

    @Test func pausesAtCapacityAndCallsForMoreAtHalf() async {
        let calls = Mutex(0)
        let inbox = Inbox(capacity: 4, capacityInBytes: 1000) { calls.withLock { $0 += 1 } }
        for number in 0..<3 { #expect(inbox.offer(message(number))) }
        #expect(!inbox.shouldPause())
        #expect(inbox.offer(message(3)))
        #expect(inbox.shouldPause())
        for number in 0..<2 { #expect(await inbox.next() == message(number)) }
        #expect(calls.withLock { $0 } == 0)
        #expect(inbox.shouldPause(), "two of four: not yet below half")
        #expect(await inbox.next() == message(2))
        #expect(calls.withLock { $0 } == 1)
        #expect(!inbox.shouldPause())
        #expect(await inbox.next() == message(3))
        #expect(calls.withLock { $0 } == 1, "one call a pause")
    }

    @Test func countsBytesToo() {
        let inbox = Inbox(capacity: 100, capacityInBytes: 10) {}
        #expect(inbox.offer(message(1, size: 9)))
        #expect(!inbox.shouldPause())
        #expect(inbox.offer(message(2, size: 9)))
        #expect(inbox.shouldPause())
        #expect(!inbox.offer(message(3, size: 9)), "beyond twice the capacity")
        #expect(inbox.dropped == 1)
    }

    @Test func dropsTheNewestBeyondTwiceTheCapacity() async {
        let inbox = Inbox(capacity: 2, capacityInBytes: 1000) {}
        #expect((0..<6).map { inbox.offer(message($0)) } == [true, true, true, true, false, false])
        #expect(inbox.dropped == 2)
        for number in 0..<4 { #expect(await inbox.next() == message(number)) }
    }

    @Test func deliversWhatItHoldsAfterTheEnd() async {
        let inbox = Inbox(capacity: 2, capacityInBytes: 1000) {}
        #expect(inbox.offer(message(1)))
        inbox.finish()
        #expect(!inbox.offer(message(2)))
        #expect(await inbox.next() == message(1))
        #expect(await inbox.next() == nil)
    }

    @Test func aCancelledConsumerGetsNil() async {
        let inbox = Inbox(capacity: 2, capacityInBytes: 1000) {}
        let consumer = Task { await inbox.next() }
        consumer.cancel()
        #expect(await consumer.value == nil)
        #expect(inbox.offer(message(1)))
        #expect(await inbox.next() == message(1))
    }
}
