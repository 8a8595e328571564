const MAX_DEPTH = 32;
const NEW_LINE = 10;

/** An invalid JSON document, with the line of the fault. @internal */
export class JsonFault extends Error {
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}

/** A JSON document, with the lines of its members by path: `recorder.cpu`. @internal */
export interface JsonLines {
  readonly value: unknown;
  readonly lines: ReadonlyMap<string, number>;
}

/**
 * Reads JSON as `JSON.parse()` does, and records the line of each member for messages about faults. A repeated name is a
 * fault: one of its two values would have no effect.
 *
 * @throws JsonFault
 * @internal
 */
export function parseJsonLines(text: string): JsonLines {
  const reader = new JsonReader(text.startsWith('\uFEFF') ? text.slice(1) : text);
  return { value: reader.document(), lines: reader.lines };
}

const SPACE = /[ \t\r\n]*/y;
const SCALAR = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|true|false|null/y;

class JsonReader {
  readonly lines = new Map<string, number>();
  private at = 0;
  private counted = 0;
  private lineNow = 1;

  constructor(private readonly text: string) {}

  document(): unknown {
    const value = this.value('', 0);
    if (this.peek() !== '') throw this.fault('continues after its end');
    return value;
  }

  private value(path: string, depth: number): unknown {
    if (depth > MAX_DEPTH) throw this.fault('is nested too deeply');
    const next = this.peek();
    if (next === '{') return this.object(path, depth);
    if (next === '[') return this.array(path, depth);
    return this.scalar();
  }

  private object(path: string, depth: number): Record<string, unknown> {
    const members: [string, unknown][] = [];
    const seen = new Set<string>();
    this.sequence('}', () => {
      if (this.peek() !== '"') throw this.fault('needs a name in double quotes here');
      const line = this.line();
      const name = String(this.scalar());
      const inner = path === '' ? name : `${path}.${name}`;
      if (seen.has(name)) throw this.fault('repeats a name');
      seen.add(name);
      this.lines.set(inner, line);
      if (this.peek() !== ':') throw this.fault('needs a colon here');
      this.at += 1;
      members.push([name, this.value(inner, depth + 1)]);
    });
    return Object.fromEntries(members);
  }

  private array(path: string, depth: number): unknown[] {
    const items: unknown[] = [];
    this.sequence(']', () => {
      this.peek();
      this.lines.set(`${path}.${items.length}`, this.line());
      items.push(this.value(`${path}.${items.length}`, depth + 1));
    });
    return items;
  }

  /** Reads comma-separated items up to the closing bracket. */
  private sequence(end: string, item: () => void): void {
    this.at += 1;
    if (this.peek() !== end) {
      for (;;) {
        item();
        if (this.peek() === end) break;
        if (this.peek() !== ',') throw this.fault(`needs a comma or ${end} here`);
        this.at += 1;
      }
    }
    this.at += 1;
  }

  private scalar(): unknown {
    SCALAR.lastIndex = this.at;
    const found = SCALAR.exec(this.text)?.[0];
    try {
      const value: unknown = JSON.parse(found ?? '');
      this.at += found?.length ?? 0;
      return value;
    } catch {
      throw this.fault(this.at >= this.text.length ? 'ends too early' : 'needs a value here');
    }
  }

  /** Skips spaces and returns the next character. Empty at the end. */
  private peek(): string {
    SPACE.lastIndex = this.at;
    this.at += SPACE.exec(this.text)?.[0].length ?? 0;
    return this.text.charAt(this.at);
  }

  private line(): number {
    for (; this.counted < this.at; this.counted += 1)
      if (this.text.charCodeAt(this.counted) === NEW_LINE) this.lineNow += 1;
    return this.lineNow;
  }

  private fault(reason: string): JsonFault {
    return new JsonFault(reason, this.line());
  }
}
