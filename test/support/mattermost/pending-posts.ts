import { Refusal, type Post } from './model.js';

const REMEMBERED_MS = 30_000;

/** Posts by their pending id, kept for half a minute: a repeated request creates no second post. */
export class PendingPosts {
  private readonly known = new Map<string, { at: number; post?: Post }>();

  constructor(private readonly now: () => number) {}

  /**
   * @returns the existing post
   * @throws Refusal while the post is being created
   */
  begin(pendingId: string): Post | undefined {
    if (pendingId === '') return undefined;
    const entry = this.known.get(pendingId);
    if (entry === undefined || this.now() - entry.at >= REMEMBERED_MS) {
      this.known.set(pendingId, { at: this.now() });
      return undefined;
    }
    if (entry.post === undefined) throw new Refusal(500, 'api.post.deduplicate_create_post.pending');
    return entry.post;
  }

  end(pendingId: string, post: Post | undefined): void {
    if (pendingId === '') return;
    if (post === undefined) this.known.delete(pendingId);
    else this.known.set(pendingId, { at: this.now(), post });
  }
}
