import { THREAD_POOL } from '../../model/thread-pool.js';
import { waitText } from '../../model/format/wait.js';
import type { Wait } from '../timeline/phases.js';

/** Servers by the names that people use for them. */
const SERVERS: Readonly<Record<string, string>> = {
  postgresql: 'PostgreSQL',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  sqlite: 'SQLite',
  mssql: 'SQL Server',
  mongodb: 'MongoDB',
  redis: 'Redis',
  nats: 'NATS',
  rabbitmq: 'RabbitMQ',
  mqtt: 'MQTT',
  kafka: 'Kafka',
  tcp: 'TCP',
};

/** Labels of other operations have the server already. */
const WITH_SERVER: ReadonlySet<string> = new Set(['database', 'cache', 'network']);

const SELECT = /^select\s/i;
const FROM = /\sfrom\s/iy;

/**
 * The target of a wait in a headline: `SELECT … FROM prices WHERE sku = ? (PostgreSQL db:5432/shop)`. Columns are left out
 * here only: the label has them. A connection is the target of a wait for a pool.
 *
 * @internal
 */
export function operationText(wait: Wait): string {
  const { on, label, isOperation, system, peer } = wait;
  if (isOperation !== true) return waitText(wait);
  if (on === 'pool') return connectionText(label);
  if (!WITH_SERVER.has(on)) return label;
  const server = [SERVERS[system ?? ''] ?? system ?? '', peer ?? ''].filter(part => part !== '').join(' ');
  return `${withoutColumns(label)}${server === '' ? '' : ` (${server})`}`;
}

/** `a connection of the pg pool`, `a thread of the thread pool`: its server is in the subject. Agents have a pool for each server: `a connection to …`. */
export function connectionText(pool: string): string {
  if (pool === THREAD_POOL) return `a thread of the ${THREAD_POOL}`;
  const [library = '', server] = pool.split(' ', 2);
  return library === 'http' && server !== undefined
    ? `a connection to ${server}`
    : `a connection of the ${library} pool`;
}

/** `SELECT … FROM prices` for `SELECT sku, amount FROM prices`. Subqueries among the columns have a FROM of their own. */
function withoutColumns(statement: string): string {
  const [select] = SELECT.exec(statement) ?? [];
  if (select === undefined) return statement;
  let depth = 0;
  for (let at = select.length; at < statement.length; at++) {
    const character = statement.charAt(at);
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    FROM.lastIndex = at;
    if (depth === 0 && FROM.test(statement)) return `${select.trim()} …${statement.slice(at)}`;
  }
  return statement;
}
