import { printout } from './demo/printout.js';
import { runQuickstart } from './demo/quickstart.js';

const MAX_MS = 55_000;

/** Nobody waits for ever: a demo that hangs is a demo that failed. */
const watchdog = setTimeout(() => {
  console.error(`The demo did not end within ${MAX_MS / 1000} s.`);
  process.exit(1);
}, MAX_MS);
watchdog.unref();

async function main(): Promise<void> {
  const result = await runQuickstart();
  console.log(printout(result));
  const wrong = result.outcomes.some(({ faults }) => faults.length > 0);
  if (wrong || result.falseAlarms.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
