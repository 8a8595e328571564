import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { Field, Int, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import mysql, { type Pool } from 'mysql2/promise';
import type { Report } from '../../lib/index.js';
import { APOLLO_ON_EXPRESS, MERCURIUS } from '../integration/support/graphql-servers.js';
import { TestApp, until } from '../integration/support/test-app.js';
import { DatabaseServer } from './support/database-server.js';

/** More than the spans of an execution, and than the connections of the pool. */
const ORDERS = 240;
const CONNECTIONS = 10;

let database: DatabaseServer;
let pool: Pool;

@ObjectType()
class Order {
  @Field(() => Int)
  id!: number;
}

@Injectable()
class CustomersRepository {
  async one(id: number): Promise<void> {
    await pool.query('select sleep(0.004), ?', [id]);
  }
}

@Injectable()
class CustomersService {
  constructor(private readonly repository: CustomersRepository) {}

  async find(id: number): Promise<string> {
    await this.repository.one(id);
    return `customer ${id}`;
  }
}

@Resolver(() => Order)
class OrdersResolver {
  constructor(private readonly customers: CustomersService) {}

  @Query(() => [Order])
  orders(): Order[] {
    return Array.from({ length: ORDERS }, (_, id) => ({ id }));
  }

  @ResolveField(() => String)
  customer(@Parent() { id }: Order): Promise<string> {
    return this.customers.find(id);
  }
}

const connect = (): Pool =>
  mysql.createPool({ host: '127.0.0.1', port: database.port, user: 'root', connectionLimit: CONNECTIONS });

describe.each([APOLLO_ON_EXPRESS, MERCURIUS])('a field resolver that queries a database, by $title', server => {
  let app: TestApp;

  beforeAll(async () => {
    database = await DatabaseServer.mariadb();
    const first = connect();
    await until(() => first.query('select 1').then(Boolean, () => false), 'MariaDB', 60_000);
    await first.end();
  }, 120_000);
  afterAll(() => database.stop());

  beforeEach(async () => {
    pool = connect();
    const providers = [CustomersRepository, CustomersService, OrdersResolver];
    app = await TestApp.start({ imports: [server.module()], providers }, { threshold: 50 }, server.platform);
  });
  afterEach(async () => {
    await app.close();
    await pool.end();
  });

  const reportOf = async (name: string): Promise<Report> => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ query: `query ${name} { orders { customer } }` });
    const answer = await (await fetch(`${app.url}/graphql`, { method: 'POST', headers, body })).text();
    expect(answer).toContain(`"customer ${ORDERS - 1}"`);
    return app.report(`query ${name}`);
  };

  it('is one finding, with the number of its statements', async () => {
    await reportOf('Warm');
    const { verdict, findings, operations } = await reportOf('OrdersPage');
    const repeated = [verdict, ...findings].filter(({ kind }) => kind === 'repeated-io');
    expect(repeated).toHaveLength(1);
    expect(repeated[0]).toMatchObject({ count: ORDERS, subject: 'select sleep(?), ?', concurrency: CONNECTIONS });
    expect(repeated[0]?.headline).toContain(`${ORDERS} × select sleep(?), ?`);
    expect(repeated[0]?.headline).toContain('in CustomersRepository.one, called by Order.customer');
    expect(operations.find(({ on }) => on === 'database')).toMatchObject({ calls: ORDERS });
  });
});
