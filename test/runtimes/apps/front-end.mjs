// A second session receives each console profile that a debugger's front end would receive.
import inspector from 'node:inspector';
import { slowReport, start, tell } from './nest.mjs';

let received = 0;
const session = new inspector.Session();
session.connect();
session.on('Profiler.consoleProfileStarted', () => (received += 1));
session.on('Profiler.consoleProfileFinished', () => (received += 1));
session.post('Profiler.enable');
const running = await start();
tell(await slowReport(running));
await new Promise(resolve => setTimeout(resolve, 1_500));
console.log(`profiles ${received}`);
await running.app.close();
console.log('closed');
