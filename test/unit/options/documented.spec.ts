import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { createCache } from 'cache-manager';
import { Keyv } from 'keyv';
import { Pool } from 'pg';
import { Registry } from 'prom-client';
import { optionCatalog } from '../../../lib/module/monitor-options.catalog.js';
import { KeyvAdapter } from '../../support/keyv-adapter.js';
import { faultsIn, settingsOf } from './settings.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PEM = join(ROOT, 'test/fixtures/tls/certificate.pem');
const BOT = { serverUrl: 'https://chat.example.com', token: 'token', channelId: 'c'.repeat(26) };

/** The address of a robot in every chat. */
const ROBOT = 'https://chat.example.com/open-apis/bot/v2/hook/x?access_token=x&key=x';

const VARIABLES: readonly (readonly [RegExp, string])[] = [
  [/SMTP/, 'smtp://a.b'],
  [/TELEGRAM_TOKEN/, `1234567890:${'a'.repeat(35)}`],
  [/ROUTING_KEY/, 'a'.repeat(32)],
];
const variable = (name: string): string => VARIABLES.find(([pattern]) => pattern.test(name))?.[1] ?? ROBOT;

/** Values for the names in examples. */
const NAMES: Readonly<Record<string, unknown>> = {
  register: new Registry(),
  metrics: new MeterProvider(),
  ...BOT,
  webhookUrl: ROBOT,
  url: 'https://example.com/hook',
  transport: 'smtp://example.com',
  from: 'a@example.com',
  to: 'b@example.com',
  directory: '/var/reports',
  createCache,
  Keyv,
  KeyvRedis: KeyvAdapter,
  Pool,
  connectionString: 'postgres://db.example.com/shop',
  createKeyv: () => new Keyv({ store: new KeyvAdapter() }),
  cache: createCache({ stores: [new Keyv()] }),
  config: { get: (_: string, fallback?: unknown) => fallback },
  process: { env: new Proxy({}, { get: (_, name) => variable(String(name)) }) },
};

const OPTIONS = [...optionCatalog.root.children.keys()].join('|');

interface Example {
  readonly at: string;
  readonly text: string;
}

/** Objects of options in blocks of code, and options in lines of text. */
const inTexts = [...markdownFiles(), ...facades()].flatMap(file => {
  const text = file.endsWith('.ts')
    ? commentsOf(readFileSync(join(ROOT, file), 'utf8'))
    : readFileSync(join(ROOT, file), 'utf8');
  return [
    ...objectsAfter(/\b(?:PerformanceMonitorModule\.forRoot|updateOptions)\(|useFactory: [^\n]*=> \(/g, text),
    ...inlineOptions(text),
  ].map(example => ({ ...example, at: `${file}:${example.at}` }));
});

/** Lines of `@example` that set an option. */
const inTypes = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('-options.interface.ts'))
  .flatMap(file => {
    const text = readFileSync(join(ROOT, 'lib', file), 'utf8');
    return [...text.matchAll(/@example\n((?: +\* .+\n)+)/g)].flatMap(({ index, 1: block = '' }) =>
      [...block.matchAll(new RegExp(`^ +\\* ((?:${OPTIONS}): .*(?:\\n +\\* (?!(?:${OPTIONS}):).*)*)`, 'gm'))].map(
        ({ 1: option = '' }) => ({
          at: `${file}:${lineAt(text, index)}`,
          text: `{ ${option.replaceAll(/^ +\* ?/gm, '')}\n}`,
        }),
      ),
    );
  });

describe('every documented example of settings', () => {
  it('is found', () => {
    expect(inTexts.length).toBeGreaterThan(12);
    expect(inTypes.length).toBeGreaterThan(10);
  });

  it.each(inTexts)('is valid: $at $text', ({ text }) => {
    expect(faultsOf(text)).toEqual([]);
  });

  it.each(inTypes)('is valid: $at $text', ({ text }) => {
    expect(faultsOf(text)).toEqual([]);
  });

  it.each(['daily', 'weekly', '0 8 * * *', '*/6 * * * * *', '0 8 * * 1-5', '0 9 * * MON-FRI', '0 0 29 2 *'])(
    'a digest can be %j, or an object with it',
    cron => {
      const short = settingsOf({ digest: cron }).effective()['digest.cron'];
      expect(short).toEqual(settingsOf({ digest: { cron } }).effective()['digest.cron']);
      expect(short?.source).toBe('code');
    },
  );
});

function faultsOf(text: string): readonly string[] {
  const known = new Proxy(NAMES, { has: (_, name) => name in NAMES });
  const given: unknown = new Function(
    'names',
    `with (names) { return (${text.replaceAll('/etc/ssl/company.pem', PEM)}); }`,
  )(known);
  return faultsIn(() => settingsOf(given));
}

function markdownFiles(): string[] {
  const entries = readdirSync(join(ROOT, 'sample'), { withFileTypes: true });
  const samples = entries.filter(entry => entry.isDirectory()).map(({ name }) => `sample/${name}`);
  return ['.', 'docs', 'sample', ...samples].flatMap(folder =>
    readdirSync(join(ROOT, folder))
      .filter(file => file.endsWith('.md'))
      .map(file => join(folder, file)),
  );
}

/** Files with comments that import the module. */
function facades(): string[] {
  return readdirSync(join(ROOT, 'lib'))
    .filter(file => file.endsWith('.ts'))
    .map(file => join('lib', file));
}

/** Code becomes empty lines, so lines keep their numbers. */
function commentsOf(source: string): string {
  return source
    .split('\n')
    .map(line => /^ +\* ?(.*)$/.exec(line)?.[1] ?? '')
    .join('\n');
}

/** The object literals that follow `beginning`. */
function objectsAfter(beginning: RegExp, text: string): Example[] {
  return [...text.matchAll(beginning)].flatMap(({ index, 0: found }) => {
    const begin = index + found.length;
    const end = endOfObject(text, begin);
    // The status page stands beside the options.
    const isNone = ['{ … }', '{ statusPage'].some(start => text.startsWith(start, begin));
    return end === undefined || isNone ? [] : [{ at: String(lineAt(text, begin)), text: text.slice(begin, end) }];
  });
}

function endOfObject(text: string, begin: number): number | undefined {
  if (text[begin] !== '{') return undefined;
  let depth = 0;
  for (let at = begin; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}' && (depth -= 1) === 0) return at + 1;
  }
  return undefined;
}

/** Such as `digest: 'daily'`. `webhook: { url, secret? }` lists members and is no example. */
function inlineOptions(text: string): Example[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, block => block.replaceAll(/[^\n]/g, ' '));
  const json = [...prose.matchAll(new RegExp(`\`(\\{ "(?:${OPTIONS})": [^\`]+\\})\``, 'g'))].map(
    ({ index, 1: object = '' }) => ({ at: String(lineAt(text, index)), text: object }),
  );
  const single = [...prose.matchAll(new RegExp(`\`((?:${OPTIONS}): [^\`]+)\``, 'g'))]
    .map(({ index, 1: option = '' }) => ({ at: String(lineAt(text, index)), text: `{ ${option} }` }))
    .filter(example => !/[?…]/.test(example.text));
  return [...json, ...single];
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
