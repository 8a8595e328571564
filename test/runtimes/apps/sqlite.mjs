// Statements of node:sqlite in one execution, after a wait for something else.
import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { reportOf, start } from './nest.mjs';

const SUM =
  "with recursive n(i) as (select 1 union all select i + 1 from n where i < ?) select sum(i), 'geheim' from n";

const { app, monitor } = await start();
const database = new DatabaseSync(':memory:');
await monitor.profile('sums', async () => {
  await delay(5);
  for (let i = 0; i < 5; i += 1) database.prepare(SUM).get(500_000 + i);
});
const { verdict, accounting, operations } = await reportOf(monitor, 'sums');
console.log(`operations ${JSON.stringify(operations)}`);
const waits = accounting.waiting.filter(({ on }) => on === 'database');
console.log(`verdict ${JSON.stringify([verdict.kind, waits])}`);
await app.close();
console.log('closed');
