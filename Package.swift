// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "tapedeck",
  products: [
    .executable(name: "tapedeck", targets: ["Tapedeck"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
  ],
  targets: [
    // The words: time, candles, instruments, money, calendars. Imports nothing.
    .target(name: "Market"),

    // One capability each; none knows the others.
    .target(name: "CandleStore", dependencies: ["Market", "CZlib", .product(name: "GRDB", package: "GRDB.swift")]),
    .target(name: "Volatility", dependencies: ["CLAPACK"]),
    .target(name: "LanguageModels", dependencies: ["Market", "CQuantizedDot", "Yams"]),

    // Real models: servers over HTTP, and the tape that keeps what they answered.
    .target(
      name: "ModelServers",
      dependencies: ["LanguageModels", "Market", .product(name: "Crypto", package: "swift-crypto")]),

    // Everything that runs for each candle, in one target: the optimizer sees all of it.
    .target(name: "Replay", dependencies: ["Market", "Volatility", "LanguageModels"]),

    // What finished replays say: metrics, differences between variants.
    .target(name: "Comparison", dependencies: ["Market", "Replay"]),

    // The edges: scenario files in, tables and pages out.
    .target(name: "Scenarios", dependencies: ["Market", "ModelServers", "Replay", "Yams"]),
    .target(
      name: "Reports",
      dependencies: ["Market", "Replay", "Comparison", .product(name: "Mustache", package: "swift-mustache")],
      resources: [
        .embedInCode("Resources/agreement.css"),
        .embedInCode("Resources/agreement.mustache"),
        .embedInCode("Resources/attribution.css"),
        .embedInCode("Resources/attribution.mustache"),
        .embedInCode("Resources/charts.js"),
        .embedInCode("Resources/choice.mustache"),
        .embedInCode("Resources/course.css"),
        .embedInCode("Resources/course.mustache"),
        .embedInCode("Resources/evidence.css"),
        .embedInCode("Resources/evidence.mustache"),
        .embedInCode("Resources/figures.mustache"),
        .embedInCode("Resources/glossary.css"),
        .embedInCode("Resources/links.js"),
        .embedInCode("Resources/missing.mustache"),
        .embedInCode("Resources/paths.css"),
        .embedInCode("Resources/paths.js"),
        .embedInCode("Resources/pictures.mustache"),
        .embedInCode("Resources/prices.js"),
        .embedInCode("Resources/print.css"),
        .embedInCode("Resources/report.css"),
        .embedInCode("Resources/report.js"),
        .embedInCode("Resources/report.mustache"),
        .embedInCode("Resources/sections.mustache"),
        .embedInCode("Resources/trials.css"),
        .embedInCode("Resources/trials.mustache"),
      ]),

    // The whole way from a scenario file to its run directory, and the command in front of it.
    .target(
      name: "Workbench",
      dependencies: [
        "Market", "CZlib", "CandleStore", "LanguageModels", "ModelServers", "Replay", "Comparison", "Scenarios",
        "Reports",
        .product(name: "Crypto", package: "swift-crypto"),
      ], resources: [.embedInCode("Notebook/notebook.py")]),
    .executableTarget(
      name: "Tapedeck",
      dependencies: [
        "Market", "CandleStore", "Volatility", "LanguageModels", "ModelServers", "Replay", "Scenarios", "Reports",
        "Workbench",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // C: headers of system libraries, and integer dot products that want SIMD instructions.
    .systemLibrary(
      name: "CLAPACK", pkgConfig: "lapacke openblas", providers: [.apt(["liblapacke-dev", "libopenblas-serial-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CQuantizedDot"),

    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "MarketTests", dependencies: ["Market"], resources: [.copy("Fixtures")]),
    .testTarget(name: "CandleStoreTests", dependencies: ["CandleStore", "Market"], resources: [.copy("Fixtures")]),
    .testTarget(name: "VolatilityTests", dependencies: ["Volatility", "CLAPACK"], resources: [.copy("Fixtures")]),
    .testTarget(
      name: "LanguageModelsTests", dependencies: ["LanguageModels", "Market"], resources: [.copy("Fixtures")]),
    .testTarget(
      name: "ModelServersTests", dependencies: ["ModelServers", "LanguageModels", "TestSupport"], exclude: ["Fixtures"]),
    .testTarget(name: "ReplayTests", dependencies: ["Replay", "Market"], resources: [.copy("Fixtures")]),
    .testTarget(name: "ComparisonTests", dependencies: ["Comparison", "Market"], resources: [.copy("Fixtures")]),
    .testTarget(name: "ScenariosTests", dependencies: ["Scenarios", "ModelServers", "Replay", "Market"]),
    .testTarget(name: "ReportsTests", dependencies: ["Reports", "Market"], exclude: ["page_check.py"]),
    .testTarget(
      name: "WorkbenchTests",
      dependencies: [
        "Workbench", "CandleStore", "Scenarios", "Reports", "ModelServers", "Replay", "Market", "TestSupport",
        .product(name: "Crypto", package: "swift-crypto"),
      ], exclude: ["Fixtures", "notebook_check.py"]),
    .testTarget(name: "TapedeckTests", dependencies: ["Tapedeck", "TestSupport"], exclude: ["Fixtures"]),
    .testTarget(name: "TidyTests"),

    // Measured by `make bench`; part of no product.
    .executableTarget(
      name: "StoreBenchmark", dependencies: ["CandleStore", "Market"], path: "Benchmarks/Sources/StoreBenchmark"),
    .executableTarget(
      name: "ReplayBenchmark", dependencies: ["Replay", "Market", "LanguageModels", "Volatility"],
      path: "Benchmarks/Sources/ReplayBenchmark"),
    .executableTarget(
      name: "SelectionBenchmark", dependencies: ["Comparison", "Market"], path: "Benchmarks/Sources/SelectionBenchmark"),
    .executableTarget(
      name: "VerdictSizes", dependencies: ["Comparison", "Market"], path: "Benchmarks/Sources/VerdictSizes"),
    .executableTarget(
      name: "SelectionSizes", dependencies: ["Comparison", "Market"], path: "Benchmarks/Sources/SelectionSizes"),
  ]
)

// One set of flags for every Swift target, so that no corner of the house is laxer than another.
for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  ]
}
