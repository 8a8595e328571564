/** Holds its visitors until so many have come, or until it is opened. */
export class Barrier {
  private visitors = 0;
  private readonly opened: Promise<void>;
  private readonly visited: Promise<void>;
  private letIn: () => void = () => undefined;
  private announce: () => void = () => undefined;

  constructor(private readonly size: number) {
    this.opened = new Promise(resolve => (this.letIn = resolve));
    this.visited = new Promise(resolve => (this.announce = resolve));
  }

  /** Resolves with the first visitor. */
  get firstVisit(): Promise<void> {
    return this.visited;
  }

  visit(): Promise<void> {
    this.visitors += 1;
    this.announce();
    if (this.visitors >= this.size) this.open();
    return this.opened;
  }

  open(): void {
    this.letIn();
  }
}
