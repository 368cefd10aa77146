import Testing
import Uplink

@Suite struct LinkMachineTests {
    @Test func isUpAfterTheEchoAndThePlanesWordInEitherOrder() {
        var first = LinkMachine()
        first.connected(echo: [1])
        #expect(!first.isUp)
        let isProof = first.received(echo: [1])
        #expect(isProof)
        #expect(first.isProven && !first.isUp)
        first.plane(isOnline: true)
        #expect(first.isUp)

        var second = LinkMachine()
        second.connected(echo: [1])
        second.plane(isOnline: true)
        #expect(!second.isUp)
        _ = second.received(echo: [1])
        #expect(second.isUp)
    }

    @Test func anEchoOfAnEarlierConnectionProvesNothing() {
        var machine = LinkMachine()
        machine.connected(echo: [1])
        machine.disconnected()
        machine.connected(echo: [2])
        let old = machine.received(echo: [1])
        #expect(!old && !machine.isProven)
        let new = machine.received(echo: [2])
        let again = machine.received(echo: [2])
        #expect(new && !again)
    }

    @Test func aLostConnectionForgetsWhatThePlaneSaid() {
        var machine = LinkMachine()
        machine.connected(echo: [1])
        _ = machine.received(echo: [1])
        machine.plane(isOnline: true)
        machine.disconnected()
        machine.connected(echo: [2])
        _ = machine.received(echo: [2])
        #expect(!machine.isUp)
    }

    @Test func goesDownWhenThePlaneSaysSo() {
        var machine = LinkMachine()
        machine.connected(echo: [1])
        _ = machine.received(echo: [1])
        machine.plane(isOnline: true)
        machine.plane(isOnline: false)
        #expect(machine.isProven && !machine.isUp && machine.description == "proven, the plane is offline")
    }
}
