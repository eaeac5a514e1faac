-- What happened to machines, and what was last seen of each.

CREATE TABLE vm_event (
  id          uuid        PRIMARY KEY,
  tenant_id   text        NOT NULL REFERENCES tenant (id),
  vm_id       uuid        NOT NULL,
  namespace   text        NOT NULL,
  vm_name     text        NOT NULL,
  event_type  text        NOT NULL CHECK (event_type <> ''),
  operator    text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  ended_at    timestamptz,
  status      text        NOT NULL CHECK (status IN ('running', 'success', 'failed')),
  task_id     uuid,
  cancelled   boolean     NOT NULL DEFAULT false,
  cause       text,
  arguments   text[]      NOT NULL DEFAULT '{}',
  code        text,
  message     text,
  from_node   text,
  to_node     text,
  CONSTRAINT vm_event_ends_once CHECK ((status = 'running') = (ended_at IS NULL))
);

COMMENT ON COLUMN vm_event.id IS 'of an operation that of its task, so it is written once';
COMMENT ON COLUMN vm_event.task_id IS
  'of an operation; null for what was seen in the cluster. The task may have been forgotten.';
COMMENT ON COLUMN vm_event.cause IS
  'why an operation failed: put into words, with the arguments, when it is read';
COMMENT ON COLUMN vm_event.message IS 'the cluster''s own words';

CREATE INDEX vm_event_newest ON vm_event (tenant_id, vm_id, occurred_at DESC, id DESC);
CREATE INDEX vm_event_age ON vm_event (occurred_at);
CREATE INDEX vm_event_operation ON vm_event (vm_id, ended_at) WHERE task_id IS NOT NULL;

ALTER TABLE vm_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE vm_event FORCE ROW LEVEL SECURITY;

CREATE POLICY vm_event_of_tenant ON vm_event
  USING (tenant_id = current_setting('vmgate.tenant', true)
         OR current_setting('vmgate.across', true) = 'on')
  WITH CHECK (tenant_id = current_setting('vmgate.tenant', true)
              OR current_setting('vmgate.across', true) = 'on');

-- The machines of all namespaces, whoever owns them just now: for the platform's own work alone.

CREATE TABLE vm_sighting (
  vm_id uuid PRIMARY KEY,
  body  text NOT NULL
);

COMMENT ON COLUMN vm_sighting.body IS 'how the machine looked, as JSON of the platform''s own';

ALTER TABLE vm_sighting ENABLE ROW LEVEL SECURITY;
ALTER TABLE vm_sighting FORCE ROW LEVEL SECURITY;

CREATE POLICY vm_sighting_of_platform ON vm_sighting
  USING (current_setting('vmgate.across', true) = 'on')
  WITH CHECK (current_setting('vmgate.across', true) = 'on');

CREATE TABLE vm_chronicle (
  the_one  boolean     PRIMARY KEY DEFAULT true CHECK (the_one),
  begun_at timestamptz NOT NULL
);

COMMENT ON TABLE vm_chronicle IS
  'one row once every machine has been seen: what is new after that has happened';
