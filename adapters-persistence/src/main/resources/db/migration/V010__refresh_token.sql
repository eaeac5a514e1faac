-- Sign-ins that can be renewed without the password, and the tokens that renew them.

CREATE TABLE lasting_sign_in (
  id        uuid        PRIMARY KEY,
  tenant_id text        NOT NULL REFERENCES tenant (id),
  user_id   uuid        NOT NULL,
  password  text        NOT NULL,
  ends_at   timestamptz NOT NULL
);

COMMENT ON TABLE lasting_sign_in IS 'gone once it has ended, with all its tokens';
COMMENT ON COLUMN lasting_sign_in.password IS
  'a fingerprint of the user''s password hash: with another password the sign-in is over';
COMMENT ON COLUMN lasting_sign_in.ends_at IS 'when the password must be typed again';

CREATE INDEX lasting_sign_in_of_tenant ON lasting_sign_in (tenant_id);

ALTER TABLE lasting_sign_in ENABLE ROW LEVEL SECURITY;
ALTER TABLE lasting_sign_in FORCE ROW LEVEL SECURITY;

CREATE POLICY lasting_sign_in_of_tenant ON lasting_sign_in
  USING (tenant_id = current_setting('vmgate.tenant', true))
  WITH CHECK (tenant_id = current_setting('vmgate.tenant', true));

-- Whoever shows a token is of no tenant yet: shown is the one row that it names, to be read and no more.
CREATE POLICY lasting_sign_in_of_bearer ON lasting_sign_in FOR SELECT
  USING (id::text = current_setting('vmgate.sign_in', true));

CREATE TABLE refresh_token (
  hash       text        PRIMARY KEY CHECK (hash ~ '^[0-9a-f]{64}$'),
  tenant_id  text        NOT NULL REFERENCES tenant (id),
  sign_in    uuid        NOT NULL REFERENCES lasting_sign_in (id) ON DELETE CASCADE,
  generation integer     NOT NULL CHECK (generation > 0),
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);

COMMENT ON COLUMN refresh_token.hash IS 'SHA-256 of the token''s bits; the token itself is nowhere';
COMMENT ON COLUMN refresh_token.generation IS
  'one more than that of the token for which it was handed out; two of one generation stand for each other';
COMMENT ON COLUMN refresh_token.used_at IS
  'the first time; once that is longer ago than a second use is excused the row is not needed';

CREATE INDEX refresh_token_of_sign_in ON refresh_token (sign_in, generation);

ALTER TABLE refresh_token ENABLE ROW LEVEL SECURITY;
ALTER TABLE refresh_token FORCE ROW LEVEL SECURITY;

CREATE POLICY refresh_token_of_tenant ON refresh_token
  USING (tenant_id = current_setting('vmgate.tenant', true))
  WITH CHECK (tenant_id = current_setting('vmgate.tenant', true));
