-- Tenants and the namespaces they own. Read as a whole by every replica, so not under row security.

CREATE TABLE tenant (
  id           text        PRIMARY KEY CHECK (id ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  display_name text        NOT NULL,
  disabled     boolean     NOT NULL DEFAULT false,
  created_at   timestamptz NOT NULL DEFAULT now()
);

COMMENT ON COLUMN tenant.id IS 'what people type when they sign in';

CREATE TABLE tenant_namespace (
  namespace text PRIMARY KEY CHECK (namespace <> ''),
  tenant_id text NOT NULL REFERENCES tenant (id)
);

COMMENT ON TABLE tenant_namespace IS 'a namespace belongs to one tenant: it is the key';

CREATE INDEX tenant_namespace_of_tenant ON tenant_namespace (tenant_id);
