import { createHash } from 'node:crypto';

/** Scripts whose hash is remembered. */
const MAX_SCRIPTS = 100;
/** A longer script is not hashed. */
const MAX_SCRIPT = 50_000;
/** Digits of the hash that are shown. */
const DIGITS = 8;
const SHA1 = /^[0-9a-f]{40}$/i;

/**
 * The names of scripts: the first digits of their SHA-1, the name of a script in Redis. A script can contain values.
 *
 * @internal
 */
export class ScriptNames {
  private readonly known = new Map<string, string>();

  /** @param script the first argument of `EVAL` */
  ofText(script: unknown): string {
    if (typeof script !== 'string' || script.length > MAX_SCRIPT) return '*';
    const known = this.known.get(script);
    if (known !== undefined) return known;
    const name = createHash('sha1').update(script).digest('hex').slice(0, DIGITS);
    if (this.known.size >= MAX_SCRIPTS) this.known.clear();
    this.known.set(script, name);
    return name;
  }

  /** @param hash the first argument of `EVALSHA` */
  ofHash(hash: unknown): string {
    return typeof hash === 'string' && SHA1.test(hash) ? hash.slice(0, DIGITS).toLowerCase() : '*';
  }
}
