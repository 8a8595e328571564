import { runScenario } from './scenario.js';

const alerts = await runScenario();
for (const [name, { report, victims }] of alerts) {
  const { verdict, operations } = report;
  console.log(`\n${name}: ${verdict.headline}`);
  for (const { calls, label, totalMs } of operations.slice(0, 3))
    console.log(`  ${calls} × ${label}, ${Math.round(totalMs)} ms in all`);
  for (const { name: victim, durationMs } of victims)
    console.log(`  It delayed ${victim}, which took ${Math.round(durationMs)} ms.`);
}
