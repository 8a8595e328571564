import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { Column, DataSource, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryColumn } from 'typeorm';
import type { Report, Verdict } from '../../lib/index.js';
import { TestApp, until } from '../integration/support/test-app.js';
import { PrismaClient } from '../truth/src/generated/prisma/client.js';
import { DatabaseServer } from './support/database-server.js';

const DATABASE = 'postgres';
const PURCHASES = 40;
const CONNECTIONS = 5;
/** The lines of a purchase take 20 ms: forty of them are most of a request, and on five connections exceed the threshold. */
const TABLES = [
  'create table purchase (id int primary key)',
  'create table line (id int primary key, purchase_id int)',
  'create view slow_line as select id, purchase_id, pg_sleep(0.02)::text as slept from line',
  `insert into purchase select generate_series(1, ${PURCHASES})`,
  `insert into line select id, id from purchase`,
];

@Entity('purchase')
class Purchase {
  @PrimaryColumn('int')
  id!: number;
  @OneToMany(() => Line, line => line.purchase, { lazy: true })
  lines!: Promise<Line[]>;
}

@Entity('slow_line')
class Line {
  @PrimaryColumn('int')
  id!: number;
  @Column('text')
  slept!: string;
  @ManyToOne(() => Purchase, purchase => purchase.lines, { lazy: true })
  @JoinColumn({ name: 'purchase_id' })
  purchase!: Promise<Purchase>;
}

let database: DatabaseServer;
let source: DataSource;
let prisma: PrismaClient;
let pool: Pool;

/** Collects the ids of one turn, and then asks for all of them at once: one query for each. */
class LineLoader {
  private asked: (() => void)[] = [];

  constructor(private readonly linesOf: (id: number) => Promise<number>) {}

  load(id: number): Promise<number> {
    if (this.asked.length === 0) setImmediate(() => this.ask());
    return new Promise(resolve => {
      this.asked.push(() => resolve(this.linesOf(id)));
    });
  }

  private ask(): void {
    for (const each of this.asked.splice(0)) each();
  }
}

@Injectable()
class Purchases {
  async lazily(): Promise<number> {
    const purchases = await source.getRepository(Purchase).find();
    let lines = 0;
    for (const purchase of purchases) lines += (await purchase.lines).length;
    return lines;
  }

  async included(): Promise<number> {
    let lines = 0;
    for (let id = 1; id <= PURCHASES; id += 1) {
      const found = await prisma.purchase.findUnique({ where: { id }, include: { lines: true } });
      lines += found?.lines.length ?? 0;
    }
    return lines;
  }

  async linesOf(id: number): Promise<number> {
    return (await pool.query('select slept from slow_line where purchase_id = $1', [id])).rowCount ?? 0;
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);
const IDS = Array.from({ length: PURCHASES }, (_, index) => index + 1);

@Controller()
class PurchasesController {
  constructor(private readonly purchases: Purchases) {}

  @Get('lazy')
  lazy(): Promise<number> {
    return this.purchases.lazily();
  }
  @Get('include')
  include(): Promise<number> {
    return this.purchases.included();
  }
  @Get('loader')
  async loader(): Promise<number> {
    const loader = new LineLoader(id => this.purchases.linesOf(id));
    return sum(await Promise.all(IDS.map(id => loader.load(id))));
  }
  @Get('at-once')
  async atOnce(): Promise<number> {
    return sum(await Promise.all(IDS.map(id => this.purchases.linesOf(id))));
  }
}

beforeAll(async () => {
  database = await DatabaseServer.postgres();
  const settings = { host: '127.0.0.1', port: database.port, database: DATABASE };
  pool = new Pool({ ...settings, user: 'postgres', max: CONNECTIONS });
  await until(() => pool.query('select 1').then(Boolean, () => false), 'PostgreSQL', 60_000);
  for (const statement of TABLES) await pool.query(statement);
  source = new DataSource({
    type: 'postgres',
    ...settings,
    username: 'postgres',
    poolSize: CONNECTIONS,
    entities: [Purchase, Line],
  });
  await source.initialize();
  prisma = new PrismaClient({ adapter: new PrismaPg({ ...settings, user: 'postgres', max: CONNECTIONS }) });
  // The first queries load and compile code for half a second, which would be a cause of its own in a request.
  await Promise.all([new Purchases().lazily(), new Purchases().included()]);
}, 120_000);
afterAll(async () => {
  await Promise.all([source.destroy(), prisma.$disconnect(), pool.end()]);
  await database.stop();
});

describe('a query for each of forty rows', () => {
  let app: TestApp;
  beforeEach(async () => {
    const values = { source, prisma, pool };
    app = await TestApp.start(
      {
        controllers: [PurchasesController],
        providers: [Purchases, ...Object.entries(values).map(([provide, useValue]) => ({ provide, useValue }))],
      },
      { threshold: 50 },
    );
    await app.warm();
  });
  afterEach(() => app.close());

  async function findingOf(path: string): Promise<{ report: Report; finding: Verdict }> {
    expect(await (await fetch(`${app.url}/${path}`)).text()).toBe(String(PURCHASES));
    const report = await app.report(`GET /${path}`);
    const repeated = [report.verdict, ...report.findings].filter(({ kind }) => kind === 'repeated-io');
    expect(repeated.map(({ headline }) => headline)).toHaveLength(1);
    return { report, finding: repeated[0] as Verdict };
  }

  it('is one finding for lazy relations of TypeORM', async () => {
    const { finding } = await findingOf('lazy');
    expect(finding).toMatchObject({ count: PURCHASES, subject: expect.stringContaining('FROM "slow_line"') });
    expect(finding.headline).toContain(`${PURCHASES} × SELECT … FROM "slow_line"`);
    expect(finding.headline).toContain('one after another, in Purchases.lazily');
  });

  it('is one finding for include of Prisma in a loop', async () => {
    const { report, finding } = await findingOf('include');
    expect(finding).toMatchObject({ count: PURCHASES, subject: expect.stringContaining('"slow_line"') });
    expect(finding.headline).toMatch(/^40 × SELECT .+ and 40 × SELECT .+, one after another, in Purchases.included: /);
    const lines = report.operations.filter(({ label }) => label.includes('slow_line'));
    expect(lines).toMatchObject([{ calls: PURCHASES, concurrency: 1 }]);
  });

  it.each(['loader', 'at-once'])('is one finding where all are asked at the same time (%s)', async path => {
    const { finding } = await findingOf(path);
    expect(finding).toMatchObject({
      count: PURCHASES,
      subject: 'select slept from slow_line where purchase_id = ?',
      concurrency: CONNECTIONS,
    });
    expect(finding.headline).toContain(`${CONNECTIONS} at a time`);
  });
});
