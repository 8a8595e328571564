import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { LiveOptions } from '../../../lib/options/live-options.js';
import { Redactor } from '../../../lib/privacy/redactor.js';
import { SourceMapResolver } from '../../../lib/report/source-maps/source-maps.js';
import type { BlockedLoop, CallStack } from '../../../lib/watchdog/blocked-loop.interface.js';
import { BlockedReport } from '../../../lib/watchdog/thread/blocked-report.js';
import { resolveOptions } from '../../support/resolve-options.js';

const schema = new URL('../../../lib/report/report.schema.json', import.meta.url);
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(JSON.parse(readFileSync(schema, 'utf8')));

const frame = (name: string, line: number, file = 'orders.service.js'): CallStack[number] => ({
  name,
  url: `file:///nowhere/app/${file}`,
  line,
  column: 5,
});
const handler = frame('export', 10, 'orders.controller.js');
const loop = frame('renderCsv', 42);

/** A request that waited for 3 s, and holds the loop for 2 s. */
const held: BlockedLoop = {
  holder: 7,
  now: 15_000,
  wallNow: Date.UTC(2026, 10, 30, 12, 0, 15),
  since: 13_000,
  fingerprint: 'f',
  execution: {
    id: 7,
    kind: 'http',
    name: 'GET /export/:id',
    handler: 'OrdersController.export',
    start: 10_000,
    durationMs: 5_000,
    thresholdMs: 1_000,
    outcome: 'ok',
    stuck: true,
  },
  facts: { method: 'GET', url: '/export/1' },
  recorded: {
    spans: [
      {
        kind: 'execution',
        name: 'GET /export/:id',
        parent: -1,
        start: 10_000,
        end: 15_000,
        count: 1,
        totalMs: 5_000,
        ended: false,
        failed: false,
      },
    ],
    spansDropped: 0,
    operations: [],
    awaitsInput: false,
  },
  span: 0,
  cpuMs: 1_900,
  overhead: 0.01,
};

function reportOf(stacks: readonly CallStack[], blocked: BlockedLoop = held) {
  const options = resolveOptions({ webhook: { url: 'https://hooks.test/very-secret-part' } });
  const redactor = new Redactor(new LiveOptions(options));
  const places = { ownDirectory: undefined, cwd: '/nowhere/app' };
  const runtime = { node: 'v24.0.0', nest: '12.0.0', pid: 1, host: 'h', platform: 'linux x64' };
  const maps = new SourceMapResolver({ warn: () => undefined }, places);
  return new BlockedReport({ places, runtime }, maps, redactor).of(blocked, stacks);
}

describe('the report about a blocked loop', () => {
  it('names the execution, the time of the block and the function, whatever it waited for before', async () => {
    const { execution, verdict, accounting, monitor } = await reportOf(
      Array.from({ length: 5 }, () => [loop, handler]),
    );
    expect(verdict).toMatchObject({
      kind: 'cpu',
      subject: 'renderCsv',
      location: 'orders.service.js:42',
      ms: 2_000,
      headline:
        'GET /export/:id has held the event loop for 2.00 s and still does, running renderCsv (orders.service.js:42) in export (orders.controller.js:10)',
    });
    expect(execution).toMatchObject({
      stuck: true,
      durationMs: 5_000,
      startedAt: '2026-11-30T12:00:10.000Z',
      handler: 'OrdersController.export',
      url: '/export/1',
    });
    expect(execution.endedBy).toBeUndefined();
    expect(accounting.cpuMs).toBe(2_000);
    expect(monitor).toMatchObject({ samples: 5, samplingIntervalMs: 0, overhead: 0.01 });
    expect(monitor.degraded[0]).toContain('5 stacks');
  });

  it('names the function that the stacks have in common, when they end in different ones', async () => {
    const inner = ['a', 'b', 'c', 'd', 'e'].map((name, index) => [frame(name, 100 + index), loop, handler]);
    expect((await reportOf(inner)).verdict).toMatchObject({ subject: 'renderCsv', location: 'orders.service.js:42' });
  });

  it('is valid by the schema, and has no secret', async () => {
    const name = 'sync https://hooks.test/very-secret-part';
    const outside = { ...held, execution: { ...held.execution, id: 0, name } };
    const report = await reportOf([[loop]], outside);
    expect(validate(JSON.parse(JSON.stringify(report)))).toBe(true);
    expect(JSON.stringify(report)).not.toContain('very-secret-part');
  });

  it('states that the code did not compute', async () => {
    const { monitor } = await reportOf([[loop]], { ...held, cpuMs: 12 });
    expect(monitor.degraded).toContainEqual(expect.stringContaining('only 12 ms of CPU time'));
  });

  it('is made without a single frame, too', async () => {
    const { verdict } = await reportOf([[], [], []]);
    expect(verdict.headline).toMatch(
      /^GET \/export\/:id has held the event loop for 2\.00 s and still does, running code/,
    );
  });
});
