// swift-tools-version: 6.2
import PackageDescription

// Weir, read from top to bottom: packages and settings, then Shared, EdgeNode, ControlPlane, Tests.
// A target's folder is its path; data flows down the page, so no target imports one that stands below it.
// EdgeNode and ControlPlane never import each other.

// MARK: Packages

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")

// MARK: Settings

/// Every Swift target of ours: language mode 6 (see the last line), warnings are errors, imports say what they export.
let swift: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]
/// The compute kernels: optimised in debug builds too, or every test crawls.
let kernelC: [CSetting] = [
    .enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error),
    .unsafeFlags(["-O3"]),
]
/// The static runtime asks the linker to export every symbol, which nothing of ours looks up: without, the node is 4.1 MB smaller.
let unexported: [LinkerSetting] = [.unsafeFlags(["-Xlinker", "--no-export-dynamic"])]
/// Web pages embedded with `#embed`, which clang 21 offers in C11 as an extension.
let embedC: [CSetting] = [
    .enableWarning("all"), .treatAllWarnings(as: .error), .disableWarning("c23-extensions"),
]

func library(_ root: String, _ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "\(root)/\(name)", swiftSettings: swift)
}

func systemLibrary(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, path: "Shared/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func tests(_ module: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(module)Tests", dependencies: [.byName(name: module)] + dependencies, path: "Tests/\(module)Tests", swiftSettings: swift)
}

// MARK: Shared: what both sides need

