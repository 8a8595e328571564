import { Injectable } from '@nestjs/common';
import { AlertNotifier, type Alert, type Notifier } from 'nestjs-performance-monitor';

/** What a worker tells the primary process about an alert that it has sent. */
export interface Announcement {
  readonly pid: number;
  readonly route: string;
  readonly headline: string;
}

/** Stands for a chat: tells the primary process, which prints it. */
@Injectable()
@AlertNotifier()
export class AnnouncingNotifier implements Notifier {
  readonly name = 'announcing';

  async notify({ report }: Alert): Promise<void> {
    const announcement: Announcement = {
      pid: process.pid,
      route: report.execution.name,
      headline: report.verdict.headline,
    };
    await new Promise<void>((resolve, reject) => {
      process.send?.(announcement, undefined, undefined, error => (error === null ? resolve() : reject(error)));
    });
  }
}
