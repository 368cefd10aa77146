import Glibc
import Testing

@testable import Telemetry

@Suite struct SystemdNotifierTests {
    /// A datagram socket as systemd listens on, at a path or an abstract name.
    final class Listener {
        let name: String
        private let descriptor: Int32

        init(abstract: Bool) throws {
            let unique = "weir-notify-\(getpid())-\(UInt64.random(in: 0...(.max)))"
            name = abstract ? "@\(unique)" : "/tmp/\(unique)"
            descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            let bytes = Array(name.utf8)
            withUnsafeMutableBytes(of: &address.sun_path) { path in
                path.copyBytes(from: bytes)
                if abstract { path[0] = 0 }
            }
            let length = socklen_t(2 + bytes.count + (abstract ? 0 : 1))
            let result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
            }
            try #require(result == 0)
        }

        deinit {
            close(descriptor)
            unlink(name)
        }

        func receive() -> String {
            var buffer = [UInt8](repeating: 0, count: 256)
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        }
    }

    @Test(arguments: [false, true])
    func tellsItsState(_ abstract: Bool) throws {
        let listener = try Listener(abstract: abstract)
        let notifier = SystemdNotifier(socket: listener.name)
        #expect(notifier.ready())
        #expect(listener.receive() == "READY=1")
        #expect(notifier.watchdog())
        #expect(listener.receive() == "WATCHDOG=1")
        #expect(notifier.status("link up\nREADY=0"))
        #expect(listener.receive() == "STATUS=link up READY=0")
        #expect(notifier.stopping())
        #expect(listener.receive() == "STOPPING=1")
    }

    @Test(arguments: [nil, "", "/nonexistent/notify", String(repeating: "x", count: 200)])
    func withoutASocketNothingHappens(_ socket: String?) { #expect(!SystemdNotifier(socket: socket).ready()) }

    @Test(
        arguments: [
            ([:], nil), (["WATCHDOG_USEC": "30000000"], .seconds(30)),
            (["WATCHDOG_USEC": "500000", "WATCHDOG_PID": "42"], .milliseconds(500)),
            (["WATCHDOG_USEC": "500000", "WATCHDOG_PID": "43"], nil), (["WATCHDOG_USEC": "0"], nil), (["WATCHDOG_USEC": "soon"], nil),
        ] as [([String: String], Duration?)])
    func watchdogIntervalIsReadFromTheEnvironment(_ environment: [String: String], _ expected: Duration?) {
        #expect(SystemdNotifier.fromEnvironment({ environment[$0] }, processID: 42).watchdogInterval == expected)
    }
}
