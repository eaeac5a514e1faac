-- Servers of SPICE let one viewer in, and for the next one throw it out without a word: as on the other consoles, who
-- comes is to be asked.

-- For a moment, so that the owner finds the rows of all tenants.
ALTER TABLE console_session NO FORCE ROW LEVEL SECURITY;

UPDATE console_session thrown_out
SET ended_at = newest.connected_at, end_code = 'TAKEN_OVER', end_arguments = ARRAY[newest.username]
FROM (
  SELECT DISTINCT ON (vm_id) id, vm_id, username, connected_at FROM console_session
  WHERE ended_at IS NULL AND protocol = 'spice'
  ORDER BY vm_id, connected_at DESC, id DESC) newest
WHERE thrown_out.ended_at IS NULL AND thrown_out.protocol = 'spice'
  AND thrown_out.vm_id = newest.vm_id AND thrown_out.id <> newest.id;

ALTER TABLE console_session FORCE ROW LEVEL SECURITY;

DROP INDEX console_session_one_a_console;
CREATE UNIQUE INDEX console_session_one_a_console ON console_session (vm_id, protocol)
  WHERE ended_at IS NULL;
