import type { Statement } from '../../../tracing/statement.interface.js';
import { normalizedSql } from './normalized-sql.js';
import type { SqlDialect } from './sql-dialect.js';

/** Servers that are remembered: an application has a few, unless each of its customers has one. */
const MAX_PEERS = 50;
/** Texts that are remembered for each server, and their characters together. */
const MAX_TEXTS = 500;
const MAX_CHARACTERS = 500_000;
/** A longer text is read again at each call. */
const MAX_TEXT = 10_000;
/** Normalized statements that are remembered for each server. */
const MAX_STATEMENTS = 500;
const MAX_PEER = 255;

interface PeerStatements {
  readonly byText: Map<string, Statement>;
  readonly byLabel: Map<string, Statement>;
  characters: number;
}

/**
 * The statements of a library that sends SQL. Equal ones share one object. A text that was seen before costs two look-ups;
 * a new one is read.
 *
 * @internal
 */
export class SqlStatements {
  private readonly peers = new Map<string, PeerStatements>();
  /** Most applications have one server. */
  private lastPeer = '';
  private last: PeerStatements | undefined = undefined;

  /**
   * @param system the kind of server: `postgresql`, `mysql`
   * @param dialect decides what a quoted text is; `unknown` shows less
   */
  constructor(
    private readonly system: string,
    private readonly dialect: SqlDialect,
  ) {}

  /**
   * @param sql as the library sends it, with or without values
   * @param peer the server and the database: `db:5432/shop`, without a user
   */
  of(sql: string, peer: string): Statement {
    const statements = this.statementsOf(peer);
    const known = statements.byText.get(sql);
    if (known !== undefined) return known;
    const statement = this.statement(sql, peer, statements);
    if (sql.length <= MAX_TEXT) remember(statements, sql, statement);
    return statement;
  }

  private statementsOf(peer: string): PeerStatements {
    if (peer === this.lastPeer && this.last !== undefined) return this.last;
    const statements = this.peers.get(peer) ?? this.add(peer);
    this.lastPeer = peer;
    this.last = statements;
    return statements;
  }

  private add(peer: string): PeerStatements {
    if (this.peers.size >= MAX_PEERS) this.peers.clear();
    const statements: PeerStatements = { byText: new Map(), byLabel: new Map(), characters: 0 };
    this.peers.set(peer, statements);
    return statements;
  }

  private statement(sql: string, peer: string, { byLabel }: PeerStatements): Statement {
    const text = normalizedSql(sql, this.dialect);
    const known = byLabel.get(text);
    if (known !== undefined) return known;
    if (byLabel.size >= MAX_STATEMENTS) byLabel.clear();
    const statement: Statement = { on: 'database', system: this.system, text, peer: peer.slice(0, MAX_PEER) };
    byLabel.set(text, statement);
    return statement;
  }
}

function remember(statements: PeerStatements, sql: string, statement: Statement): void {
  statements.characters += sql.length;
  if (statements.byText.size >= MAX_TEXTS || statements.characters > MAX_CHARACTERS) {
    statements.byText.clear();
    statements.characters = sql.length;
  }
  statements.byText.set(sql, statement);
}
