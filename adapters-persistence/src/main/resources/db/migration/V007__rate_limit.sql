-- Who has called how often, counted by all replicas together. Not under row security: a key may be
-- a name that no tenant has, and it tells nothing, since only its hash is kept.

CREATE TABLE rate_limit (
  id         text   PRIMARY KEY CHECK (id <> ''),
  state      bytea,
  expires_at bigint
);

COMMENT ON COLUMN rate_limit.id IS 'the limit, its figures, and a hash of who calls';
COMMENT ON COLUMN rate_limit.state IS 'a bucket as Bucket4j writes it; null while it is being made';
COMMENT ON COLUMN rate_limit.expires_at IS
  'milliseconds since 1970: from then on the bucket is as good as new';

CREATE INDEX rate_limit_expired ON rate_limit (expires_at);
