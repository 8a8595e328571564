import { runScenario } from './scenario.js';

const { processes, slowProcesses, requests, alerts, alertsAfterRestart } = await runScenario();
console.log(`${slowProcesses} of ${processes} processes were slow, ${requests} requests in all.`);
for (const { pid, route, headline } of alerts) console.log(`One alert about ${route}, by process ${pid}: ${headline}`);
console.log(`After one was killed and replaced: ${alertsAfterRestart} more.`);
process.exitCode = alerts.length === 2 && alertsAfterRestart === 0 ? 0 : 1;
