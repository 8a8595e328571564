// A session of its own hears of each console profile that a debugger's front end would be sent.
import inspector from 'node:inspector';
import { slowReport, start, tell } from './nest.mjs';

let heard = 0;
const session = new inspector.Session();
session.connect();
session.on('Profiler.consoleProfileStarted', () => (heard += 1));
session.on('Profiler.consoleProfileFinished', () => (heard += 1));
session.post('Profiler.enable');
const running = await start();
tell(await slowReport(running));
await new Promise(resolve => setTimeout(resolve, 1_500));
console.log(`profiles ${heard}`);
await running.app.close();
console.log('closed');
