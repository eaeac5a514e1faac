-- How quick a session is, for the servers that do not hold it.
ALTER TABLE console_session
  ADD COLUMN latency_micros bigint CHECK (latency_micros >= 0);

COMMENT ON COLUMN console_session.latency_micros IS
  'to the viewer and back, as its server measured it last; null until then';
