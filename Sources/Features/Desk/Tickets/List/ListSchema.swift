import Storage

/// What the list page stands on: an index for each view in each order, what everybody has seen, and counts of what is late.
enum ListSchema {
  static let steps = [
    Migration("2026-11-27 tickets: lists", indexes + seen + lateCounts)
  ]

  /// A new ticket is written into those of the first three groups, twelve in all. Tickets of nobody need none of their own, and
  /// finished tickets none by deadline: see `TicketView.lead` and `TicketSort.column`.
  private static let indexes: [SQL] = [
    "CREATE INDEX list_open_activity ON ticket (updated_at, number) WHERE is_open = 1",
    "CREATE INDEX list_open_due ON ticket (due_sort, number) WHERE is_open = 1",
    "CREATE INDEX list_open_priority ON ticket (priority_weight, number) WHERE is_open = 1",
    "CREATE INDEX list_open_number ON ticket (number) WHERE is_open = 1",
    "CREATE INDEX list_assignee_activity ON ticket (assignee_id, updated_at, number) WHERE is_open = 1",
    "CREATE INDEX list_assignee_due ON ticket (assignee_id, due_sort, number) WHERE is_open = 1",
    "CREATE INDEX list_assignee_priority ON ticket (assignee_id, priority_weight, number) WHERE is_open = 1",
    "CREATE INDEX list_assignee_number ON ticket (assignee_id, number) WHERE is_open = 1",
    "CREATE INDEX list_team_activity ON ticket (team_id, updated_at, number) WHERE is_open = 1",
    "CREATE INDEX list_team_due ON ticket (team_id, due_sort, number) WHERE is_open = 1",
    "CREATE INDEX list_team_priority ON ticket (team_id, priority_weight, number) WHERE is_open = 1",
    "CREATE INDEX list_team_number ON ticket (team_id, number) WHERE is_open = 1",
    "CREATE INDEX list_risk_activity ON ticket (updated_at, number) WHERE is_at_risk = 1",
    "CREATE INDEX list_risk_due ON ticket (due_sort, number) WHERE is_at_risk = 1",
    "CREATE INDEX list_risk_priority ON ticket (priority_weight, number) WHERE is_at_risk = 1",
    "CREATE INDEX list_risk_number ON ticket (number) WHERE is_at_risk = 1",
    "CREATE INDEX list_done_activity ON ticket (updated_at, number) WHERE is_open = 0",
    "CREATE INDEX list_done_priority ON ticket (priority_weight, number) WHERE is_open = 0",
    "CREATE INDEX list_done_number ON ticket (number) WHERE is_open = 0",
  ]

  private static let seen: [SQL] = [
    """
    CREATE TABLE ticket_seen (
      employee_id INTEGER NOT NULL REFERENCES employee (id) ON DELETE CASCADE,
      ticket_number INTEGER NOT NULL REFERENCES ticket (number),
      seen_at INTEGER NOT NULL,
      PRIMARY KEY (employee_id, ticket_number)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX ticket_seen_at ON ticket_seen (seen_at)",
  ]

  /// Of a desk that counted only totals so far.
  private static let lateCounts: [SQL] = [
    """
    INSERT INTO ticket_count (bucket, shard, count)
    SELECT bucket, 0, count(*) FROM (
      SELECT 'late:open' AS bucket FROM ticket WHERE is_open = 1 AND breached_at IS NOT NULL
      UNION ALL SELECT 'late:risk' FROM ticket WHERE is_open = 1 AND breached_at IS NOT NULL AND is_at_risk = 1
      UNION ALL SELECT 'late:free' FROM ticket WHERE is_open = 1 AND breached_at IS NOT NULL AND assignee_id IS NULL
      UNION ALL SELECT 'late:mine:' || assignee_id FROM ticket
      WHERE is_open = 1 AND breached_at IS NOT NULL AND assignee_id IS NOT NULL
      UNION ALL SELECT 'late:team:' || team_id FROM ticket WHERE is_open = 1 AND breached_at IS NOT NULL AND team_id IS NOT NULL
    ) AS late GROUP BY bucket
    """
  ]
}
