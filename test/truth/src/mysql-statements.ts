/** Statements of MySQL and MariaDB. */
export const MYSQL = {
  sleep: 'select sleep(? / 1000)',
  rows: 'select * from item limit ?',
  update: 'update item set qty = qty + 1 where id = ?',
  stream: "select id, sleep(0.002), repeat('x', 4096) as text from item limit ?",
} as const;
