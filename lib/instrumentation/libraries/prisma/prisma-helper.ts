/** The options of a span of Prisma, or its name only. */
type SpanOptions = string | { readonly name?: unknown; readonly attributes?: Readonly<Record<string, unknown>> };

/** The object that Prisma 7 calls for each of its steps. @internal */
export interface PrismaHelper {
  isEnabled(): boolean;
  getTraceParent(context?: unknown): string;
  dispatchEngineSpans(...args: readonly unknown[]): void;
  getActiveContext(): unknown;
  runInChildSpan(options: SpanOptions, step: (...args: unknown[]) => unknown): unknown;
}

/** Receives the queries of the process. @internal */
export interface PrismaObserver {
  /** True where the running code belongs to an execution: Prisma then reports its queries. */
  isWatching(): boolean;
  /** @returns ends the query; `undefined` when it is none of this observer's */
  begin(sql: string, system: unknown): ((failed: boolean) => void) | undefined;
}

/**
 * A helper of Prisma that observes its queries, and passes everything on to the one that was there before. Without one it
 * answers as Prisma does itself.
 *
 * @internal
 */
export class ObservingHelper implements PrismaHelper {
  constructor(
    /** Empty when it observes no more. */
    readonly observers: Set<PrismaObserver>,
    private readonly before: () => PrismaHelper | undefined,
  ) {}

  isEnabled(): boolean {
    if (this.before()?.isEnabled() === true) return true;
    for (const observer of this.observers) if (observer.isWatching()) return true;
    return false;
  }

  getTraceParent(context?: unknown): string {
    return this.before()?.getTraceParent(context) ?? '00-10-10-00';
  }

  dispatchEngineSpans(...args: readonly unknown[]): void {
    const before = this.before();
    if (before !== undefined) return before.dispatchEngineSpans(...args);
    const [, logs, emit] = args as [unknown, Iterable<unknown>, (log: unknown) => void];
    for (const log of logs) emit(log);
  }

  getActiveContext(): unknown {
    return this.before()?.getActiveContext();
  }

  runInChildSpan(options: SpanOptions, step: (...args: unknown[]) => unknown): unknown {
    const before = this.before();
    const end = this.observers.size === 0 || typeof options === 'string' ? undefined : this.begin(options);
    const run = (): unknown => (before === undefined ? step() : before.runInChildSpan(options, step));
    return end === undefined ? run() : endedBy(run, end);
  }

  private begin({ name, attributes }: Exclude<SpanOptions, string>): ((failed: boolean) => void) | undefined {
    const sql = name === 'db_query' ? attributes?.['db.query.text'] : undefined;
    if (typeof sql !== 'string') return undefined;
    for (const observer of this.observers) {
      const end = observer.begin(sql, attributes?.['db.system.name']);
      if (end !== undefined) return end;
    }
    return undefined;
  }
}

/** Returns and throws what `run` does. Prisma awaits the promise itself. */
function endedBy(run: () => unknown, end: (failed: boolean) => void): unknown {
  try {
    const result = run();
    if (!(result instanceof Promise)) end(false);
    else
      result.then(
        () => end(false),
        () => end(true),
      );
    return result;
  } catch (error) {
    end(true);
    throw error;
  }
}
