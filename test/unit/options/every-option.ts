import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCache } from 'cache-manager';
import { Keyv } from 'keyv';
import { Registry } from 'prom-client';
import { Pool } from 'pg';
import { KeyvAdapter } from '../../support/keyv-adapter.js';
import { LIBRARIES } from '../../../lib/instrumentation/libraries/index.js';

/** An option from each source: the given value, and the value in `getEffectiveOptions()`. */
export interface OptionCase {
  readonly path: string;
  readonly code: readonly [unknown, unknown];
  /** Absent without a variable. */
  readonly variable?: readonly [name: string, text: string, shown: unknown];
  /** Absent for a value that is not JSON. */
  readonly file?: readonly [unknown, unknown];
  /** Further options that the file needs. */
  readonly base?: object;
}

const EVERY_LIBRARY = Object.keys(LIBRARIES);
const MASK = '[REDACTED]';
const BOT = { mattermost: { serverUrl: 'https://base.test', token: 'base-token', channelId: 'b'.repeat(26) } };
const WEBHOOK = { webhook: { url: 'https://base.test/hook' } };
const DINGTALK = { dingtalk: { webhookUrl: 'https://base.test/robot/send?access_token=base' } };
const WECOM = { wecom: { webhookUrl: 'https://base.test/send?key=base' } };
const FEISHU = { feishu: { webhookUrl: 'https://base.test/open-apis/bot/v2/hook/base' } };
const TEAMS = { teams: { webhookUrl: 'https://base.test/workflow' } };
const TELEGRAM = { telegram: { botToken: `1234567890:${'b'.repeat(35)}`, chatId: '-1' } };
const PAGERDUTY = { pagerduty: { routingKey: 'b'.repeat(32) } };
const STORE = { store: { s3: { bucket: 'base-bucket' } } };
const EMAIL = { email: { transport: 'smtp://base.test', from: 'base@a.test', to: 'base@b.test' } };
const adapter = new KeyvAdapter();
const cache = createCache({ stores: [new Keyv()] });
const pool = new Pool({ password: 'pool-secret' });
const PEM_PATH = fileURLToPath(new URL('../../fixtures/tls/certificate.pem', import.meta.url));
const PEM = readFileSync(PEM_PATH, 'utf8');
const inTmp = (name: string) => join(tmpdir(), name);

