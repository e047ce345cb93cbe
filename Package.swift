// swift-tools-version:6.1
import PackageDescription

let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, path: "Sources/Libraries/\(name)")
}
func system(_ name: String, _ pkgConfig: String? = nil, apt: String) -> Target {
  .systemLibrary(name: name, path: "Sources/Libraries/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}
func feature(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: ["Desk"] + dependencies, path: "Sources/Features/\(name)")
}

let package = Package(
  name: "otklik",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "otklik", targets: ["App"])],
  dependencies: [
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    system("CStemmer", apt: "libstemmer-dev"),
    system("CSodium", "libsodium", apt: "libsodium-dev"),
    system("CPostgres", "libpq", apt: "libpq-dev"),
    system("CZlib", "zlib", apt: "zlib1g-dev"),
    system("CCurl", "libcurl", apt: "libcurl4-openssl-dev"),
    library("CCurlShim", ["CCurl"]),
    system("CGMime", "gmime-3.0", apt: "libgmime-3.0-dev"),
    library("CGMimeShim", ["CGMime"]),
    system("CGumbo", "gumbo", apt: "libgumbo-dev"),
    system("COpenSSL", "openssl", apt: "libssl-dev"),
    library("TLS", ["COpenSSL", .product(name: "NIOCore", package: "swift-nio")]),
    library("WordForms", ["CStemmer"]),
    library("Storage"),
    library(
      "StorageSQLite",
      ["Storage", "WordForms", .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift")]),
    library("StoragePostgres", ["Storage", "CPostgres"]),
    library("Secrets", ["CSodium"]),
    library("WorkTime"),
    library("Chance"),
    library("CGumboArena", ["CGumbo"]),
    library("Markup", ["CGumbo", "CGumboArena"]),
    library(
      "Mail",
      [
        "CGMime", "CGMimeShim", "CCurl", "CCurlShim", "TLS", .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ]),
    library("Web", [hummingbird, "CZlib"]),
    .target(
      name: "Desk",
      dependencies: ["Storage", "Web", "Secrets", "Mail", "Markup", "WordForms", "WorkTime", hummingbird, logging, lifecycle],
      path: "Sources/Features/Desk"),
    feature("Service", ["WorkTime", "Storage", "Web", hummingbird]),
    feature("Channels", ["Mail", "Markup", "Secrets", "Storage", "Web", logging, lifecycle]),
    .executableTarget(
      name: "App",
      dependencies: [
        "Desk", "Channels", "Service", "Chance", "Mail", "Secrets", "Storage", "StorageSQLite", "StoragePostgres", "TLS", "Web",
        hummingbird, logging, lifecycle,
        .product(name: "ArgumentParser", package: "swift-argument-parser"), .product(name: "Yams", package: "Yams"),
      ]),
    .target(
      name: "DeskTesting",
      dependencies: [
        "App", "Desk", "StorageSQLite", "StoragePostgres", hummingbird, logging, .product(name: "NIOEmbedded", package: "swift-nio"),
      ],
      path: "Tests/Support", exclude: ["Peers/smtp_sink.py", "Peers/send_mail.py", "Peers/token_server.py"]),
    .testTarget(name: "StorageTests", dependencies: ["Storage", "StorageSQLite", "StoragePostgres"]),
    .testTarget(name: "WorkTimeTests", dependencies: ["WorkTime", "Chance"]),
    .testTarget(name: "MarkupTests", dependencies: ["Markup", "Chance"], resources: [.copy("XSSCorpus.json")]),
    .testTarget(
      name: "MailTests", dependencies: ["Mail", "TLS", "Chance", "DeskTesting", "App"],
      resources: [.copy("Corpus"), .copy("Writing/read_message.py")]),
    .testTarget(
      name: "AppTests", dependencies: ["App", "DeskTesting", "Secrets", "Storage", "StorageSQLite", "StoragePostgres", "WorkTime", logging]),
    .testTarget(name: "DeskTests", dependencies: ["DeskTesting", "App"]),
    .testTarget(name: "ServiceTests", dependencies: ["DeskTesting", "App"]),
    .testTarget(name: "ChannelsTests", dependencies: ["DeskTesting", "App", "Channels", "Desk", "Mail", "Secrets", "Storage", "Web"]),
    .testTarget(
      name: "SecurityTests", dependencies: ["DeskTesting", "App", "Channels", "Desk", "Mail", "Secrets", "Storage", "StorageSQLite", "Web"]),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where ![.system].contains(target.type) {
  target.swiftSettings = (target.swiftSettings ?? []) + [.enableUpcomingFeature("ExistentialAny")]
}
