import type { Worker, WorkerOptions } from 'node:worker_threads';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { AlertBacklog } from '../alerts/alert-backlog.js';
import { AlertReceivers } from '../alerts/alert-receivers.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { LiveOptions } from '../options/live-options.js';
import { ownDirectory } from '../platform/own-directory.js';
import { workingDirectory } from '../platform/working-directory.js';
import { LoopRefusal, RUNTIME_VERSIONS, type RuntimeVersions } from '../recorder/loop-refusal.js';
import { runtimeFacts } from '../report/runtime.js';
import { StatsService } from '../stats/stats.service.js';
import { TracerService } from '../tracing/tracer.service.js';
import { isDebugged } from './is-debugged.js';
import { LeftAlerts } from './left-alerts.js';
import { registerReader } from './loop-readers.js';
import { RunningCode } from './running-code.js';
import type { ThreadData } from './thread-data.interface.js';
import { threadOptions } from './thread-options.js';
import type { ThreadMessage, UnsentAlert } from './unsent-alert.interface.js';

/** Injection token of the module that starts the thread, for tests to replace. @internal */
export const WATCH_THREAD = Symbol('PERFORMANCE_MONITOR:WATCH_THREAD');
type ThreadModule = { startThread(options: WorkerOptions): Worker };

/** A beat and a reading take some 10 µs each. */
const LONGEST_BEAT_MS = 500;
const BEATS_IN_TIME = 8;
/** A report of some megabytes takes ten times its size. A larger need ends the thread and nothing else. */
const LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 8 };
/** The thread gets no other variable: it needs neither the application's secrets nor its preloaded modules. */
const PROXY_VARIABLES = /^(?:https?|no)_proxy$/i;

/**
 * Runs the thread that reports a blocked event loop, with the heartbeat that it follows. One thread for each application with
 * `blockedAfter`: each has its own notifiers, claims and secrets.
 *
 * @internal
 */
@Injectable()
export class BlockedLoopWatch {
  private worker: Worker | undefined;
  private readonly ends: (() => void)[] = [];
  private isStopped = false;

  constructor(
    private readonly live: LiveOptions,
    private readonly code: RunningCode,
    private readonly left: LeftAlerts,
    private readonly receivers: AlertReceivers,
    private readonly tracer: TracerService,
    private readonly stats: StatsService,
    private readonly backlog: AlertBacklog,
    private readonly logger: MonitorLogger,
    @Inject(RUNTIME_VERSIONS) private readonly versions: RuntimeVersions,
    @Optional() @Inject(WATCH_THREAD) private readonly loadThread?: () => Promise<ThreadModule>,
  ) {}

  /** Call it when all notifiers are there. The application runs on when the thread cannot start. Never rejects. */
  async start(): Promise<void> {
    const { blockedAfterMs } = this.live.current;
    if (blockedAfterMs === false || this.worker !== undefined) return;
    const { reason } = new LoopRefusal(this.versions, this.logger);
    if (reason !== undefined) return this.refuse(reason);
    try {
      const { startThread } = await (this.loadThread?.() ?? import('./start-watch-thread.js'));
      if (!this.isStopped) this.run(startThread, blockedAfterMs);
    } catch (error) {
      this.end();
      this.logger.failure('blockedAfter is not in force: its thread could not start', error);
    }
    if (!this.isStopped) this.left.start();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.left.stop();
    await this.end()?.terminate();
  }

  private run(startThread: ThreadModule['startThread'], blockedAfterMs: number): void {
    const { heartbeat } = this.code;
    const { expressions, end } = registerReader(this.code);
    this.ends.push(end);
    const readEveryMs = Math.min(LONGEST_BEAT_MS, blockedAfterMs / BEATS_IN_TIME);
    const workerData: ThreadData = {
      state: heartbeat.state,
      expressions,
      blockedAfterMs,
      readEveryMs,
      options: threadOptions(this.live.current),
      receivers: this.receivers.all(),
      mainFile: process.argv[1],
      places: { ownDirectory: ownDirectory(), cwd: workingDirectory() },
      runtime: runtimeFacts(),
      processId: this.left.ownId,
    };
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => PROXY_VARIABLES.test(name)));
    const worker = startThread({ workerData, env, execArgv: [], resourceLimits: LIMITS, name: 'performance-monitor' });
    this.worker = worker;
    worker.on('message', (message: ThreadMessage) => this.receive(message));
    worker.on('error', error => {
      this.end();
      this.logger.failure('The thread of blockedAfter ended: the event loop is not watched any more', error);
    });
    worker.on('exit', () => this.end());
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.ends.push(this.live.onChange(now => worker.postMessage(threadOptions(now))));
    // After the listeners: to listen for messages keeps the process alive.
    worker.unref();
    heartbeat.start(readEveryMs, () => this.tracer.isActive && !isDebugged());
  }

  /** @returns the thread, which runs on */
  private end(): Worker | undefined {
    const { worker } = this;
    this.worker = undefined;
    this.code.heartbeat.stop();
    for (const end of this.ends.splice(0)) end();
    return worker;
  }

  private receive(message: ThreadMessage): void {
    if (message.type === 'alert') this.complete(message.alert);
    else if (message.type === 'repeat') this.backlog.suppressRepeat(message.fingerprint, message.durationMs);
    else {
      this.refuse(message.reason);
      void this.end()?.terminate();
    }
  }

  /** The loop came back: the statistics include the alert, and the receivers that the thread cannot reach get it. */
  private complete(alert: UnsentAlert): void {
    const { kind, name } = alert.report.execution;
    for (const { notifier, outcome } of alert.deliveries) this.stats.delivery(notifier, outcome);
    if (alert.deliveries.some(({ outcome }) => outcome === 'delivered')) {
      this.stats.alertSent();
      this.stats.slowTally.alerted(kind, name);
    }
    void this.left.send(alert);
  }

  private refuse(reason: string): void {
    this.logger.warn(`blockedAfter is not in force: ${reason}`);
  }
}
