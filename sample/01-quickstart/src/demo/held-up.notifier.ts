import { Injectable } from '@nestjs/common';
import { AlertNotifier, type Alert, type Notifier } from 'nestjs-performance-monitor';

/** Remembers which executions an alert lists as held up by the one that it is about. */
@Injectable()
@AlertNotifier()
export class HeldUpNotifier implements Notifier {
  readonly name = 'held-up';
  private readonly culprits = new Map<string, string>();

  async notify({ report, victims }: Alert): Promise<void> {
    for (const { name } of victims) this.culprits.set(name, report.execution.name);
  }

  /** The route whose alert lists this one. */
  culpritOf(route: string): string | undefined {
    return this.culprits.get(route);
  }
}
