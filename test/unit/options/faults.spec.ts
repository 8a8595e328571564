import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { mattermostOptions } from '../../../lib/notifiers/mattermost/mattermost.options.js';
import { SettingsFolder, faultsIn, settingsOf } from './settings.js';

const folder = new SettingsFolder();
afterAll(() => folder.remove());

const aFile = join(folder.path, 'a-file');
writeFileSync(aFile, '');
const BOT = { serverUrl: 'https://chat.test', token: 'very-secret', channelId: 'c'.repeat(26) };

const KEYV_6 = { sanitize: {}, resolveStore: () => undefined, get: () => undefined };

function cacheOf(stores: unknown): object {
  const method = (): undefined => undefined;
  return { get: method, set: method, del: method, stores };
}

describe('an invalid setting stops the start', () => {
  it.each([
    [{ threshold: 0 }, /^threshold must be more than 0: between '1ms' and '1d'; it is 0 \(code\)$/],
    [{ threshold: -5 }, /^threshold must be more than 0/],
    [{ threshold: '-5s' }, /^threshold must be more than 0/],
    [{ threshold: '2d' }, /^threshold must be more than 0: between '1ms' and '1d'; it is '2d'/],
    [
      { alertWindow: '10 days' },
      /^alertWindow must be a duration: .*; did you mean '10d'\?; it is '10 days' \(code\)$/,
    ],
    [{ alertWindow: 'soon' }, /^alertWindow must be a duration: .*'10d'; it is 'soon'/],
    [
      { stuckAfter: '500ms' },
      /^stuckAfter must be false, or at least the threshold, which is 1000 ms; it is '500ms' \(code\)$/,
    ],
    [{ stuckAfter: 'soon' }, /^stuckAfter must be a duration: .*'10d'; it is 'soon'/],
    [{ stuckAfter: '11d' }, /^stuckAfter must be more than 0: between '1ms' and '10d'/],
    [{ stuckAfter: true }, /^stuckAfter must be a duration: .*, or false; it is true/],
    [{ queueThreshold: 'soon' }, /^queueThreshold must be a duration: .*'10d'; it is 'soon'/],
    [{ queueThreshold: 0 }, /^queueThreshold must be more than 0: between '1ms' and '3650d'/],
    [{ queueThreshold: true }, /^queueThreshold must be a duration: .*, or false; it is true/],
    [{ blockedAfter: '999ms' }, /^blockedAfter must be more than 0: between '1s' and '1h'; it is '999ms' \(code\)$/],
    [{ blockedAfter: 0 }, /^blockedAfter must be more than 0: between '1s' and '1h'; it is 0/],
    [{ blockedAfter: true }, /^blockedAfter must be a duration: .*, or false; it is true/],
    [{ maxOverhead: 5 }, /^maxOverhead must be a share of the CPU time: more than 0, at most 1/],
    [{ exclude: ['^/ok', 'a(b'] }, /^exclude\.1 must be a regular expression \(missing closing \)\)/],
    [{ exclude: [/(a)\1/] }, /^exclude\.0 must not contain back-references/],
    [{ include: ['(?!/api)'] }, /^include\.0 must not contain look-around/],
    [{ include: '/api' }, /^include must be a list of patterns; it is '\/api'/],
    [{ localFile: { baseUrl: 'ftp://a.test' } }, /^localFile\.baseUrl must be .*http/],
    [{ localFile: { baseUrl: 'https://' } }, /^localFile\.baseUrl must be .*http/],
    [{ localFile: { baseUrl: 'https://u:p@a.test' } }, /^localFile\.baseUrl must have no user name, password/],
    [{ localFile: { baseUrl: 'https://a.test/?x=1' } }, /^localFile\.baseUrl must have no user name, password/],
    [
      { localFile: { outputDir: aFile } },
      /^localFile\.outputDir must be the path of a directory, but .*a-file is a file/,
    ],
    [{ localFile: { outputDir: join(aFile, 'below') } }, /a-file is a file/],
    [{ localFile: true }, /^localFile must be false, or an object of outputDir, formats, baseUrl, retention/],
    [
      { mattermost: {} },
      /^mattermost\.serverUrl is missing: .* \(set it in code, in WPM_MATTERMOST_SERVER_URL, or in the file\)$/,
    ],
    [
      { mattermost: { ...BOT, channelId: 'town-square' } },
      /^mattermost\.channelId must be the channel's id, 26 .* not its name: .*; it is 'town-square'/,
    ],
    [
      { mattermost: { ...BOT, serverUrl: 'chat.test' } },
      /^mattermost\.serverUrl must be a URL with its scheme, such as 'https:/,
    ],
    [{ mattermost: { ...BOT, serverUrl: 'ftp://chat.test' } }, /^mattermost\.serverUrl must be a URL with its scheme/],
    [{ mattermost: { ...BOT, webhookUrl: 'https://chat.test/h' } }, /^mattermost\.webhookUrl must not be set beside/],
    [
      { libraries: { undci: false } },
      /^libraries must name only 'undici', 'node-http', [^;]*; it is an object \(code\)$/,
    ],
    [{ libraries: { undici: 'no' } }, /^libraries\.undici must be true, false or an object \(code\)$/],
    [{ libraries: 'all' }, /^libraries must be 'auto', false, or an object .*; it is 'all' \(code\)$/],
    [{ webhook: {} }, /^webhook\.url is missing/],
    [
      { dingtalk: {} },
      /^dingtalk\.webhookUrl is missing: it receives the alerts; or set dingtalk to false \(set it in /,
    ],
    [
      { dingtalk: { webhookUrl: 'https://oapi.dingtalk.com/robot/send' } },
      /^dingtalk\.webhookUrl must be the robot's whole address, with access_token=: DingTalk shows it/,
    ],
    [
      { dingtalk: { webhookUrl: 'oapi.dingtalk.com/robot/send?access_token=very-secret' } },
      /^dingtalk\.webhookUrl must be a URL with its scheme/,
    ],
    [
      { wecom: { webhookUrl: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=' } },
      /^wecom\.webhookUrl must be the robot's whole address, with key=: WeCom shows it/,
    ],
    [
      { feishu: { webhookUrl: 'https://open.feishu.cn/open-apis/bot/hook/very-secret' } },
      /^feishu\.webhookUrl must be the bot's address, with \/open-apis\/bot\/v2\/hook\/: Feishu shows it/,
    ],
    [
      { teams: { webhookUrl: 'https://company.webhook.office.com/webhookb2/very-secret' } },
      /^teams\.webhookUrl must be the URL of a workflow, because Microsoft has retired the connectors: in Workflows/,
    ],
    [
      { teams: { webhookUrl: 'https://prod-1.westus.logic.azure.com:443/workflows/very-secret/triggers' } },
      /^teams\.webhookUrl must be the whole URL of the workflow, with sig= at its end/,
    ],
    [{ telegram: { chatId: 1 } }, /^telegram\.botToken is missing: a bot needs botToken and chatId/],
    [
      { telegram: { botToken: 'very-secret', chatId: 1 } },
      /^telegram\.botToken must be the bot's token, digits and a colon and characters: @BotFather shows it/,
    ],
    [
      { telegram: { botToken: `1234567890:${'a'.repeat(35)}`, chatId: 'alerts' } },
      /^telegram\.chatId must be the chat's id, such as -1001234567890, or the @name of .*; it is 'alerts'/,
    ],
    [{ telegram: { chatId: 1.5 } }, /^telegram\.chatId must be the chat's id, such as -1001234567890/],
    [{ pagerduty: {} }, /^pagerduty\.routingKey is missing: it names the service/],
    [
      { pagerduty: { routingKey: 'very-secret' } },
      /^pagerduty\.routingKey must be the integration key, 32 letters and digits: PagerDuty shows it/,
    ],
    [
      { webhook: { url: 'https://a.test', headers: { 'a b': 'c' } } },
      /^webhook\.headers.a b must be the name of a header/,
    ],
    [
      { email: { transport: 'smtp://a.test', from: 'nobody', to: 'a@b.test' } },
      /^email\.from must be an e-mail address/,
    ],
    [{ email: { transport: 'smtp://a.test', from: 'a@b.test', to: [] } }, /^email\.to must name at least one/],
    [{ digest: 'hourly' }, /^digest\.cron must be 'daily', 'weekly' or a cron expression.*; it is 'hourly' \(code\)$/],
    [{ digest: '0 0 31 2 *' }, /^digest\.cron must be 'daily', 'weekly' or a cron expression/],
    [{ digest: '60 8 * * *' }, /^digest\.cron must be 'daily', 'weekly' or a cron expression/],
    [{ digest: { cron: 'often' } }, /^digest\.cron must be 'daily', 'weekly' or a cron expression/],
    [{ digest: { timeZone: 'Mars/Base' } }, /^digest\.timeZone must be the name of a time zone/],
    [{ http: { ca: '/nowhere.pem' } }, /^http\.ca must be PEM certificates, .* that can be read/],
    [{ metrics: {} }, /^metrics must be \{ registry \}, with prom-client's Registry/],
    [{ metrics: { registry: {} } }, /^metrics must be \{ registry \}/],
    [{ metrics: { meter: null } }, /^metrics must be \{ registry \}/],
    [{ metrics: true }, /^metrics must be \{ registry \}/],
    [{ cache: {} }, /^cache must be a cache of cache-manager 7/],
    [{ cache: cacheOf(undefined) }, /^cache has no store: make it with createCache/],
    [{ cache: cacheOf([]) }, /^cache has no store: .*; it is an object \(code\)$/],
    [{ cache: cacheOf([KEYV_6]) }, /^cache uses keyv 6, .* \(npm install keyv@5\); it is an object \(code\)$/],
    [{ cache: cacheOf([new Map()]) }, /^cache must be a cache of cache-manager 7/],
    [{ fingerprint: 5 }, /^fingerprint must be a function/],
    [
      { explainLocks: true },
      /^explainLocks must be a pool of the package pg, such as new Pool.*; it is true \(code\)$/,
    ],
    [{ explainLocks: new Client() }, /^explainLocks must be a pool of the package pg, .*; it is an object \(code\)$/],
    [{ explainLocks: new Proxy({}, { get: () => 1 }) }, /^explainLocks must be a pool/],
    [{ escalation: 0.5 }, /^escalation must be false, or a number from 1 to 1000/],
    [{ recorder: 'off' }, /^options|recorder must be an object of cpu, samplingInterval, spans, retention/],
    [{ threshold: Symbol('x') }, /^threshold must be a duration/],
    [{ threshold: 5n }, /^threshold must be a duration: .*; it is 5n/],
  ])('%p', (options, message) => {
    const faults = faultsIn(() => settingsOf(options));
    expect(faults[0]).toMatch(message);
  });

  it.each([5, 'x', null, [], () => {}])('options that are %p', options => {
    expect(faultsIn(() => settingsOf(options))[0]).toMatch(/^options must be an object; they are /);
  });

  it.each(['https://bot:Pa/ssW0rd@', 'https://bot:Pa ssW0rd@', 'https://bot:P@/ssW0rd@', '//bot:Pa?s#ssW0rd@'])(
    'shows no password that makes %s an invalid URL',
    user => {
      const [fault] = faultsIn(() => settingsOf({ mattermost: { ...BOT, serverUrl: `${user}chat.test:x` } }));
      expect(fault).toMatch(/^mattermost\.serverUrl must be a URL .*; it is '(https:)?\/\/\[REDACTED\]@chat\.test:x'/);
      expect(fault).not.toMatch(/bot|ssW0rd/);
    },
  );

  it('lists a cache without a store together with every other fault', () => {
    expect(faultsIn(() => settingsOf({ threshold: 0, cache: cacheOf(undefined) }))).toHaveLength(2);
    expect(faultsIn(() => settingsOf({ threshold: 0, cache: cacheOf([KEYV_6]) }))).toHaveLength(2);
  });

  it('lists every fault of every source at once, with its place', () => {
    const file = folder.write('{\n  "recorder": {\n    "cpu": "often",\n    "cpuu": 1\n  },\n  "configFile": "x"\n}');
    const faults = faultsIn(() =>
      settingsOf({ threshold: 0, colour: 'red' }, { WPM_ALERT_WINDOW_DAYS: 'ten', WPM_LOG_LEVEL: 'loud' }, file),
    );
    expect(faults).toEqual([
      `recorder.cpuu is not an option (${file}:4): did you mean recorder.cpu?`,
      `configFile cannot be set in the file itself (${file}:6)`,
      'colour is not an option',
      expect.stringMatching(/^threshold .*; it is 0 \(code\)$/),
      expect.stringMatching(/^alertWindow .*; it is 'ten' \(WPM_ALERT_WINDOW_DAYS\)$/),
      `recorder.cpu must be true or false; it is 'often' (${file}:3)`,
      expect.stringMatching(/^logLevel must be 'silent'.*; it is 'loud' \(WPM_LOG_LEVEL\)$/),
    ]);
  });

  it.each([
    ['treshold', 'threshold'],
    ['threshold_seconds', 'threshold'],
    ['url_blacklist', 'exclude'],
    ['enable_mattermost', 'mattermost'],
    ['outputDir', 'localFile.outputDir'],
    ['samplingInterval', 'recorder.samplingInterval'],
    ['logLevle', 'logLevel'],
  ])('suggests an option for %s', (name, meant) => {
    expect(faultsIn(() => settingsOf({ [name]: 1 }))).toEqual([`${name} is not an option: did you mean ${meant}?`]);
  });

  it('accepts no names that every object has', () => {
    const names = JSON.parse('{ "__proto__": 1, "constructor": 2, "toString": 3 }') as object;
    expect(faultsIn(() => settingsOf(names))).toHaveLength(3);
    expect(faultsIn(() => settingsOf({ digest: 'constructor', logLevel: 'toString' }))).toHaveLength(2);
    expect(faultsIn(() => settingsOf({}, { WPM_LOG_LEVEL: 'constructor' }))).toHaveLength(1);
  });

  it('shows no secret', () => {
    const faults = faultsIn(() =>
      settingsOf({
        mattermost: {
          token: ['very-secret'],
          webhookUrl: 'very-secret',
          tokn: 'very-secret',
          serverUrl: 'x://u:very-secret@h',
        },
        webhook: 'https://very-secret',
        email: { transport: 5, from: 'very-secret\n' },
        threshold: 'http://user:very-secret@host',
      }),
    );
    expect(faults.length).toBeGreaterThan(5);
    expect(faults.join('\n').replace(/email\.from.*/, '')).not.toContain('very-secret');
    expect(faults.join('\n')).toContain('[REDACTED]');
  });

  it.each([
    ['pgg=false', /^libraries must name only 'undici', .*; it is 'pgg=false' \(WPM_LIBRARIES\)$/],
    ['pg,orms', /^libraries must name only 'undici', .*; it is 'pg,orms' \(WPM_LIBRARIES\)$/],
    ['pg=never', /^libraries\.pg must be true, false or an object; it is 'pg=never' \(WPM_LIBRARIES\)$/],
    ['all', /^libraries must be 'auto', false, or an object .*; it is 'all' \(WPM_LIBRARIES\)$/],
  ])('also as WPM_LIBRARIES=%s', (text, fault) => {
    expect(faultsIn(() => settingsOf({}, { WPM_LIBRARIES: text }))).toEqual([expect.stringMatching(fault)]);
  });
});

describe('the file', () => {
  it.each([
    ['{\n "threshold": 5,\n}', /monitor-\d+\.json:3 is not valid JSON: it needs a name in double quotes here$/],
    ['{ "a": "very-secret"', /:1 is not valid JSON: it needs a comma or \} here$/],
    ['{\n\n"threshold" 5}', /:3 is not valid JSON: it needs a colon here/],
    ['{"threshold": 5} 6', /it continues after its end/],
    ['{"threshold": 5,\n"threshold": 6}', /:2 is not valid JSON: it repeats a name/],
    ['{"threshold": very-secret}', /it needs a value here/],
    ['', /it ends too early/],
    ['['.repeat(100_000), /nested too deeply/],
    ['[]', /^options must be an object; they are a list/],
    [`"${'x'.repeat(900_000)}"`, /^options must be an object; they are a string/],
    ['x'.repeat(2_000_000), /is larger than/],
  ])('%.30s is refused', (content, message) => {
    const faults = faultsIn(() => settingsOf({}, {}, folder.write(content)));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(message);
    expect(faults[0]).not.toContain('very-secret');
  });

  it('may have a byte order mark and Windows line ends', () => {
    const file = folder.write('\uFEFF{\r\n"threshold":\r\n"2s"}');
    expect(settingsOf({}, {}, file).effective()['threshold']).toEqual({ value: 2_000, source: `${file}:2` });
  });

  it.each([join(folder.path, 'nowhere.json'), folder.path])('%s is invalid', path => {
    expect(faultsIn(() => settingsOf({ configFile: path }))[0]).toMatch(
      /^configFile must be the path of a JSON file: /,
    );
  });

  it('in code has precedence over the variable', () => {
    const file = folder.write({ threshold: '5s' });
    const settings = settingsOf({ configFile: file }, { WPM_CONFIG_FILE: '/nowhere.json' });
    expect(settings.effective()['threshold']?.value).toBe(5_000);
  });
});

describe('a directory for reports', () => {
  it('may be a link, and may be missing', () => {
    const real = join(folder.path, 'real');
    const link = join(folder.path, 'link');
    mkdirSync(real);
    symlinkSync(real, link);
    for (const outputDir of [real, link, join(real, 'a', 'b')])
      expect(faultsIn(() => settingsOf({ localFile: { outputDir } }))).toEqual([]);
  });
});

describe('settings that are not strict', () => {
  it.each([cacheOf(undefined), cacheOf([KEYV_6])])('use the default store: %p', cache => {
    const { live, warnings } = settingsOf({ strict: false, cache });
    expect(live.current.cache).toBeUndefined();
    expect(warnings).toEqual([expect.stringMatching(/^cache .*; the default is used$/)]);
  });

  it('fall back to their defaults, with one warning each', () => {
    const settings = settingsOf(
      { strict: false, threshold: 0, colour: 1, recorder: { cpu: 'often', retention: '1m' } },
      { WPM_LOG_LEVEL: 'loud' },
    );
    expect(settings.live.current).toMatchObject({ thresholdMs: 1_000, logLevel: 'info' });
    expect(settings.live.current.recorder).toMatchObject({ cpu: true, retentionMs: 60_000 });
    expect(settings.warnings).toEqual([
      'colour is not an option',
      expect.stringMatching(/^threshold must be more than 0.*; the default is used$/),
      expect.stringMatching(/^recorder\.cpu .*; the default is used$/),
      expect.stringMatching(/^logLevel .*; the default is used$/),
    ]);
    expect(settings.effective()['threshold']).toEqual({ value: 1_000, source: 'default' });
  });

  it('watch no event loop after too short a time', () => {
    const { live, warnings } = settingsOf({ strict: false, blockedAfter: '10ms' });
    expect(live.current.blockedAfterMs).toBe(false);
    expect(warnings).toEqual([expect.stringMatching(/^blockedAfter .*; the default is used$/)]);
  });

  it('switch off a notifier with an invalid value', () => {
    const settings = settingsOf({ strict: false, mattermost: { ...BOT, channelId: 'town' }, webhook: {} });
    expect(settings.live.current).toMatchObject({ mattermost: false, webhook: false });
    expect(settings.warnings).toEqual([
      expect.stringMatching(/^mattermost\.channelId .*; mattermost is switched off$/),
      expect.stringMatching(/^webhook\.url is missing.*; webhook is switched off$/),
    ]);
  });

  it('ignore an unreadable file', () => {
    const { live, warnings } = settingsOf({ strict: false, configFile: '/nowhere.json' });
    expect(live.current.thresholdMs).toBe(1_000);
    expect(warnings).toHaveLength(1);
  });

  it('are themselves a setting: only false is lenient', () => {
    expect(faultsIn(() => settingsOf({ strict: 'no', threshold: 0 }))).toHaveLength(2);
    expect(settingsOf({ threshold: 0 }, { WPM_STRICT_CONFIG: 'false' }).warnings).toHaveLength(1);
  });
});

describe('variables', () => {
  it('that are unknown cause a warning without their value', () => {
    const { warnings } = settingsOf({}, { WPM_TRESHOLD_SECONDS: 'very-secret', WPM_NONSENSE_AT_ALL: '1', OTHER: '1' });
    expect(warnings).toEqual([
      'WPM_TRESHOLD_SECONDS is not a variable of nestjs-performance-monitor: did you mean WPM_THRESHOLD_SECONDS?',
      'WPM_NONSENSE_AT_ALL is not a variable of nestjs-performance-monitor',
    ]);
  });

  it('of patterns have their own switches', () => {
    const lists = { WPM_URL_WHITELIST: '/a', WPM_URL_BLACKLIST: '/b' };
    const { live, warnings } = settingsOf({}, lists);
    expect(live.current).toMatchObject({ include: [], exclude: ['/b'] });
    expect(warnings).toEqual(['WPM_URL_WHITELIST has no effect: set WPM_ENABLE_URL_WHITELIST to true']);
    const other = { ...lists, WPM_ENABLE_URL_WHITELIST: 'true', WPM_ENABLE_URL_BLACKLIST: 'false' };
    expect(settingsOf({}, other).live.current).toMatchObject({ include: ['/a'], exclude: [] });
    expect(settingsOf({}, other).warnings).toEqual([]);
    expect(faultsIn(() => settingsOf({}, { ...lists, WPM_ENABLE_URL_WHITELIST: 'maybe' }))).toEqual([
      "WPM_ENABLE_URL_WHITELIST must be true or false; it is 'maybe'",
    ]);
  });

  it('of a notifier that is off cause a warning', () => {
    const { live, warnings } = settingsOf({}, { WPM_MATTERMOST_TOKEN: 'very-secret', WPM_MATTERMOST_MAX_RETRIES: '1' });
    expect(mattermostOptions.of(live.current)).toBe(false);
    expect(warnings).toEqual([
      'WPM_MATTERMOST_TOKEN, WPM_MATTERMOST_MAX_RETRIES have no effect: set WPM_ENABLE_MATTERMOST to true',
    ]);
    expect(settingsOf({}, { WPM_MATTERMOST_TOKEN: 'x', WPM_ENABLE_MATTERMOST: 'false' }).warnings).toEqual([]);
  });

  it('complete an option from code', () => {
    const variables = { WPM_MATTERMOST_TOKEN: 'very-secret', WPM_MATTERMOST_SERVER_URL: 'https://chat.test/' };
    const { live } = settingsOf({ mattermost: { channelId: BOT.channelId } }, variables);
    expect(mattermostOptions.of(live.current)).toEqual({ kind: 'bot', ...BOT, maxRetries: 3 });
  });

  it.each([
    ['WPM_THRESHOLD_SECONDS', '1500ms', { thresholdMs: 1_500 }],
    ['WPM_THRESHOLD_SECONDS', '0.5', { thresholdMs: 500 }],
    ['WPM_LOG_LEVEL', 'WARNING', { logLevel: 'warn' }],
    ['WPM_LOG_LEVEL', 'Critical', { logLevel: 'error' }],
    ['WPM_ENABLED', 'Off', { enabled: false }],
    ['WPM_ESCALATION', 'false', { escalation: 0 }],
    ['WPM_DELIVERY_QUEUE_SIZE', '0x10', undefined],
    ['WPM_ENABLED', 'maybe', undefined],
    ['WPM_MAX_PERFORMANCE_OVERHEAD', 'Infinity', undefined],
  ])('%s=%s', (name, text, expected) => {
    const work = () => settingsOf({}, { [name]: text });
    if (expected === undefined) expect(faultsIn(work)).toHaveLength(1);
    else expect(work().live.current).toMatchObject(expected);
  });
});
