import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// A TCP server that does to each connection what the test says, on a thread of its own; the descriptor is closed afterwards.
package final class ScriptedListener: Sendable {
    package let port: Int
    private let descriptor: Int32
    private let accepted = Mutex(0)

    /// - Parameter script: gets the connection's number, counted from 0, and its blocking descriptor.
    package init(_ script: @escaping @Sendable (_ number: Int, _ descriptor: Int32) -> Void) throws {
        let listener = try LoopbackSocket.listen()
        port = listener.port
        descriptor = listener.descriptor
        Thread.detachNewThread { [weak self, descriptor] in
            var number = 0
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
                self?.accepted.withLock { $0 += 1 }
                let current = number
                number += 1
                Thread.detachNewThread {
                    script(current, connection)
                    close(connection)
                }
            }
        }
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    package var connections: Int { accepted.withLock { $0 } }
}

/// Reads until `count` bytes are there or the peer has gone; what it got.
package func readBytes(_ descriptor: Int32, atMost count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let got = read(descriptor, &bytes, count)
    return [UInt8](bytes.prefix(max(0, got)))
}

/// False when the peer has gone.
@discardableResult
package func writeBytes(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
        let written = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        guard written > 0 else { return false }
        rest = rest.dropFirst(written)
    }
    return true
}
