import Telemetry
import Testing

@Suite struct ResidentMemoryTests {
    @Test func readsThisProcess() throws {
        let memory = try #require(ResidentMemory.current())
        #expect(memory.total > 1 << 20)
        #expect(memory.anonymous > 0 && memory.anonymous <= memory.total)
    }

    @Test func readsKibibytes() {
        let memory = ResidentMemory(status: "Name:\tweir-node\nVmRSS:\t   2048 kB\nRssAnon:\t     12 kB\n")
        #expect(memory?.total == 2 << 20 && memory?.anonymous == 12 << 10)
    }

    @Test(arguments: [
        "", "VmRSS: 1 kB\n", "VmRSS: 1 MB\nRssAnon: 1 kB\n", "VmRSS: x kB\nRssAnon: 1 kB\n", "VmRSS: -1 kB\nRssAnon: 1 kB\n",
        "VmRSS: 99999999999999999 kB\nRssAnon: 1 kB\n", "VmRSS: 1 kB more\nRssAnon: 1 kB\n",
    ])
    func refusesWhatIsNotTheKernelsForm(_ status: String) { #expect(ResidentMemory(status: status) == nil) }
}
