import Testing

@testable import Messaging

@Suite struct ConnectionMachineTests {
    private typealias Action = ConnectionMachine.Action

    private func machine(_ change: (inout MQTTSettings) -> Void = { _ in }) -> ConnectionMachine {
        var settings = MQTTSettings(host: "broker", clientID: "node-1")
        settings.backOff = .init(first: .seconds(1), maximum: .seconds(60), stableAfter: .seconds(10))
        settings.connectTimeout = .seconds(15)
        change(&settings)
        return ConnectionMachine(settings: settings)
    }

    private func online(_ change: (inout MQTTSettings) -> Void = { _ in }) -> ConnectionMachine {
        var machine = machine(change)
        _ = machine.start(now: .zero)
        _ = machine.accepted(receiveMaximum: nil, now: .zero)
        return machine
    }

    /// Performs the `.send`s among `actions` as packet = id + 100.
    private func send(_ actions: [Action], on machine: inout ConnectionMachine) {
        for case .send(let id) in actions { machine.sent(id, packet: Int32(id) + 100) }
    }

    @Test func isOnlineOnlyAfterEverySubscriptionIsAnswered() {
        var machine = machine()
        #expect(machine.setFilters(["a", "b"]) == [])
        #expect(machine.start(now: .zero) == [.connect])
        #expect(machine.accepted(receiveMaximum: nil, now: .seconds(1)) == [.subscribe(["a", "b"])])
        machine.subscriptionSent(packet: 1, filters: ["a", "b"])
        #expect(!machine.acceptsPublishes)
        let actions = machine.subscriptionAnswered(packet: 1, reasons: [.success, .notAuthorized], now: .seconds(2))
        #expect(actions == [.emit(.subscriptionRefused(filter: "b", reason: .notAuthorized)), .emit(.connected)])
        #expect(machine.acceptsPublishes)
    }

