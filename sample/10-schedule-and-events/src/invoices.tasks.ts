import { Injectable } from '@nestjs/common';
import { Cron, CronExpression, Timeout } from '@nestjs/schedule';
import { SlowThreshold } from 'nestjs-performance-monitor';
import { PdfService } from './pdf.service.js';

@Injectable()
export class InvoicesTasks {
  constructor(private readonly pdf: PdfService) {}

  @Cron(CronExpression.EVERY_SECOND, { name: 'invoices' })
  printNew(): Promise<number> {
    return this.pdf.print(4);
  }

  /** Slow on purpose, and nobody waits for it: a threshold of its own. */
  @SlowThreshold('1m')
  @Timeout(1)
  warmUp(): Promise<number> {
    return this.pdf.print(3);
  }
}
