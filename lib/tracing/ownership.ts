/**
 * The instances that one application made, and the classes whose instances it makes.
 *
 * @internal
 */
export class Ownership {
  private readonly owned = new WeakSet<object>();

  add(instanceOrClass: object): void {
    this.owned.add(instanceOrClass);
  }

  has(instance: object): boolean {
    return (
      this.owned.has(instance) || (typeof instance.constructor === 'function' && this.owned.has(instance.constructor))
    );
  }
}
