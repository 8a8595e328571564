import { Injectable } from '@nestjs/common';
import { AlertNotifier, type Alert, type Notifier } from 'nestjs-performance-monitor';
import { AlertBoard } from './alert-board.js';

/** A notifier of the application's own: a provider like any other, found by its decorator. */
@AlertNotifier()
@Injectable()
export class BoardNotifier implements Notifier {
  readonly name = 'board';

  constructor(private readonly board: AlertBoard) {}

  async notify(alert: Alert): Promise<void> {
    this.board.add(`${alert.test ? 'test' : alert.severity}: ${alert.report.verdict.headline}`);
  }
}
