-- Links to consoles, who was on which, and the servers that hold the connections.

-- The platform's own servers, not a tenant's. Times are the database's.
CREATE TABLE server (
  id           uuid        PRIMARY KEY,
  last_seen    timestamptz NOT NULL,
  steady_since timestamptz NOT NULL
);

COMMENT ON COLUMN server.steady_since IS
  'since when it has been seen without a gap: it can tell that the database was there all the while';

CREATE TABLE console_ticket (
  hash       text        PRIMARY KEY CHECK (hash ~ '^[0-9a-f]{64}$'),
  tenant_id  text        NOT NULL REFERENCES tenant (id),
  user_id    uuid        NOT NULL,
  username   text        NOT NULL,
  roles      text[]      NOT NULL,
  sign_in    uuid,
  vm_id      uuid        NOT NULL,
  namespace  text        NOT NULL,
  vm_name    text        NOT NULL,
  protocol   text        NOT NULL CHECK (protocol IN ('vnc', 'spice', 'serial')),
  view_only  boolean     NOT NULL,
  takeover   boolean     NOT NULL,
  extra      text,
  issued_at  timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  session_id uuid
);

COMMENT ON COLUMN console_ticket.hash IS 'SHA-256 of the token''s bits; the token itself is nowhere';
COMMENT ON COLUMN console_ticket.session_id IS 'what it was spent on; null while it can be redeemed';

CREATE INDEX console_ticket_expired ON console_ticket (tenant_id, expires_at);
CREATE INDEX console_ticket_of_sign_in ON console_ticket (sign_in) WHERE session_id IS NULL;

ALTER TABLE console_ticket ENABLE ROW LEVEL SECURITY;
ALTER TABLE console_ticket FORCE ROW LEVEL SECURITY;

CREATE POLICY console_ticket_of_tenant ON console_ticket
  USING (tenant_id = current_setting('vmgate.tenant', true))
  WITH CHECK (tenant_id = current_setting('vmgate.tenant', true));

-- Whoever shows a ticket is of no tenant yet: shown is the one row, to be read and no more.
CREATE POLICY console_ticket_of_bearer ON console_ticket FOR SELECT
  USING (hash = current_setting('vmgate.ticket', true));

CREATE TABLE console_session (
  id               uuid        PRIMARY KEY,
  tenant_id        text        NOT NULL REFERENCES tenant (id),
  user_id          uuid        NOT NULL,
  username         text        NOT NULL,
  roles            text[]      NOT NULL,
  sign_in          uuid,
  vm_id            uuid        NOT NULL,
  namespace        text        NOT NULL,
  vm_name          text        NOT NULL,
  protocol         text        NOT NULL CHECK (protocol IN ('vnc', 'spice', 'serial')),
  view_only        boolean     NOT NULL,
  client_address   text        NOT NULL,
  connected_at     timestamptz NOT NULL,
  server_id        uuid        NOT NULL,
  ended_at         timestamptz,
  end_code         text,
  end_arguments    text[]      NOT NULL DEFAULT '{}',
  to_viewer_bytes  bigint      NOT NULL DEFAULT 0,
  to_machine_bytes bigint      NOT NULL DEFAULT 0,
  CONSTRAINT console_session_ends_for_a_reason CHECK ((ended_at IS NULL) = (end_code IS NULL))
);

COMMENT ON COLUMN console_session.server_id IS 'which server holds the main connection';
COMMENT ON COLUMN console_session.end_code IS 'put into words, with the arguments, when it is read';

-- KubeVirt has one such line a machine, and a newcomer throws the holder out without a word.
CREATE UNIQUE INDEX console_session_one_a_console ON console_session (vm_id, protocol)
  WHERE ended_at IS NULL AND protocol IN ('vnc', 'serial');

CREATE INDEX console_session_live ON console_session (tenant_id, vm_id) WHERE ended_at IS NULL;
CREATE INDEX console_session_live_on_server ON console_session (server_id) WHERE ended_at IS NULL;
CREATE INDEX console_session_of_sign_in ON console_session (sign_in) WHERE ended_at IS NULL;
CREATE INDEX console_session_ended ON console_session (tenant_id, ended_at);
CREATE INDEX console_session_ended_of_machine ON console_session (tenant_id, vm_id, ended_at DESC)
  WHERE ended_at IS NOT NULL;

ALTER TABLE console_session ENABLE ROW LEVEL SECURITY;
ALTER TABLE console_session FORCE ROW LEVEL SECURITY;

CREATE POLICY console_session_of_tenant ON console_session
  USING (tenant_id = current_setting('vmgate.tenant', true))
  WITH CHECK (tenant_id = current_setting('vmgate.tenant', true));

-- A server looks after what it holds, or what one that is gone held, whosever it is.
CREATE POLICY console_session_read_by_server ON console_session FOR SELECT
  USING (server_id::text = current_setting('vmgate.server', true));

-- Sign-ins that were withdrawn. Read as a whole by every replica, and nothing of a tenant's.
CREATE TABLE withdrawn_sign_in (
  id         uuid        PRIMARY KEY,
  expires_at timestamptz NOT NULL
);

COMMENT ON COLUMN withdrawn_sign_in.expires_at IS 'when the token expires anyway';
