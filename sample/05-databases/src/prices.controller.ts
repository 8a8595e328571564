import { Controller, Get, Inject } from '@nestjs/common';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { Price, SCHEMA } from './price.entity.js';

/** Each handler is slow for a reason of its own. */
@Controller()
export class PricesController {
  constructor(
    @Inject(Pool) private readonly pool: Pool,
    @Inject(DataSource) private readonly source: DataSource,
  ) {}

  /** One price after another: an N+1. */
  @Get('cart')
  async cart(): Promise<number> {
    let cents = 0;
    for (let i = 1; i <= 20; i++) {
      const { rows } = await this.pool.query<Price>(`select cents from ${SCHEMA}.sample_prices where sku = $1`, [
        `sku-${i}`,
      ]);
      cents += rows[0]?.cents ?? 0;
    }
    return cents;
  }

  /** The same by TypeORM. */
  @Get('offers')
  async offers(): Promise<number> {
    let cents = 0;
    for (let i = 1; i <= 20; i++)
      cents += (await this.source.manager.findOneBy(Price, { sku: `sku-${i}` }))?.cents ?? 0;
    return cents;
  }

  /** Holds both connections of the pool. */
  @Get('revenue')
  async revenue(): Promise<void> {
    await Promise.all([this.pool.query('select pg_sleep(0.8)'), this.pool.query('select pg_sleep(0.8)')]);
  }

  /** Needs a millisecond, and a connection. */
  @Get('stock')
  async stock(): Promise<unknown> {
    return (await this.pool.query(`select count(*) from ${SCHEMA}.items`)).rows;
  }
}
