-- Operations on machines, how they stand, and the queue that workers take them from.

CREATE TABLE task (
  id                  uuid        PRIMARY KEY,
  tenant_id           text        NOT NULL REFERENCES tenant (id),
  parent_id           uuid        REFERENCES task (id) ON DELETE CASCADE,
  user_id             uuid        NOT NULL,
  operator            text        NOT NULL,
  action              text        NOT NULL
                                  CHECK (action IN ('start', 'stop', 'restart', 'pause', 'unpause')),
  force               boolean     NOT NULL,
  vm_id               text,
  namespace           text,
  vm_name             text,
  extra               text,
  created_at          timestamptz NOT NULL,
  deadline            timestamptz NOT NULL,
  status              text        NOT NULL
                                  CHECK (status IN ('running', 'success', 'failed', 'cancelled')),
  step                text        NOT NULL CHECK (step <> ''),
  before_run_strategy text,
  before_run_uid      text,
  before_run_phase    text,
  ended_at            timestamptz,
  cause               text,
  arguments           text[]      NOT NULL DEFAULT '{}',
  revision            bigint      NOT NULL DEFAULT 0,
  CONSTRAINT task_ends_once CHECK ((status = 'running') = (ended_at IS NULL)),
  CONSTRAINT task_fails_for_a_reason CHECK ((status = 'failed') = (cause IS NOT NULL)),
  CONSTRAINT task_of_a_named_machine CHECK ((namespace IS NULL) = (vm_name IS NULL)),
  CONSTRAINT task_of_a_batch_has_a_machine CHECK (parent_id IS NULL OR vm_id IS NOT NULL)
);

COMMENT ON COLUMN task.operator IS 'the name of the user when the task was asked for';
COMMENT ON COLUMN task.vm_id IS 'as the caller wrote it, which need not be an id; null for a batch';
COMMENT ON COLUMN task.extra IS 'a JSON object of the caller''s, as text: it may hold what jsonb cannot';
COMMENT ON COLUMN task.before_run_strategy IS
  'with the two below: what the machine looked like before the cluster was asked';
COMMENT ON COLUMN task.cause IS 'put into words, with the arguments, when it is read';
COMMENT ON COLUMN task.revision IS 'grows with every change, of a batch also with its children''s';

CREATE INDEX task_newest ON task (tenant_id, id DESC);
CREATE INDEX task_newest_of_machine ON task (tenant_id, vm_id, id DESC) WHERE vm_id IS NOT NULL;
CREATE INDEX task_of_batch ON task (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX task_ended ON task (tenant_id, ended_at) WHERE parent_id IS NULL;

ALTER TABLE task ENABLE ROW LEVEL SECURITY;
ALTER TABLE task FORCE ROW LEVEL SECURITY;

CREATE POLICY task_of_tenant ON task
  USING (tenant_id = current_setting('vmgate.tenant', true))
  WITH CHECK (tenant_id = current_setting('vmgate.tenant', true));

-- The tasks that have not ended. Workers of the platform serve all tenants, so this table is under
-- no row security and holds nothing of a tenant's: who a task belongs to, but not what it is.

CREATE TABLE task_queue (
  task_id      uuid        PRIMARY KEY REFERENCES task (id) ON DELETE CASCADE,
  vm_id        text        NOT NULL CONSTRAINT task_queue_one_a_machine UNIQUE,
  owner_tenant text        NOT NULL,
  worker       uuid,
  lease_number bigint      NOT NULL DEFAULT 0,
  lease_end    timestamptz NOT NULL DEFAULT '-infinity'
);

COMMENT ON COLUMN task_queue.vm_id IS 'the claim on the machine: one task at a time';
COMMENT ON COLUMN task_queue.lease_number IS
  'grows each time the task is handed out; writes under an older number are refused';

CREATE TABLE request_key (
  tenant_id   text        NOT NULL REFERENCES tenant (id),
  user_id     uuid        NOT NULL,
  key         text        NOT NULL CHECK (key <> ''),
  fingerprint text        NOT NULL,
  task_id     uuid        NOT NULL REFERENCES task (id) ON DELETE CASCADE
                          DEFERRABLE INITIALLY DEFERRED,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, user_id, key)
);

COMMENT ON TABLE request_key IS 'requests that may be repeated: Idempotency-Key';

CREATE INDEX request_key_of_task ON request_key (task_id);
CREATE INDEX request_key_made ON request_key (tenant_id, created_at);

ALTER TABLE request_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE request_key FORCE ROW LEVEL SECURITY;

CREATE POLICY request_key_of_tenant ON request_key
  USING (tenant_id = current_setting('vmgate.tenant', true))
  WITH CHECK (tenant_id = current_setting('vmgate.tenant', true));
