import { Injectable } from '@nestjs/common';
import { readFile } from 'node:fs/promises';
import type { Order } from './order.interface.js';

const TEMPLATE = new URL('../../templates/invoice.txt', import.meta.url);

@Injectable()
export class InvoiceService {
  async render(order: Order): Promise<string> {
    const template = await readFile(TEMPLATE, 'utf8');
    return template
      .replace('{{id}}', String(order.id))
      .replace('{{customer}}', order.customer)
      .replace('{{country}}', order.country)
      .replace('{{items}}', String(order.lines.length));
  }
}
