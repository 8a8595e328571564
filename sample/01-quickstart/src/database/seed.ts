import type { Database } from 'sql.js';
import type { OrderLine } from '../orders/order.interface.js';

const ORDERS = 400;
const LINES_PER_ORDER = 48;
const CUSTOMERS = 60;
const COUNTRIES = ['DE', 'FR', 'IT', 'PL', 'SE'];
const DAY_MS = 86_400_000;

/** The same orders on every start. There is no index on `order_lines`, and somebody will notice. */
export function seed(database: Database): void {
  database.run(`
    CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT, country TEXT, placed_at TEXT, lines TEXT);
    CREATE TABLE order_lines (order_id INTEGER, sku TEXT, quantity INTEGER, cents INTEGER);
    BEGIN`);
  const insertOrder = database.prepare('INSERT INTO orders VALUES (?, ?, ?, ?, ?)');
  const insertLine = database.prepare('INSERT INTO order_lines VALUES (?, ?, ?, ?)');
  for (let id = 1; id <= ORDERS; id++) {
    const lines = linesOf(id);
    const placedAt = new Date(Date.UTC(2026, 0, 1) + (id % 300) * DAY_MS).toISOString();
    const country = COUNTRIES[id % COUNTRIES.length] ?? 'DE';
    insertOrder.run([id, `customer-${id % CUSTOMERS}`, country, placedAt, JSON.stringify(lines)]);
    for (const line of lines) insertLine.run([id, line.sku, line.quantity, line.cents]);
  }
  insertOrder.free();
  insertLine.free();
  database.run('COMMIT');
}

function linesOf(id: number): OrderLine[] {
  return Array.from({ length: LINES_PER_ORDER }, (_, index) => ({
    sku: `sku-${(id * 31 + index * 7) % 1000}`,
    quantity: 1 + ((id + index) % 5),
    cents: 199 + ((id * 17 + index * 53) % 9000),
  }));
}
