import Foundation
import Testing

@testable import Messaging

@Suite struct MailboxTests {
    /// A wake that is lost shows as a `poll` that times out with commands outstanding.
    @Test func noCommandIsLeftWithoutAWake() throws {
        let mailbox = try Mailbox()
        let posters = 4
        let each = 50_000
        for _ in 0..<posters {
            Thread.detachNewThread { for number in 0..<each { mailbox.post(.cancel(UInt64(number))) } }
        }
        var taken = 0
        while taken < posters * each {
            var descriptor = pollfd(fd: mailbox.wakeDescriptor, events: Int16(POLLIN), revents: 0)
            try #require(poll(&descriptor, 1, 10_000) == 1, "no wake after \(taken) commands")
            mailbox.drainWakes()
            taken += mailbox.take().count
        }
        #expect(taken == posters * each)
    }

    @Test func aClosedMailboxRefusesAndKeepsNothing() throws {
        let mailbox = try Mailbox()
        mailbox.post(.shutDown)
        #expect(mailbox.close().count == 1)
        mailbox.post(.abort)
        #expect(mailbox.take().isEmpty)
        #expect(!mailbox.acceptsPublishes)
    }
}
