import ArgumentParser
import Fleet
import PlaneAPI

struct ReleaseList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Releases the plane has, newest first.")

    @OptionGroup var options: PlaneOptions

    @concurrent func run() async throws {
        let answer = try await options.client().get("/api/v1/releases", as: API.Releases.self)
        if options.output == .json { return Console.print(json: answer.json) }
        let now = WallClock.system.nowUnixMs()
        var table = Table("RELEASE", "WORKFLOW", "COUNTER#", "INTENTS#", "ACCURACY#", "SIZE#", "NODES#", "STATE", "AGE#")
        for release in answer.value.releases {
            table.add(
                String(release.release.prefix(12)), release.workflow, "\(release.counter)", "\(release.intents)",
                Figure.decimal(release.accuracy, 3), Figure.bytes(release.sizeInBytes), "\(release.nodes)",
                release.complete ? "complete" : "\(release.missing.count) files missing", Figure.ago(release.uploadedUnixMs, now: now))
        }
        Console.print(table.text)
    }
}

struct ReleaseShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "One release: figures and files.")

    @Argument(help: "Its name, or a prefix of at least four digits.") var release: String
    @OptionGroup var options: PlaneOptions

    @concurrent func run() async throws {
        let answer = try await options.client().get("/api/v1/releases/\(PlaneClient.escape(release))", as: API.Release.self)
        if options.output == .json { return Console.print(json: answer.json) }
        let release = answer.value
        var table = Table("RELEASE", release.release)
        table.add("workflow", release.workflow)
        table.add("counter", "\(release.counter)")
        table.add("state", release.complete ? "complete" : "missing \(release.missing.joined(separator: ", "))")
        table.add("intents", "\(release.intents)")
        table.add("accuracy", Figure.decimal(release.accuracy, 4))
        table.add("macro F1", Figure.decimal(release.macroF1, 4))
        table.add("calibration error", Figure.decimal(release.expectedCalibrationError, 4))
        table.add("active on", "\(release.nodes) nodes")
        Console.print(table.text + "\n")
        var files = Table("FILE", "SIZE#", "SHA-256")
        for file in release.files { files.add(file.path, Figure.bytes(file.sizeInBytes), file.sha256) }
        Console.print(files.text)
    }
}
