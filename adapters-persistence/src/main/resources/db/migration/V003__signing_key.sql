-- Keys that tokens are signed with; they belong to the platform, not to a tenant.

CREATE TABLE signing_key (
  number     bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
  id         text        PRIMARY KEY CHECK (id <> ''),
  secret     bytea       NOT NULL CHECK (octet_length(secret) = 32),
  created_at timestamptz NOT NULL
);

COMMENT ON COLUMN signing_key.number IS
  'the order in which keys were made, whatever the replicas'' clocks said';
COMMENT ON COLUMN signing_key.id IS 'named in the header of every token that the key signs';
