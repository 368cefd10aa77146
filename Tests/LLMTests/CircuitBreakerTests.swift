import Testing

@testable import LLM

@Suite struct CircuitBreakerTests {
    private let start = ContinuousClock.now

    @Test func opensAfterFailuresInARowAndProbesAfterTheCoolDown() {
        var breaker = CircuitBreaker(failureLimit: 3, coolDown: .seconds(10))
        for _ in 0..<2 { breaker.failed(now: start) }
        breaker.succeeded()
        for _ in 0..<2 { breaker.failed(now: start) }
        #expect(breaker.admit(now: start) == .go)
        breaker.failed(now: start)
        #expect(breaker.admit(now: start.advanced(by: .seconds(4))) == .wait(.seconds(6)))
        let later = start.advanced(by: .seconds(10))
        #expect(breaker.admit(now: later) == .go)
        #expect(breaker.admit(now: later) == .wait(.seconds(10)))
        breaker.succeeded()
        #expect(breaker.state == .closed(failures: 0))
    }

    @Test func opensAgainWhenTheProbeFails() {
        var breaker = CircuitBreaker(failureLimit: 1, coolDown: .seconds(1))
        breaker.failed(now: start)
        let later = start.advanced(by: .seconds(1))
        #expect(breaker.admit(now: later) == .go)
        breaker.failed(now: later)
        #expect(breaker.state == .open(until: later.advanced(by: .seconds(1))))
    }

    @Test func lateFailuresOfCallsAdmittedBeforeDoNotProlongIt() {
        var breaker = CircuitBreaker(failureLimit: 1, coolDown: .seconds(1))
        breaker.failed(now: start)
        breaker.failed(now: start.advanced(by: .milliseconds(900)))
        #expect(breaker.admit(now: start.advanced(by: .seconds(1))) == .go)
    }

    @Test func anAbandonedProbeLetsTheNextOneThrough() {
        var breaker = CircuitBreaker(failureLimit: 1, coolDown: .seconds(1))
        breaker.failed(now: start)
        let later = start.advanced(by: .seconds(1))
        _ = breaker.admit(now: later)
        breaker.abandoned(now: later)
        #expect(breaker.admit(now: later) == .go)
    }
}

@Suite struct RetryScheduleTests {
    private let schedule = RetrySchedule(attempts: 4, base: .milliseconds(500), ceiling: .seconds(1), longestRetryAfter: .seconds(30))

    @Test(arguments: [(1, 0.5, 250), (2, 0.5, 500), (3, 0.5, 500), (3, 0, 0)])
    func drawsEvenlyBelowADoublingCeiling(failed: Int, random: Double, milliseconds: Int) {
        #expect(schedule.delay(failedAttempts: failed, retryAfter: nil, random: random) == .milliseconds(milliseconds))
    }

    @Test func endsAfterTheLastAttempt() {
        #expect(schedule.delay(failedAttempts: 4, retryAfter: nil, random: 0) == nil)
    }

    @Test func waitsAtLeastAsLongAsTheUpstreamAskedButNotForEver() {
        #expect(schedule.delay(failedAttempts: 1, retryAfter: .seconds(7), random: 0.9) == .seconds(7))
        #expect(schedule.delay(failedAttempts: 1, retryAfter: .seconds(31), random: 0.9) == nil)
    }
}
