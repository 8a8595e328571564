// Starts, answers, reports, closes: what it printed is looked at.
import { slowReport, start, tell } from './nest.mjs';

const running = await start();
tell(await slowReport(running));
// The recorder's rotations are over by then.
await new Promise(resolve => setTimeout(resolve, 1_500));
await running.app.close();
console.log('closed');
