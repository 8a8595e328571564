import type { LoggerService } from '@nestjs/common';
import { record } from './record.js';

/** The alert about the slow request of each application. The monitor may add no other line. */
const ALERT = /^\w+ \[PerformanceMonitor\] Slow: /;

/** Keeps lines of level `warn` and above. */
export class ProbeLogger implements LoggerService {
  constructor(private readonly volatileText: RegExp = /(?!)/g) {}

  log(): void {}
  debug(): void {}
  verbose(): void {}

  warn(message: unknown, ...rest: unknown[]): void {
    this.keep('warn', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.keep('error', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.keep('fatal', message, rest);
  }

  private keep(level: string, message: unknown, rest: unknown[]): void {
    const text =
      message instanceof Error ? String(message) : typeof message === 'string' ? message : JSON.stringify(message);
    const line = `${level} [${String(rest.at(-1))}] ${text.split('\n', 1)[0]}`.replaceAll(this.volatileText, '*');
    if (!ALERT.test(line)) record.logs.push(line);
  }
}
