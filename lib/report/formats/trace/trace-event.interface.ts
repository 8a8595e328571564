/**
 * One event of a trace, as Chromium writes it. Every importer needs these members.
 *
 * @internal
 */
export interface TraceEvent {
  readonly name: string;
  readonly cat: string;
  /** `M` metadata, `I` instant, `X` complete, `b` and `e` begin and end of a pair, `P` profile. */
  readonly ph: 'M' | 'I' | 'X' | 'b' | 'e' | 'P';
  /** Microseconds, whole numbers. A text would be joined to `dur` instead of added. */
  readonly ts: number;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly id?: string;
  readonly s?: 't';
  readonly args: object;
}
