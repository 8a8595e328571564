import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { clock, wallClock } from '../../../platform/clock.js';
import { ensureDirectory } from '../../../platform/ensure-directory.js';

/** An older snapshot may have missed a whole claim in between. */
const MAX_SNAPSHOT_AGE_MS = 10_000;
/** Time synchronization adjusts the system clock by a little, forwards and backwards. */
const CLOCK_TOLERANCE_MS = 5_000;
const OWNER_ONLY = { directory: 0o700, file: 0o600 };
const READ_ATTEMPTS = 5;
/** First generations of the same minute are equal, so that one of several concurrent writers wins. */
const FIRST_GENERATION_STEP_MS = 60_000;

/** A text and its remaining lifetime. @internal */
export interface StoredText {
  readonly text: string;
  /** `Infinity` when it never expires; 0 or less when it has expired. */
  readonly remainingMs: number;
}

/** The state of a key at one time. @internal */
export interface Snapshot {
  /** Rises with every text that is put; 0 when there was none. */
  readonly generation: number;
  readonly stored: StoredText | undefined;
  readonly at: number;
}

interface Envelope {
  readonly text: string;
  /** By the system clock, which continues through a restart. */
  readonly at: number;
  /** `null` when it never expires. */
  readonly forMs: number | null;
}

/**
 * Texts in files, with an atomic operation among the processes of a host: to put the next text after a snapshot.
 *
 * A file's name ends with its generation. It is only ever created by a hard link, which fails when the name exists, so
 * of several processes with the same snapshot one succeeds. Generations only rise, and the first one is a time of day,
 * so no generation is used twice. A process that crashes leaves a file behind, never a lock.
 *
 * @internal
 */
export class FileStore {
  private prepared: Promise<void> | undefined;

  /** @param now the system clock */
  constructor(
    readonly directory: string,
    private readonly now: () => number = wallClock,
  ) {}

  async read(key: string): Promise<Snapshot> {
    const at = clock();
    const { bucket, name } = this.placeOf(key);
    for (let attempt = 0; attempt < READ_ATTEMPTS; attempt += 1) {
      const generation = Math.max(0, ...(await generationsOf(bucket, name)));
      if (generation === 0) return { generation, stored: undefined, at };
      const stored = await this.readFile(join(bucket, `${name}.${generation}`));
      if (stored !== undefined) return { generation, stored, at };
    }
    throw new Error('a claim changed too often to be read');
  }

  /**
   * Puts the text after a snapshot.
   *
   * @returns false when another text was put since
   */
  async putAfter(key: string, snapshot: Snapshot, text: string, forMs: number): Promise<boolean> {
    await this.prepare();
    const { bucket, name } = this.placeOf(key);
    const next = (snapshot.generation || this.firstGeneration()) + 1;
    const path = join(bucket, `${name}.${next}`);
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
    const others = (await generationsOf(bucket, name)).filter(generation => generation !== next);
    // The snapshot's file was swept, or other files exist: a later text may have been put already.
    const isCurrent = snapshot.generation === 0 ? others.length === 0 : Math.max(...others) === snapshot.generation;
    if (!isCurrent || clock() - snapshot.at > MAX_SNAPSHOT_AGE_MS) {
      await remove(path);
      return false;
    }
    for (const generation of others) await remove(join(bucket, `${name}.${generation}`));
    return true;
  }

  /** Replaces the text of a snapshot. Only the holder of the claim may call it. */
  async replace(key: string, { generation }: Snapshot, text: string, forMs: number): Promise<void> {
    const { bucket, name } = this.placeOf(key);
    const temporary = await this.write(bucket, text, forMs);
    await fs.rename(temporary, join(bucket, `${name}.${generation}`));
  }

  /**
   * Expires the text of a snapshot at once. Its file stays until it is swept: a generation that became free again could
   * be put by a process with an older snapshot.
   */
  async expire(key: string, snapshot: Snapshot): Promise<void> {
    if (snapshot.generation === 0) return;
    try {
      await this.replace(key, snapshot, '', 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }

  /** @returns `undefined` when the file does not exist */
  async readFile(path: string): Promise<StoredText | undefined> {
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
    // The clock was set back, so the true age is unknown: the lifetime starts again, and still ends.
    if (age < -CLOCK_TOLERANCE_MS) await this.write(dirname(path), text, forMs).then(fresh => fs.rename(fresh, path));
    return { text, remainingMs: Math.min(forMs, forMs - age) };
  }

  /** Exceeds every swept generation: no key gets 60 000 texts within a minute. */
  private firstGeneration(): number {
    return Math.floor(this.now() / FIRST_GENERATION_STEP_MS) * FIRST_GENERATION_STEP_MS;
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

  /** The owner of the parent directory could replace this one, so both are verified. */
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

/** A file that a power failure left unreadable counts as expired. */
function parse(json: string): Envelope {
  try {
    const { text, at, forMs } = JSON.parse(json) as Partial<Envelope>;
    if (typeof text === 'string' && typeof at === 'number' && (forMs === null || typeof forMs === 'number'))
      return { text, at, forMs };
  } catch {
    // Handled below.
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
