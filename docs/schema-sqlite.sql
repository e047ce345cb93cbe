CREATE TABLE schema_step (name TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL) STRICT;
CREATE TABLE desk (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('ru', 'en')),
  time_zone TEXT NOT NULL,
  is_set_up INTEGER NOT NULL CHECK (is_set_up IN (0, 1)),
  setup_step TEXT
, rev INTEGER NOT NULL DEFAULT 1, close_after_days INTEGER NOT NULL DEFAULT 7 CHECK (close_after_days BETWEEN 1 AND 365)) STRICT;
CREATE TABLE once (key TEXT NOT NULL PRIMARY KEY, result TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE INDEX once_at ON once (at);
CREATE TABLE event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id INTEGER NOT NULL,
  actor_kind TEXT NOT NULL CHECK (actor_kind IN ('employee', 'contact', 'desk')),
  actor_id INTEGER,
  changes TEXT NOT NULL,
  facts TEXT NOT NULL,
  cause_id INTEGER REFERENCES event (id),
  CHECK ((actor_kind = 'desk') = (actor_id IS NULL))
) STRICT;
CREATE INDEX event_subject ON event (subject_kind, subject_id, id);
CREATE INDEX event_kind ON event (kind, id);
CREATE TABLE job (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  run_at INTEGER NOT NULL,
  key TEXT,
  lane TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  generation INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  leased_until INTEGER,
  failed_at INTEGER,
  last_error TEXT, leased_by TEXT,
  UNIQUE (kind, key)
) STRICT;
CREATE INDEX job_due ON job (run_at) WHERE failed_at IS NULL;
CREATE INDEX job_lane ON job (lane, id) WHERE lane IS NOT NULL AND failed_at IS NULL;
CREATE INDEX job_failed ON job (failed_at) WHERE failed_at IS NOT NULL;
CREATE TABLE lease (name TEXT PRIMARY KEY, held_by TEXT NOT NULL, held_until INTEGER NOT NULL) STRICT;
CREATE TABLE ailment (
  name TEXT PRIMARY KEY,
  since INTEGER NOT NULL,
  told_at INTEGER,
  ended_at INTEGER
) STRICT;
CREATE TABLE setup_progress (
  step TEXT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('done', 'skipped')),
  at INTEGER NOT NULL
) STRICT;
CREATE TABLE role (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT UNIQUE, name TEXT NOT NULL) STRICT;
CREATE TABLE role_right (
  role_id INTEGER NOT NULL REFERENCES role (id) ON DELETE CASCADE,
  right_key TEXT NOT NULL,
  scope TEXT NOT NULL CHECK (scope IN ('own', 'team', 'all')),
  PRIMARY KEY (role_id, right_key)
) STRICT;
CREATE TABLE employee (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  public_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL CHECK (name <> ''),
  email TEXT NOT NULL UNIQUE CHECK (email <> ''),
  password_hash TEXT,
  role_id INTEGER NOT NULL REFERENCES role (id),
  is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
  language TEXT NOT NULL CHECK (language IN ('ru', 'en')),
  time_zone TEXT NOT NULL,
  theme TEXT NOT NULL DEFAULT 'system' CHECK (theme IN ('system', 'light', 'dark')),
  density TEXT NOT NULL DEFAULT 'cozy' CHECK (density IN ('cozy', 'compact')),
  has_shortcuts INTEGER NOT NULL DEFAULT 1 CHECK (has_shortcuts IN (0, 1)),
  undo_seconds INTEGER NOT NULL DEFAULT 10 CHECK (undo_seconds BETWEEN 0 AND 60),
  signature TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL
, rev INTEGER NOT NULL DEFAULT 1, must_change_password INTEGER NOT NULL DEFAULT 0 CHECK (must_change_password IN (0, 1)), hidden_columns TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE team (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE CHECK (name <> ''), is_active INTEGER NOT NULL DEFAULT 1, rev INTEGER NOT NULL DEFAULT 1, signature TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE team_member (
  team_id INTEGER NOT NULL REFERENCES team (id) ON DELETE CASCADE,
  employee_id INTEGER NOT NULL REFERENCES employee (id) ON DELETE CASCADE,
  PRIMARY KEY (team_id, employee_id)
) STRICT;
CREATE INDEX team_member_employee ON team_member (employee_id);
CREATE TABLE session (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  token_hash TEXT NOT NULL UNIQUE,
  employee_id INTEGER NOT NULL REFERENCES employee (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  address TEXT NOT NULL,
  browser TEXT NOT NULL
) STRICT;
CREATE INDEX session_employee ON session (employee_id, seen_at);
CREATE TABLE sign_in_attempt (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  email TEXT NOT NULL,
  address TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_attempt_email ON sign_in_attempt (email, at);
CREATE INDEX sign_in_attempt_address ON sign_in_attempt (address, at);
CREATE TABLE known_browser (
  token_hash TEXT NOT NULL,
  employee_id INTEGER NOT NULL REFERENCES employee (id) ON DELETE CASCADE,
  seen_at INTEGER NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (token_hash, employee_id)
) STRICT;
CREATE INDEX known_browser_employee ON known_browser (employee_id);
CREATE INDEX sign_in_attempt_at ON sign_in_attempt (at);
CREATE INDEX employee_name ON employee (name, id);
CREATE INDEX employee_role ON employee (role_id);
CREATE INDEX session_seen ON session (seen_at);
CREATE INDEX session_expires ON session (expires_at);
CREATE TABLE password_request (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  email TEXT NOT NULL,
  address TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX password_request_email ON password_request (email, at);
CREATE INDEX password_request_address ON password_request (address, at);
CREATE INDEX password_request_at ON password_request (at);
CREATE TABLE company (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  public_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL CHECK (name <> ''),
  sort_name TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  rev INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX company_name ON company (sort_name, id);
CREATE TABLE company_domain (
  domain TEXT NOT NULL PRIMARY KEY CHECK (domain <> ''),
  company_id INTEGER NOT NULL REFERENCES company (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX company_domain_company ON company_domain (company_id);
CREATE TABLE contact (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  public_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL CHECK (name <> ''),
  sort_name TEXT NOT NULL,
  company_id INTEGER REFERENCES company (id),
  language TEXT CHECK (language IN ('ru', 'en')),
  note TEXT NOT NULL DEFAULT '',
  rev INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX contact_company ON contact (company_id, sort_name, id);
CREATE INDEX contact_name ON contact (sort_name, id);
CREATE TABLE contact_email (
  email TEXT NOT NULL PRIMARY KEY CHECK (email <> ''),
  contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  bounced_at INTEGER,
  bounce_reason TEXT
) STRICT;
CREATE INDEX contact_email_contact ON contact_email (contact_id, position);
CREATE TABLE client_word (
  kind TEXT NOT NULL CHECK (kind IN ('company', 'contact', 'domain')),
  word TEXT NOT NULL CHECK (word <> ''),
  client_id INTEGER NOT NULL,
  PRIMARY KEY (kind, word, client_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX client_word_client ON client_word (kind, client_id, word);
CREATE TABLE status (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT UNIQUE,
  name TEXT NOT NULL CHECK (name <> ''),
  category TEXT NOT NULL CHECK (category IN ('new', 'open', 'waitingForClient', 'waitingForOthers', 'postponed', 'done', 'closed')),
  position INTEGER NOT NULL
) STRICT;
CREATE TABLE priority (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT UNIQUE,
  name TEXT NOT NULL CHECK (name <> ''),
  weight INTEGER NOT NULL UNIQUE,
  color TEXT NOT NULL,
  is_default INTEGER NOT NULL DEFAULT 0 CHECK (is_default IN (0, 1))
) STRICT;
CREATE TABLE ticket_type (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT UNIQUE,
  name TEXT NOT NULL CHECK (name <> ''),
  is_default INTEGER NOT NULL DEFAULT 0 CHECK (is_default IN (0, 1))
) STRICT;
CREATE TABLE ticket (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  subject TEXT NOT NULL CHECK (subject <> ''),
  type_id INTEGER NOT NULL REFERENCES ticket_type (id),
  priority_id INTEGER NOT NULL REFERENCES priority (id),
  priority_weight INTEGER NOT NULL,
  status_id INTEGER NOT NULL REFERENCES status (id),
  category TEXT NOT NULL CHECK (category IN ('new', 'open', 'waitingForClient', 'waitingForOthers', 'postponed', 'done', 'closed')),
  is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
  status_since INTEGER NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('mail', 'web', 'portal', 'api')),
  requester_id INTEGER REFERENCES contact (id),
  company_id INTEGER REFERENCES company (id),
  assignee_id INTEGER REFERENCES employee (id),
  team_id INTEGER REFERENCES team (id),
  mailbox_id INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  completed_at INTEGER,
  closed_at INTEGER,
  answered_at INTEGER,
  awaiting_since INTEGER,
  due_at INTEGER,
  due_sort INTEGER NOT NULL,
  breached_at INTEGER,
  is_at_risk INTEGER NOT NULL DEFAULT 0 CHECK (is_at_risk IN (0, 1)),
  risks TEXT NOT NULL DEFAULT '',
  next_at INTEGER,
  message_count INTEGER NOT NULL DEFAULT 0,
  has_attachments INTEGER NOT NULL DEFAULT 0 CHECK (has_attachments IN (0, 1)),
  preview TEXT NOT NULL DEFAULT '',
  related_number INTEGER REFERENCES ticket (number),
  rev INTEGER NOT NULL DEFAULT 1, postponed_until INTEGER, relation TEXT CHECK (relation IN ('named', 'continued')), joined_number INTEGER REFERENCES ticket (number),
  CHECK (is_open = 1 OR category IN ('done', 'closed')),
  CHECK (is_open = 0 OR category NOT IN ('done', 'closed')),
  CHECK (category = 'closed' OR ((assignee_id IS NOT NULL OR team_id IS NOT NULL) AND next_at IS NOT NULL))
) STRICT;
CREATE INDEX ticket_requester ON ticket (requester_id, number);
CREATE INDEX ticket_company ON ticket (company_id, number);
CREATE TABLE ticket_count (
  bucket TEXT NOT NULL,
  shard INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (bucket, shard)
) STRICT;
CREATE TABLE ticket_observer (
  ticket_number INTEGER NOT NULL REFERENCES ticket (number),
  kind TEXT NOT NULL CHECK (kind IN ('employee', 'contact', 'team')),
  observer_id INTEGER NOT NULL,
  PRIMARY KEY (ticket_number, kind, observer_id)
) STRICT;
CREATE INDEX ticket_observer_who ON ticket_observer (kind, observer_id, ticket_number);
CREATE TABLE tag (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL CHECK (name <> ''),
  key TEXT NOT NULL UNIQUE CHECK (key <> '')
) STRICT;
CREATE TABLE ticket_tag (
  ticket_number INTEGER NOT NULL REFERENCES ticket (number),
  tag_id INTEGER NOT NULL REFERENCES tag (id),
  PRIMARY KEY (ticket_number, tag_id)
) STRICT;
CREATE INDEX ticket_tag_tag ON ticket_tag (tag_id, ticket_number);
CREATE TABLE message (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  ticket_number INTEGER NOT NULL REFERENCES ticket (number),
  kind TEXT NOT NULL CHECK (kind IN ('public', 'note')),
  author_kind TEXT NOT NULL CHECK (author_kind IN ('employee', 'contact', 'desk')),
  author_id INTEGER,
  author_name TEXT NOT NULL,
  author_email TEXT,
  channel TEXT NOT NULL CHECK (channel IN ('mail', 'web', 'portal', 'api')),
  created_at INTEGER NOT NULL,
  source TEXT NOT NULL,
  html TEXT NOT NULL,
  text TEXT NOT NULL,
  is_verified INTEGER CHECK (is_verified IN (0, 1)),
  recipients TEXT NOT NULL DEFAULT '[]',
  delivery TEXT NOT NULL DEFAULT 'none' CHECK (delivery IN ('none', 'held', 'queued', 'sent', 'failed', 'bounced')),
  delivery_note TEXT,
  delivered_at INTEGER,
  send_at INTEGER,
  mail_id INTEGER,
  CHECK ((author_kind = 'desk') = (author_id IS NULL)),
  CHECK ((delivery = 'held') = (send_at IS NOT NULL))
) STRICT;
CREATE INDEX message_ticket ON message (ticket_number, id);
CREATE INDEX message_mail ON message (mail_id) WHERE mail_id IS NOT NULL;
CREATE TABLE attachment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  public_id TEXT NOT NULL UNIQUE,
  ticket_number INTEGER REFERENCES ticket (number),
  message_id INTEGER REFERENCES message (id),
  uploader_id INTEGER REFERENCES employee (id),
  blob TEXT NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''),
  content_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  is_inline INTEGER NOT NULL DEFAULT 0 CHECK (is_inline IN (0, 1)),
  content_id TEXT,
  is_public INTEGER NOT NULL CHECK (is_public IN (0, 1)),
  is_executable INTEGER NOT NULL DEFAULT 0 CHECK (is_executable IN (0, 1)),
  created_at INTEGER NOT NULL,
  CHECK (ticket_number IS NOT NULL OR uploader_id IS NOT NULL)
) STRICT;
CREATE INDEX attachment_message ON attachment (message_id);
CREATE INDEX attachment_ticket ON attachment (ticket_number, id);
CREATE INDEX attachment_blob ON attachment (blob);
CREATE INDEX attachment_waiting ON attachment (created_at) WHERE message_id IS NULL;
CREATE TABLE draft (
  ticket_number INTEGER NOT NULL REFERENCES ticket (number),
  employee_id INTEGER NOT NULL REFERENCES employee (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('public', 'note')),
  text TEXT NOT NULL CHECK (text <> ''),
  format TEXT NOT NULL CHECK (format IN ('text', 'html')),
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (ticket_number, employee_id, kind)
) STRICT;
CREATE INDEX draft_employee ON draft (employee_id);
CREATE TABLE new_ticket_draft (
  employee_id INTEGER NOT NULL PRIMARY KEY REFERENCES employee (id) ON DELETE CASCADE,
  text TEXT NOT NULL CHECK (text <> ''),
  saved_at INTEGER NOT NULL
) STRICT;
CREATE INDEX list_open_activity ON ticket (updated_at, number) WHERE is_open = 1;
CREATE INDEX list_open_due ON ticket (due_sort, number) WHERE is_open = 1;
CREATE INDEX list_open_priority ON ticket (priority_weight, number) WHERE is_open = 1;
CREATE INDEX list_open_number ON ticket (number) WHERE is_open = 1;
CREATE INDEX list_assignee_activity ON ticket (assignee_id, updated_at, number) WHERE is_open = 1;
CREATE INDEX list_assignee_due ON ticket (assignee_id, due_sort, number) WHERE is_open = 1;
CREATE INDEX list_assignee_priority ON ticket (assignee_id, priority_weight, number) WHERE is_open = 1;
CREATE INDEX list_assignee_number ON ticket (assignee_id, number) WHERE is_open = 1;
CREATE INDEX list_team_activity ON ticket (team_id, updated_at, number) WHERE is_open = 1;
CREATE INDEX list_team_due ON ticket (team_id, due_sort, number) WHERE is_open = 1;
CREATE INDEX list_team_priority ON ticket (team_id, priority_weight, number) WHERE is_open = 1;
CREATE INDEX list_team_number ON ticket (team_id, number) WHERE is_open = 1;
CREATE INDEX list_risk_activity ON ticket (updated_at, number) WHERE is_at_risk = 1;
CREATE INDEX list_risk_due ON ticket (due_sort, number) WHERE is_at_risk = 1;
CREATE INDEX list_risk_priority ON ticket (priority_weight, number) WHERE is_at_risk = 1;
CREATE INDEX list_risk_number ON ticket (number) WHERE is_at_risk = 1;
CREATE INDEX list_done_activity ON ticket (updated_at, number) WHERE is_open = 0;
CREATE INDEX list_done_priority ON ticket (priority_weight, number) WHERE is_open = 0;
CREATE INDEX list_done_number ON ticket (number) WHERE is_open = 0;
CREATE TABLE ticket_seen (
  employee_id INTEGER NOT NULL REFERENCES employee (id) ON DELETE CASCADE,
  ticket_number INTEGER NOT NULL REFERENCES ticket (number),
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (employee_id, ticket_number)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_seen_at ON ticket_seen (seen_at);
CREATE VIRTUAL TABLE search_text USING fts5 (subject, body, tokenize = 'snowball', content = '');
CREATE VIRTUAL TABLE search_word USING fts5vocab (search_text, instance);
CREATE TABLE calendar (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT UNIQUE,
  name TEXT NOT NULL CHECK (name <> ''),
  hours TEXT NOT NULL,
  is_default INTEGER NOT NULL DEFAULT 0 CHECK (is_default IN (0, 1)),
  rev INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  removed_at INTEGER,
  CHECK (is_default = 0 OR removed_at IS NULL)
) STRICT;
CREATE UNIQUE INDEX calendar_name ON calendar (name) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX calendar_default ON calendar (is_default) WHERE is_default = 1;
CREATE TABLE sla_policy (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  is_default INTEGER NOT NULL DEFAULT 0 CHECK (is_default IN (0, 1)),
  unanswered_after INTEGER NOT NULL CHECK (unanswered_after > 0),
  untouched_after INTEGER NOT NULL CHECK (untouched_after > 0),
  silent_after INTEGER NOT NULL CHECK (silent_after > 0),
  stuck_times INTEGER NOT NULL CHECK (stuck_times > 1),
  usual_stays TEXT NOT NULL DEFAULT '{}',
  rev INTEGER NOT NULL DEFAULT 1
, stamp TEXT NOT NULL DEFAULT '') STRICT;
CREATE UNIQUE INDEX sla_policy_default ON sla_policy (is_default) WHERE is_default = 1;
CREATE TABLE sla_rule (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  policy_id INTEGER NOT NULL REFERENCES sla_policy (id),
  key TEXT UNIQUE,
  name TEXT NOT NULL CHECK (name <> ''),
  position INTEGER NOT NULL,
  conditions TEXT NOT NULL,
  targets TEXT NOT NULL,
  calendar_id INTEGER NOT NULL REFERENCES calendar (id),
  rev INTEGER NOT NULL DEFAULT 1,
  removed_at INTEGER
) STRICT;
CREATE INDEX sla_rule_order ON sla_rule (policy_id, position) WHERE removed_at IS NULL;
CREATE INDEX sla_rule_calendar ON sla_rule (calendar_id) WHERE removed_at IS NULL;
CREATE TABLE sla_recount (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  state TEXT NOT NULL CHECK (state IN ('running', 'stopped', 'done')),
  began_at INTEGER NOT NULL,
  ended_at INTEGER,
  reached INTEGER NOT NULL,
  total INTEGER NOT NULL,
  done INTEGER NOT NULL,
  changed INTEGER NOT NULL
) STRICT;
CREATE TABLE sla_ticket (
  ticket_number INTEGER NOT NULL PRIMARY KEY REFERENCES ticket (number),
  rule_id INTEGER REFERENCES sla_rule (id),
  stays TEXT NOT NULL,
  wakes_at INTEGER,
  asked TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE sla_clock (
  ticket_number INTEGER NOT NULL REFERENCES ticket (number),
  target TEXT NOT NULL CHECK (target IN ('firstResponse', 'nextResponse', 'resolution', 'queue', 'visit')),
  round INTEGER NOT NULL CHECK (round > 0),
  rule_id INTEGER REFERENCES sla_rule (id),
  calendar_id INTEGER NOT NULL REFERENCES calendar (id),
  promise TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  used INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'standing', 'met')),
  state_since INTEGER NOT NULL,
  state_category TEXT,
  state_due INTEGER,
  missed_at INTEGER,
  manual_due INTEGER,
  manual_by INTEGER REFERENCES employee (id),
  manual_at INTEGER,
  manual_reason TEXT,
  due_at INTEGER,
  due_set_at INTEGER NOT NULL,
  breached_at INTEGER,
  met_at INTEGER,
  elapsed INTEGER NOT NULL,
  remaining INTEGER NOT NULL,
  counted_at INTEGER NOT NULL,
  alarmed TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (ticket_number, target, round),
  CHECK ((state = 'met') = (met_at IS NOT NULL)),
  CHECK ((state = 'standing') = (state_category IS NOT NULL)),
  CHECK ((manual_due IS NULL) = (manual_by IS NULL) AND (manual_due IS NULL) = (manual_reason IS NULL))
) STRICT;
CREATE TABLE ticket_stay (
  ticket_number INTEGER NOT NULL REFERENCES ticket (number),
  kind TEXT NOT NULL CHECK (kind IN ('status', 'hands')),
  holder_id INTEGER NOT NULL,
  total INTEGER NOT NULL CHECK (total >= 0),
  business INTEGER NOT NULL CHECK (business >= 0),
  times INTEGER NOT NULL CHECK (times >= 0),
  began_at INTEGER,
  ended_at INTEGER,
  PRIMARY KEY (ticket_number, kind, holder_id)
) STRICT;
CREATE INDEX ticket_stay_ended ON ticket_stay (holder_id, ended_at) WHERE kind = 'status' AND ended_at IS NOT NULL;
CREATE TABLE notification (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  employee_id INTEGER NOT NULL REFERENCES employee (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind <> ''),
  ticket_number INTEGER NOT NULL REFERENCES ticket (number),
  event_id INTEGER NOT NULL REFERENCES event (id),
  at INTEGER NOT NULL,
  read_at INTEGER,
  in_desk INTEGER NOT NULL CHECK (in_desk IN (0, 1)),
  by_mail INTEGER NOT NULL CHECK (by_mail IN (0, 1)),
  mailed_at INTEGER,
  UNIQUE (employee_id, event_id),
  CHECK (in_desk = 1 OR by_mail = 1)
) STRICT;
CREATE INDEX notification_list ON notification (employee_id, id) WHERE in_desk = 1;
CREATE INDEX notification_unread ON notification (employee_id, ticket_number, id) WHERE in_desk = 1 AND read_at IS NULL;
CREATE INDEX notification_event ON notification (event_id);
CREATE TABLE notification_setting (
  employee_id INTEGER NOT NULL REFERENCES employee (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  in_desk INTEGER NOT NULL CHECK (in_desk IN (0, 1)),
  by_mail INTEGER NOT NULL CHECK (by_mail IN (0, 1)),
  PRIMARY KEY (employee_id, kind)
) STRICT;
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
, begins TEXT NOT NULL DEFAULT 'unseen' CHECK (begins IN ('unseen', 'new', 'all')), acknowledges INTEGER NOT NULL DEFAULT 1 CHECK (acknowledges IN (0, 1)), rate INTEGER NOT NULL DEFAULT 30 CHECK (rate BETWEEN 1 AND 1000), archived_at INTEGER, sending_fails_since INTEGER, sending_error TEXT, acknowledgement TEXT NOT NULL DEFAULT '', after_folder TEXT NOT NULL DEFAULT '', oauth_token_url TEXT, oauth_client_id TEXT, oauth_client_secret BLOB, oauth_refresh_token BLOB) STRICT;
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
  handled_at INTEGER, tries INTEGER NOT NULL DEFAULT 0, subject_key TEXT NOT NULL DEFAULT '',
  UNIQUE (mailbox_id, hash),
  CHECK ((outcome = 'waiting') = (handled_at IS NULL))
) STRICT;
CREATE INDEX mail_message_id ON mail (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX mail_outcome ON mail (outcome, id);
CREATE INDEX mail_sender ON mail (from_email, received_at);
CREATE INDEX mail_ticket ON mail (ticket_number, id) WHERE ticket_number IS NOT NULL;
CREATE TABLE mail_raw (
  mail_id INTEGER NOT NULL PRIMARY KEY REFERENCES mail (id),
  bytes BLOB,
  blob TEXT,
  CHECK ((bytes IS NULL) <> (blob IS NULL))
) STRICT;
CREATE INDEX mail_raw_blob ON mail_raw (blob) WHERE blob IS NOT NULL;
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
, purpose TEXT NOT NULL DEFAULT 'reply'
  CHECK (purpose IN ('reply', 'acknowledgement', 'notification', 'internalNotification', 'passwordLink')), attempts INTEGER NOT NULL DEFAULT 0, queued_at INTEGER, copies INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX mail_out_ticket ON mail_out (ticket_number, id) WHERE ticket_number IS NOT NULL;
CREATE INDEX mail_out_message ON mail_out (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX mail_out_state ON mail_out (state, id);
CREATE INDEX mail_subject ON mail (subject_key, id);
CREATE INDEX mail_out_sent ON mail_out (mailbox_id, sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX mail_out_automatic ON mail_out (recipients, created_at) WHERE is_automatic = 1;
CREATE INDEX mail_out_acknowledgement ON mail_out (created_at) WHERE purpose = 'acknowledgement';
CREATE INDEX mail_out_waiting ON mail_out (queued_at) WHERE state = 'queued';
CREATE INDEX event_audit ON event (id) WHERE subject_kind NOT IN ('ticket', 'contact', 'company');
CREATE INDEX event_audit_subject ON event (subject_kind, id) WHERE subject_kind <> 'ticket';
CREATE INDEX event_audit_actor ON event (actor_id, id) WHERE subject_kind <> 'ticket' AND actor_kind = 'employee';
