import Logging
import Secrets
import Storage
import Web
@_exported import WorkTime

/// The outside world of one desk, handed to every feature. Tests replace its parts; nothing reads the clock or makes a
/// connection on its own.
package struct World: Sendable {
  package var store: any Store
  package var features: [any Feature.Type]
  package var now: @Sendable () -> Instant
  package var translations: Translations
  package var assets: Assets
  package var blobs: Blobs
  package var passwords: PasswordBench
  package var keys: DeskKeys
  package var live: LiveHub
  package let parts = Parts()
  package var log: Logger
  /// Where browsers reach the desk, when it is known from the settings; pages use the request's own host otherwise.
  package var address: String?
  package var edge = Edge()
  /// Where mail servers of the own network may be reached at any port.
  package var mailNetworks: [AddressRange] = []
  /// What `/metrics` tells of requests.
  package let metrics = RequestMetrics()
  /// What administrators see above every page.
  package let health = HealthBoard()
  /// What parts of this process met that have no row to write it down in.
  package let hindrances = Hindrances()
  /// Which of the processes on one database this is; the same after a restart.
  package var instance = "one"
  /// Where files are kept; its free space is watched.
  package var dataFolder: String?
  /// Session cookies are sent over TLS only when the desk is reached by https.
  package var isSecure: Bool { address?.hasPrefix("https://") ?? false }

  package init(
    store: any Store, features: [any Feature.Type], now: @escaping @Sendable () -> Instant, translations: Translations, assets: Assets,
    blobs: Blobs, passwords: PasswordBench, keys: DeskKeys, live: LiveHub, log: Logger, address: String?
  ) {
    self.store = store
    self.features = features
    self.now = now
    self.translations = translations
    self.assets = assets
    self.blobs = blobs
    self.passwords = passwords
    self.keys = keys
    self.live = live
    self.log = log
    self.address = address
  }

  package func read<T: Sendable>(_ body: @escaping @Sendable (any Database) throws -> T) async throws -> T {
    try await store.read(body)
  }

  /// One transaction: the body changes rows and records events, every feature hears them, all of it or nothing.
  /// The body may run more than once (see `Store.write`).
  package func write<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
    let (now, features, keys) = (now(), features, keys)
    return try await store.write { db in
      let change = Transaction(db: db, now: now, features: features, keys: keys)
      let result = try body(change)
      try change.finish()
      return result
    }
  }
}

/// What is derived from the key file; never the key itself.
package struct DeskKeys: Sendable {
  package let formTokens: Authenticator
  package let replyTokens: Authenticator
  package let passwordLinks: Authenticator
  package let seal: Seal
  /// Tells two keys apart and says nothing of the key.
  package let fingerprint: String

  package init(key: [UInt8]) {
    fingerprint = Authenticator(key: key, purpose: "fingerprint").tag("", length: 8)
    formTokens = Authenticator(key: key, purpose: "form")
    replyTokens = Authenticator(key: key, purpose: "reply")
    passwordLinks = Authenticator(key: key, purpose: "password")
    seal = Seal(key: key)
  }
}
