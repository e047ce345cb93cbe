import ArgumentParser

@main struct Otklik: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "otklik", abstract: "A service desk: one program, one folder of data.")
}
