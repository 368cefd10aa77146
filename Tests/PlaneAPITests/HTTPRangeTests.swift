import Testing

@testable import PlaneAPI

@Suite struct HTTPRangeTests {
    @Test(arguments: [
        ("bytes=0-0", HTTPRange.Parsed.satisfiable(.init(first: 0, last: 0))),
        ("bytes=5-", .satisfiable(.init(first: 5, last: 9))),
        ("bytes=5-99", .satisfiable(.init(first: 5, last: 9))),
        ("bytes=-3", .satisfiable(.init(first: 7, last: 9))),
        ("bytes=-99", .satisfiable(.init(first: 0, last: 9))),
        ("bytes=10-", .unsatisfiable),
        ("bytes=-0", .unsatisfiable),
        ("bytes=3-1", .none), ("bytes=a-b", .none), ("bytes=1-2,4-5", .none), ("items=0-1", .none), ("bytes=", .none),
        ("bytes=+1-2", .none),
    ])
    func readsOneRange(header: String, expected: HTTPRange.Parsed) {
        #expect(HTTPRange.parse(header, size: 10) == expected)
    }

    @Test func ignoresNoHeader() { #expect(HTTPRange.parse(nil, size: 10) == .none) }

    @Test(arguments: [
        ("127.0.0.1:80", true), ("localhost", true), ("[::1]:9", true), ("::1", true), ("evil.example:80", false), ("", false),
        ("127.0.0.1.example.org", false), ("127.0.0.1.example.org:80", false), ("LOCALHOST:80", true), ("127.9.9.9", true),
    ])
    func knowsLoopbackNames(name: String, expected: Bool) { #expect(Gate.isLoopbackName(name) == expected) }
}
