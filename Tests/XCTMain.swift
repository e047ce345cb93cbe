import Foundation
import Testing

/// Where the tests start. Because this file exists, the build needs no index of the sources to find them.
@main struct Tests {
  static func main() async {
    // What `swift test --filter` asks first, of XCTest, which is not here. Without this line it would run nothing and say nothing.
    if CommandLine.arguments.contains("--dump-tests-json") {
      FileHandle.standardError.write(Data("use `make test-swift FILTER=…` instead of `swift test --filter`\n".utf8))
      exit(1)
    }
    await Testing.__swiftPMEntryPoint() as Never
  }
}
