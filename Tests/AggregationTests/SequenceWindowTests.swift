import Testing

@testable import Aggregation

@Suite struct SequenceWindowTests {
    @Test func countsEachNumberOnceInAnyOrder() {
        var window = SequenceWindow()
        #expect([3, 0, 1, 3, 2, 1, 4].map { window.insert($0) } == [true, true, true, false, true, false, true])
        #expect(!window.contains(5))
    }

    @Test func movesItsFloorOverFullWords() {
        var window = SequenceWindow()
        for number in 0..<UInt64(64) { #expect(window.insert(number) == true) }
        #expect(window.floor == 64)
        #expect(window.insert(63) == false)
        #expect(window.insert(64) == true)
    }

    @Test(arguments: [UInt64(1024), 1025, 1087, 1088, 5000, UInt64(Int64.max)])
    func countsWhatFellOutOfTheWindowAsSeen(jump: UInt64) {
        var window = SequenceWindow()
        _ = window.insert(1)
        _ = window.insert(jump - 1)
        #expect(window.insert(jump) == true)
        #expect([window.insert(jump), window.insert(jump - 1)] == [false, false])
        #expect(window.insert(0) == false)
        #expect(window.insert(jump - 1000) == true)
    }

    @Test func refusesNumbersNoCounterReaches() {
        var window = SequenceWindow()
        #expect(window.insert(.max) == false)
        #expect(window.insert(7) == true)
    }

    @Test func agreesWithASetOverRandomOrders() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20 {
            var window = SequenceWindow()
            var seen: Set<UInt64> = []
            for base in 0..<UInt64(300) {
                let number = base * 3 + UInt64.random(in: 0..<40, using: &generator)
                #expect(window.insert(number) == seen.insert(number).inserted, "number \(number)")
                #expect(SequenceWindow(encoded: window.encoded()) == window)
            }
        }
    }

    @Test func refusesBytesThatAreNoWindow() {
        #expect(SequenceWindow(encoded: []) == nil)
        #expect(SequenceWindow(encoded: [UInt8](repeating: 0, count: 135)) == nil)
    }
}
