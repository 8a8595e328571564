import { Controller, Get, Inject, Module, type DynamicModule, type OnModuleDestroy } from '@nestjs/common';
import { Pool } from 'pg';

const STATEMENTS = [
  'select price from items where sku = $1',
  'select price from offers where sku = $1 and shop = $2',
  'select stock from stocks where sku = $1',
  'select name, vat from countries where code = $1',
  'insert into views (sku, shop, at) values ($1, $2, now()) returning id',
] as const;

/** Workload `db`: five statements, one after another, over a pool of pg. */
@Controller('db')
export class DbController implements OnModuleDestroy {
  constructor(@Inject(Pool) private readonly pool: Pool) {}

  @Get()
  async five(): Promise<{ rows: number }> {
    let rows = 0;
    for (const statement of STATEMENTS) {
      const values = statement.includes('$2') ? ['4711', 'north'] : ['4711'];
      rows += (await this.pool.query(statement, values)).rows.length;
    }
    return { rows };
  }

  async onModuleDestroy(): Promise<void> {
    await this.pool.end();
  }
}

@Module({})
export class DbModule {
  static forPort(port: number): DynamicModule {
    const pool = new Pool({ host: '127.0.0.1', port, user: 'bench', database: 'bench', max: 10 });
    return { module: DbModule, controllers: [DbController], providers: [{ provide: Pool, useValue: pool }] };
  }
}