let shared: [Target] = [
    systemLibrary("CMosquitto", pkgConfig: "libmosquitto", apt: "libmosquitto-dev"),
    systemLibrary("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
    systemLibrary("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
    .systemLibrary(name: "CMalloc", path: "Shared/CMalloc"),
    .target(name: "CKernels", path: "Shared/CKernels", cSettings: kernelC),
    .target(
        name: "Contract", dependencies: [protobuf], path: "Shared/Contract", exclude: ["weir.proto"], swiftSettings: swift),
    library("Shared", "Files"),
    library("Shared", "TypedTOML", ["Files", toml]),
    library("Shared", "Telemetry", ["CMalloc", logging]),
    library("Shared", "SQLite", ["CSQLite"]),
    library("Shared", "Messaging", ["CMosquitto", logging, lifecycle]),
    library("Shared", "Transfer", ["CCurl", "Telemetry"]),
    library("Shared", "GGUF", ["Files"]),
    library("Shared", "Tokenization"),
    // Optimised in debug builds too: hundreds of tests run it, and unoptimised generics allocate where the forward pass must not.
    .target(
        name: "Inference", dependencies: ["CKernels", "GGUF", "Tokenization"], path: "Shared/Inference",
        swiftSettings: swift + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    library("Shared", "Classification", ["GGUF"]),
    // Optimised in debug builds too: its tests read megabytes of hostile text, and beside them tests with time limits would starve.
    .target(
        name: "Privacy", dependencies: [crypto], path: "Shared/Privacy",
        swiftSettings: swift + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    library("Shared", "Tagging", ["GGUF", "Inference", "Privacy", "Tokenization", crypto]),
    library("Shared", "Retrieval", ["GGUF"]),
    library("Shared", "Releases", ["Contract", "Files", "Privacy", crypto, protobuf]),
]

// MARK: EdgeNode: the daemon on the device

let edgeNode: [Target] = [
    library("EdgeNode", "Metering", ["Contract", "Telemetry"]),
    library("EdgeNode", "Routing", ["Contract"]),
    library("EdgeNode", "Outbox", ["Contract", "Files", "Privacy", "Routing", "SQLite", "Telemetry", protobuf]),
    library("EdgeNode", "Update", ["Contract", "Files", "Releases", "SQLite", "Telemetry", "Transfer", logging]),
    library(
        "EdgeNode", "Pipeline",
        [
            "Classification", "Contract", "Files", "Inference", "Metering", "Outbox", "Privacy", "Releases", "Retrieval", "Routing",
            "SQLite", "Tagging", "Telemetry", "Tokenization", crypto, protobuf,
        ]),
    library(
        "EdgeNode", "Uplink",
        ["Contract", "Messaging", "Metering", "Outbox", "Releases", "SQLite", "Telemetry", "Update", lifecycle, logging, protobuf]),
    .target(name: "CNodePage", path: "EdgeNode/CNodePage", exclude: ["web"], cSettings: embedC),
    library(
        "EdgeNode", "NodeAPI",
        [
            "CNodePage", "Classification", "Contract", "Inference", "Metering", "Outbox", "Pipeline", "Privacy", "Routing", "Telemetry",
            httpTypes, hummingbird, logging, nioCore,
        ]),
    .executableTarget(
        name: "weir-node",
        dependencies: [
            "Classification", "Contract", "Files", "GGUF", "Inference", "Messaging", "Metering", "NodeAPI", "Outbox", "Pipeline",
            "Privacy", "Releases", "Routing", "SQLite", "Tagging", "Telemetry", "Transfer", "TypedTOML", "Update", "Uplink",
            argumentParser, hummingbird, lifecycle, logging, protobuf, unixSignals,
        ], path: "EdgeNode/weir-node", swiftSettings: swift, linkerSettings: unexported),
]

// MARK: ControlPlane: the plane and its command line

let controlPlane: [Target] = [
    library("ControlPlane", "LLM", ["Contract", "Privacy", "Telemetry", "Transfer", logging]),
    library("ControlPlane", "Approvals", ["Contract", "SQLite", protobuf]),
    library("ControlPlane", "Aggregation", ["Contract", "SQLite", "Telemetry", protobuf]),
    library("ControlPlane", "Fleet", ["Contract", "Files", "Releases", "SQLite", "Telemetry", crypto, logging, protobuf]),
    library("ControlPlane", "Rollouts", ["Contract", "Fleet", "SQLite", logging]),
    library(
        "ControlPlane", "Ingest",
        [
            "Aggregation", "Approvals", "Contract", "Fleet", "LLM", "Messaging", "SQLite", "Telemetry", lifecycle, logging, protobuf,
        ]),
    library("ControlPlane", "ModelImport", ["GGUF", "Tokenization", crypto]),
    // Optimised in debug builds too, as Inference is: it adds up products for every word.
    .target(
        name: "TaggerTraining", dependencies: ["Classification", "GGUF", "Inference", "Privacy", "Tagging"],
        path: "ControlPlane/TaggerTraining",
        swiftSettings: swift + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    library(
        "ControlPlane", "Workflows",
        ["Classification", "Contract", "Files", "Inference", "Privacy", "Releases", "Retrieval", "Tagging", "TypedTOML", protobuf]),
    .target(name: "CPlanePage", path: "ControlPlane/CPlanePage", exclude: ["web"], cSettings: embedC),
    library(
        "ControlPlane", "PlaneAPI",
        [
            "Aggregation", "Approvals", "CPlanePage", "Contract", "Fleet", "Ingest", "Releases", "Rollouts", "SQLite", "Telemetry",
            httpTypes, hummingbird, logging, nioCore, protobuf,
        ]),
    .executableTarget(
        name: "weir-control",
        dependencies: [
            "Aggregation", "Approvals", "Classification", "Contract", "Files", "Fleet", "Inference", "Ingest", "LLM", "Messaging",
            "ModelImport", "PlaneAPI", "Privacy", "Releases", "Rollouts", "SQLite", "TaggerTraining", "Telemetry", "Transfer", "TypedTOML",
            "Workflows", argumentParser, hummingbird, lifecycle, logging, protobuf, unixSignals,
        ], path: "ControlPlane/weir-control", swiftSettings: swift, linkerSettings: unexported),
]

// MARK: Tests

let testSupport: [Target] = [
    .target(
        name: "AllocationCount", path: "Tests/Support/AllocationCount",
        cSettings: [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]),
    .target(name: "BrokerSupport", path: "Tests/Support/Broker", swiftSettings: swift),
    .target(
        name: "StandIn", dependencies: ["Telemetry", httpTypes, hummingbird, lifecycle, logging, nioCore], path: "Tests/Support/StandIn",
        swiftSettings: swift),
    .executableTarget(
        name: "weir-stand-in", dependencies: ["StandIn", argumentParser, lifecycle, logging, unixSignals],
        path: "Tests/Support/weir-stand-in", swiftSettings: swift),
    .target(name: "TinyTagger", dependencies: ["GGUF"], path: "Tests/Support/TinyTagger", swiftSettings: swift),
    .target(
        name: "TinyRelease",
        dependencies: [
            "Classification", "Contract", "GGUF", "Inference", "Privacy", "Releases", "Retrieval", "Tagging", "TinyTagger", protobuf,
        ],
        path: "Tests/Support/TinyRelease", swiftSettings: swift),
    .target(
        name: "KernelCheck", dependencies: ["CKernels"], path: "Tests/KernelCheck", exclude: ["tool"], cSettings: kernelC,
        linkerSettings: [.linkedLibrary("m")]),
    .executableTarget(
        name: "kernel-check", dependencies: ["CKernels", "KernelCheck"], path: "Tests/KernelCheck/tool", cSettings: kernelC),
]

let testTargets: [Target] = [
    tests("Files"),
    tests("TypedTOML"),
    tests("Contract"),
    tests("Telemetry", [logging]),
    tests("SQLite"),
    tests("Messaging", ["BrokerSupport", "Contract", lifecycle, logging]),
    tests("Transfer", ["Telemetry"]),
    tests("GGUF"),
    tests("Tokenization", ["GGUF"]),
    tests("Inference", ["AllocationCount", "CKernels", "GGUF", "KernelCheck", "TinyTagger", "Tokenization"]),
    tests("Classification", ["GGUF"]),
    tests("Privacy"),
    tests("Tagging", ["GGUF", "Inference", "Privacy", "TinyTagger", "Tokenization"]),
    tests("Retrieval", ["GGUF"]),
    tests("Releases", ["Contract", "Privacy", protobuf]),
    tests("Routing", ["Contract", protobuf]),
    tests("Outbox", ["Contract", "Privacy", "Routing", "SQLite", protobuf]),
    tests("Update", ["Contract", "Releases", "SQLite", "TinyRelease", "Transfer", hummingbird, logging]),
    tests(
        "Pipeline",
        ["Classification", "Contract", "Inference", "Metering", "Outbox", "Privacy", "Releases", "Routing", "TinyRelease", protobuf]),
    tests("Uplink"),
    tests(
        "NodeAPI",
        [
            "Classification", "Contract", "Metering", "Outbox", "Pipeline", "Privacy", "Releases", "TinyRelease", httpTypes, hummingbird,
            logging, protobuf,
        ]),
    tests("LLM", ["Contract", "StandIn", "Transfer", logging, protobuf]),
    tests("Approvals", ["Contract", "SQLite", protobuf]),
    tests("Aggregation", ["Contract", "SQLite", "Telemetry", protobuf]),
    tests("Fleet", ["Contract", "Releases", "SQLite", logging, protobuf]),
    tests("Rollouts", ["Contract", protobuf]),
    tests(
        "Ingest",
        [
            "Aggregation", "Approvals", "BrokerSupport", "Contract", "Fleet", "LLM", "Messaging", "SQLite", "StandIn", "Transfer",
            lifecycle,
            logging, protobuf,
        ]),
    tests("ModelImport", ["GGUF", "Tokenization"]),
    tests("TaggerTraining", ["GGUF", "Inference", "Privacy", "Tagging", "TinyTagger"]),
    tests(
        "Workflows",
        ["Classification", "Contract", "GGUF", "Inference", "Privacy", "Releases", "Retrieval", "Tagging", "TinyTagger", protobuf]),
    tests(
        "PlaneAPI",
        [
            "Aggregation", "Approvals", "Contract", "Fleet", "Ingest", "Releases", "Rollouts", "SQLite", "Telemetry", "Transfer",
            hummingbird,
            logging, protobuf,
        ]),
    tests("StandIn", ["Transfer"]),
]

let package = Package(
    name: "weir",
    products: [
        .executable(name: "weir-node", targets: ["weir-node"]),
        .executable(name: "weir-control", targets: ["weir-control"]),
        // Test equipment, named here so that the demo can build it alone.
        .executable(name: "weir-stand-in", targets: ["weir-stand-in"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        // traits: [] keeps swift-configuration and full Foundation (44 MB of ICU) out of the server, for the whole graph.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: shared + edgeNode + controlPlane + testSupport + testTargets,
    swiftLanguageModes: [.v6]
)
