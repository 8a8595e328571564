import type { Redactor } from '../privacy/redactor.js';
import type { Report } from '../model/report.interface.js';
import { Stepper } from '../platform/stepper.js';
import { type RedactionRule, REPORT_RULES } from './redaction-by-path.js';
import type { Steps } from '../platform/steps.js';

const MAX_REMEMBERED = 5_000;

/**
 * The report with masked secrets. Every text is redacted, unless `REPORT_RULES` has another rule for its path. The copy is
 * made in steps, and without recursion: a tree can be as deep as the application's stack.
 *
 * @internal
 */
export function* redactReport(report: Report, redactor: Redactor): Steps<Report> {
  const stepper = new Stepper();
  const copier = new Copier(redactor);
  const copy = copier.begin(report, REPORT_RULES);
  for (let task = copier.pending.pop(); task !== undefined; task = copier.pending.pop()) {
    const { source, target, rule } = task;
    // The items of a list stand at the list's own path.
    const isList = Array.isArray(source);
    for (const [name, value] of Object.entries(source)) {
      Reflect.set(target, name, copier.value(value, isList ? rule : ruleOf(rule, name)));
      if (stepper.isDue()) yield;
    }
  }
  return copy;
}

function ruleOf(rule: RedactionRule | undefined, name: string): RedactionRule | undefined {
  return typeof rule === 'object' && Object.hasOwn(rule, name) ? rule[name] : undefined;
}

interface CopyTask {
  readonly source: object;
  readonly target: object;
  readonly rule: RedactionRule | undefined;
}

class Copier {
  readonly pending: CopyTask[] = [];
  /** The same few names occur again and again. */
  private readonly remembered = new Map<string, string>();

  constructor(private readonly redactor: Redactor) {}

  begin<T extends object>(source: T, rule: RedactionRule | undefined): T {
    const target = Array.isArray(source) ? [] : {};
    this.pending.push({ source, target, rule });
    return target as T;
  }

  value(value: unknown, rule: RedactionRule | undefined): unknown {
    if (rule === 'masked') return value;
    if (typeof value === 'string') return rule === 'fact' ? this.redactor.known(value) : this.text(value);
    return typeof value === 'object' && value !== null ? this.begin(value, rule) : value;
  }

  private text(value: string): string {
    const known = this.remembered.get(value);
    if (known !== undefined) return known;
    const text = this.redactor.text(value);
    if (this.remembered.size < MAX_REMEMBERED) this.remembered.set(value, text);
    return text;
  }
}
