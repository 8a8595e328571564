import type { Statement } from '../../../tracing/statement.interface.js';
import { KEYED_COMMANDS } from './keyed-commands.js';
import { keyPattern } from './key-pattern.js';
import { ScriptNames } from './script-names.js';

/** Statements that are remembered. Keys of plain words can be as many as an application has words. */
const MAX_STATEMENTS = 1_000;
const MAX_COMMANDS = 500;
const MAX_PEER = 255;
/** Commands of modules have a point: `JSON.GET`. */
const COMMAND = /^[A-Z][A-Z0-9_.-]{0,29}$/;

/**
 * The statements of Redis commands: `GET user:*`. Equal ones share one object.
 *
 * @internal
 */
export class RedisStatements {
  private readonly known = new Map<string, Statement>();
  private readonly commands = new Map<string, string>();
  private readonly scripts = new ScriptNames();

  /**
   * @param command in upper or lower case
   * @param key the first argument: the key, the script of `EVAL`, or the hash of `EVALSHA`
   * @param peer the server and the database: `cache:6379/1`
   */
  of(command: string, key: unknown, peer: string): Statement {
    const name = this.commandOf(command);
    const text = this.textOf(name, key);
    const id = `${text} ${peer}`;
    const known = this.known.get(id);
    if (known !== undefined) return known;
    if (this.known.size >= MAX_STATEMENTS) this.known.clear();
    const statement: Statement = { on: 'cache', system: 'redis', text, peer: peer.slice(0, MAX_PEER) };
    this.known.set(id, statement);
    return statement;
  }

  private commandOf(command: string): string {
    const known = this.commands.get(command);
    if (known !== undefined) return known;
    const upper = command.toUpperCase();
    const name = COMMAND.test(upper) ? upper : 'OTHER';
    if (name === 'OTHER') return name;
    if (this.commands.size >= MAX_COMMANDS) this.commands.clear();
    this.commands.set(command, name);
    return name;
  }

  private textOf(name: string, key: unknown): string {
    if (KEYED_COMMANDS.has(name)) return `${name} ${keyPattern(key)}`;
    if (name === 'EVAL' || name === 'EVAL_RO') return `${name} ${this.scripts.ofText(key)}`;
    if (name === 'EVALSHA' || name === 'EVALSHA_RO') return `${name} ${this.scripts.ofHash(key)}`;
    return name;
  }
}
