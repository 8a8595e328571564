// Under a limit of event loop utilization that no load reaches.
import underPressure from '@fastify/under-pressure';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { slowReport, start, tell } from './nest.mjs';

const running = await start({
  adapter: new FastifyAdapter(),
  prepare: app => app.register(underPressure, { maxEventLoopUtilization: 1 }),
});
tell(await slowReport(running));
await running.app.close();
console.log('closed');
