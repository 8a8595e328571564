import { setTimeout as sleep } from 'node:timers/promises';

const BODY_PIECES = 8;
const PIECE_EVERY_MS = 190;

export async function get(app: string, path: string): Promise<void> {
  await finished(await fetch(app + path));
}

export async function post(app: string, path: string): Promise<void> {
  await finished(await fetch(app + path, { method: 'POST' }));
}

/** Sends a JSON array in pieces, as a phone with a bad connection would. */
export async function sendOrdersSlowly(app: string, path: string): Promise<void> {
  await finished(
    await fetch(app + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: slowPieces(),
      duplex: 'half',
    }),
  );
}

async function* slowPieces(): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode('[{"id":0}');
  for (let piece = 1; piece <= BODY_PIECES; piece++) {
    await sleep(PIECE_EVERY_MS);
    yield encoder.encode(`,{"id":${piece}}`);
  }
  yield encoder.encode(']');
}

async function finished(response: Response): Promise<void> {
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
}