/** Every option. A test compares the list with the catalog. */
export const CASES: readonly OptionCase[] = [
  bool('enabled', 'WPM_ENABLED', true),
  ms('threshold', 'WPM_THRESHOLD_SECONDS', '2', 2_000),
  {
    path: 'queueThreshold',
    code: [90_000, 90_000],
    variable: ['WPM_QUEUE_THRESHOLD_MS', '60000', 60_000],
    file: ['2m', 120_000],
  },
  {
    path: 'stuckAfter',
    code: [false, false],
    variable: ['WPM_STUCK_AFTER_MS', '90000', 90_000],
    file: ['2m', 120_000],
  },
  {
    path: 'blockedAfter',
    code: ['2s', 2_000],
    variable: ['WPM_BLOCKED_AFTER_MS', '1500', 1_500],
    file: ['3s', 3_000],
  },
  ms('alertWindow', 'WPM_ALERT_WINDOW_DAYS', '1.5', 129_600_000),
  numbers('maxOverhead', 'WPM_MAX_PERFORMANCE_OVERHEAD', [0.1, 0.2, 0.3]),
  {
    path: 'include',
    code: [
      ['^/a', /b/i],
      ['^/a', '/b/i'],
    ],
    variable: ['WPM_URL_WHITELIST', '^/c, ^/d', ['^/c', '^/d']],
    file: [['^/e'], ['^/e']],
  },
  {
    path: 'exclude',
    code: [['^/a'], ['^/a']],
    variable: ['WPM_URL_BLACKLIST', '["^/c{1,2}"]', ['^/c{1,2}']],
    file: [['^/e'], ['^/e']],
  },
  { path: 'localFile', code: [false, false], variable: ['WPM_ENABLE_LOCAL_FILE', 'yes', true], file: [false, false] },
  texts('localFile.baseUrl', 'WPM_REPORT_BASE_URL', ['https://a.test/r', 'https://b.test', 'http://[::1]:80/']),
  texts('localFile.outputDir', 'WPM_LOCAL_OUTPUT_DIR', [inTmp('a'), inTmp('b'), inTmp('c')]),
  {
    path: 'localFile.formats',
    code: [
      ['json', 'html'],
      ['json', 'html'],
    ],
    variable: ['WPM_REPORT_FORMATS', 'json', ['json']],
    file: [['html', 'html'], ['html']],
  },
  ms('localFile.retention.maxAge', 'WPM_RETENTION_DAYS', '7', 604_800_000),
  numbers('localFile.retention.maxFiles', 'WPM_RETENTION_MAX_FILES', [1, 2, 3]),
  numbers('localFile.retention.maxBytes', 'WPM_RETENTION_MAX_BYTES', [2e6, 3e6, 4e6]),
  {
    path: 'store',
    code: [false, false],
    variable: ['WPM_ENABLE_STORE', 'true', true],
    file: [STORE.store, true],
    base: STORE,
  },
  { path: 'store.keyv', code: [new Keyv({ store: adapter }), 'an object'] },
  texts('store.s3.bucket', 'WPM_STORE_S3_BUCKET', ['a-bucket', 'b.bucket', '123'], STORE),
  texts('store.s3.prefix', 'WPM_STORE_S3_PREFIX', ['a/', 'b/c_d/', 'e-'], STORE),
  texts('store.s3.region', 'WPM_STORE_S3_REGION', ['eu-central-1', 'us-east-1', 'auto'], STORE),
  texts('store.s3.endpoint', 'WPM_STORE_S3_ENDPOINT', ['https://a.test', 'http://b:9000', 'http://c.test/x'], STORE),
  {
    path: 'store.s3.formats',
    code: [['json'], ['json']],
    variable: ['WPM_STORE_S3_FORMATS', 'html,json', ['html', 'json']],
    file: [['html', 'html'], ['html']],
    base: STORE,
  },
  texts('store.s3.baseUrl', 'WPM_STORE_S3_BASE_URL', ['https://a.test/r', 'https://b.test', 'http://c.test/'], STORE),
  {
    path: 'store.s3.maxAge',
    code: [false, false],
    variable: ['WPM_STORE_S3_MAX_AGE_DAYS', '7', 604_800_000],
    file: ['1h', 3_600_000],
    base: STORE,
  },
  {
    path: 'mattermost',
    code: [false, false],
    variable: ['WPM_ENABLE_MATTERMOST', 'TRUE', true],
    file: [BOT.mattermost, true],
    base: BOT,
  },
  texts(
    'mattermost.serverUrl',
    'WPM_MATTERMOST_SERVER_URL',
    ['https://a.test', 'http://b.test', 'https://c.test/x'],
    BOT,
  ),
  secret('mattermost.token', 'WPM_MATTERMOST_TOKEN', 'a-token', BOT),
  texts('mattermost.channelId', 'WPM_MATTERMOST_CHANNEL_ID', ['a'.repeat(26), '1'.repeat(26), 'c'.repeat(26)], BOT),
  secret('mattermost.webhookUrl', 'WPM_MATTERMOST_WEBHOOK_URL', 'https://a.test/hooks/x', { mattermost: {} }),
  numbers('mattermost.maxRetries', 'WPM_MATTERMOST_MAX_RETRIES', [0, 1, 10], BOT),
  {
    path: 'webhook',
    code: [false, false],
    variable: ['WPM_ENABLE_WEBHOOK', 'on', true],
    file: [WEBHOOK.webhook, true],
    base: WEBHOOK,
  },
  secret('webhook.url', 'WPM_WEBHOOK_URL', 'https://a.test/secret', WEBHOOK),
  secret('webhook.secret', 'WPM_WEBHOOK_SECRET', 'a-secret', WEBHOOK),
  texts('webhook.format', 'WPM_WEBHOOK_FORMAT', ['slack', 'discord', 'json'], WEBHOOK),
  {
    path: 'webhook.headers',
    code: [{ 'x-key': 'one' }, MASK],
    variable: ['WPM_WEBHOOK_HEADERS', '{"x-key":"two"}', MASK],
    file: [{ 'x-key': 'three' }, MASK],
    base: WEBHOOK,
  },
  numbers('webhook.maxRetries', 'WPM_WEBHOOK_MAX_RETRIES', [0, 1, 10], WEBHOOK),
  {
    path: 'email',
    code: [false, false],
    variable: ['WPM_ENABLE_EMAIL', '1', true],
    file: [EMAIL.email, true],
    base: EMAIL,
  },
  secret('email.transport', 'WPM_EMAIL_TRANSPORT', 'smtps://user:password@a.test', EMAIL),
  texts('email.from', 'WPM_EMAIL_FROM', ['a@a.test', 'Monitor <b@b.test>', 'c@c.test'], EMAIL),
  {
    path: 'email.to',
    code: ['a@a.test', ['a@a.test']],
    variable: ['WPM_EMAIL_TO', 'b@b.test,c@c.test', ['b@b.test', 'c@c.test']],
    file: [['d@d.test'], ['d@d.test']],
    base: EMAIL,
  },
  bool('email.attach', 'WPM_EMAIL_ATTACH', true, EMAIL),
  ...chat('teams', 'WPM_ENABLE_TEAMS', TEAMS),
  secret('teams.webhookUrl', 'WPM_TEAMS_WEBHOOK_URL', 'https://a.test/workflow?sig=a', TEAMS),
  numbers('teams.maxRetries', 'WPM_TEAMS_MAX_RETRIES', [0, 1, 10], TEAMS),
  ...chat('telegram', 'WPM_ENABLE_TELEGRAM', TELEGRAM),
  secret('telegram.botToken', 'WPM_TELEGRAM_BOT_TOKEN', `1234567890:${'a'.repeat(35)}`, TELEGRAM),
  texts('telegram.chatId', 'WPM_TELEGRAM_CHAT_ID', ['@alerts', '-1001', '77'], TELEGRAM),
  numbers('telegram.threadId', 'WPM_TELEGRAM_THREAD_ID', [1, 2, 3], TELEGRAM),
  texts(
    'telegram.serverUrl',
    'WPM_TELEGRAM_SERVER_URL',
    ['https://a.test', 'http://b.test', 'https://c.test/x'],
    TELEGRAM,
  ),
  numbers('telegram.maxRetries', 'WPM_TELEGRAM_MAX_RETRIES', [0, 1, 10], TELEGRAM),
  ...chat('pagerduty', 'WPM_ENABLE_PAGERDUTY', PAGERDUTY),
  secret('pagerduty.routingKey', 'WPM_PAGERDUTY_ROUTING_KEY', 'a'.repeat(31), PAGERDUTY),
  texts(
    'pagerduty.serverUrl',
    'WPM_PAGERDUTY_SERVER_URL',
    ['https://a.test', 'http://b.test', 'https://c.test/x'],
    PAGERDUTY,
  ),
  numbers('pagerduty.maxRetries', 'WPM_PAGERDUTY_MAX_RETRIES', [0, 1, 10], PAGERDUTY),
  ...chat('dingtalk', 'WPM_ENABLE_DINGTALK', DINGTALK),
  secret('dingtalk.webhookUrl', 'WPM_DINGTALK_WEBHOOK_URL', 'https://a.test/send?access_token=a', DINGTALK),
  secret('dingtalk.secret', 'WPM_DINGTALK_SECRET', 'SECa', DINGTALK),
  numbers('dingtalk.maxRetries', 'WPM_DINGTALK_MAX_RETRIES', [0, 1, 10], DINGTALK),
  ...chat('wecom', 'WPM_ENABLE_WECOM', WECOM),
  secret('wecom.webhookUrl', 'WPM_WECOM_WEBHOOK_URL', 'https://a.test/send?key=a', WECOM),
  bool('wecom.attach', 'WPM_WECOM_ATTACH', true, WECOM),
  numbers('wecom.maxRetries', 'WPM_WECOM_MAX_RETRIES', [0, 1, 10], WECOM),
  ...chat('feishu', 'WPM_ENABLE_FEISHU', FEISHU),
  secret('feishu.webhookUrl', 'WPM_FEISHU_WEBHOOK_URL', 'https://a.test/open-apis/bot/v2/hook/a', FEISHU),
  secret('feishu.secret', 'WPM_FEISHU_SECRET', 'a-secret', FEISHU),
  numbers('feishu.maxRetries', 'WPM_FEISHU_MAX_RETRIES', [0, 1, 10], FEISHU),
  { path: 'digest', code: ['weekly', true], variable: ['WPM_ENABLE_DIGEST', 'true', true], file: [false, false] },
  {
    path: 'digest.cron',
    code: ['0 9 * * *', '0 9 * * *'],
    variable: ['WPM_DIGEST_CRON', 'weekly', '0 8 * * 1'],
    file: ['*/5 * * * *', '*/5 * * * *'],
    base: { digest: {} },
  },
  texts('digest.timeZone', 'WPM_DIGEST_TIME_ZONE', ['Europe/Berlin', 'UTC', 'Asia/Tokyo'], { digest: {} }),
  {
    path: 'http.ca',
    code: [`${PEM}# code`, MASK],
    variable: ['WPM_HTTP_CA', PEM_PATH, MASK],
    file: [`${PEM}# file`, MASK],
  },
  bool('http.rejectUnauthorized', 'WPM_HTTP_REJECT_UNAUTHORIZED', true),
  { path: 'cache', code: [cache, 'an object'] },
  { path: 'metrics', code: [{ registry: new Registry() }, 'an object'] },
  texts('fingerprint', 'WPM_FINGERPRINT', ['a', 'b', 'c']),
  { path: 'escalation', code: [false, 0], variable: ['WPM_ESCALATION', '2', 2], file: [5, 5] },
  { path: 'explainLocks', code: [pool, 'an object'] },
  bool('capture.query', 'WPM_CAPTURE_QUERY', true),
  {
    path: 'capture.headers',
    code: [['X-A'], ['x-a']],
    variable: ['WPM_CAPTURE_HEADERS', 'X-B, x-c', ['x-b', 'x-c']],
    file: [[], []],
  },
  bool('capture.body', 'WPM_CAPTURE_BODY', false),
  names('capture.redact.keys', 'WPM_REDACT_KEYS'),
  names('capture.redact.allow', 'WPM_REDACT_ALLOW'),
  bool('recorder.cpu', 'WPM_RECORDER_CPU', true),
  ms('recorder.samplingInterval', 'WPM_SAMPLING_INTERVAL_MS', '20', 20),
  texts('recorder.spans', 'WPM_RECORDER_SPANS', ['off', 'decorated', 'providers']),
  ms('recorder.retention', 'WPM_RECORDER_RETENTION_MS', '2000', 2_000),
  {
    path: 'libraries',
    code: [false, []],
    variable: ['WPM_LIBRARIES', 'auto', EVERY_LIBRARY],
    file: [{ 'node-http': false }, EVERY_LIBRARY.filter(name => name !== 'node-http')],
  },
  numbers('delivery.queueSize', 'WPM_DELIVERY_QUEUE_SIZE', [1, 2, 3]),
  ms('delivery.timeout', 'WPM_DELIVERY_TIMEOUT_MS', '2000', 2_000),
  ms('delivery.shutdownTimeout', 'WPM_DELIVERY_SHUTDOWN_TIMEOUT_MS', '2000', 2_000),
  bool('strict', 'WPM_STRICT_CONFIG', true),
  // Not allowed in the file. Other tests set it in code and by its variable.
  { path: 'configFile', code: [undefined, undefined] },
  texts('logLevel', 'WPM_LOG_LEVEL', ['debug', 'warn', 'error']),
];

