-- Requests to publish ports of machines. The services themselves are in the cluster alone; this is
-- what the cluster cannot do: know a request again, and give each tenant no more than its share.

CREATE TABLE publication (
  id           uuid        PRIMARY KEY,
  tenant_id    text        NOT NULL REFERENCES tenant (id),
  user_id      uuid        NOT NULL,
  key          text        CHECK (key <> ''),
  fingerprint  text        NOT NULL,
  vm_id        uuid        NOT NULL,
  namespace    text        NOT NULL,
  service_name text        NOT NULL,
  requested_at timestamptz NOT NULL,
  withdrawn    boolean     NOT NULL DEFAULT false,
  answer       text
);

COMMENT ON COLUMN publication.key IS 'Idempotency-Key';
COMMENT ON COLUMN publication.withdrawn IS 'it takes no place any more; its answer can be repeated';
COMMENT ON COLUMN publication.answer IS
  'what the request was answered with, as JSON of the platform''s own; null while nobody knows';

CREATE UNIQUE INDEX publication_key ON publication (tenant_id, user_id, key) WHERE key IS NOT NULL;
CREATE INDEX publication_requested ON publication (tenant_id, requested_at);
CREATE INDEX publication_of_service ON publication (tenant_id, namespace, service_name);

ALTER TABLE publication ENABLE ROW LEVEL SECURITY;
ALTER TABLE publication FORCE ROW LEVEL SECURITY;

-- Whoever removes expired services does so for all tenants.
CREATE POLICY publication_of_tenant ON publication
  USING (tenant_id = current_setting('vmgate.tenant', true)
         OR current_setting('vmgate.across', true) = 'on')
  WITH CHECK (tenant_id = current_setting('vmgate.tenant', true)
              OR current_setting('vmgate.across', true) = 'on');

CREATE INDEX vm_event_removals ON vm_event (occurred_at)
  WHERE status = 'running' AND event_type IN ('unpublish', 'serviceExpired');

-- What a tenant may publish; null for what the platform usually allows.
ALTER TABLE tenant
  ADD COLUMN most_services   integer CHECK (most_services >= 0),
  ADD COLUMN service_types   text[]
                             CHECK (service_types <@ ARRAY ['NodePort', 'LoadBalancer', 'ClusterIP']
                                    AND cardinality(service_types) > 0),
  ADD COLUMN first_node_port integer,
  ADD COLUMN last_node_port  integer,
  ADD CONSTRAINT tenant_node_ports_are_a_range
    CHECK ((first_node_port IS NULL) = (last_node_port IS NULL)
           AND first_node_port BETWEEN 1 AND last_node_port AND last_node_port <= 65535);
