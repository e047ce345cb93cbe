import Storage

enum MailSchema {
  static let steps = [
    Migration(
      "2026-11-23 mail: begin",
      [
        """
        CREATE TABLE mailbox (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          address TEXT NOT NULL UNIQUE CHECK (address <> ''),
          name TEXT NOT NULL DEFAULT '',
          team_id INTEGER REFERENCES team (id),
          type_id INTEGER REFERENCES ticket_type (id),
          language TEXT NOT NULL CHECK (language IN ('ru', 'en')),
          signature TEXT NOT NULL DEFAULT '',
          strangers TEXT NOT NULL DEFAULT 'accept' CHECK (strangers IN ('accept', 'quarantine', 'refuse')),
          has_cc_observers INTEGER NOT NULL DEFAULT 1 CHECK (has_cc_observers IN (0, 1)),
          has_plus_address INTEGER NOT NULL DEFAULT 0 CHECK (has_plus_address IN (0, 1)),
          receiving_server TEXT,
          imap_url TEXT,
          imap_user TEXT,
          imap_secret BLOB,
          imap_folder TEXT NOT NULL DEFAULT 'INBOX',
          after_fetch TEXT NOT NULL DEFAULT 'seen' CHECK (after_fetch IN ('seen', 'delete', 'move')),
          smtp_url TEXT,
          smtp_user TEXT,
          smtp_secret BLOB,
          authority_file TEXT,
          is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
          validity INTEGER,
          last_uid INTEGER,
          checked_at INTEGER,
          failing_since INTEGER,
          last_error TEXT,
          rev INTEGER NOT NULL DEFAULT 1,
          created_at INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE mail (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          mailbox_id INTEGER NOT NULL REFERENCES mailbox (id),
          hash TEXT NOT NULL,
          message_id TEXT,
          from_email TEXT NOT NULL DEFAULT '',
          from_name TEXT NOT NULL DEFAULT '',
          subject TEXT NOT NULL DEFAULT '',
          size INTEGER NOT NULL,
          received_at INTEGER NOT NULL,
          outcome TEXT NOT NULL CHECK (outcome IN ('waiting', 'ticket', 'followUp', 'bounce', 'ignored', 'quarantined', 'refused')),
          reason TEXT,
          detail TEXT NOT NULL DEFAULT '{}',
          ticket_number INTEGER REFERENCES ticket (number),
          handled_at INTEGER,
          UNIQUE (mailbox_id, hash),
          CHECK ((outcome = 'waiting') = (handled_at IS NULL))
        ) STRICT
        """,
        "CREATE INDEX mail_message_id ON mail (message_id) WHERE message_id IS NOT NULL",
        "CREATE INDEX mail_outcome ON mail (outcome, id)",
        "CREATE INDEX mail_sender ON mail (from_email, received_at)",
        "CREATE INDEX mail_ticket ON mail (ticket_number, id) WHERE ticket_number IS NOT NULL",
        // Apart from the rest: lists never read it.
        """
        CREATE TABLE mail_raw (
          mail_id INTEGER NOT NULL PRIMARY KEY REFERENCES mail (id),
          bytes BLOB,
          blob TEXT,
          CHECK ((bytes IS NULL) <> (blob IS NULL))
        ) STRICT
        """,
        "CREATE INDEX mail_raw_blob ON mail_raw (blob) WHERE blob IS NOT NULL",
        """
        CREATE TABLE mail_out (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          mailbox_id INTEGER NOT NULL REFERENCES mailbox (id),
          ticket_number INTEGER REFERENCES ticket (number),
          message_id INTEGER REFERENCES message (id),
          header_id TEXT NOT NULL UNIQUE,
          recipients TEXT NOT NULL,
          subject TEXT NOT NULL,
          text TEXT NOT NULL,
          html TEXT,
          is_automatic INTEGER NOT NULL CHECK (is_automatic IN (0, 1)),
          state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'bounced')),
          note TEXT,
          created_at INTEGER NOT NULL,
          sent_at INTEGER
        ) STRICT
        """,
        "CREATE INDEX mail_out_ticket ON mail_out (ticket_number, id) WHERE ticket_number IS NOT NULL",
        "CREATE INDEX mail_out_message ON mail_out (message_id) WHERE message_id IS NOT NULL",
        "CREATE INDEX mail_out_state ON mail_out (state, id)",
      ]),
    Migration("2026-11-25 mail: beginnings, acknowledgements, rates, tries, search", further),
    Migration("2026-11-27 mail: acknowledgements in own words", letters),
    Migration("2026-11-27 mail: signing in by token, moving after fetching", tokensAndMoving),
    Migration("2026-11-27 mail: what waits longest, copies", waiting),
  ]

  private static let letters: [SQL] = [
    "ALTER TABLE mailbox ADD COLUMN acknowledgement TEXT NOT NULL DEFAULT ''"
  ]

  private static let tokensAndMoving: [SQL] = [
    "ALTER TABLE mailbox ADD COLUMN after_folder TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE mailbox ADD COLUMN oauth_token_url TEXT",
    "ALTER TABLE mailbox ADD COLUMN oauth_client_id TEXT",
    "ALTER TABLE mailbox ADD COLUMN oauth_client_secret BLOB",
    "ALTER TABLE mailbox ADD COLUMN oauth_refresh_token BLOB",
  ]

  private static let waiting: [SQL] = [
    // How often a letter was sent whole without a word from the server.
    "ALTER TABLE mail_out ADD COLUMN copies INTEGER NOT NULL DEFAULT 0",
    "UPDATE mail_out SET queued_at = created_at WHERE queued_at IS NULL",
    "CREATE INDEX mail_out_waiting ON mail_out (queued_at) WHERE state = 'queued'",
  ]

  private static let further: [SQL] = [
    // Which messages of the folder are taken when it is looked into for the first time.
    "ALTER TABLE mailbox ADD COLUMN begins TEXT NOT NULL DEFAULT 'unseen' CHECK (begins IN ('unseen', 'new', 'all'))",
    "ALTER TABLE mailbox ADD COLUMN acknowledges INTEGER NOT NULL DEFAULT 1 CHECK (acknowledges IN (0, 1))",
    "ALTER TABLE mailbox ADD COLUMN rate INTEGER NOT NULL DEFAULT 30 CHECK (rate BETWEEN 1 AND 1000)",
    "ALTER TABLE mailbox ADD COLUMN archived_at INTEGER",
    "ALTER TABLE mailbox ADD COLUMN sending_fails_since INTEGER",
    "ALTER TABLE mailbox ADD COLUMN sending_error TEXT",
    "ALTER TABLE mail ADD COLUMN tries INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE mail ADD COLUMN subject_key TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX mail_subject ON mail (subject_key, id)",
    """
    ALTER TABLE mail_out ADD COLUMN purpose TEXT NOT NULL DEFAULT 'reply'
      CHECK (purpose IN ('reply', 'acknowledgement', 'notification', 'internalNotification', 'passwordLink'))
    """,
    "ALTER TABLE mail_out ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0",
    // Later than its making when somebody sent it again.
    "ALTER TABLE mail_out ADD COLUMN queued_at INTEGER",
    "CREATE INDEX mail_out_sent ON mail_out (mailbox_id, sent_at) WHERE sent_at IS NOT NULL",
    "CREATE INDEX mail_out_automatic ON mail_out (recipients, created_at) WHERE is_automatic = 1",
    "CREATE INDEX mail_out_acknowledgement ON mail_out (created_at) WHERE purpose = 'acknowledgement'",
  ]
}
