/** An adapter of keyv. A `Map` is none: keyv keeps it in memory. */
export class KeyvAdapter {
  readonly opts = { url: '' };
  private readonly values = new Map<string, unknown>();
  get = async (key: string): Promise<unknown> => this.values.get(key);
  set = async (key: string, value: unknown): Promise<boolean> => this.values.set(key, value).size > 0;
  delete = async (key: string): Promise<boolean> => this.values.delete(key);
  clear = async (): Promise<void> => this.values.clear();
  on = (): this => this;
}
