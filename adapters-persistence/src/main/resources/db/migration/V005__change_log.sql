-- What has changed, for those who follow the platform, and duties that one replica at a time has.

-- Work of the platform itself on rows of all tenants says so: PostgresTransactions.acrossTenants.
-- What a tenant's caller asked for never does, so a forgotten condition still leaks nothing.

CREATE TABLE change_log (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  xid        xid8        NOT NULL DEFAULT pg_current_xact_id(),
  tenant_id  text        NOT NULL,
  kind       text        NOT NULL CHECK (kind IN ('vm', 'task', 'console', 'service')),
  body       text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

COMMENT ON COLUMN change_log.id IS
  'the order in which changes were written; they become readable in another';
COMMENT ON COLUMN change_log.xid IS
  'what a reader goes by: below the oldest transaction that is still open nothing can appear';
COMMENT ON COLUMN change_log.body IS 'how the subject stands, as JSON of the platform''s own';

CREATE INDEX change_log_transaction ON change_log (xid);
CREATE INDEX change_log_transaction_of_tenant ON change_log (tenant_id, xid);

ALTER TABLE change_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE change_log FORCE ROW LEVEL SECURITY;

CREATE POLICY change_log_of_tenant ON change_log
  USING (tenant_id = current_setting('vmgate.tenant', true)
         OR current_setting('vmgate.across', true) = 'on')
  WITH CHECK (tenant_id = current_setting('vmgate.tenant', true)
              OR current_setting('vmgate.across', true) = 'on');

CREATE FUNCTION change_log_ring() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('vmgate_change', '');
  RETURN NULL;
END
$$;

CREATE TRIGGER change_log_ring AFTER INSERT ON change_log
  FOR EACH STATEMENT EXECUTE FUNCTION change_log_ring();

-- Which log this is. One row, made by whoever reads first.

CREATE TABLE change_log_state (
  the_one  boolean PRIMARY KEY DEFAULT true CHECK (the_one),
  identity uuid    NOT NULL,
  timeline text    NOT NULL,
  oldest   xid8    NOT NULL
);

COMMENT ON COLUMN change_log_state.identity IS
  'another one after a restore or a failover: points of before mean nothing then';
COMMENT ON COLUMN change_log_state.timeline IS 'of the server when the identity was given';
COMMENT ON COLUMN change_log_state.oldest IS 'from here on nothing has been forgotten';

CREATE TABLE duty (
  name         text        PRIMARY KEY CHECK (name <> ''),
  holder       uuid,
  number       bigint      NOT NULL DEFAULT 0,
  lease_end    timestamptz,
  vacant_since timestamptz
);

COMMENT ON COLUMN duty.number IS
  'grows each time that another replica takes it; writes under an older number are refused';
COMMENT ON COLUMN duty.lease_end IS 'null until somebody has had it';
COMMENT ON COLUMN duty.vacant_since IS 'when the lease of whoever had it before the holder ended';
