import { Injectable } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient, type Prisma } from '../generated/prisma/client.js';
import { postgresAddress } from '../postgres-address.js';
import type { Own, Servers } from '../servers.js';
import { idOf, parallelIdOf, streamChunks } from '../sleeping-item.js';
import { CONNECTIONS, Subject } from '../subject.js';

/** The client over the adapter of `pg`. It has no streams: rows come in chunks. */
@Injectable()
export default class Prisma7 extends Subject {
  private prisma!: PrismaClient;
  private row = 0;

  async start({ postgres }: Servers, { row }: Own): Promise<void> {
    this.row = row;
    const options = { ...postgresAddress(postgres), user: 'postgres', database: 'truth', max: CONNECTIONS };
    this.prisma = new PrismaClient({ adapter: new PrismaPg(options) });
    await this.prisma.$queryRaw`select 1`;
  }

  async stop(): Promise<void> {
    await this.prisma.$disconnect();
  }

  async slow(ms: number): Promise<void> {
    await sleep(this.prisma, ms);
  }

  async nPlusOne(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) await this.prisma.sleepingItem.findUnique({ where: { id: idOf(i) } });
  }

  async one(i: number): Promise<void> {
    await this.prisma.sleepingItem.findUnique({ where: { id: idOf(i) } });
  }

  async parallel(count: number): Promise<void> {
    // Prisma joins `findUnique()`s of one tick into one statement.
    const find = (_: unknown, i: number) => this.prisma.sleepingItem.findFirst({ where: { id: parallelIdOf(i) } });
    await Promise.all(Array.from({ length: count }, find));
  }

  async rows(count: number): Promise<void> {
    await this.prisma.item.findMany({ take: count });
  }

  async stream(count: number): Promise<void> {
    for (const { first, last } of streamChunks(count)) {
      await this.prisma.sleepingItem.findMany({ where: { id: { gte: first, lte: last } } });
    }
  }

  override async lock(): Promise<void> {
    await increment(this.prisma, this.row);
  }

  override async holdLock(ms: number, locked: () => void): Promise<void> {
    await this.prisma.$transaction(async transaction => {
      await increment(transaction, this.row);
      locked();
      await sleep(transaction, ms);
    });
  }
}

/** Prisma reads no values of the type `void`. */
async function sleep(prisma: Prisma.TransactionClient, ms: number): Promise<void> {
  await prisma.$queryRaw`select pg_sleep(${ms / 1000}::float)::text`;
}

async function increment(prisma: Prisma.TransactionClient, id: number): Promise<void> {
  await prisma.item.update({ where: { id }, data: { qty: { increment: 1 } } });
}
