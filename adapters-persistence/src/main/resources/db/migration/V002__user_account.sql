-- People who may sign in. Every tenant-owned table has a tenant_id, row security that is forced
-- upon its owner too, and a policy on vmgate.tenant, which each transaction sets for itself.

CREATE TABLE user_account (
  id            uuid        PRIMARY KEY,
  tenant_id     text        NOT NULL REFERENCES tenant (id),
  name          text        NOT NULL CHECK (name <> ''),
  name_key      text        NOT NULL CHECK (name_key <> ''),
  password_hash text        NOT NULL CHECK (password_hash <> ''),
  roles         text[]      NOT NULL DEFAULT '{}'
                            CHECK (roles <@ ARRAY ['viewer', 'operator', 'administrator']),
  disabled      boolean     NOT NULL DEFAULT false,
  created_at    timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT user_account_name_in_tenant UNIQUE (tenant_id, name_key)
);

COMMENT ON COLUMN user_account.name_key IS
  'the name without letter case, made by the platform: a database''s lower() depends on its locale';
COMMENT ON COLUMN user_account.password_hash IS 'PHC string';

ALTER TABLE user_account ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_account FORCE ROW LEVEL SECURITY;

CREATE POLICY user_account_of_tenant ON user_account
  USING (tenant_id = current_setting('vmgate.tenant', true))
  WITH CHECK (tenant_id = current_setting('vmgate.tenant', true));
