import { Readable } from 'node:stream';
import { describe, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { RawRequest } from '../../../lib/boundaries/http/raw-request.interface.js';
import { requestFacts } from '../../../lib/boundaries/http/request-facts.js';
import { errorText } from '../../../lib/privacy/error-text.js';
import { redactText } from '../../../lib/privacy/redact-text.js';
import { optionsOf } from '../alerts/fixtures.js';
import { redactorOf } from './redactor-of.js';

/** Always the same, so that a failed test can be repeated. */
const PARAMETERS = { numRuns: 1_200, seed: 20_261_125 };
const SECRET = 'zq77canary77k';

/** Most members of a copy before it is cut: each takes a few microseconds. */
const MAX_STEPS = 8_200;
/** 32 kB of texts, and the syntax of JSON. */
const MAX_SIZE = 150_000;

const redactor = redactorOf();

/** Makes a value. The test generator would run code of a value that it made itself. */
type Make = () => unknown;

/** How often code of the values has run. It must never run. */
let noticed = 0;
const notice = (): never => {
  noticed += 1;
  throw new Error('noticed');
};
const trap = new Proxy({}, { get: () => notice });

const traps: Make[] = [
  () => Object.defineProperty({}, 'getter', { get: notice, enumerable: true }),
  () => Object.defineProperty([1, 2, 3], 1, { get: notice, enumerable: true }),
  () => new Proxy({}, trap),
  () => new Proxy([], trap),
  () => new Proxy(() => undefined, trap),
  () => Object.create(new Proxy({}, trap)) as unknown,
  () => ({ toJSON: notice, toString: notice, valueOf: notice, [Symbol.toPrimitive]: notice, then: 1 }),
  () => Object.defineProperty(new Error('x'), 'message', { get: notice }),
  () => Object.defineProperty(new Error('x'), 'stack', { get: notice }),
  () =>
    new (class extends Map<unknown, unknown> {
      override get size(): number {
        return notice();
      }
      override entries(): never {
        return notice();
      }
    })([[{}, 1]]),
  () =>
    new (class extends Uint8Array {
      override get byteLength(): number {
        return notice();
      }
    })(4),
  () => Object.assign(new Date(Number.NaN), { toISOString: notice, getTime: notice }),
  () => Object.defineProperty({}, Symbol.toStringTag, { get: notice }),
];

/** Large values are made once. */
const DEEP = deep(20_000);
const LONG = Buffer.alloc(10_000_000, 'x').toString();
const PAIRS = Buffer.alloc(800_000, 'token=a&').toString();
const BYTES = Buffer.alloc(100_000);
const LARGE = 2n ** 100_000n;

const oddities: Make[] = [
  () => DEEP,
  () => cycle(),
  () => new Set([new Map([[new Map(), new Set([1])]])]),
  () => Readable.from(['a']),
  () => new Error('outer', { cause: new AggregateError([new Error(`token=${SECRET}`)], 'inner') }),
  () => LONG,
  () => PAIRS,
  () => new Array(1_000_000_000),
  () => BYTES,
  () => LARGE,
  () => Symbol(SECRET.slice(0, 3)),
  () => Promise.resolve(1),
  () => globalThis,
  () => process.env['PATH'],
  () => Object.freeze(Object.create(null)),
  () =>
    (function* () {
      yield 1;
    })(),
  () => new WeakMap(),
  () => new Proxy({}, { ownKeys: notice }),
  () => '\ud800'.repeat(50),
];

function deep(levels: number): unknown {
  let value: unknown = SECRET.slice(0, 2);
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? { v: value } : [value];
  return value;
}

function cycle(): unknown {
  const self: Record<string, unknown> = {};
  return Object.assign(self, { self, map: new Map([[self, self]]), set: new Set([self]) });
}

const plain = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
  withTypedArray: true,
  maxDepth: 4,
});
const hostile: fc.Arbitrary<Make> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...traps, ...oddities) },
  { weight: 2, arbitrary: plain.map(made => () => made) },
);
const name = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('__proto__', 'constructor', 'toJSON', 'then', 'length', 'a', 'note', 'key'),
);
const value: fc.Arbitrary<Make> = fc.oneof(
  hostile,
  fc.array(hostile, { maxLength: 4 }).map(list => () => list.map(make => make())),
  fc
    .array(fc.tuple(name, hostile), { maxLength: 4 })
    .map(entries => () => Object.fromEntries(entries.map(([key, make]) => [key, make()]))),
);

