import ArgumentParser
import FoundationEssentials
import Releases

extension KeyKind: ExpressibleByArgument {}

struct KeysNew: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Make a key pair: <out>/<kind>.key (0600) and <out>/<kind>.pub. Nothing is ever overwritten.")

    @Option(name: .long, help: "release signs manifests, director signs desired state.") var kind: KeyKind
    @Option(name: .long, help: "Folder, created when absent.") var out: String

    func run() throws {
        try FileManager.default.createDirectory(
            atPath: out, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let key = SigningKey(kind: kind)
        try key.write(path: "\(out)/\(kind.rawValue).key")
        try key.verificationKey.write(path: "\(out)/\(kind.rawValue).pub")
        Console.print("\(key.verificationKey) in \(out)/\(kind.rawValue).key, public part in \(out)/\(kind.rawValue).pub")
    }
}
