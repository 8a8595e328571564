import { stat } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { LineClient } from './line-client.js';

export const LINE_PORT = Symbol('LINE_PORT');

const POOL_SIZE = 4;
/** Chosen so that one request takes about a millisecond of CPU on a 2026 server core. */
const ROWS = 1_000;

interface Row {
  readonly id: number;
  readonly name: string;
  readonly amount: number;
}

/** Four pieces of real work, each followed by a real wait: two replies of a server, a file, a turn of the event loop. */
@Injectable()
export class MixedService implements OnModuleDestroy {
  private readonly pool: readonly LineClient[];
  private turn = 0;

  constructor(@Inject(LINE_PORT) port: number) {
    this.pool = Array.from({ length: POOL_SIZE }, () => new LineClient(port));
  }

  async loadRows(seed: number): Promise<Row[]> {
    const rows = Array.from({ length: ROWS }, (_, i) => ({
      id: i,
      name: `row ${(i * seed) % 97}`,
      amount: (i * 7919 * seed) % 1_000,
    }));
    await this.query();
    return rows.filter(row => row.amount > 10).sort((a, b) => a.name.localeCompare(b.name) || a.amount - b.amount);
  }

  async enrich(rows: readonly Row[]): Promise<Row[]> {
    await this.query();
    const copy = JSON.parse(JSON.stringify(rows)) as Row[];
    return copy.map(row => ({ ...row, name: row.name.toUpperCase().replaceAll(' ', '-') }));
  }

  async render(rows: readonly Row[]): Promise<string> {
    await nextTurn();
    return rows.map(row => `${row.id};${row.name};${row.amount.toFixed(2)}`).join('\n');
  }

  async sign(text: string): Promise<string> {
    const { size } = await stat('.');
    return createHash('sha256').update(text.repeat(8)).update(String(size)).digest('hex');
  }

  onModuleDestroy(): void {
    for (const client of this.pool) client.close();
  }

  private async query(): Promise<void> {
    this.turn = (this.turn + 1) % POOL_SIZE;
    await this.pool[this.turn]?.query();
  }
}
