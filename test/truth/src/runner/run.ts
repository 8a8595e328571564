// The truth table: each library with each cause on real servers, and the report's verdict against `table.ts`.
//   npm run test:truth                        all
//   npm run test:truth -- pg mysql2/lock      chosen libraries and cells
import { RealServers } from './real-servers.js';
import { LIBRARIES } from '../table.js';
import { runLibrary, type Result } from './run-library.js';
import { selection } from './selection.js';

/** Libraries at the same time. A cell waits most of its time. */
const TOGETHER = 2;

/** The subjects read rows before it. */
const FIRST_OWN_ROW = 1_001;

const chosen = selection(process.argv.slice(2));
const servers = await RealServers.start();
const results: Result[] = [];
try {
  const queue = LIBRARIES.map((library, index) => ({
    library,
    row: FIRST_OWN_ROW + index,
    causes: chosen(library.name),
  })).filter(({ causes }) => causes.length > 0);
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      results.push(...(await runLibrary(next.library, next.causes, servers.addresses, next.row)));
  };
  await Promise.all(Array.from({ length: TOGETHER }, work));
} finally {
  await servers.stop();
}

const judged = results.filter(({ state }) => state !== 'n/a');
const right = judged.filter(({ state }) => state === 'ok').length;
for (const { state, cell } of results) if (state === 'WRONG') console.log(`wrong: ${cell}`);
console.log(`${right} of ${judged.length}`);
console.log(`${right} passed, ${judged.length - right} failed`);
process.exitCode = judged.length > 0 && right === judged.length ? 0 : 1;
