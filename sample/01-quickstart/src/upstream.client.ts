import type { Provider } from '@nestjs/common';

export const UPSTREAM_URL = Symbol('UPSTREAM_URL');

export const upstreamUrlProvider: Provider = {
  provide: UPSTREAM_URL,
  useFactory: () => process.env.UPSTREAM_URL ?? 'http://127.0.0.1:4000',
};

/** Asks the upstream and reads its JSON answer. */
export async function getJson<T>(baseUrl: string, path: string): Promise<T> {
  const response = await fetch(new URL(path, baseUrl));
  if (!response.ok) {
    await response.arrayBuffer();
    throw new Error(`${path} answered ${response.status}`);
  }
  return (await response.json()) as T;
}
