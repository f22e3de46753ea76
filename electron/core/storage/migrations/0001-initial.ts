/**
 * Every table of Griot's first release. STRICT everywhere, states CHECKed with the words of shared/domain.
 * Times are epoch milliseconds (UTC), money is a decimal string, phones are E.164 with `+`.
 */
export const initial = `
CREATE TABLE account (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) BETWEEN 1 AND 40),
  gateway TEXT NOT NULL,
  base_url TEXT,
  sender TEXT,
  country TEXT NOT NULL CHECK (length(country) = 2),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  price TEXT,
  max_rate REAL CHECK (max_rate IS NULL OR max_rate > 0),
  concurrency INTEGER CHECK (concurrency IS NULL OR concurrency BETWEEN 1 AND 64),
  alert_below TEXT,
  callback_url TEXT,
  uses_keychain INTEGER NOT NULL DEFAULT 1 CHECK (uses_keychain IN (0, 1)),
  -- 0: its addresses came out of a backup and wait for a person's yes; no request is made to them before
  confirmed INTEGER NOT NULL DEFAULT 1 CHECK (confirmed IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE balance_snapshot (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  taken_at INTEGER NOT NULL,
  balance TEXT,
  unit TEXT,
  figures TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE INDEX balance_snapshot_by_account ON balance_snapshot (account_id, taken_at);

CREATE TABLE contact (
  id INTEGER PRIMARY KEY,
  phone TEXT NOT NULL,
  name TEXT NOT NULL DEFAULT '',
  -- own fields as a JSON object of strings: heading → value
  fields TEXT NOT NULL DEFAULT '{}',
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX contact_by_phone ON contact (phone);
CREATE INDEX contact_by_updated ON contact (updated_at, id);

-- Searches and the order by name are kept in memory (storage/contact-index.ts), a slice of 1,024 ids at a time. Here stands
-- which slices another process changed since: a change or removal gives its slice a revision above all others. New contacts
-- need no mark: their ids are the highest.
CREATE TABLE contact_slice (
  slice INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL
) STRICT;
CREATE INDEX contact_slice_by_revision ON contact_slice (revision);
CREATE TRIGGER contact_changed AFTER UPDATE ON contact BEGIN
  INSERT INTO contact_slice (slice, revision) VALUES (new.id >> 10, (SELECT coalesce(max(revision), 0) + 1 FROM contact_slice))
  ON CONFLICT (slice) DO UPDATE SET revision = excluded.revision;
END;
CREATE TRIGGER contact_removed AFTER DELETE ON contact BEGIN
  INSERT INTO contact_slice (slice, revision) VALUES (old.id >> 10, (SELECT coalesce(max(revision), 0) + 1 FROM contact_slice))
  ON CONFLICT (slice) DO UPDATE SET revision = excluded.revision;
END;

-- An import on its way: its rows wait in a file of their own until all of them are read and the import is committed; what
-- was not committed is swept at start, what was is finished.
CREATE TABLE contact_import (
  id INTEGER PRIMARY KEY,
  committed INTEGER NOT NULL DEFAULT 0 CHECK (committed IN (0, 1)),
  process_id INTEGER NOT NULL,
  -- name of the file in the data folder, and how many of its rows were moved
  file TEXT NOT NULL UNIQUE,
  moved INTEGER NOT NULL DEFAULT 0,
  group_name TEXT,
  -- 'contacts' or 'opt_outs', and the reason of the latter
  target TEXT NOT NULL CHECK (target IN ('contacts', 'opt_outs')),
  reason TEXT NOT NULL DEFAULT '',
  started_at INTEGER NOT NULL
) STRICT;
-- Who was erased while the import was on its way: passed over when its rows move.
CREATE TABLE contact_import_erased (
  import_id INTEGER NOT NULL REFERENCES contact_import (id) ON DELETE CASCADE,
  phone TEXT NOT NULL,
  PRIMARY KEY (import_id, phone)
) STRICT, WITHOUT ROWID;

CREATE TABLE contact_group (
  -- never used again: a draft may still name a group that is gone
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) BETWEEN 1 AND 80),
  created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE group_member (
  group_id INTEGER NOT NULL REFERENCES contact_group (id) ON DELETE CASCADE,
  contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  PRIMARY KEY (group_id, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_member_by_contact ON group_member (contact_id, group_id);

-- Wins over everything and survives the contact's removal and re-import: keyed by number, not by contact.
CREATE TABLE opt_out (
  phone TEXT PRIMARY KEY,
  reason TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL CHECK (source IN ('person', 'import', 'erase')),
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX opt_out_by_date ON opt_out (created_at, phone);

-- Who was erased, and when last: backups made before then are written anew without them, also where the opt-out is gone since.
CREATE TABLE erasure (
  -- digits alone: a part of it is searched for in texts, and what matches is removed
  phone TEXT PRIMARY KEY CHECK (phone GLOB '+[1-9]*' AND substr(phone, 2) NOT GLOB '*[^0-9]*' AND length(phone) BETWEEN 7 AND 16),
  erased_at INTEGER NOT NULL,
  -- 1: it came with a restored backup, which may be a stranger's: no file is written anew for it
  restored INTEGER NOT NULL DEFAULT 0 CHECK (restored IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE template (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) BETWEEN 1 AND 80),
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

-- The id that a draft is given and that the campaign made of it keeps: never given twice, so that the audit log stays
-- unambiguous. Recipients and messages belong to it, so that they stay where they are when a draft becomes a campaign, or a
-- scheduled campaign a draft again. Messages are real while, and only while, there is a campaign with their id.
CREATE TABLE campaign_key (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- when its draft or campaign was removed; recipients and messages then go in short transactions, and the key last
  removed_at INTEGER
) STRICT;
CREATE INDEX campaign_key_removed ON campaign_key (id) WHERE removed_at IS NOT NULL;

-- A campaign that is being prepared.
CREATE TABLE draft (
  id INTEGER PRIMARY KEY REFERENCES campaign_key (id) ON DELETE CASCADE,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  account_id INTEGER REFERENCES account (id) ON DELETE SET NULL,
  sender TEXT,
  template TEXT NOT NULL DEFAULT '',
  flash INTEGER NOT NULL DEFAULT 0 CHECK (flash IN (0, 1)),
  receipts INTEGER NOT NULL DEFAULT 0 CHECK (receipts IN (0, 1)),
  transliterate INTEGER NOT NULL DEFAULT 0 CHECK (transliterate IN (0, 1)),
  allow_repeats INTEGER NOT NULL DEFAULT 0 CHECK (allow_repeats IN (0, 1)),
  -- old numbers are read as the new ones
  migrate INTEGER NOT NULL DEFAULT 0 CHECK (migrate IN (0, 1)),
  -- what rows with one number get: only the first a message, one message together, or one each
  same_number TEXT NOT NULL DEFAULT 'first' CHECK (same_number IN ('first', 'join', 'each')),
  country TEXT NOT NULL,
  rate REAL CHECK (rate IS NULL OR rate > 0),
  concurrency INTEGER CHECK (concurrency IS NULL OR concurrency BETWEEN 1 AND 64),
  -- headings of the recipients' columns, JSON array, only ever added to; recipient.fields holds the values in this order
  columns TEXT NOT NULL DEFAULT '[]',
  -- where the window left it
  step TEXT NOT NULL DEFAULT 'recipients' CHECK (step IN ('recipients', 'message', 'review')),
  -- when it is meant to leave, with rule and zone; all null: when a person says so
  leaves_at INTEGER,
  recurrence TEXT,
  time_zone TEXT,
  -- for each person's own date, JSON
  personal_dates TEXT,
  -- made by a command that removes it at its end: in no list
  temporary INTEGER NOT NULL DEFAULT 0 CHECK (temporary IN (0, 1)),
  -- names the planning of its messages that is under way; any change of the draft clears it
  planning TEXT,
  -- the campaign of which it is a copy
  origin_id INTEGER REFERENCES campaign_key (id) ON DELETE SET NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

-- A draft that was started or scheduled, with the bill that was agreed to then.
CREATE TABLE campaign (
  id INTEGER PRIMARY KEY REFERENCES campaign_key (id) ON DELETE CASCADE,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  state TEXT NOT NULL CHECK (state IN ('scheduled', 'sending', 'paused', 'finished', 'cancelled')),
  -- one SMS to the person's own number
  test INTEGER NOT NULL DEFAULT 0 CHECK (test IN (0, 1)),
  pause_reason TEXT CHECK (pause_reason IS NULL OR pause_reason IN ('person', 'auth', 'insufficient_funds', 'config', 'refusals',
    'failures', 'offline', 'unknowns', 'rate_limited', 'daily_limit', 'storage', 'keychain', 'interrupted', 'missed_schedule', 'list', 'quiet_hours', 'restored', 'internal')),
  -- the error that paused it, as a wire error in JSON
  pause_error TEXT,
  account_id INTEGER REFERENCES account (id) ON DELETE SET NULL,
  -- kept for history when the account is removed
  account_name TEXT,
  gateway TEXT,
  sender TEXT,
  template TEXT NOT NULL DEFAULT '',
  flash INTEGER NOT NULL DEFAULT 0 CHECK (flash IN (0, 1)),
  receipts INTEGER NOT NULL DEFAULT 0 CHECK (receipts IN (0, 1)),
  transliterate INTEGER NOT NULL DEFAULT 0 CHECK (transliterate IN (0, 1)),
  allow_repeats INTEGER NOT NULL DEFAULT 0 CHECK (allow_repeats IN (0, 1)),
  migrate INTEGER NOT NULL DEFAULT 0 CHECK (migrate IN (0, 1)),
  -- what rows with one number get: only the first a message, one message together, or one each
  same_number TEXT NOT NULL DEFAULT 'first' CHECK (same_number IN ('first', 'join', 'each')),
  country TEXT NOT NULL,
  rate REAL CHECK (rate IS NULL OR rate > 0),
  concurrency INTEGER CHECK (concurrency IS NULL OR concurrency BETWEEN 1 AND 64),
  currency TEXT,
  price TEXT,
  columns TEXT NOT NULL DEFAULT '[]',
  planned_recipients INTEGER,
  planned_segments INTEGER,
  planned_cost TEXT,
  excluded TEXT NOT NULL DEFAULT '{}',
  -- rows beyond the first of their message, and messages that stand for several
  joined TEXT NOT NULL DEFAULT '{}',
  scheduled_at INTEGER,
  -- cron-like rule of a recurring campaign, and its IANA time zone
  recurrence TEXT,
  time_zone TEXT,
  -- of a campaign that looks every day for people whose date it is: which column, how many days from it, JSON
  personal_dates TEXT,
  -- the last time of a recurring campaign that is dealt with; null before, and once a person chose another time
  last_due_at INTEGER,
  -- the campaign whose recurrence or duplication made this one
  origin_id INTEGER REFERENCES campaign_key (id) ON DELETE SET NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER
) STRICT;
CREATE INDEX campaign_by_state ON campaign (state, scheduled_at);

-- Who sends a campaign. A holder renews; a lease not renewed in time is taken over.
CREATE TABLE lease (
  campaign_id INTEGER PRIMARY KEY REFERENCES campaign (id) ON DELETE CASCADE,
  holder TEXT NOT NULL,
  process_id INTEGER NOT NULL,
  host TEXT NOT NULL,
  renewed_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

-- Where a draft's recipients come from, each reading of a file, group or list being one row. While it is being read its
-- rows count for nothing; it becomes 'ready' (and what it replaces 'removed') in one small transaction.
CREATE TABLE recipient_source (
  -- never given twice: what is remembered of a source must not be taken for another's
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  campaign_id INTEGER NOT NULL REFERENCES campaign_key (id) ON DELETE CASCADE,
  -- place in the draft's list, kept when the source is read again
  position INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('reading', 'ready', 'removed')),
  kind TEXT NOT NULL CHECK (kind IN ('file', 'pasted', 'group', 'numbers')),
  -- how it was read and what its head looks like, JSON
  reading TEXT NOT NULL DEFAULT '{}',
  -- kept by what inserts recipients, and by the triggers on recipient
  rows INTEGER NOT NULL DEFAULT 0,
  valid INTEGER NOT NULL DEFAULT 0,
  invalid INTEGER NOT NULL DEFAULT 0,
  duplicate INTEGER NOT NULL DEFAULT 0,
  migrated INTEGER NOT NULL DEFAULT 0,
  migratable INTEGER NOT NULL DEFAULT 0,
  revision INTEGER NOT NULL DEFAULT 0,
  -- when its reader last wrote: a reading not touched for long has lost its reader and is swept
  touched_at INTEGER NOT NULL
) STRICT;
CREATE INDEX recipient_source_by_campaign ON recipient_source (campaign_id, state, position);

-- What a source was read from, to read it again otherwise. None for groups and typed numbers, nor for pasted text in which
-- somebody was erased. Apart, because the source's row is written with each of its recipients and a text may be large.
CREATE TABLE recipient_origin (
  source INTEGER PRIMARY KEY REFERENCES recipient_source (id) ON DELETE CASCADE,
  -- how it was asked to be read, JSON
  options TEXT NOT NULL,
  -- a file's place, size and date, or the pasted text itself, JSON
  origin TEXT NOT NULL
) STRICT;

-- Numbers that a person corrected by hand, with their rows as the source holds them: applied again when it is read again.
CREATE TABLE recipient_correction (
  source INTEGER NOT NULL REFERENCES recipient_source (id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  -- the number as it stands in the source
  written TEXT NOT NULL,
  -- as the person wrote it
  phone TEXT NOT NULL,
  -- the row's cells and how they were read, JSON
  row TEXT NOT NULL,
  PRIMARY KEY (source, line, written)
) STRICT, WITHOUT ROWID;

-- How many usable rows each list of a recurring campaign had when it was last read: a list that lost half of them is not
-- sent to by itself.
CREATE TABLE recurring_list (
  campaign_id INTEGER NOT NULL REFERENCES campaign_key (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  usable INTEGER NOT NULL,
  PRIMARY KEY (campaign_id, position)
) STRICT, WITHOUT ROWID;

-- Days that a campaign with personal dates has dealt with, each written in the transaction that starts what it sends.
CREATE TABLE personal_day (
  campaign_id INTEGER NOT NULL REFERENCES campaign_key (id) ON DELETE CASCADE,
  -- ISO day
  day TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('sent', 'nobody', 'skipped')),
  -- a day written by a clock that was ahead counts for nothing until that time
  at INTEGER NOT NULL,
  PRIMARY KEY (campaign_id, day)
) STRICT, WITHOUT ROWID;
-- Who was sent to for which date: once per person and date, whatever crashes, clocks and other processes do.
CREATE TABLE personal_date (
  campaign_id INTEGER NOT NULL REFERENCES campaign_key (id) ON DELETE CASCADE,
  -- ISO day; of a yearly date in its year
  date TEXT NOT NULL,
  phone TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  PRIMARY KEY (campaign_id, date, phone, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX personal_date_by_phone ON personal_date (phone);

-- What the sources held, row by row, bad ones included: rows = valid + invalid + duplicate, always.
CREATE TABLE recipient (
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES recipient_source (id) ON DELETE CASCADE,
  -- the source's own, repeated for the index by number
  campaign_id INTEGER NOT NULL,
  -- the line (or position) inside the source, from 1
  line INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('valid', 'invalid', 'duplicate')),
  phone TEXT,
  raw_phone TEXT NOT NULL DEFAULT '',
  -- the number as it stands in the source, where a person corrected it: raw_phone is then the person's
  written TEXT,
  name TEXT,
  -- cells in the order of the draft's columns, JSON array: a text as a string, another cell as [shown, value] (recipient-cells.ts)
  fields TEXT NOT NULL DEFAULT '[]',
  reason TEXT,
  -- line that the duplicate repeats
  duplicate_of INTEGER,
  migrated_from TEXT,
  -- what an invalid number would become by migration
  suggestion TEXT,
  -- E.164 numbers that an invalid cell may mean, with spaces between them
  readings TEXT,
  CHECK ((status = 'invalid') = (phone IS NULL)),
  CHECK ((status = 'invalid') = (reason IS NOT NULL)),
  CHECK (status = 'invalid' OR (suggestion IS NULL AND readings IS NULL))
) STRICT;
CREATE INDEX recipient_by_source ON recipient (source);
CREATE INDEX recipient_by_status ON recipient (source, status);
CREATE INDEX recipient_by_phone ON recipient (phone, campaign_id) WHERE phone IS NOT NULL;
CREATE INDEX recipient_migrated ON recipient (source) WHERE migrated_from IS NOT NULL;
CREATE TRIGGER recipient_count_delete AFTER DELETE ON recipient BEGIN
  UPDATE recipient_source SET rows = rows - 1, revision = revision + 1,
    valid = valid - (old.status = 'valid'), invalid = invalid - (old.status = 'invalid'), duplicate = duplicate - (old.status = 'duplicate'),
    migrated = migrated - (old.status = 'valid' AND old.migrated_from IS NOT NULL), migratable = migratable - (old.suggestion IS NOT NULL)
  WHERE id = old.source;
END;
CREATE TRIGGER recipient_count_update AFTER UPDATE ON recipient BEGIN
  UPDATE recipient_source SET revision = revision + 1,
    valid = valid + (new.status = 'valid') - (old.status = 'valid'),
    invalid = invalid + (new.status = 'invalid') - (old.status = 'invalid'),
    duplicate = duplicate + (new.status = 'duplicate') - (old.status = 'duplicate'),
    migrated = migrated + (new.status = 'valid' AND new.migrated_from IS NOT NULL) - (old.status = 'valid' AND old.migrated_from IS NOT NULL),
    migratable = migratable + (new.suggestion IS NOT NULL) - (old.suggestion IS NOT NULL)
  WHERE id = new.source;
END;

-- The unit of truth: one recipient's SMS. Counts come from here, never from memory. A draft's are only planned.
CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL REFERENCES campaign_key (id) ON DELETE CASCADE,
  -- line in the source, for people
  line INTEGER,
  -- further rows that it stands for, JSON array of {line, source?}; null for none
  joined_lines TEXT,
  phone TEXT NOT NULL,
  -- 0, and more only where a person chose one message for each row with the same number
  ordinal INTEGER NOT NULL DEFAULT 0 CHECK (ordinal >= 0),
  name TEXT,
  text TEXT NOT NULL,
  encoding TEXT NOT NULL CHECK (encoding IN ('GSM-7', 'UCS-2')),
  segments INTEGER NOT NULL CHECK (segments > 0),
  state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'accepted', 'delivered', 'undelivered', 'expired', 'rejected', 'failed', 'unknown', 'cancelled')),
  -- times claimed; names the attempt that an answer belongs to
  attempts INTEGER NOT NULL DEFAULT 0,
  -- provably unsent attempts since the campaign last (re)started
  misses INTEGER NOT NULL DEFAULT 0,
  -- earliest time of the next attempt; 0 = now
  next_attempt_at INTEGER NOT NULL DEFAULT 0,
  gateway_message_id TEXT,
  gateway_status TEXT,
  units INTEGER,
  cost TEXT,
  cost_currency TEXT,
  error_code TEXT,
  error_params TEXT,
  claimed_at INTEGER,
  accepted_at INTEGER,
  -- when the state last changed; while it is 'sending', claimed_at says it (one index entry less to move)
  updated_at INTEGER NOT NULL,
  -- next poll of the delivery status, and how many polls were made
  poll_at INTEGER,
  polls INTEGER NOT NULL DEFAULT 0
) STRICT;
-- nobody twice in a campaign
CREATE UNIQUE INDEX message_by_campaign_phone ON message (campaign_id, phone, ordinal);
-- nobody gets two messages of a campaign by mistake: only a draft for which that was chosen can plan a second one
CREATE TRIGGER message_second_chosen BEFORE INSERT ON message
WHEN new.ordinal > 0 AND NOT EXISTS (SELECT 1 FROM draft WHERE id = new.campaign_id AND same_number = 'each') BEGIN
  SELECT raise(ABORT, 'a second message to one number was not chosen');
END;
CREATE INDEX message_by_state ON message (campaign_id, state, id);
-- any page of a campaign under any set of states is a walk of this index alone
CREATE INDEX message_by_campaign ON message (campaign_id, id, state);
CREATE INDEX message_by_phone ON message (phone, id);
-- any page of the whole history under any filter but text is a walk of this index alone
-- (its time: when the gateway took it, else the last change; an expression, since a generated column would not be covered)
CREATE INDEX message_by_time ON message (coalesce(accepted_at, updated_at), id, state, campaign_id);
CREATE INDEX message_by_gateway_id ON message (gateway_message_id) WHERE gateway_message_id IS NOT NULL;
CREATE INDEX message_to_poll ON message (poll_at) WHERE poll_at IS NOT NULL;
-- the few that failed to leave: a resume looks at them alone, not at a million that simply wait
CREATE INDEX message_missed ON message (campaign_id) WHERE state = 'pending' AND (misses > 0 OR next_attempt_at > 0);

CREATE VIRTUAL TABLE message_search USING fts5 (
  text, name, content = 'message', content_rowid = 'id', tokenize = "unicode61 remove_diacritics 2"
);
-- the index's words, to complete the beginning of one
CREATE VIRTUAL TABLE message_vocabulary USING fts5vocab (message_search, instance);
-- Who inserts messages indexes them, many in one statement (storage/message-search.ts): FTS5 writes its part out at every
-- statement that a trigger runs, which made one row cost as much as twenty. A row is indexed when message_search_docsize has it.
CREATE TRIGGER message_search_delete AFTER DELETE ON message
WHEN EXISTS (SELECT 1 FROM message_search_docsize WHERE id = old.id) BEGIN
  INSERT INTO message_search (message_search, rowid, text, name) VALUES ('delete', old.id, old.text, old.name);
END;
CREATE TRIGGER message_search_update AFTER UPDATE OF text, name ON message
WHEN EXISTS (SELECT 1 FROM message_search_docsize WHERE id = old.id) BEGIN
  INSERT INTO message_search (message_search, rowid, text, name) VALUES ('delete', old.id, old.text, old.name);
  INSERT INTO message_search (rowid, text, name) VALUES (new.id, new.text, new.name);
END;

-- A message changes its state through the ledger alone (storage/message-ledger.ts), which writes the timeline and counts
-- too. It opens itself with the row of message_moving, which no commit leaves there.
CREATE TABLE message_moving (only INTEGER PRIMARY KEY CHECK (only = 1)) STRICT;
CREATE TRIGGER message_moved_apart BEFORE UPDATE OF state ON message
WHEN old.state <> new.state AND NOT EXISTS (SELECT 1 FROM message_moving) BEGIN
  SELECT RAISE(ABORT, 'a message changes its state through the ledger');
END;

-- Messages and segments per campaign and state, kept in the transaction of every change: exact like a count over message,
-- without walking a million rows four times a second.
CREATE TABLE message_count (
  campaign_id INTEGER NOT NULL,
  state TEXT NOT NULL,
  messages INTEGER NOT NULL,
  segments INTEGER NOT NULL,
  PRIMARY KEY (campaign_id, state)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER message_count_begin AFTER INSERT ON campaign_key BEGIN
  INSERT INTO message_count (campaign_id, state, messages, segments) VALUES
    (new.id, 'pending', 0, 0), (new.id, 'sending', 0, 0), (new.id, 'accepted', 0, 0), (new.id, 'delivered', 0, 0),
    (new.id, 'undelivered', 0, 0), (new.id, 'expired', 0, 0), (new.id, 'rejected', 0, 0), (new.id, 'failed', 0, 0),
    (new.id, 'unknown', 0, 0), (new.id, 'cancelled', 0, 0);
END;
CREATE TRIGGER message_count_insert AFTER INSERT ON message BEGIN
  UPDATE message_count SET messages = messages + 1, segments = segments + new.segments
  WHERE campaign_id = new.campaign_id AND state = new.state;
END;
CREATE TRIGGER message_count_delete AFTER DELETE ON message BEGIN
  UPDATE message_count SET messages = messages - 1, segments = segments - old.segments
  WHERE campaign_id = old.campaign_id AND state = old.state;
END;
CREATE TRIGGER message_count_segments AFTER UPDATE OF segments ON message WHEN old.segments <> new.segments BEGIN
  UPDATE message_count SET segments = segments + new.segments - old.segments
  WHERE campaign_id = new.campaign_id AND state = new.state;
END;
CREATE TRIGGER message_count_forget AFTER DELETE ON campaign_key BEGIN
  DELETE FROM message_count WHERE campaign_id = old.id;
END;

-- The timeline of a message: attempts, answers, reports, decisions. Append-only.
CREATE TABLE message_event (
  id INTEGER PRIMARY KEY,
  message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  -- accepted, rejected, not_sent, unknown, failed, recovered, report, settled, retried, cancelled
  kind TEXT NOT NULL,
  -- state after the event
  state TEXT NOT NULL,
  source TEXT,
  detail TEXT NOT NULL DEFAULT '{}',
  -- when the attempt that ended here was claimed: one row tells both
  claimed_at INTEGER
) STRICT;
CREATE INDEX message_event_by_message ON message_event (message_id, id);

-- Delivery reports that came before the answer which names their message was committed: for a day, the last 10,000.
CREATE TABLE early_report (
  id INTEGER PRIMARY KEY,
  gateway TEXT NOT NULL,
  gateway_message_id TEXT NOT NULL,
  phone TEXT,
  -- where the gateway repeats it
  text TEXT,
  status TEXT NOT NULL CHECK (status IN ('accepted', 'undelivered', 'expired', 'delivered', 'rejected')),
  final INTEGER NOT NULL CHECK (final IN (0, 1)),
  gateway_status TEXT NOT NULL,
  occurred_at INTEGER,
  received_at INTEGER NOT NULL,
  UNIQUE (gateway, gateway_message_id, status)
) STRICT;
CREATE INDEX early_report_by_time ON early_report (received_at);
CREATE INDEX early_report_by_text ON early_report (text) WHERE text IS NOT NULL;

-- Calls to the receiver that were not understood or not allowed, as they came: shortened, without secrets, the last 500.
CREATE TABLE receipt_log (
  id INTEGER PRIMARY KEY,
  -- of the last time; repetitions are counted
  received_at INTEGER NOT NULL,
  gateway TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('unread', 'stranger', 'method', 'too_long', 'foreign')),
  body TEXT NOT NULL,
  times INTEGER NOT NULL DEFAULT 1,
  UNIQUE (gateway, reason, body)
) STRICT;

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- Counts every change of the opt-outs, by any process: what was worked out with the list knows that it is another one now.
CREATE TRIGGER opt_out_added AFTER INSERT ON opt_out BEGIN
  INSERT INTO setting (key, value) VALUES ('#opt-out-changes', '1') ON CONFLICT (key) DO UPDATE SET value = value + 1;
END;
CREATE TRIGGER opt_out_removed AFTER DELETE ON opt_out BEGIN
  INSERT INTO setting (key, value) VALUES ('#opt-out-changes', '1') ON CONFLICT (key) DO UPDATE SET value = value + 1;
END;

-- Column mappings, and conditions that choose rows, remembered per file shape.
CREATE TABLE column_mapping (
  shape TEXT PRIMARY KEY,
  mapping TEXT NOT NULL,
  -- JSON array of strings
  conditions TEXT NOT NULL,
  used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What was removed (or added to many) a moment ago, so that it can be undone; emptied when older than a day.
CREATE TABLE removed_record (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  -- being undone: goes on at the next start where a crash stopped it
  restoring INTEGER NOT NULL DEFAULT 0 CHECK (restoring IN (0, 1)),
  removed_at INTEGER NOT NULL
) STRICT;
-- Its rows, in parts as long as the transactions that removed them: each is a JSON array, undone once and gone.
CREATE TABLE removed_part (
  id INTEGER PRIMARY KEY,
  removed_id INTEGER NOT NULL REFERENCES removed_record (id) ON DELETE CASCADE,
  payload TEXT NOT NULL
) STRICT;
CREATE INDEX removed_part_by_record ON removed_part (removed_id, id);

-- Who did what when. Append-only: the triggers refuse change and removal.
CREATE TABLE audit_entry (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  -- window, command_line, scheduler, engine
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL DEFAULT '',
  detail TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE INDEX audit_entry_by_date ON audit_entry (at, id);
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE (ABORT, 'audit log is append-only'); END;
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry BEGIN SELECT RAISE (ABORT, 'audit log is append-only'); END;
`
