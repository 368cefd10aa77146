import ArgumentParser

struct Keys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Signing keys: release (yours, offline) and director (the plane's).", subcommands: [KeysNew.self])
}
