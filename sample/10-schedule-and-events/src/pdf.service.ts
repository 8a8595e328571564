import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

@Injectable()
export class PdfService {
  /** Takes as long as a printer that has to be asked. */
  async print(invoices: number): Promise<number> {
    for (let each = 0; each < invoices; each += 1) await delay(40);
    return invoices;
  }
}
