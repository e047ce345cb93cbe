import Testing

/// Where the tests start. Because this file exists, the build needs no index of the sources to find them.
@main struct Tests {
  static func main() async { await Testing.__swiftPMEntryPoint() as Never }
}
