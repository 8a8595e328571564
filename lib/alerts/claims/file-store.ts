import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { clock, wallClock } from '../../platform/clock.js';
import { ensureDirectory } from '../../platform/ensure-directory.js';

/** Whoever takes longer from looking to claiming may have missed what happened meanwhile. */
const STALE_LOOK_MS = 10_000;
/** The system's clock is set a little, forwards and backwards, all the time. */
const CLOCK_TOLERANCE_MS = 5_000;
const OWNER_ONLY = { directory: 0o700, file: 0o600 };
const LOOKS = 5;
/** What begins within the same minute begins with the same number, so that of several one is the first. */
const START_STEP_MS = 60_000;

/** What is kept under a key, and for how long. @internal */
export interface StoredText {
  readonly text: string;
  /** `Infinity` for ever; 0 or less when it has run out. */
  readonly remainingMs: number;
}

/** How a key was found: each text that is put there has a number higher than the one before it. @internal */
export interface Look {
  /** 0 when there was nothing. */
  readonly generation: number;
  readonly stored: StoredText | undefined;
  readonly at: number;
}

interface Envelope {
  readonly text: string;
  /** By the system's clock, which is what survives a restart. */
  readonly at: number;
  /** `null` for ever. */
  readonly forMs: number | null;
}

/**
 * Texts in files, with one atomic operation among the processes of a host: to put the next text after the one that was
 * seen. A file's name ends with its generation and is only ever created, by a hard link, which fails when it is there;
 * so of several that saw the same generation one makes the next. Generations only rise, and the first is a time of day:
 * none is ever taken for another. A process that dies leaves a file behind, never a lock.
 *
 * @internal
 */
export class FileStore {
  private prepared: Promise<void> | undefined;

  /** @param now the system's clock */
  constructor(
    readonly directory: string,
    private readonly now: () => number = wallClock,
  ) {}

  async look(key: string): Promise<Look> {
    const at = clock();
    const { bucket, name } = this.placeOf(key);
    for (let attempt = 0; attempt < LOOKS; attempt += 1) {
      const generation = Math.max(0, ...(await generationsOf(bucket, name)));
      if (generation === 0) return { generation, stored: undefined, at };
      const path = join(bucket, `${name}.${generation}`);
      const stored = await this.read(path);
      if (stored !== undefined) return { generation, stored, at };
    }
    throw new Error('a claim changed hands too often to be read');
  }

  /**
   * Puts the text after the generation that was seen.
   *
   * @returns false when somebody else has done so
   */
  async putAfter(key: string, look: Look, text: string, forMs: number): Promise<boolean> {
    await this.prepare();
    const { bucket, name } = this.placeOf(key);
    const mine = (look.generation || this.start()) + 1;
    const path = join(bucket, `${name}.${mine}`);
    await fs.mkdir(bucket, { recursive: true, mode: OWNER_ONLY.directory });
    const temporary = await this.write(bucket, text, forMs);
    try {
      await fs.link(temporary, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    } finally {
      await remove(temporary);
    }
    const others = (await generationsOf(bucket, name)).filter(generation => generation !== mine);
    // What was seen is gone, or others are there: it was cleared away, and this one may be older than what came after.
    const undisturbed = look.generation === 0 ? others.length === 0 : Math.max(...others) === look.generation;
    if (!undisturbed || clock() - look.at > STALE_LOOK_MS) {
      await remove(path);
      return false;
    }
    for (const generation of others) await remove(join(bucket, `${name}.${generation}`));
    return true;
  }

  /** Replaces the text of the generation that was seen: only for whom it belongs to. */
  async replace(key: string, { generation }: Look, text: string, forMs: number): Promise<void> {
    const { bucket, name } = this.placeOf(key);
    const temporary = await this.write(bucket, text, forMs);
    await fs.rename(temporary, join(bucket, `${name}.${generation}`));
  }

  /**
   * Lets what was seen run out at once. Its file stays until it is swept: were its number free again, somebody who saw
   * it before could take what came after it for the same.
   */
  async expire(key: string, look: Look): Promise<void> {
    if (look.generation === 0) return;
    try {
      await this.replace(key, look, '', 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }

  /** @returns `undefined` when the file is not there any more */
  async read(path: string): Promise<StoredText | undefined> {
    let envelope: Envelope;
    try {
      envelope = parse(await fs.readFile(path, 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    const { text, at, forMs } = envelope;
    if (forMs === null) return { text, remainingMs: Infinity };
    const age = this.now() - at;
    // The clock was set back: how long ago it was is not known, so the time begins anew, and ends.
    if (age < -CLOCK_TOLERANCE_MS) await this.write(dirname(path), text, forMs).then(fresh => fs.rename(fresh, path));
    return { text, remainingMs: Math.min(forMs, forMs - age) };
  }

  /** Higher than all that was swept: in a minute nobody puts as many as it has milliseconds. */
  private start(): number {
    return Math.floor(this.now() / START_STEP_MS) * START_STEP_MS;
  }

  private placeOf(key: string): { bucket: string; name: string } {
    const name = createHash('sha256').update(key).digest('hex').slice(0, 32);
    return { bucket: join(this.directory, name.slice(0, 2)), name };
  }

  private async prepare(): Promise<void> {
    this.prepared ??= this.prepareDirectories();
    try {
      await this.prepared;
    } catch (error) {
      this.prepared = undefined;
      throw error;
    }
  }

  /** Whoever owns the directory above could put another in the place of ours. */
  private async prepareDirectories(): Promise<void> {
    await ensureDirectory(fs, dirname(this.directory));
    await ensureDirectory(fs, this.directory);
  }

  private async write(bucket: string, text: string, forMs: number): Promise<string> {
    const temporary = join(bucket, `.${randomBytes(8).toString('hex')}.tmp`);
    const envelope: Envelope = { text, at: this.now(), forMs: Number.isFinite(forMs) ? forMs : null };
    await fs.writeFile(temporary, JSON.stringify(envelope), { flag: 'wx', mode: OWNER_ONLY.file });
    return temporary;
  }
}

/** What a power cut has left unreadable has run out. */
function parse(json: string): Envelope {
  try {
    const { text, at, forMs } = JSON.parse(json) as Partial<Envelope>;
    if (typeof text === 'string' && typeof at === 'number' && (forMs === null || typeof forMs === 'number'))
      return { text, at, forMs };
  } catch {
    // As below.
  }
  return { text: '', at: 0, forMs: 0 };
}

async function generationsOf(bucket: string, name: string): Promise<number[]> {
  const files = await fs.readdir(bucket).catch(() => []);
  return files.filter(file => file.startsWith(`${name}.`)).map(file => Number(file.slice(name.length + 1)) || 0);
}

async function remove(path: string): Promise<void> {
  await fs.rm(path, { force: true });
}
