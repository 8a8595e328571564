import { isDeepStrictEqual } from 'node:util';
import { describe, it } from '@jest/globals';
import * as fc from 'fast-check';
import { optionCatalog } from '../../../lib/module/monitor-options.catalog.js';
import { PerformanceMonitorConfigError } from '../../../lib/options/config.error.js';
import { LiveSettings } from '../../../lib/options/live-settings.js';
import { resolveSettings } from '../../../lib/options/resolve-settings.js';
import { JsonFault, parseJsonLines } from '../../../lib/options/sources/json-lines.js';
import { nested } from './settings.js';

const RUNS = { numRuns: 800 };
const FEWER_RUNS = { numRuns: 300 };
/** The limit for the sentence about one fault. */
const LONGEST_SENTENCE = 700;

const throwing = {
  get threshold(): never {
    throw new Error('no');
  },
};
const trap = (): never => {
  throw new Error('no');
};
const proxy = new Proxy(
  {},
  { get: trap, ownKeys: trap, has: trap, getOwnPropertyDescriptor: trap, getPrototypeOf: trap },
);
const revoked = Proxy.revocable([], {});
revoked.revoke();
const circle: Record<string, unknown> = {};
circle['self'] = circle;

/** In functions: fast-check reads the values that it generates, and some of these throw then. */
const ODD: readonly unknown[] = [
  null,
  undefined,
  true,
  false,
  Number.NaN,
  -0,
  Infinity,
  -1,
  1e308,
  5n,
  Symbol('x'),
  '',
  ' ',
  '\0',
  'x'.repeat(100_000),
  '(a+)+$',
  '(',
  '10 days',
  '//u:p@h',
  () => 1,
  [],
  {},
  [[[]]],
  new Array(5_000_000),
  new Map([[1, 2]]),
  new Set([1]),
  Buffer.alloc(10),
  new Date(Number.NaN),
  /a/gi,
  /(?=a)/,
  throwing,
  proxy,
  revoked.proxy,
  circle,
  Object.create(null),
  new (class {
    readonly threshold = trap;
  })(),
];
const odd = fc.nat(ODD.length - 1).map(index => (): unknown => ODD[index]);
const anything = fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true });
const value = fc.oneof(
  odd,
  anything.map(given => () => given),
);
const path = fc.constantFrom(
  ...optionCatalog.list.map(option => option.path),
  'treshold',
  '__proto__',
  'recorder.x',
  'recorder',
);
const patch = fc
  .array(fc.tuple(path, value), { maxLength: 4 })
  .map(entries => (): object => entries.reduce<object>((options, [name, given]) => laid(options, name, given()), {}));
const code = fc.oneof({ weight: 4, arbitrary: patch }, value);
const environment = fc.dictionary(
  fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...optionCatalog.variables.filter(name => name !== 'WPM_CONFIG_FILE')) },
    fc.string().map(s => `WPM_${s}`),
  ),
  fc.oneof(fc.string(), fc.constantFrom('true', 'false', '-1', '1e999', '[1,', '{}', 'a,b,,', '('.repeat(5_000))),
  { maxKeys: 6 },
);

/** An earlier entry may throw when another one is put into it. */
function laid(options: object, name: string, given: unknown): object {
  try {
    return nested(name, given, options);
  } catch {
    return options;
  }
}

/** Runs `work`, which may only throw the list of faults, each a bounded sentence on one line. */
function survives(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (!(error instanceof PerformanceMonitorConfigError)) throw error;
    const unfit = error.faults.filter(fault => fault.length >= LONGEST_SENTENCE || /[\n\r\0]/.test(fault));
    // Plain comparisons: thousands of `expect()` calls would take most of this suite's time.
    if (error.faults.length === 0 || unfit.length > 0)
      throw new Error(`unfit faults: ${JSON.stringify(unfit)}`, { cause: error });
    return false;
  }
}

describe('hostile settings', () => {
  it('are refused with a list of faults, or accepted, and nothing else is thrown', () => {
    fc.assert(
      fc.property(code, environment, (given, variables) => {
        survives(() => {
          const settings = new LiveSettings(resolveSettings(optionCatalog, given(), variables));
          if (!(settings.live.current.thresholdMs > 0)) throw new Error('no threshold');
          JSON.stringify(settings.effective());
        });
      }),
      RUNS,
    );
  });

  it('always start when they are not strict', () => {
    fc.assert(
      fc.property(patch, environment, (given, variables) => {
        const { warnings, live } = new LiveSettings(
          resolveSettings(optionCatalog, { ...given(), strict: false }, variables),
        );
        return !live.current.strict && warnings.every(warning => warning.length < LONGEST_SENTENCE);
      }),
      FEWER_RUNS,
    );
  });

  it('change a running application as a whole or not at all', () => {
    fc.assert(
      fc.property(code, given => {
        const settings = new LiveSettings(resolveSettings(optionCatalog, {}, {}));
        const before = settings.live.current;
        return survives(() => settings.update(given())) || settings.live.current === before;
      }),
      FEWER_RUNS,
    );
  });

  it('are read from a file as JSON.parse() reads them', () => {
    const text = fc.oneof(
      fc.json(),
      fc.string(),
      fc.json().chain(json => fc.nat(json.length).map(at => json.slice(0, at))),
    );
    fc.assert(
      fc.property(text, given => {
        const expected = outcomeOf(() => JSON.parse(given) as unknown);
        const found = outcomeOf(() => parseJsonLines(given).value);
        if (expected.error === undefined && found.error instanceof JsonFault)
          return /twice|deeply/.test(found.error.message);
        if ((found.error === undefined) !== (expected.error === undefined)) return false;
        return isDeepStrictEqual(found.value, expected.value);
      }),
      RUNS,
    );
  });
});

function outcomeOf(work: () => unknown): { value?: unknown; error?: unknown } {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}
