/** What the microscope looks at: a step taken apart, one of its numbers, and the way that led there. */
import type { TraceAddress, TraceOrigins } from '../../wasm-bindings/types';
import type { Lab } from '../store/lab.svelte';
import { Step, within } from './operations';

/** While training, a step is taken apart this often at most, in milliseconds. */
const patience = 500;

export class Microscope {
  /** The step ahead of the run; null until the first has been taken apart. */
  step = $state.raw<Step | null>(null);
  /** The number that is looked at. */
  address = $state.raw<TraceAddress | null>(null);
  /** Where it comes from; null until that is known. */
  origins = $state.raw<TraceOrigins | null>(null);
  /** The numbers from which one walked back, the oldest first. */
  trail = $state.raw<readonly TraceAddress[]>([]);
  /** Whether the walk goes on by itself, and the seconds that it stays at each operation. */
  walking = $state(false);
  seconds = $state(3);
  failed = $state(false);

  /** What is to be shown as soon as its origins are known, so that everything on the screen is of one step. */
  #aim: { step: Step; address: TraceAddress } | null = null;
  #asking = false;
  #askedAt = -Infinity;
  #stale = false;

  constructor(private readonly lab: Lab) {}

  /** Number of the operation that computes what is looked at; −1 if it was given to the step. */
  get place(): number {
    return this.step && this.address ? this.step.operationOf(this.address) : -1;
  }

  get #goal() {
    return this.#aim ?? { step: this.step, address: this.address };
  }

  /** Takes the step apart that is ahead of the run now; while it trains, not too often. */
  async look(wanted: Partial<TraceAddress> = {}): Promise<void> {
    if (this.#asking || (this.lab.playing && performance.now() - this.#askedAt < patience)) {
      this.#stale = true;
      return;
    }
    this.#asking = true;
    this.#askedAt = performance.now();
    this.#stale = false;
    try {
      const { serial, step, quantities } = await this.lab.trace();
      this.failed = false;
      await this.#take(new Step(serial, step, quantities), wanted);
    } catch {
      this.failed = true;
    } finally {
      this.#asking = false;
    }
    if (this.#stale && !this.lab.playing) await this.look(wanted);
  }

  /** Goes to a number of this step; `walkedBack`: the way to it can be gone back. */
  async goTo(address: TraceAddress, walkedBack = false): Promise<void> {
    const { step, address: before } = this.#goal;
    const quantity = step?.find(address.layer, address.quantity);
    if (!step || !quantity) return;
    if (walkedBack && before) this.trail = [...this.trail, before];
    await this.#show(step, within(quantity, address.row, address.column));
  }

  /** Looks at another number of the same matrix. */
  async select(row: number, column: number): Promise<void> {
    const { address } = this.#goal;
    if (address) await this.goTo({ ...address, row, column });
  }

  /** To an operation of the step, at the place in its matrix that is nearest to the present one. */
  visit(place: number): void {
    const { step, address } = this.#goal;
    const operation = step?.operations[place];
    if (!operation) return;
    this.trail = [];
    const { row = 0, column = 0 } = address ?? {};
    void this.goTo({ layer: operation.layer, quantity: operation.quantity, row, column });
  }

  /** To the next operation (1) or the one before (−1); from a number given to the step, to the first. */
  move(by: 1 | -1): boolean {
    const { step, address } = this.#goal;
    if (!step || !address) return false;
    const place = step.operationOf(address),
      next = place < 0 ? 0 : place + by;
    if (next < 0 || next >= step.operations.length) return false;
    this.visit(next);
    return true;
  }

  /** Back along the trail; false where it begins. */
  back(to = this.trail.length - 1): boolean {
    const address = this.trail[to];
    if (!address) return false;
    this.trail = this.trail.slice(0, to);
    void this.goTo(address);
    return true;
  }

  async #take(step: Step, wanted: Partial<TraceAddress>): Promise<void> {
    const kept = this.#goal.address ?? { layer: 0, quantity: 'output', row: 0, column: 0, ...wanted };
    const first = step.operations[0];
    const there = step.find(kept.layer, kept.quantity) ?? (first && step.find(first.layer, first.quantity));
    if (!there) return;
    this.trail = this.trail.filter(({ layer, quantity }) => step.find(layer, quantity));
    await this.#show(step, within(there, kept.row, kept.column));
  }

  async #show(step: Step, address: TraceAddress): Promise<void> {
    const aim = { step, address };
    this.#aim = aim;
    // Refused where another run has begun: its step is about to be taken apart.
    const origins = await this.lab.originsOf(step.serial, address).catch(() => null);
    if (this.#aim !== aim) return;
    this.#aim = null;
    this.step = step;
    this.address = address;
    this.origins = origins;
  }
}
