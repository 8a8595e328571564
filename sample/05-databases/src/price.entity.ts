import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A view that takes 20 ms for each query, as a table without an index. */
@Entity('sample_prices')
export class Price {
  @PrimaryColumn('text')
  sku!: string;

  @Column('int')
  cents!: number;
}

/** In a schema of its own, which the sample drops. */
export const SCHEMA = 'monitor_sample';

export const SET_UP = [
  `drop schema if exists ${SCHEMA} cascade`,
  `create schema ${SCHEMA}`,
  `create table ${SCHEMA}.items as select 'sku-' || i as sku, i * 100 as cents from generate_series(1, 100) i`,
  `create view ${SCHEMA}.sample_prices as select sku, cents from ${SCHEMA}.items, pg_sleep(0.02) as slept where slept is not null`,
];
