import { Injectable, type ExecutionContext } from '@nestjs/common';
import type { Execution } from '../../tracing/execution.js';
import type { ExecutionPolicy } from '../../tracing/ports.interface.js';
import { parseDuration } from '../../options/parse-duration.js';
import { LiveOptions } from '../../options/live-options.js';
import type { ResolvedOptions } from '../../options/resolved-options.interface.js';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import type { HandlerSite } from './handler-sites.js';
import { PatternSet } from './pattern-set.js';

/** A URL, and its path: patterns with `^` match either. @internal */
export interface WatchedUrl {
  readonly full: string;
  readonly path: string;
}

/**
 * Decides which executions are watched and when they are slow: by the options, followed at run time, and the decorators.
 *
 * @internal
 */
@Injectable()
export class WatchPolicy implements ExecutionPolicy {
  /** The option `threshold`. */
  thresholdMs = 0;
  queueThresholdMs: number | false = false;
  /** Without patterns, no URL is put together and searched. */
  hasPatterns = false;
  /** Fixed at the start, when the methods are replaced. */
  readonly spansOn: boolean;
  private patterns = new PatternSet([], []);

  constructor(
    live: LiveOptions,
    private readonly logger: MonitorLogger,
  ) {
    this.spansOn = live.current.recorder.spans !== 'off';
    this.follow(live.current);
    live.onChange(options => this.follow(options));
  }

  /** True when the patterns allow a request to be watched. Called only while {@link hasPatterns}. Never throws. */
  watchesUrl({ full, path }: WatchedUrl): boolean {
    return this.search(full, path);
  }

  /** True when the patterns allow executions of this name. Called only while {@link hasPatterns}. Never throws. */
  watchesName(name: string): boolean {
    return this.search(name, name);
  }

  /** Applies the decorators of the handler that an execution runs. Never throws. */
  enter(execution: Execution, site: HandlerSite, context: ExecutionContext): void {
    if (site.isSkipped) execution.muted = true;
    if (site.threshold === undefined) return;
    execution.thresholdMs =
      typeof site.threshold === 'number' ? site.threshold : this.thresholdFrom(site.threshold, context);
  }

  private search(full: string, path: string): boolean {
    try {
      return this.patterns.watches(full, path);
    } catch (error) {
      this.logger.failure('The patterns of include and exclude could not be applied', error);
      return true;
    }
  }

  private thresholdFrom(threshold: (context: ExecutionContext) => unknown, context: ExecutionContext): number {
    try {
      const answer = threshold(context);
      const ms = parseDuration(answer as number);
      if (ms !== undefined && ms > 0) return ms;
      throw new TypeError(`it returned ${typeof answer === 'string' ? `'${answer}'` : typeof answer}`);
    } catch (error) {
      this.logger.failure('A function of @SlowThreshold() returned no duration above 0, so the option applies', error);
      return this.thresholdMs;
    }
  }

  private follow({ thresholdMs, queueThresholdMs, include, exclude }: ResolvedOptions): void {
    this.thresholdMs = thresholdMs;
    this.queueThresholdMs = queueThresholdMs;
    this.patterns = new PatternSet(include, exclude);
    this.hasPatterns = !this.patterns.isEmpty;
  }
}
