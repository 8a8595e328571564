import { socketAddress } from '../../../model/format/socket-address.js';
import type { ClientSpan } from './client-span.interface.js';

/** A longer name is a value. */
const MAX_NAME = 100;

/** The facts of a span that make its statement, by the old and the new names of their attributes. @internal */
export class SpanFacts {
  constructor(private readonly attributes: ClientSpan['attributes']) {}

  get database(): string | undefined {
    return this.name('db.system.name', 'db.system');
  }

  /** With values, or without. */
  get query(): string | undefined {
    return this.text('db.query.text', 'db.statement');
  }

  get databaseOperation(): string | undefined {
    return this.name('db.operation.name', 'db.operation');
  }

  get collection(): string | undefined {
    return this.name('db.collection.name', 'db.mongodb.collection', 'db.sql.table', 'db.cassandra.table');
  }

  get messaging(): string | undefined {
    return this.name('messaging.system');
  }

  get messagingOperation(): string {
    return this.name('messaging.operation.name', 'messaging.operation.type', 'messaging.operation') ?? 'send';
  }

  /** A template, where a destination's name has values. */
  get destination(): string {
    return this.name('messaging.destination.template', 'messaging.destination.name', 'messaging.destination') ?? '';
  }

  get method(): string | undefined {
    return this.name('http.request.method', 'http.method');
  }

  get url(): string | undefined {
    return this.text('url.full', 'http.url');
  }

  /** `Orders/Find`. */
  get call(): string | undefined {
    const [service, method] = [this.name('rpc.service'), this.name('rpc.method')];
    return service === undefined || method === undefined ? undefined : `${service}/${method}`;
  }

  /** The server and the database: `db:5432/shop`. */
  get peer(): string {
    const host = this.name('server.address', 'net.peer.name', 'net.peer.ip') ?? '';
    const port = Number(this.attributes['server.port'] ?? this.attributes['net.peer.port']);
    const server = host === '' || !(port > 0) ? host : socketAddress(host, port);
    const database = this.name('db.namespace', 'db.name');
    return database === undefined || this.database === undefined ? server : `${server}/${database}`;
  }

  private name(...keys: readonly string[]): string | undefined {
    const text = this.text(...keys);
    return text === undefined || text.length > MAX_NAME ? undefined : text;
  }

  private text(...keys: readonly string[]): string | undefined {
    for (const key of keys) {
      const value = this.attributes[key];
      if (typeof value === 'string' && value !== '') return value;
    }
    return undefined;
  }
}
