import ArgumentParser

struct ConfigNoun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "The plane's configuration.", subcommands: [ConfigShow.self])
}

struct ConfigShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print the configuration in force, with where each value came from. Secrets show as (set).")

    @OptionGroup var configuration: ConfigurationOptions

    func run() throws {
        let settings = try configuration.load()
        Console.print(settings.effective)
    }
}
