import { runScenario } from './scenario.js';

const { alerts, stats } = await runScenario();
for (const { name, maxMs } of stats.endpoints) {
  console.log(`\n${name}: ${Math.round(maxMs)} ms`);
  const alert = alerts.get(name);
  if (alert !== undefined) console.log(`  ${alert.report.verdict.headline}`);
}