/** The switch of a notifier. */
function chat<Name extends string>(path: Name, name: string, base: Record<Name, object>): [OptionCase] {
  return [{ path, code: [false, false], variable: [name, 'on', true], file: [base[path], true], base }];
}

function bool(path: string, name: string, byDefault: boolean, base?: object): OptionCase {
  const other = !byDefault;
  return {
    path,
    code: [other, other],
    variable: [name, String(byDefault), byDefault],
    file: [other, other],
    ...(base && { base }),
  };
}

function numbers(path: string, name: string, [a, b, c]: [number, number, number], base?: object): OptionCase {
  return { path, code: [a, a], variable: [name, String(b), b], file: [c, c], ...(base && { base }) };
}

function texts(path: string, name: string, [a, b, c]: [string, string, string], base?: object): OptionCase {
  return { path, code: [a, a], variable: [name, b, b], file: [c, c], ...(base && { base }) };
}

/** A duration: a string in code, a number in the unit of the variable, milliseconds in the file. All are within the limits. */
function ms(path: string, name: string, text: string, shown: number): OptionCase {
  const isSampling = path === 'recorder.samplingInterval';
  const code = isSampling ? (['30ms', 30] as const) : (['90s', 90_000] as const);
  return { path, code, variable: [name, text, shown], file: isSampling ? [40, 40] : [120_000, 120_000] };
}

function names(path: string, name: string): OptionCase {
  return { path, code: [['Tax'], ['tax']], variable: [name, 'A,b', ['a', 'b']], file: [['c'], ['c']] };
}

function secret(path: string, name: string, value: string, base: object): OptionCase {
  return { path, code: [`${value}1`, MASK], variable: [name, `${value}2`, MASK], file: [`${value}3`, MASK], base };
}
