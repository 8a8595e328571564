/** Waits for locks form a queue: the holder is behind so many other waiters at most. */
const MAX_HOPS = 8;

/** One of those that block the session of a hop. Those ahead in the queue block, too: a session that does not wait is first. */
const BLOCKER = `
SELECT b.pid FROM unnest(pg_blocking_pids(hop.pid)) AS b (pid)
LEFT JOIN pg_stat_activity s ON s.pid = b.pid

ORDER BY coalesce(s.wait_event_type = 'Lock', false), b.pid LIMIT 1`;

/** The session at the end of the queue, from the waiter `w` on. In most cases, each waiter takes two hops. */
const HOLDER = `
WITH RECURSIVE hop (pid, number) AS (
  SELECT w.pid, 0 UNION ALL SELECT (${BLOCKER}), hop.number + 1

  FROM hop WHERE hop.pid IS NOT NULL AND hop.number < ${MAX_HOPS}
)

SELECT hop.pid FROM hop WHERE hop.pid IS NOT NULL AND hop.number > 0 ORDER BY hop.number DESC LIMIT 1`;

/** The lock that `w` waits for. While it waits for a row's lock, it holds one of the type `tuple`, which has the table. */
const AWAITED = `
SELECT l.locktype, l.database, l.relation FROM pg_locks l
WHERE l.pid = w.pid AND (NOT l.granted OR l.locktype = 'tuple')

ORDER BY l.relation IS NULL, l.granted LIMIT 1`;

/** A table has its name in its own database only. */
const TABLE = `
CASE WHEN l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
THEN l.relation::regclass::text END AS relation`;

/**
 * For each of the sessions in `$1` that waits for a lock: its statement, the table, and the session that holds the lock.
 * Each call of `pg_blocking_pids()` stops PostgreSQL's lock manager for a moment.
 *
 * @internal
 */
export const LOCK_QUERY = `
SELECT w.pid, w.query, h.pid AS holder, a.application_name AS application, a.query AS holder_query, l.locktype, ${TABLE}
FROM pg_stat_activity w

CROSS JOIN LATERAL (${HOLDER}) h
LEFT JOIN pg_stat_activity a ON a.pid = h.pid
LEFT JOIN LATERAL (${AWAITED}) l ON true

WHERE w.pid = ANY ($1::int[])`;
