import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WsAdapter } from '@nestjs/platform-ws';
import { WebSocket } from 'ws';
import { found, LIBRARY, metadata, Pipe } from './support/looking-app.js';
import { PLATFORMS, TestApp } from './support/test-app.js';

const PLACES = [
  'a controller',
  'a decorated handler',
  'a filter',
  'a gateway',
  'a guard',
  'a middleware',
  'a pipe',
  'a provider',
  'a provider, later',
  'a request-scoped controller',
  'a request-scoped provider',
  'an interceptor',
  'an interceptor, later',
];

describe('the code that a request calls', () => {
  const limit = Error.stackTraceLimit;
  beforeAll(() => {
    Error.stackTraceLimit = Infinity;
  });
  afterAll(() => {
    Error.stackTraceLimit = limit;
  });
  afterEach(() => found.clear());

  const run = async (platform: (typeof PLATFORMS)[number], enabled: boolean): Promise<void> => {
    const app = await TestApp.start(metadata, { enabled, localFile: false }, platform, host => {
      host.useWebSocketAdapter(new WsAdapter(host));
      host.useGlobalPipes(new Pipe());
    });
    const answers = [];
    for (const path of ['work', 'decorated', 'failing', 'scoped'])
      answers.push(await (await fetch(`${app.url}/${path}`)).text());
    const socket = new WebSocket(app.url.replace('http', 'ws'));
    await new Promise(resolve => socket.once('open', resolve));
    const answer = new Promise(resolve => socket.once('message', resolve));
    socket.send('{"event":"message","data":{}}');
    answers.push(JSON.parse(String(await answer)));
    socket.terminate();
    await app.close();
    expect(answers).toEqual(['stepped', 'decorated', 'filtered', 'scoped', { event: 'answer', data: 'stepped' }]);
  };

  it.each(PLATFORMS)(
    'runs below no frame of the library when the module is switched off, except in methods with @Profile() (%s)',
    async platform => {
      await run(platform, false);
      const profiled = found.get('a method with @Profile()');
      found.delete('a method with @Profile()');
      expect([...found.keys()].sort()).toEqual(PLACES);
      expect([...found].filter(([, frames]) => frames.length > 0)).toEqual([]);
      expect(profiled?.every(frame => frame.includes(join(LIBRARY, 'instrumentation', 'decorators')))).toBe(true);
      expect(profiled).not.toEqual([]);
    },
  );

  it.each(PLATFORMS)('runs below its frames when the module is switched on (%s)', async platform => {
    await run(platform, true);
    expect(found.get('a middleware')).not.toEqual([]);
    expect(found.get('a gateway')?.at(-1)).toContain('covered-method.ts');
  });
});
