import Desk
import Mail
import Storage
import Web

extension Mailbox {
  init(row: Row) throws {
    let (validity, lastUID): (Int64?, Int64?) = (try row["validity"], try row["last_uid"])
    self.init(
      id: try row["id"], address: try row["address"], name: try row["name"], teamID: try row["team_id"], typeID: try row["type_id"],
      language: try row["language"], signature: try row["signature"], strangers: try row["strangers"],
      hasCcObservers: try row["has_cc_observers"], hasPlusAddress: try row["has_plus_address"],
      receivingServer: try row["receiving_server"],
      imap: try Access(row, "imap"), imapFolder: try row["imap_folder"], afterFetch: try row["after_fetch"],
      afterFolder: try row["after_folder"], begins: try row["begins"],
      smtp: try Access(row, "smtp"), oauth: try OAuth(row),
      authorityFile: try row["authority_file"], acknowledges: try row["acknowledges"], acknowledgement: try row["acknowledgement"],
      rate: try row["rate"],
      isActive: try row["is_active"], archivedAt: try row["archived_at"], bookmark: nil, checkedAt: try row["checked_at"],
      failingSince: try row["failing_since"], lastError: try row["last_error"],
      sendingFailsSince: try row["sending_fails_since"], sendingError: try row["sending_error"], rev: try row["rev"])
    if let validity, let lastUID { bookmark = IMAPBookmark(validity: UInt32(validity), lastUID: UInt32(lastUID)) }
  }

  /// All mailboxes, for the desk's own fetching and sending; a handful of rows.
  package static func all(in db: any Database) throws -> [Mailbox] {
    try db.rows("SELECT * FROM mailbox ORDER BY id LIMIT 1000").map(Mailbox.init)
  }

  package static func find(_ id: Int64, in db: any Database) throws -> Mailbox? {
    try db.row("SELECT * FROM mailbox WHERE id = \(id)").map(Mailbox.init)
  }

  /// The mailbox that a recipient's address means, with or without a reply token in it.
  static func find(recipient: String, in db: any Database) throws -> Mailbox? {
    let plain = EmailAddress.normalized(recipient)
    if let row = try db.row("SELECT * FROM mailbox WHERE address = \(plain) AND is_active = 1") { return try Mailbox(row: row) }
    guard let plus = plain.firstIndex(of: "+"), let at = plain.lastIndex(of: "@"), plus < at else { return nil }
    let base = String(plain[..<plus] + plain[at...])
    return try db.row("SELECT * FROM mailbox WHERE address = \(base) AND is_active = 1").map(Mailbox.init)
  }

  /// The desk's own addresses: mail from one of them is our own.
  static func ownAddresses(in db: any Database) throws -> Set<String> {
    Set(try db.values("SELECT address FROM mailbox") as [String])
  }

  mutating func insert(in change: Transaction) throws {
    let new: Int64? = try change.db.value(
      """
      INSERT INTO mailbox (address, name, team_id, type_id, language, signature, strangers, has_cc_observers, has_plus_address,
        receiving_server, imap_url, imap_user, imap_secret, imap_folder, after_fetch, after_folder, begins, acknowledges, acknowledgement, rate,
        smtp_url, smtp_user, smtp_secret, oauth_token_url, oauth_client_id, oauth_client_secret, oauth_refresh_token, authority_file,
        is_active, created_at)
      VALUES (\(address), \(name), \(teamID), \(typeID), \(language), \(signature), \(strangers), \(hasCcObservers), \(hasPlusAddress),
        \(receivingServer), \(imap?.url), \(imap?.user), \(imap?.sealed), \(imapFolder), \(afterFetch), \(afterFolder),
        \(begins), \(acknowledges), \(acknowledgement), \(rate), \(smtp?.url), \(smtp?.user),
        \(smtp?.sealed), \(oauth?.tokenURL), \(oauth?.clientID), \(oauth?.clientSecret), \(oauth?.refreshToken), \(authorityFile), \(isActive), \(change.now))
      RETURNING id
      """)
    id = new!
  }

  /// Settings only: what the fetching writes down is left alone.
  func update(in change: Transaction) throws {
    let changed = try change.db.run(
      """
      UPDATE mailbox SET address = \(address), name = \(name), team_id = \(teamID), type_id = \(typeID), language = \(language),
        signature = \(signature), strangers = \(strangers), has_cc_observers = \(hasCcObservers), has_plus_address = \(hasPlusAddress),
        receiving_server = \(receivingServer), imap_url = \(imap?.url), imap_user = \(imap?.user), imap_secret = \(imap?.sealed),
        imap_folder = \(imapFolder), after_fetch = \(afterFetch), after_folder = \(afterFolder), begins = \(begins), acknowledges = \(acknowledges),
        acknowledgement = \(acknowledgement), rate = \(rate), smtp_url = \(smtp?.url), smtp_user = \(smtp?.user),
        smtp_secret = \(smtp?.sealed), oauth_token_url = \(oauth?.tokenURL), oauth_client_id = \(oauth?.clientID),
        oauth_client_secret = \(oauth?.clientSecret), oauth_refresh_token = \(oauth?.refreshToken), authority_file = \(authorityFile), is_active = \(isActive), archived_at = \(archivedAt), rev = rev + 1
      WHERE id = \(id) AND rev = \(rev)
      """)
    guard changed == 1 else { throw Refusal.conflict("error.changedMeanwhile") }
  }
}

extension Mailbox.Access {
  fileprivate init?(_ row: Row, _ kind: String) throws {
    guard let url: String = try row["\(kind)_url"] else { return nil }
    self.init(url: url, user: try row["\(kind)_user"] ?? "", sealed: try row["\(kind)_secret"])
  }
}

extension Mailbox.OAuth {
  fileprivate init?(_ row: Row) throws {
    guard let url: String = try row["oauth_token_url"], let refresh: [UInt8] = try row["oauth_refresh_token"] else { return nil }
    self.init(
      tokenURL: url, clientID: try row["oauth_client_id"] ?? "", clientSecret: try row["oauth_client_secret"], refreshToken: refresh)
  }
}

extension Agent {
  /// Mailboxes as the settings show them.
  package func mailboxes(in db: any Database) throws -> [Mailbox] {
    try require(.viewSettings)
    return try Mailbox.all(in: db)
  }

  package func mailbox(_ id: Int64, in db: any Database) throws -> Mailbox {
    try require(.viewSettings)
    guard let mailbox = try Mailbox.find(id, in: db) else { throw Refusal.notFound }
    return mailbox
  }
}
