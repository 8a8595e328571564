/**
 * The fault of one request.
 *
 * - `reset-before`, `reset-after`: the connection is reset before or after the server acts
 * - `slow-headers`, `slow-body`: the server acts, and the answer, or the rest of it, follows after this delay
 * - `truncated`: the server acts, and the answer ends within its JSON
 * - `rate-limit`, `proxy-error`, `redirect`, `status`: the server does not act
 * - `drop-files`: the post is created without its files, and without an error
 * - `save-slowly`: the answer is an error like one of a proxy, at once, and the post is created after this delay
 */
export type Fault =
  | { readonly kind: 'reset-before' | 'reset-after' | 'truncated' | 'drop-files' }
  | { readonly kind: 'slow-headers' | 'slow-body'; readonly ms: number }
  | { readonly kind: 'save-slowly'; readonly ms: number }
  | { readonly kind: 'rate-limit'; readonly retryAfter?: string; readonly reset?: string }
  | { readonly kind: 'proxy-error'; readonly status?: number; readonly retryAfter?: string }
  | { readonly kind: 'status'; readonly status: number; readonly id: string }
  | { readonly kind: 'redirect'; readonly to: string };

/** The planned faults. Each one applies to one request, in the order of planning. */
export class Faults {
  private readonly planted: { route: string; fault: Fault }[] = [];

  /**
   * @param route beginning of the path, such as `/api/v4/posts`
   * @param times number of requests in a row
   */
  plant(route: string, fault: Fault, times = 1): void {
    for (let time = 0; time < times; time += 1) this.planted.push({ route, fault });
  }

  /** Removes and returns the fault for this request. */
  take(path: string): Fault | undefined {
    const index = this.planted.findIndex(({ route }) => path.startsWith(route));
    return index < 0 ? undefined : this.planted.splice(index, 1)[0]?.fault;
  }

  /** Number of faults left. */
  get left(): number {
    return this.planted.length;
  }

  clear(): void {
    this.planted.length = 0;
  }
}
