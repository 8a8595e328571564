import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import initSqlJs, { type BindParams, type Database } from 'sql.js';
import { seed } from './seed.js';

/** SQLite in this process: every query is synchronous, and is CPU time of whoever asks. */
@Injectable()
export class DatabaseService implements OnModuleInit, OnModuleDestroy {
  private database?: Database;

  async onModuleInit(): Promise<void> {
    const sqlite = await initSqlJs();
    this.database = new sqlite.Database();
    seed(this.database);
  }

  onModuleDestroy(): void {
    this.database?.close();
  }

  all<T>(sql: string, parameters: BindParams = []): T[] {
    if (this.database === undefined) throw new Error('the database is not open yet');
    const statement = this.database.prepare(sql, parameters);
    try {
      const rows: T[] = [];
      while (statement.step()) rows.push(statement.getAsObject() as T);
      return rows;
    } finally {
      statement.free();
    }
  }
}