/** Runs all steps; fails after `MAX_STEPS`. */
function bounded<T>(steps: Generator<void, T, void>): T {
  for (let count = 0; count <= MAX_STEPS; count += 1) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
  throw new Error(`more than ${MAX_STEPS} steps`);
}

describe('for any value', () => {
  it('a copy is plain and bounded, and runs no code of the value', () => {
    noticed = 0;
    fc.assert(
      fc.property(value, given => {
        const copy = bounded(redactor.copy(given()));
        const json = JSON.stringify(copy) ?? '';
        return json.length <= MAX_SIZE && noticed === 0;
      }),
      PARAMETERS,
    );
  });

  it('a copy never contains the value of a sensitive name', () => {
    const secret = fc.constantFrom('password', 'apiKey', 'x-auth-token', 'Set-Cookie', 'user[pin]', 'client_secret');
    fc.assert(
      fc.property(secret, value, name, (under, beside, at) => {
        const copy = bounded(
          redactor.copy({ [at]: [{ beside: beside(), deep: { [under]: { any: [SECRET] } } }], [under]: SECRET }),
        );
        return !(JSON.stringify(copy) ?? '').includes(SECRET);
      }),
      PARAMETERS,
    );
  });

  it('a captured request is bounded', () => {
    const capture = { ...optionsOf().capture, body: true };
    noticed = 0;
    fc.assert(
      fc.property(
        value,
        value,
        value,
        fc.oneof(
          fc.webUrl({ withQueryParameters: true, withFragments: true }).map(made => () => made),
          value,
        ),
        (params, body, headers, url) => {
          const request = {
            method: 'GET',
            url: url(),
            status: 200,
            headers,
            params,
            body,
            files: body,
            clientAddress: params,
            traceId: body,
          } as unknown as RawRequest;
          const captured = bounded(requestFacts(request, capture, redactor));
          return JSON.stringify(captured).length <= 4 * MAX_SIZE && noticed === 0;
        },
      ),
      PARAMETERS,
    );
  });

  it('an error is one line', () => {
    fc.assert(
      fc.property(value, thrown => {
        const text = errorText(thrown());
        return text.length > 0 && text.length <= 300 && !/[\r\n\u2028]/.test(text);
      }),
      PARAMETERS,
    );
  });
});

/** Pieces of texts with secrets, joined at random. */
const PIECES = [
  'password',
  'token',
  'api key',
  'name',
  'page',
  'Authorization',
  'Cookie',
  'Bearer ',
  'Basic ',
  'eyJhbGciOiJI',
  '.',
  '=',
  ':',
  ' = ',
  ': ',
  ':=',
  '=>',
  '"',
  "'",
  '`',
  '\\"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  '<',
  '>',
  '</',
  '/',
  '//',
  '://',
  '?',
  '&',
  ';',
  ',',
  '#',
  '@',
  '%3D',
  '%22',
  '%2F',
  '%',
  ' ',
  '\n',
  '-----BEGIN KEY-----',
  '-----END KEY-----',
  'SELECT * FROM t WHERE ',
  'insert into t values (',
  '$1',
  '$$',
  '--',
  '/*',
  '*/',
  '4539578763621486',
  '42',
  'a1b2c3',
  'hooks',
  'reset',
  'session',
  '[REDACTED]',
  '日本',
  '\ud83d',
  'https',
  'user',
  'is',
  'Error',
  'null',
] as const;
const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 25 }).map(pieces => pieces.join(''));

describe('for any text', () => {
  it('redaction is bounded', () => {
    fc.assert(
      fc.property(text, written => {
        const shown = redactText(written);
        return shown.length <= written.length * 12 + 20;
      }),
      PARAMETERS,
    );
  });

  it.each([
    (secret: string) => `password=${secret}`,
    (secret: string) => `"token": "${secret}"`,
    (secret: string) => `secret: '${secret}'`,
    (secret: string) => `https://user:${secret}@host/`,
    (secret: string) => `?apiKey=${secret}&page=1`,
    (secret: string) => `Bearer ${secret}`,
  ])('a secret between any lines is masked: case %#', write => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        return !redactText(`${before}\n${write(SECRET)}\n${after}`).includes(SECRET);
      }),
      PARAMETERS,
    );
  });
});
