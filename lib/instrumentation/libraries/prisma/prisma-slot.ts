import { processWide } from '../../../platform/process-wide.js';
import { ObservingHelper, type PrismaHelper, type PrismaObserver } from './prisma-helper.js';

/** Prisma 7 looks here first, and then in the slot of all versions. */
const SLOT = 'V7_PRISMA_INSTRUMENTATION';
const COMMON_SLOT = 'PRISMA_INSTRUMENTATION';

interface Slot {
  readonly helper?: PrismaHelper;
}
type Slots = { [SLOT]?: Slot | undefined; [COMMON_SLOT]?: Slot | undefined };

/** The content of the slot by this package, and the content before. */
interface Installed {
  readonly slot: Slot;
  readonly helper: ObservingHelper;
  readonly before: PropertyDescriptor | undefined;
}

/**
 * The one place of a process where Prisma finds a helper. All applications share one helper. It is taken out with the
 * last one, unless another package has put its own on top: then it stays, and observes nothing.
 *
 * @internal
 */
export class PrismaSlot {
  private installed: Installed | undefined;

  constructor(private readonly home: Slots = globalThis as Slots) {}

  static get ofProcess(): PrismaSlot {
    return processWide('prisma-slot', () => new PrismaSlot());
  }

  add(observer: PrismaObserver): void {
    this.outermost().observers.add(observer);
  }

  delete(observer: PrismaObserver): void {
    const { installed, home } = this;
    if (installed === undefined) return;
    installed.helper.observers.delete(observer);
    if (installed.helper.observers.size > 0 || home[SLOT] !== installed.slot) return;
    if (installed.before === undefined) delete home[SLOT];
    else Object.defineProperty(home, SLOT, installed.before);
    this.installed = undefined;
  }

  /** A helper that another package has replaced observes no more: the other one may call it, too. */
  private outermost(): ObservingHelper {
    const { installed, home } = this;
    if (installed !== undefined && home[SLOT] === installed.slot) return installed.helper;
    const observers = new Set(installed?.helper.observers);
    installed?.helper.observers.clear();
    const before = Object.getOwnPropertyDescriptor(home, SLOT);
    const slotBefore = home[SLOT];
    const helper = new ObservingHelper(observers, () => slotBefore?.helper ?? home[COMMON_SLOT]?.helper);
    const slot: Slot = { helper };
    Object.defineProperty(home, SLOT, { value: slot, configurable: true, enumerable: true, writable: true });
    this.installed = { slot, helper, before };
    return helper;
  }
}
