import ArgumentParser
import TypedTOML

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "The configuration.", subcommands: [Show.self])

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints every key in force and where its value came from.",
            discussion:
                "Refuses what 'run' would refuse: an unknown key (naming the nearest known one), a wrong type, a value out of range.")

        @OptionGroup var options: ConfigurationOptions

        func run() throws {
            let (_, file) = try options.load()
            Output.bytes(Array(file.effective().utf8))
        }
    }
}
