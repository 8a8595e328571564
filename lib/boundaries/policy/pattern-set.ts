import { compilePattern, type CompiledPattern } from '../../options/pattern.js';
import type { ExecutionPattern } from '../../options/option-values.interface.js';

/** Texts whose answers are remembered: an application has few routes without parameters. */
const MOST_REMEMBERED = 1_000;
const LONGEST_REMEMBERED = 512;
/** Node's default limit of a request's line and headers. */
const LONGEST_SEARCHED = 16_384;

/**
 * Decides by `include` and `exclude` which executions are watched. Patterns are compiled once, and search in linear time. A
 * bounded number of answers is remembered.
 *
 * @internal
 */
export class PatternSet {
  private readonly include: readonly CompiledPattern[];
  private readonly exclude: readonly CompiledPattern[];
  private readonly remembered = new Map<string, boolean>();

  constructor(include: readonly ExecutionPattern[], exclude: readonly ExecutionPattern[]) {
    this.include = include.map(pattern => compilePattern(pattern));
    this.exclude = exclude.map(pattern => compilePattern(pattern));
  }

  get isEmpty(): boolean {
    return this.include.length === 0 && this.exclude.length === 0;
  }

  /**
   * @param full the full URL of a request, or the name of another execution
   * @param path a request's path: patterns with `^` match it, too
   */
  watches(full: string, path: string): boolean {
    const known = this.remembered.get(full);
    if (known !== undefined) return known;
    const answer = this.search(full.slice(0, LONGEST_SEARCHED), path.slice(0, LONGEST_SEARCHED));
    if (full.length <= LONGEST_REMEMBERED) this.remember(full, answer);
    return answer;
  }

  private search(full: string, path: string): boolean {
    const found = (pattern: CompiledPattern): boolean => pattern(path) || pattern(full);
    return (this.include.length === 0 || this.include.some(found)) && !this.exclude.some(found);
  }

  /** Drops the oldest answer: a client that invents URLs displaces its own answers first. */
  private remember(full: string, answer: boolean): void {
    if (this.remembered.size >= MOST_REMEMBERED) {
      for (const oldest of this.remembered.keys()) {
        this.remembered.delete(oldest);
        break;
      }
    }
    this.remembered.set(full, answer);
  }
}
