/**
 * What goes wrong with one request.
 *
 * - `reset-before`: the connection is cut before anything was done; `reset-after`: when all was done
 * - `slow-headers`, `slow-body`: all is done, and the answer, or the rest of it, comes so late
 * - `truncated`: all is done, and the answer ends in the middle of its JSON
 * - `rate-limit`, `proxy-error`, `redirect`, `status`: nothing is done
 * - `drop-files`: the post is made without its files, and nothing says so
 * - `save-slowly`: the answer comes at once, an error as if from a proxy, and the post is made so much later
 */
export type Fault =
  | { readonly kind: 'reset-before' | 'reset-after' | 'truncated' | 'drop-files' }
  | { readonly kind: 'slow-headers' | 'slow-body'; readonly ms: number }
  | { readonly kind: 'save-slowly'; readonly ms: number }
  | { readonly kind: 'rate-limit'; readonly retryAfter?: string; readonly reset?: string }
  | { readonly kind: 'proxy-error'; readonly status?: number; readonly retryAfter?: string }
  | { readonly kind: 'status'; readonly status: number; readonly id: string }
  | { readonly kind: 'redirect'; readonly to: string };

/** Which requests go wrong, and how: each fault befalls one request, in the order in which they were planted. */
export class Faults {
  private readonly planted: { route: string; fault: Fault }[] = [];

  /**
   * @param route the beginning of the path, such as `/api/v4/posts`
   * @param times how many requests in a row
   */
  plant(route: string, fault: Fault, times = 1): void {
    for (let time = 0; time < times; time += 1) this.planted.push({ route, fault });
  }

  /** The fault of this request, which is used up by it. */
  take(path: string): Fault | undefined {
    const index = this.planted.findIndex(({ route }) => path.startsWith(route));
    return index < 0 ? undefined : this.planted.splice(index, 1)[0]?.fault;
  }

  /** How many have not befallen a request. */
  get left(): number {
    return this.planted.length;
  }

  clear(): void {
    this.planted.length = 0;
  }
}
