import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Receiver } from '../support/receiver.js';
import { AppBundle, ProcessApp, stuckReportsIn } from '../integration/support/process-app.js';
import { delay, until } from '../integration/support/test-app.js';

/** The shortest time that is allowed. */
const AFTER = { blockedAfter: '1s', alertWindow: '1d' } as const;
const AFTER_MS = 1_000;
const EXPORT = 'GET /export/:customer';
const REPORTED = 'GET /reported';
/** Of a machine with a load of ten for each processor. */
const LONG_MS = 240_000;

jest.setTimeout(600_000);

const stats = await readFile('/proc/self/stat', 'utf8').catch(() => '');
const onLinux = stats === '' ? it.skip : it;

/** Jest runs the library without its worker: the threads need the form that the package gives them. */
describe('an event loop that does not come back', () => {
  let bundle: AppBundle;
  /** For files of the applications. */
  let place: string;
  const apps: ProcessApp[] = [];
  const start = async (
    ...args: Parameters<typeof ProcessApp.start> extends [unknown, ...infer Rest] ? Rest : never
  ) => {
    const app = await ProcessApp.start(bundle, ...args);
    apps.push(app);
    return app;
  };
  const reported = (app: ProcessApp, name: string) =>
    until(async () => (await app.reports(name)).length > 0, `a report about ${name}`, LONG_MS);

  beforeAll(async () => {
    bundle = await AppBundle.of(fileURLToPath(new URL('./blocked/blocked-app.ts', import.meta.url)));
  });
  afterAll(() => bundle?.remove());
  beforeEach(async () => {
    place = await mkdtemp(join(tmpdir(), 'monitor-blocked-'));
  });
  afterEach(async () => {
    for (const app of apps) {
      await app.kill();
      await app.remove();
    }
    apps.length = 0;
    await rm(place, { recursive: true });
  });

  it('leaves a report with the request and the function, when the process is killed', async () => {
    const receiver = await Receiver.start();
    const app = await start({
      ...AFTER,
      blockedAfter: '2s',
      webhook: { url: `${receiver.url}/hook` },
      localFile: { formats: ['json', 'markdown', 'html'] },
    });
    app.begin('/export/7?token=very-secret-value');
    await reported(app, EXPORT);
    await until(() => receiver.received.length > 0, 'the webhook', LONG_MS);
    await until(async () => (await app.unsent()).length === 0, 'the last note', LONG_MS);
    await app.kill();

    const [report, ...more] = await app.reports(EXPORT);
    expect(more).toEqual([]);
    expect(report?.execution).toMatchObject({
      kind: 'http',
      handler: 'OrdersController.export',
      method: 'GET',
      params: { customer: '7' },
      stuck: true,
    });
    expect(report?.verdict).toMatchObject({ kind: 'cpu', subject: 'renderCsv' });
    expect(report?.verdict.location).toMatch(/^blocked-app\.ts:\d+$/);
    expect(report?.verdict.headline).toMatch(
      /^GET \/export\/:customer has held the event loop for [\d.]+ s and still does, running renderCsv \(blocked-app\.ts:\d+\)/,
    );
    expect(report?.execution.durationMs).toBeGreaterThanOrEqual(2_000);
    expect(JSON.stringify(report)).not.toContain('very-secret-value');
    expect((await app.files('md')).length + (await app.files('html')).length).toBe(2);
    // The application's thread writes nothing any more: the line comes from the other one.
    expect(app.output).toContain('[PerformanceMonitor] Stuck: GET /export/:customer');

    const hooks = receiver.received.filter(({ body }) => body.includes(EXPORT));
    expect(hooks).toHaveLength(1);
    expect(hooks[0]?.body).toContain('renderCsv');
    await receiver.close();
  });

  it('is reported in a regular expression, too', async () => {
    const app = await start(AFTER);
    app.begin('/regex');
    await reported(app, 'GET /regex');
    expect((await app.reports('GET /regex'))[0]?.verdict).toMatchObject({ kind: 'cpu', subject: 'matches' });
  });

  it('is reported for code outside any request, by its function', async () => {
    const app = await start(AFTER);
    app.send('hold');
    await reported(app, 'code outside any watched execution');
    const [report] = await app.reports('code outside any watched execution');
    expect(report?.verdict).toMatchObject({ kind: 'cpu', subject: 'refreshPrices' });
    expect(report?.execution.kind).toBe('function');
  });

  it('is no fault when it comes back in time, however often', async () => {
    const app = await start({ ...AFTER, blockedAfter: '4s' });
    for (let request = 0; request < 6; request += 1) await app.get('/export/7?ms=1000');
    await app.stats();
    expect(await app.stuckReports()).toEqual([]);
  });

  it('gets one alert for the hang, and the end of its execution one of its own', async () => {
    const app = await start(AFTER);
    expect(await app.get('/reported')).toBe('reported');
    await until(async () => (await app.reports(REPORTED)).length === 2, 'the report about the end', LONG_MS);
    await delay(AFTER_MS);
    const { alerts } = await app.stats();
    const reports = await app.reports(REPORTED);
    expect(reports.map(({ execution }) => execution.stuck ?? false).sort()).toEqual([false, true]);
    expect(alerts.sent).toBeGreaterThanOrEqual(2);
    expect(await app.unsent()).toEqual([]);
  });

  it('reaches a notifier of the application when it comes back', async () => {
    const custom = join(place, 'custom.txt');
    const app = await start(AFTER, { env: { CUSTOM: custom } });
    expect(await app.get('/reported')).toBe('reported');
    const alerts = async () => (await linesOf(custom)).filter(({ name }) => name === REPORTED);
    await until(async () => (await alerts()).length === 2, 'both alerts', LONG_MS);
    const stillRuns = (await alerts()).map(({ headline }) =>
      /has held the event loop for .* and still does/.test(headline),
    );
    expect(stillRuns.sort()).toEqual([false, true]);
    expect(new Set((await alerts()).map(({ fingerprint }) => fingerprint)).size).toBe(2);
    await until(async () => (await app.unsent()).length === 0, 'the end of the note', LONG_MS);
  });

  it('reaches a notifier of the application at the next start, once for all processes', async () => {
    const custom = join(place, 'custom.txt');
    // A killed process holds its claims for twice this time.
    const options = { ...AFTER, delivery: { timeout: '5s' } } as const;
    const killed = await start(options, { env: { CUSTOM: custom } });
    const { directory } = killed;
    killed.begin('/export/7');
    await reported(killed, EXPORT);
    await until(async () => (await killed.unsent()).length === 1, 'the note for the next start', LONG_MS);
    await killed.kill();

    const next = await Promise.all([1, 2].map(() => start(options, { directory, env: { CUSTOM: custom } })));
    await until(async () => (await killed.unsent()).length === 0, 'the end of the note', LONG_MS);
    await Promise.all(next.map(app => app.stats()));
    expect((await linesOf(custom)).filter(({ name }) => name === EXPORT)).toHaveLength(1);
    expect(await killed.reports(EXPORT)).toHaveLength(1);
  });

  onLinux('is none in a process that is stopped', async () => {
    const app = await start(AFTER);
    await app.get('/quick');
    for (let stop = 0; stop < 2; stop += 1) {
      app.child.kill('SIGSTOP');
      await delay(AFTER_MS * 3);
      app.child.kill('SIGCONT');
      expect(await app.get('/quick')).toBe('quick');
    }
    app.begin('/export/7');
    await until(async () => (await app.stuckReports()).length > 0, 'the report of the first hang', LONG_MS);
    expect((await app.stuckReports()).map(({ execution }) => execution.name)).toEqual([EXPORT]);
  });

  it('is not read while a debugger can be connected', async () => {
    const app = await start(AFTER);
    app.send('inspect');
    await app.get('/quick');
    await app.get('/export/7?ms=4000');
    await app.stats();
    expect(await app.reports(EXPORT)).toHaveLength(1);
    expect(await app.stuckReports()).toEqual([]);
  });

  it('is not reported for a skipped handler, nor while the monitor is disabled', async () => {
    const app = await start(AFTER);
    await app.get('/skipped?ms=4000');
    app.send('disable');
    await app.get('/quick');
    await delay(500);
    await app.get('/export/7?ms=4000');
    expect(await app.stuckReports()).toEqual([]);
  });

  it('is reported by the application that it belongs to', async () => {
    const second = JSON.stringify({ ...AFTER, localFile: { outputDir: place, formats: ['json'] } });
    const app = await start(AFTER, { env: { SECOND: second } });
    app.begin('/export/7', 1);
    await until(async () => (await stuckReportsIn(place)).length > 0, 'the report of the second application', LONG_MS);
    await delay(AFTER_MS);
    expect(await stuckReportsIn(place)).toHaveLength(1);
    expect(await app.stuckReports()).toEqual([]);
  });

  it('costs nothing at the end: the process ends by itself, and app.close() ends the thread', async () => {
    const idle = await start(AFTER, { isListening: false, env: { WITHOUT_LISTENING: '1' } });
    expect((await idle.exited)[0]).toBe(0);
    const app = await start(AFTER);
    await app.get('/quick');
    await app.close();
    expect((await app.exited)[0]).toBe(0);
    expect(app.output + idle.output).not.toMatch(/blockedAfter|debugger/i);
  });

  it('has no thread where the monitor or the option is off', async () => {
    const off = await start({ ...AFTER, enabled: false });
    const byDefault = await start({});
    const on = await start(AFTER);
    const workers = await Promise.all([off, byDefault, on].map(async app => (await app.stats()).workers));
    expect(workers).toEqual([0, 0, 1]);
  });

  it('goes on while several threads read it at the same time, and one of them ends', async () => {
    const thread = await AppBundle.of(fileURLToPath(new URL('./blocked/reading-thread.ts', import.meta.url)));
    const app = fileURLToPath(new URL('./blocked/read-app.mjs', import.meta.url));
    const node = process.env.MONITOR_TEST_NODE ?? process.execPath;
    const { stdout } = await promisify(execFile)(node, [app, thread.file], { timeout: 60_000 });
    expect(stdout).toBe('went on: true, read by two threads: true');
    await thread.remove();
  });
});

async function linesOf(path: string): Promise<{ name: string; headline: string; fingerprint: string }[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as never);
}
