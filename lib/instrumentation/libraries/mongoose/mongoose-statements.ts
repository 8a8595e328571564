import type { Statement } from '../../../tracing/statement.interface.js';

const MAX_STATEMENTS = 1_000;
/** Fields or stages that a label shows. Further ones become `…`. */
const MAX_NAMES = 8;
const MAX_LABEL = 300;
/** A name that an application has written: others are values, such as the keys of a map. */
const NAME = /^\$?[A-Za-z_]{1,40}$/;

/** The message of one call: the same object in each of its events. @internal */
export interface MongooseCall {
  /** `find`, `updateOne`, `save`. */
  readonly operation: unknown;
  /** Absent for the aggregation of a whole database. */
  readonly collection?: unknown;
  readonly database?: unknown;
  readonly serverAddress?: unknown;
  readonly serverPort?: unknown;
  readonly args?: { readonly filter?: unknown; readonly pipeline?: unknown };
}

/**
 * The statements of mongoose's calls: `find orders { status, address.* }`, `aggregate orders [ $match, $group ]`. Fields and
 * stages are shown, and never their values. Equal calls share one.
 *
 * @internal
 */
export class MongooseStatements {
  private readonly known = new Map<string, Statement>();

  of({ operation, collection, database, serverAddress, serverPort, args }: MongooseCall): Statement {
    const name = typeof collection === 'string' ? ` ${collection}` : '';
    const text = `${String(operation)}${name}${shapeOf(args)}`.slice(0, MAX_LABEL);
    const peer = peerOf(serverAddress, serverPort, database);
    const key = `${peer} ${text}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    if (this.known.size >= MAX_STATEMENTS) this.known.clear();
    const statement: Statement = { on: 'database', system: 'mongodb', text, peer };
    this.known.set(key, statement);
    return statement;
  }
}

function shapeOf({ filter, pipeline }: NonNullable<MongooseCall['args']> = {}): string {
  if (Array.isArray(pipeline)) return shown('[', pipeline.slice(0, MAX_NAMES + 1).flatMap(stageOf), ']');
  return isObject(filter) ? shown('{', Object.keys(filter), '}') : '';
}

function shown(open: string, names: readonly string[], close: string): string {
  if (names.length === 0) return '';
  const list = [...new Set(names.slice(0, MAX_NAMES).map(nameOf))].join(', ');
  return ` ${open} ${list}${names.length > MAX_NAMES ? ', …' : ''} ${close}`;
}

/** A stage of a pipeline is an object with one member. */
function stageOf(stage: unknown): string[] {
  return isObject(stage) ? Object.keys(stage).slice(0, 1) : [];
}

/** `address.city` is `address.*`: behind the dot can be a key of a map. */
function nameOf(key: string): string {
  const dot = key.indexOf('.');
  const first = dot < 0 ? key : key.slice(0, dot);
  if (!NAME.test(first)) return '*';
  return dot < 0 ? first : `${first}.*`;
}

function peerOf(address: unknown, port: unknown, database: unknown): string {
  if (typeof address !== 'string') return typeof database === 'string' ? database : '';
  const server = typeof port === 'number' ? `${address}:${port}` : address;
  return typeof database === 'string' ? `${server}/${database}` : server;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
