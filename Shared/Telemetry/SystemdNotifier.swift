import Glibc

/// Tells systemd how the service is doing, by datagrams to the socket it names: sd_notify(3) without libsystemd.
///
/// Outside systemd every call does nothing and returns false.
package struct SystemdNotifier: Sendable {
    /// Path, or abstract name after `@`; nil outside systemd.
    let socketName: String?
    /// How often `watchdog` is expected at the latest; send at half of it. Nil when the unit has no WatchdogSec.
    package let watchdogInterval: Duration?

    package init(socket: String?, watchdogInterval: Duration? = nil) {
        socketName = socket.flatMap { $0.isEmpty ? nil : $0 }
        self.watchdogInterval = watchdogInterval
    }

    /// From NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID.
    package static func fromEnvironment() -> SystemdNotifier {
        func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
        return fromEnvironment(variable, processID: getpid())
    }

    static func fromEnvironment(_ variable: (String) -> String?, processID: Int32) -> SystemdNotifier {
        var interval: Duration?
        // WATCHDOG_PID names the process that is watched; inherited by a child it is not ours.
        let isForUs = variable("WATCHDOG_PID").map { Int32($0) == processID } ?? true
        if isForUs, let text = variable("WATCHDOG_USEC"), let microseconds = Int64(text), microseconds > 0 {
            interval = .microseconds(microseconds)
        }
        return SystemdNotifier(socket: variable("NOTIFY_SOCKET"), watchdogInterval: interval)
    }

    @discardableResult package func ready() -> Bool { send("READY=1") }
    @discardableResult package func stopping() -> Bool { send("STOPPING=1") }
    @discardableResult package func watchdog() -> Bool { send("WATCHDOG=1") }
    /// One line for `systemctl status`; line breaks become spaces.
    @discardableResult package func status(_ text: String) -> Bool {
        send("STATUS=" + String(text.map { $0.isNewline ? " " : $0 }))
    }

    /// True when the datagram was handed over whole.
    private func send(_ message: String) -> Bool {
        guard let socketName else { return false }
        var address = sockaddr_un()
        let name = Array(socketName.utf8)
        // One byte stays for the terminator of a path.
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { path in
            path.copyBytes(from: name)
            // Abstract: the name starts with a zero byte and ends where the length says.
            if name.first == UInt8(ascii: "@") { path[0] = 0 }
        }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let bytes = Array(message.utf8)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, length) == bytes.count
            }
        }
    }
}
