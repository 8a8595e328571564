import { Injectable } from '@nestjs/common';
import { AlertNotifier, type Alert, type Notifier } from 'nestjs-performance-monitor';

/** Stands for a chat: keeps the alerts. */
@Injectable()
@AlertNotifier()
export class CollectingNotifier implements Notifier {
  readonly name = 'collecting';
  readonly alerts = new Map<string, Alert>();

  async notify(alert: Alert): Promise<void> {
    this.alerts.set(alert.report.execution.name, alert);
  }
}
