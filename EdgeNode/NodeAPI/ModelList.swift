import Routing

/// The names `model` may have.
package struct ModelList: Hashable, Sendable {
    /// What the plane's upstreams are called, as far as this node's owner configured them.
    package let upstreams: [String]

    /// Throws nothing: names outside `[A-Za-z0-9._:/-]`, longer than 100 or ours are left out, for they would travel up as they are.
    package init(upstreams: [String]) {
        self.upstreams = upstreams.filter { Self.isName($0) && !Self.ownNames.contains($0) }
    }

    /// `auto`: the policy decides. `local`: nothing leaves the device. `upstream`: the large model, whichever the plane chooses.
    static let ownNames = ["auto", "local", "upstream"]

    var all: [String] { Self.ownNames + upstreams }

    func choice(_ name: String) throws(APIError) -> (path: RequestedPath, upstream: String) {
        switch name {
        case "auto": return (.auto, "")
        case "local": return (.local, "")
        case "upstream": return (.upstream, "")
        default:
            guard upstreams.contains(name) else { throw APIError.unknownModel }
            return (.upstream, name)
        }
    }

    package static func isName(_ text: String) -> Bool {
        (1...100).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x61...0x7a).contains(byte) || (0x41...0x5a).contains(byte) || (0x30...0x39).contains(byte)
                    || [0x2e, 0x5f, 0x3a, 0x2f, 0x2d].contains(byte)
            }
    }
}
