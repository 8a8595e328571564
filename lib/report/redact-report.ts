import type { Redactor } from '../privacy/redactor.js';
import type { Report } from '../model/report.interface.js';
import { Stepper } from '../platform/stepper.js';

/** Members that have been through `privacy/` already. */
const REDACTED_BEFORE = new Set(['url', 'query', 'params', 'headers', 'body', 'traceId', 'requestId']);

/** Places in the code and facts of the process: rules about how secrets look would spoil them. */
const NOT_USER_DATA = new Set(['location', 'library', 'id', 'startedAt', 'node', 'nest', 'platform', 'version']);

const MAX_REMEMBERED = 5_000;

/**
 * The report with the secrets masked in all that people or libraries have named: endpoints, spans, operations, what was
 * waited for. In steps, and without recursion: a tree can be as deep as the application's stack.
 *
 * @internal
 */
export function* redactReport(report: Report, redactor: Redactor): Generator<void, Report, void> {
  const stepper = new Stepper();
  const copier = new Copier(redactor);
  const copy = copier.begin(report);
  for (let pair = copier.pending.pop(); pair !== undefined; pair = copier.pending.pop()) {
    const [source, target] = pair;
    for (const [name, value] of Object.entries(source)) {
      Reflect.set(target, name, copier.member(name, value));
      if (stepper.isDue()) yield;
    }
  }
  return copy;
}

class Copier {
  readonly pending: [source: object, target: object][] = [];
  /** The same few names come again and again. */
  private readonly remembered = new Map<string, string>();

  constructor(private readonly redactor: Redactor) {}

  begin<T extends object>(source: T): T {
    const target = Array.isArray(source) ? [] : {};
    this.pending.push([source, target]);
    return target as T;
  }

  member(name: string, value: unknown): unknown {
    if (REDACTED_BEFORE.has(name)) return value;
    if (typeof value === 'string') return NOT_USER_DATA.has(name) ? this.redactor.known(value) : this.text(value);
    return typeof value === 'object' && value !== null ? this.begin(value) : value;
  }

  private text(value: string): string {
    const known = this.remembered.get(value);
    if (known !== undefined) return known;
    const text = this.redactor.text(value);
    if (this.remembered.size < MAX_REMEMBERED) this.remembered.set(value, text);
    return text;
  }
}
