// swift-tools-version: 6.2
import PackageDescription

// Weir, read from top to bottom: packages and settings, then Shared, EdgeNode, ControlPlane, Tests.
// A target's folder is its path; data flows down the page, so no target imports one that stands below it.
// EdgeNode and ControlPlane never import each other.

// MARK: Packages

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")

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
    .target(name: "CKernels", path: "Shared/CKernels", cSettings: kernelC),
    .target(
        name: "Contract", dependencies: [protobuf], path: "Shared/Contract", exclude: ["weir.proto"], swiftSettings: swift),
    library("Shared", "Telemetry", [logging]),
    library("Shared", "SQLite", ["CSQLite"]),
    library("Shared", "Messaging", ["CMosquitto", logging, lifecycle]),
    library("Shared", "Transfer", ["CCurl", "Telemetry"]),
    library("Shared", "GGUF"),
    library("Shared", "Tokenization"),
    library("Shared", "Inference", ["CKernels", "GGUF", "Tokenization"]),
    library("Shared", "Classification", ["GGUF"]),
    library("Shared", "Privacy"),
    library("Shared", "Retrieval", ["GGUF"]),
    library("Shared", "Releases", ["Contract", crypto, protobuf]),
]

// MARK: EdgeNode: the daemon on the device

let edgeNode: [Target] = [
    library("EdgeNode", "Routing", ["Contract"]),
    library("EdgeNode", "Outbox", ["Contract", "Privacy", "SQLite", protobuf]),
    library("EdgeNode", "Update", ["Contract", "Releases", "SQLite", "Transfer", logging]),
    library(
        "EdgeNode", "Pipeline",
        ["Classification", "Contract", "Inference", "Outbox", "Privacy", "Releases", "Retrieval", "Routing", "SQLite", "Telemetry", logging]),
    library(
        "EdgeNode", "Uplink",
        ["Contract", "Messaging", "Outbox", "Releases", "SQLite", "Telemetry", "Update", lifecycle, logging, protobuf]),
    .target(
        name: "CNodePage", path: "EdgeNode/CNodePage", exclude: ["web"], cSettings: embedC),
    library(
        "EdgeNode", "NodeAPI",
        ["CNodePage", "Contract", "Inference", "Pipeline", "Privacy", "Routing", "Telemetry", hummingbird, logging, nioCore]),
    .executableTarget(
        name: "weir-node",
        dependencies: [
            "Contract", "GGUF", "Inference", "Messaging", "NodeAPI", "Outbox", "Pipeline", "Privacy", "Releases", "Routing", "SQLite",
            "Telemetry", "Tokenization", "Transfer", "Update", "Uplink", argumentParser, hummingbird, lifecycle, logging, toml,
        ], path: "EdgeNode/weir-node", swiftSettings: swift),
]

// MARK: ControlPlane: the plane and its command line

let controlPlane: [Target] = [
    library("ControlPlane", "LLM", ["Contract", "Telemetry", "Transfer", logging]),
    library("ControlPlane", "Fleet", ["Contract", "Releases", "SQLite", crypto, logging, protobuf]),
    library("ControlPlane", "Approvals", ["Contract", "SQLite"]),
    library("ControlPlane", "Aggregation", ["Contract", "SQLite", "Telemetry", protobuf]),
    library("ControlPlane", "Rollouts", ["Contract", "Fleet", "Releases", "SQLite", logging]),
    library(
        "ControlPlane", "Ingest",
        ["Aggregation", "Approvals", "Contract", "Fleet", "LLM", "Messaging", "SQLite", "Telemetry", lifecycle, logging, protobuf]),
    library(
        "ControlPlane", "Workflows",
        ["Classification", "Contract", "GGUF", "Inference", "Privacy", "Releases", "Retrieval", "Tokenization", protobuf, toml]),
    .target(
        name: "CPlanePage", path: "ControlPlane/CPlanePage", exclude: ["web"], cSettings: embedC),
    library(
        "ControlPlane", "PlaneAPI",
        [
            "Aggregation", "Approvals", "CPlanePage", "Contract", "Fleet", "LLM", "Releases", "Rollouts", "SQLite", "Telemetry", hummingbird,
            logging, nioCore, protobuf,
        ]),
    .executableTarget(
        name: "weir-control",
        dependencies: [
            "Aggregation", "Approvals", "Classification", "Contract", "Fleet", "GGUF", "Inference", "Ingest", "LLM", "Messaging", "PlaneAPI",
            "Privacy", "Releases", "Retrieval", "Rollouts", "SQLite", "Telemetry", "Transfer", "Workflows", argumentParser, crypto, hummingbird,
            lifecycle, logging, protobuf, toml,
        ], path: "ControlPlane/weir-control", swiftSettings: swift),
]

let package = Package(
    name: "weir",
    products: [
        .executable(name: "weir-node", targets: ["weir-node"]),
        .executable(name: "weir-control", targets: ["weir-control"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        // traits: [] keeps swift-configuration and full Foundation (44 MB of ICU) out of the server, for the whole graph.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: shared + edgeNode + controlPlane,
    swiftLanguageModes: [.v6]
)
