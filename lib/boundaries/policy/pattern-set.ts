import { compilePattern, type CompiledPattern } from '../../options/pattern.js';
import type { ExecutionPattern } from '../../options/option-values.interface.js';

/** Texts whose answer is remembered: the routes of an application without parameters are few. */
const MOST_REMEMBERED = 1_000;
const LONGEST_REMEMBERED = 512;
/** Node refuses longer headers, the request line among them, unless it is told otherwise. */
const LONGEST_SEARCHED = 16_384;

/**
 * Which executions are watched, by `include` and `exclude`. Compiled once; takes time linear in what it searches, and
 * remembers its last answers, within bounds.
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
   * @param path a request's path: the part of `full` that patterns with `^` mean
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

  /** The oldest is forgotten: a client that invents URLs pushes out its own first. */
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