    @Test func subscribesAnewOnEveryConnect() {
        var machine = machine()
        _ = machine.setFilters(["a"])
        _ = machine.start(now: .zero)
        for connection in 0..<3 {
            #expect(machine.accepted(receiveMaximum: nil, now: .zero) == [.subscribe(["a"])])
            machine.subscriptionSent(packet: 1, filters: ["a"])
            #expect(
                machine.subscriptionAnswered(packet: 1, reasons: [.success], now: .zero) == [.emit(.connected)], "connection \(connection)")
            _ = machine.lost(.connectionLost, now: .zero, jitter: 0)
            #expect(machine.tick(now: .zero, jitter: 0) == [.connect])
        }
    }

    @Test func changesOfSubscriptionsTravelAsTheDifference() {
        var machine = online()
        #expect(machine.setFilters(["a", "b"]) == [.subscribe(["a", "b"])])
        machine.subscriptionSent(packet: 1, filters: ["a", "b"])
        #expect(machine.subscriptionAnswered(packet: 1, reasons: [.success, .success], now: .zero) == [.emit(.subscriptionsChanged)])
        #expect(machine.setFilters(["b", "c"]) == [.subscribe(["c"]), .unsubscribe(["a"])])
        #expect(machine.setFilters(["b", "c"]) == [])
    }

    @Test func waitsLongerAfterEveryFailureUpToTheMaximum() {
        var machine = machine()
        _ = machine.start(now: .zero)
        var now = Duration.zero
        var waits: [Duration] = []
        for _ in 0..<9 {
            let actions = machine.lost(.unreachable(errno: 111), now: now, jitter: 0.5)
            #expect(actions == [.close, .emit(.connectFailed(.unreachable(errno: 111)))])
            guard case .waiting(let until) = machine.phase else { return #expect(Bool(false), "not waiting") }
            waits.append(until - now)
            #expect(machine.tick(now: until - .nanoseconds(1), jitter: 0) == [])
            #expect(machine.tick(now: until, jitter: 0) == [.connect])
            now = until
        }
        #expect(waits == [0.5, 1, 2, 4, 8, 16, 30, 30, 30].map { Duration.seconds($0) })
    }

    @Test(arguments: [(0.0, 0), (0.25, 15_000), (0.999, 59_940)]) func jitterCoversTheWholeWait(jitter: Double, milliseconds: Int) {
        let backOff = MQTTSettings.BackOff()
        #expect(backOff.delay(attempt: 40, jitter: jitter) == .milliseconds(milliseconds))
    }

    @Test func onlyAStableConnectionStartsTheBackOffAnew() {
        for (uptime, expected) in [(9, 4), (10, 1)] {
            var machine = machine()
            _ = machine.start(now: .zero)
            for _ in 0..<2 {
                _ = machine.lost(.connectionLost, now: .zero, jitter: 0)
                _ = machine.tick(now: .zero, jitter: 0)
            }
            _ = machine.accepted(receiveMaximum: nil, now: .zero)
            _ = machine.lost(.connectionLost, now: .seconds(uptime), jitter: 1)
            #expect(machine.phase == .waiting(until: .seconds(uptime + expected)), "up for \(uptime) s")
        }
    }

    @Test func givesUpAnAttemptThatIsNotAnswered() {
        var machine = machine()
        _ = machine.setFilters(["a"])
        _ = machine.start(now: .zero)
        #expect(machine.deadline == .seconds(15))
        _ = machine.accepted(receiveMaximum: nil, now: .seconds(14))
        #expect(machine.tick(now: .seconds(15), jitter: 0) == [.close, .emit(.connectFailed(.connectTimeout))])
    }

    @Test func refusesToPublishWhileOffline() {
        var machine = machine()
        #expect(machine.publish(1) == [.fail(1, .notConnected, nil)])
        _ = machine.start(now: .zero)
        #expect(machine.publish(2) == [.fail(2, .notConnected, nil)])
        _ = machine.lost(.connectionLost, now: .zero, jitter: 1)
        #expect(machine.publish(3) == [.fail(3, .notConnected, nil)])
    }

    @Test func keepsTheWindowAndTheOrder() {
        var machine = online { $0.inFlightLimit = 2 }
        var sent: [UInt64] = []
        for id in 1...5 as ClosedRange<UInt64> {
            let actions = machine.publish(id)
            send(actions, on: &machine)
            for case .send(let id) in actions { sent.append(id) }
        }
        #expect(sent == [1, 2])
        for packet in [102, 101, 103, 104, 105] as [Int32] {
            let actions = machine.acknowledged(packet: packet, reason: .success, now: .zero)
            #expect(actions.first == .complete(UInt64(packet - 100)))
            send(actions, on: &machine)
            for case .send(let id) in actions { sent.append(id) }
            #expect(machine.inFlightCount <= 2)
        }
        #expect(sent == [1, 2, 3, 4, 5])
        #expect(machine.inFlightCount == 0)
    }

    @Test func theBrokerMayNarrowTheWindow() {
        var machine = machine()
        _ = machine.start(now: .zero)
        _ = machine.accepted(receiveMaximum: 1, now: .zero)
        #expect(machine.publish(1) == [.send(1)])
        #expect(machine.publish(2) == [])
    }

    @Test func aLossTellsSentFromUnsent() {
        var machine = online { $0.inFlightLimit = 1 }
        send(machine.publish(1), on: &machine)
        _ = machine.publish(2)
        let actions = machine.lost(.closedByBroker(.serverShuttingDown), now: .zero, jitter: 0)
        #expect(
            actions == [
                .close, .fail(1, .connectionLost, nil), .fail(2, .notConnected, nil),
                .emit(.disconnected(.closedByBroker(.serverShuttingDown))),
            ])
        #expect(machine.inFlightCount == 0)
        #expect(machine.acknowledged(packet: 101, reason: .success, now: .zero) == [], "an answer from before the loss")
    }

    @Test func aLossWhileSendingFailsWhatWasNotHandedOver() {
        var machine = online()
        #expect(machine.publish(1) == [.send(1)])
        let actions = machine.lost(.connectionLost, now: .zero, jitter: 0)
        #expect(actions.contains(.fail(1, .notConnected, nil)))
        machine.sent(1, packet: 7)
        #expect(machine.inFlightCount == 0)
    }

    @Test(arguments: [
        (ReasonCode.notAuthorized, MessagingError.Code.notAuthorized), (.quotaExceeded, .quotaExceeded), (.packetTooLarge, .refused),
        (ReasonCode(rawValue: 0x80), .refused),
    ]) func aRefusedPublishFailsWithItsReason(reason: ReasonCode, code: MessagingError.Code) {
        var machine = online()
        send(machine.publish(1), on: &machine)
        #expect(machine.acknowledged(packet: 101, reason: reason, now: .zero) == [.fail(1, code, reason)])
    }

    @Test func noSubscribersIsNotAFailure() {
        var machine = online()
        send(machine.publish(1), on: &machine)
        #expect(machine.acknowledged(packet: 101, reason: .noMatchingSubscribers, now: .zero) == [.complete(1)])
    }

    @Test func cancellingFreesAWaitingPublishAndKeepsTheSlotOfASentOne() {
        var machine = online { $0.inFlightLimit = 1 }
        send(machine.publish(1), on: &machine)
        _ = machine.publish(2)
        _ = machine.publish(3)
        #expect(machine.cancel(2) == [.fail(2, .cancelled, nil)])
        #expect(machine.cancel(1) == [.fail(1, .cancelled, nil)])
        #expect(machine.cancel(1) == [], "only once")
        #expect(machine.inFlightCount == 1)
        #expect(machine.acknowledged(packet: 101, reason: .success, now: .zero) == [.send(3)])
    }

    @Test func shutsDownAfterTheLastAcknowledgement() {
        var machine = online { $0.inFlightLimit = 1 }
        send(machine.publish(1), on: &machine)
        _ = machine.publish(2)
        #expect(machine.shutDown(now: .zero) == [])
        #expect(machine.publish(3) == [.fail(3, .stopped, nil)])
        send(machine.acknowledged(packet: 101, reason: .success, now: .zero), on: &machine)
        #expect(machine.acknowledged(packet: 102, reason: .success, now: .zero) == [.complete(2), .sayGoodbye(.success)])
        #expect(machine.lost(.connectionLost, now: .zero, jitter: 0) == [.close, .emit(.disconnected(.shutdown)), .stop])
    }

    @Test func shutsDownWithoutTheAcknowledgementWhenTheDrainTakesTooLong() {
        var machine = online { $0.drainTimeout = .seconds(5) }
        send(machine.publish(1), on: &machine)
        _ = machine.shutDown(now: .zero)
        #expect(machine.tick(now: .seconds(5), jitter: 0) == [.fail(1, .connectionLost, nil), .sayGoodbye(.success)])
        #expect(machine.tick(now: .seconds(6), jitter: 0) == [.close, .emit(.disconnected(.shutdown)), .stop])
    }

    @Test func stopsAtOnceWhereThereIsNobodyToSayGoodbyeTo() {
        var idle = machine()
        #expect(idle.shutDown(now: .zero) == [.close, .stop])
        var waiting = machine()
        _ = waiting.start(now: .zero)
        _ = waiting.lost(.nameNotResolved, now: .zero, jitter: 1)
        #expect(waiting.shutDown(now: .zero) == [.close, .stop])
        #expect(waiting.tick(now: .seconds(100), jitter: 0) == [])
    }

    @Test func abortingTellsCallersAndAsksForTheWill() {
        var machine = online { $0.inFlightLimit = 1 }
        send(machine.publish(1), on: &machine)
        _ = machine.publish(2)
        #expect(
            machine.abort(now: .zero) == [.fail(1, .stopped, nil), .fail(2, .stopped, nil), .sayGoodbye(.disconnectWithWill)])
        #expect(machine.publish(3) == [.fail(3, .stopped, nil)])
    }

    /// Random walks over every input: whatever comes, each publish is answered exactly once and the window holds.
    @Test(arguments: 0..<200) func everyPublishIsAnsweredOnce(seed: UInt64) {
        var random = SplitMix(state: seed)
        var machine = machine {
            $0.inFlightLimit = 3
            $0.backOff = .init(first: .seconds(1), maximum: .seconds(4), stableAfter: .seconds(2))
        }
        var now = Duration.zero
        var packets: [Int32] = []
        var subscriptions: [Int32] = []
        var nextPacket: Int32 = 1
        var published: UInt64 = 0
        var answered: Set<UInt64> = []
        var stopped = false

        func perform(_ first: [Action]) {
            var queue = first
            while !queue.isEmpty {
                switch queue.removeFirst() {
                case .send(let id):
                    if random.next() % 8 == 0 {
                        #expect(answered.insert(id).inserted)
                        queue += machine.sendFailed(id, now: now)
                    } else {
                        machine.sent(id, packet: nextPacket)
                        packets.append(nextPacket)
                        nextPacket += 1
                    }
                case .subscribe(let filters):
                    machine.subscriptionSent(packet: nextPacket, filters: filters)
                    subscriptions.append(nextPacket)
                    nextPacket += 1
                case .complete(let id), .fail(let id, _, _): #expect(answered.insert(id).inserted, "publish \(id) answered twice")
                case .close:
                    packets = []
                    subscriptions = []
                case .stop: stopped = true
                case .connect, .unsubscribe, .emit, .sayGoodbye: break
                }
            }
            #expect(machine.inFlightCount <= 3)
        }

        perform(machine.start(now: now))
        for _ in 0..<300 {
            now += .milliseconds(random.next() % 2000)
            switch random.next() % 12 {
            case 0...3:
                published += 1
                perform(machine.publish(published))
            case 4, 5: if let packet = packets.popLast() { perform(machine.acknowledged(packet: packet, reason: .success, now: now)) }
            case 6: perform(machine.accepted(receiveMaximum: random.next() % 2 == 0 ? nil : 2, now: now))
            case 7:
                if let packet = subscriptions.popLast() {
                    perform(machine.subscriptionAnswered(packet: packet, reasons: [.success], now: now))
                }
            case 8: perform(machine.setFilters(random.next() % 2 == 0 ? ["a"] : ["b", "c"]))
            case 9: perform(machine.lost(.connectionLost, now: now, jitter: 0.5))
            case 10: if published > 0 { perform(machine.cancel(1 + random.next() % published)) }
            default: perform(machine.tick(now: now, jitter: 0.5))
            }
        }
        perform(random.next() % 2 == 0 ? machine.shutDown(now: now) : machine.abort(now: now))
        perform(machine.tick(now: now + .seconds(100), jitter: 0))
        perform(machine.tick(now: now + .seconds(200), jitter: 0))
        #expect(stopped)
        #expect(answered.count == Int(published))
    }
}

/// splitmix64 (Steele, Lea, Flood 2014).
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
