/** What a control asks of the lab: the value that is on its way there, and why something was not taken. */
import type { Refusal } from '../../wasm-bindings/types';
import { getLab } from '../store/context';

/** Waits for the change that a field has asked for; then `good` stands in it, unless something else was typed meanwhile. */
export async function committed(
  field: HTMLInputElement | HTMLTextAreaElement,
  change: unknown,
  good: () => string,
): Promise<void> {
  const typed = field.value;
  await change;
  if (field.isConnected && field.value === typed) field.value = good();
}

/** Made by a component while it is set up. */
export class Asking<Value = never> {
  /** What the control was last set to, until that is settled: answers to earlier changes must not put it back. */
  wanted = $state.raw<Value>();
  /** Stays until a change is taken that was asked for after it was known. */
  refusal = $state.raw<Refusal | null>(null);
  /** As an attribute: whether something is on its way. */
  readonly busy = $derived(this.wanted === undefined ? undefined : '');
  readonly #lab = getLab();
  #newest: unknown;
  #refusedAt = 0;

  constructor() {
    $effect(() => {
      if (this.#lab.current && this.#lab.turn > this.#refusedAt) this.refusal = null;
    });
  }

  /** Waits until a change is settled; resolves to why it was refused, if it was. */
  async settle(change: Promise<Refusal | null>): Promise<Refusal | null> {
    const refusal = await change;
    if (refusal) [this.refusal, this.#refusedAt] = [refusal, this.#lab.asked];
    return refusal;
  }

  /** Shows `value` until the change that brings it is settled, or a newer one. */
  async show(value: Value, change: Promise<Refusal | null>): Promise<void> {
    this.wanted = value;
    this.#newest = change;
    const refusal = await this.settle(change);
    if (this.#newest !== change) return;
    this.wanted = undefined;
    if (!refusal) this.refusal = null;
  }
}
