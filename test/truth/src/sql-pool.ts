import { PARALLEL_MS, STATEMENT_MS, Subject } from './subject.js';

/** A pool that takes SQL with values, and gives a promise. */
interface Queries {
  query(sql: string, values: unknown[]): Promise<unknown>;
}

/** Statements with the placeholders of one library. */
interface Statements {
  /** Takes so many milliseconds. */
  readonly sleep: string;
  /** Reads so many rows. */
  readonly rows: string;
  /** Updates the row with this id. */
  readonly update: string;
}

/** A library whose pool has `query()`. */
export abstract class SqlPool<Pool extends Queries> extends Subject {
  protected abstract readonly sql: Statements;
  protected pool!: Pool;
  protected row = 0;

  async slow(ms: number): Promise<void> {
    await this.pool.query(this.sql.sleep, [ms]);
  }

  async nPlusOne(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) await this.pool.query(this.sql.sleep, [STATEMENT_MS]);
  }

  async one(_i: number): Promise<void> {
    await this.pool.query(this.sql.sleep, [STATEMENT_MS]);
  }

  async parallel(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.pool.query(this.sql.sleep, [PARALLEL_MS])));
  }

  async rows(count: number): Promise<void> {
    await this.pool.query(this.sql.rows, [count]);
  }

  override async lock(): Promise<void> {
    await this.pool.query(this.sql.update, [this.row]);
  }
}
