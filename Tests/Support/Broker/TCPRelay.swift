import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Stands between a client and a server on loopback, passes bytes both ways, and can cut the wire.
package final class TCPRelay: Sendable {
    package var port: Int { listener.port }

    private let listener: ScriptedListener
    private let wires: Wires

    package init(to target: Int) throws {
        let wires = Wires()
        self.wires = wires
        listener = try ScriptedListener { _, client in
            guard wires.isOpen, let server = LoopbackSocket.connect(target) else { return LoopbackSocket.reset(dup(client)) }
            var yes: Int32 = 1
            setsockopt(client, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
            wires.add(client, server)
            let back = DispatchGroup()
            back.enter()
            Thread.detachNewThread {
                Self.copy(from: server, to: client, unless: wires)
                back.leave()
            }
            Self.copy(from: client, to: server, unless: wires)
            back.wait()
            wires.remove(client, server)
            close(server)
        }
    }

    /// Resets both sides of every connection, at once and without a goodbye, and refuses new ones until `mend`.
    package func cut() { wires.cut() }

    package func mend() { wires.mend() }

    private static func copy(from source: Int32, to target: Int32, unless wires: Wires) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(source, &buffer, buffer.count)
            guard count > 0, writeBytes(target, [UInt8](buffer.prefix(count))) else { break }
        }
        // One side has ended: the other shall see it.
        shutdown(source, Int32(SHUT_RDWR))
        shutdown(target, Int32(SHUT_RDWR))
    }

    /// Open connections and whether new ones are let in.
    private final class Wires: Sendable {
        private let state = Mutex((isOpen: true, pairs: [[Int32]]()))

        var isOpen: Bool { state.withLock { $0.isOpen } }

        func add(_ client: Int32, _ server: Int32) { state.withLock { $0.pairs.append([client, server]) } }

        func remove(_ client: Int32, _ server: Int32) { state.withLock { $0.pairs.removeAll { $0 == [client, server] } } }

        func cut() {
            state.withLock { state in
                state.isOpen = false
                for descriptor in state.pairs.joined() {
                    var abrupt = linger(l_onoff: 1, l_linger: 0)
                    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &abrupt, socklen_t(MemoryLayout<linger>.size))
                    shutdown(descriptor, Int32(SHUT_RDWR))
                }
            }
        }

        func mend() { state.withLock { $0.isOpen = true } }
    }
}
