import Glibc
import Hummingbird
import Logging
import NIOCore

/// A request context that knows its connection, so that a fault can break it.
struct StandInContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// Long prompts are the client's to bound; this only keeps a runaway test from filling the memory.
    var maxUploadSize: Int { 8 << 20 }

    /// Ends the connection with a reset instead of an orderly close.
    func reset() async throws {
        if let options = channel as? any SocketOptionProvider {
            try await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try await channel.close()
    }
}

/// Thrown where the connection was broken on purpose; ends the response.
struct BrokenOnPurpose: Error {}
