import { readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { doctor } from '../../../../cli/doctor/doctor.command.js';
import type { Check } from '../../../../cli/doctor/check.interface.js';
import type { DoctorOptions } from '../../../../cli/doctor/doctor-options.interface.js';
import { FakeMattermost } from '../../../support/mattermost/fake-mattermost.js';
import { MailServer } from '../../../support/mail-server.js';
import { Receiver } from '../../../support/receiver.js';
import { ReportFiles } from '../report-files.js';
import { Screen } from '../screen.js';

interface Result {
  readonly code: number;
  readonly checks: readonly Check[];
  readonly settings?: Record<string, { value?: unknown; source: string }>;
  readonly text: string;
}

describe('doctor', () => {
  let files: ReportFiles;
  let closers: (() => Promise<unknown>)[];

  beforeEach(async () => {
    files = await ReportFiles.make();
    closers = [];
  });
  afterEach(async () => {
    for (const close of closers.reverse()) await close();
    await files.remove();
  });

  async function examine(environment: Record<string, string>, options: DoctorOptions = {}): Promise<Result> {
    const screen = new Screen();
    const all = { WPM_LOCAL_OUTPUT_DIR: files.directory, ...environment };
    const code = await doctor(undefined, { json: true, ...options }, screen.context(all));
    const result = options.json === false ? { checks: [] } : (JSON.parse(screen.out) as Pick<Result, 'checks'>);
    return { code, ...result, text: screen.out + screen.error };
  }

  const of = ({ checks }: Result, subject: string): string[] =>
    checks.filter(check => check.subject === subject).map(({ state, text }) => `${state} ${text}`);

  async function chat(): Promise<{ server: FakeMattermost; environment: Record<string, string> }> {
    const server = await FakeMattermost.start();
    closers.push(() => server.close());
    const environment = {
      WPM_ENABLE_MATTERMOST: 'true',
      WPM_MATTERMOST_SERVER_URL: server.url,
      WPM_MATTERMOST_TOKEN: server.token,
      WPM_MATTERMOST_CHANNEL_ID: server.channel.id,
    };
    return { server, environment };
  }

  it('shows the settings with their sources, and masks secrets', async () => {
    const { environment, server } = await chat();
    const result = await examine({ ...environment, WPM_THRESHOLD_SECONDS: '0.5' });
    expect(result.settings).toMatchObject({
      threshold: { value: 500, source: 'WPM_THRESHOLD_SECONDS' },
      alertWindow: { source: 'default' },
      'mattermost.token': { value: '[REDACTED]', source: 'WPM_MATTERMOST_TOKEN' },
      'localFile.outputDir': { value: files.directory, source: 'WPM_LOCAL_OUTPUT_DIR' },
    });
    expect(result.text).not.toContain(server.token);
  });

  it('prints settings that are set, a line for each check, and the sum', async () => {
    const { text, code } = await examine({ WPM_THRESHOLD_SECONDS: '0.5' }, { json: false });
    expect(code).toBe(0);
    expect(text).toMatch(/^setting +value +source\nthreshold +500 +WPM_THRESHOLD_SECONDS$/m);
    expect(text).not.toContain('alertWindow');
    expect(text).toContain(`ok     output directory: ${files.directory} is writable`);
    expect(text).toMatch(/\nall is right\n$/);
    expect((await examine({}, { json: false, all: true })).text).toMatch(/^alertWindow +864000000 +default$/m);
  });

  it('ends with 1 for wrong settings, and lists all', async () => {
    const result = await examine({ WPM_THRESHOLD_SECONDS: 'soon', WPM_SAMPLING_INTERVAL_MS: '-1' }, { json: false });
    expect(result.code).toBe(1);
    expect(result.text).toMatch(/^failed settings: .*WPM_THRESHOLD_SECONDS/m);
    expect(result.text).toMatch(/^failed settings: .*WPM_SAMPLING_INTERVAL_MS/m);
    expect(result.text).toMatch(/\n2 to mend\n$/);
  });

  it('asks Mattermost whether the bot can read the channel, and posts nothing', async () => {
    const { server, environment } = await chat();
    expect(of(await examine(environment), 'mattermost')).toEqual(['ok @performance can read the channel']);
    expect(server.posts).toEqual([]);
    expect(server.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('has the remedy for a bot that may not post', async () => {
    const { server, environment } = await chat();
    server.state.leave(server.bot, server.channel);
    const result = await examine(environment);
    expect(result.code).toBe(1);
    expect(of(result, 'mattermost')).toEqual([
      expect.stringMatching(/^failed @performance: .*add the bot to the team/),
    ]);
  });

  it('never requests the URL of a webhook, only its server', async () => {
    const receiver = await Receiver.start();
    closers.push(() => receiver.close());
    const result = await examine({ WPM_ENABLE_WEBHOOK: 'true', WPM_WEBHOOK_URL: `${receiver.url}/hooks/secretpath` });
    expect(of(result, 'webhook')).toEqual([`ok 127.0.0.1:${receiver.port} answers`]);
    expect(receiver.received.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /']);
    expect(result.text).not.toContain('secretpath');
  });

  it('names a server that cannot be reached', async () => {
    const server = createServer();
    const port = await new Promise<number>(resolve => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
    await new Promise(resolve => server.close(resolve));
    const result = await examine({
      WPM_ENABLE_WEBHOOK: 'true',
      WPM_WEBHOOK_URL: `http://127.0.0.1:${port}/hooks/secretpath`,
    });
    expect(result.code).toBe(1);
    expect(of(result, 'webhook')).toEqual([expect.stringMatching(/^failed 127.0.0.1:\d+ refused the connection/)]);
    expect(result.text).not.toContain('secretpath');
  });

  it('signs in to the mail server, and sends no mail', async () => {
    const mail = await MailServer.start();
    closers.push(() => mail.close());
    const environment = {
      WPM_ENABLE_EMAIL: 'true',
      WPM_EMAIL_TRANSPORT: mail.url,
      WPM_EMAIL_FROM: 'a@example.com',
      WPM_EMAIL_TO: 'b@example.com',
    };
    expect(of(await examine(environment), 'email')).toEqual(['ok the mail server accepts the sign-in']);
    expect(mail.sockets.length).toBeGreaterThan(0);
    expect(mail.mails).toEqual([]);
  });

  it('sends a test alert only with --send-test, and leaves other reports alone', async () => {
    const { server, environment } = await chat();
    await files.write('2020-11-23T09-15-02.123Z_http_GET-orders_10ms_old.html', 'old');
    await examine(environment);
    expect(server.posts).toEqual([]);
    expect(await readdir(files.directory)).toHaveLength(1);
    const result = await examine(environment, { sendTest: true });
    expect(result.code).toBe(0);
    expect(of(result, 'test alert, mattermost')).toEqual(['ok was delivered']);
    expect(of(result, 'test alert, local-file')).toEqual(['ok was delivered']);
    expect(server.posts).toHaveLength(1);
    const names = await readdir(files.directory);
    expect(names.filter(name => name.endsWith('.html'))).toHaveLength(2);
  });

  it('has the remedy for each test alert that was not delivered', async () => {
    const { server, environment } = await chat();
    server.state.leave(server.bot, server.channel);
    const result = await examine(environment, { sendTest: true });
    expect(result.code).toBe(1);
    expect(of(result, 'test alert, mattermost')).toEqual([expect.stringMatching(/^failed .*add the bot to the team/)]);
    expect(of(result, 'test alert, local-file')).toEqual(['ok was delivered']);
  });

  it('reads no other arguments when one is wrong, and sends nothing', async () => {
    const { server, environment } = await chat();
    const screen = new Screen();
    const run = doctor(files.path('missing.js'), { sendTest: true }, screen.context(environment));
    await expect(run).rejects.toThrow(/missing.js does not exist/);
    expect(server.requests).toEqual([]);
    expect(screen.out).toBe('');
  });
});
