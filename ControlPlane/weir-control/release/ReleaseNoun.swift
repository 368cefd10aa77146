import ArgumentParser

struct ReleaseNoun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Releases: built from a workflow, signed, pushed to the plane.",
        subcommands: [ReleaseBuild.self, ReleasePush.self, ReleaseList.self, ReleaseShow.self])
}
