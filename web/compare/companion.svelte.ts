/** The run that stands beside that of the lab: a worker of its own, which follows the lab's steps, ahead and back. */
import { tick } from 'svelte';
import type { Experiment, Refusal } from '../../wasm-bindings/types';
import { Crashes } from '../store/crashes';
import { notices } from '../store/notices.svelte';
import { refusalOf } from '../store/refusals';
import type { Lab } from '../store/lab.svelte';
import { TrainerClient } from '../worker/client';
import type { Frame, Scene, Watch } from '../worker/protocol';

export class Companion {
  scene = $state.raw<Scene | null>(null);
  frame = $state.raw<Frame | null>(null);
  refusal = $state.raw<Refusal | null>(null);

  #client: TrainerClient | null = null;
  #crashes = new Crashes();
  /** Begins this run once more, if its worker is lost. */
  #again: (() => Promise<void>) | null = null;
  #newest: Frame | null = null;
  #wanted = 0;
  /** A way is under way. */
  #going = false;
  /** Counts what was shown: answers for something older are dropped. */
  #shown = 0;

  constructor(private readonly lab: Lab) {}

  /** Begins another run in place of this one. */
  async show(experiment: Experiment, watch: (scene: Scene) => Watch): Promise<void> {
    const turn = ++this.#shown;
    // Another worker leads to the same bits.
    this.#again = async () => {
      await this.show(experiment, watch);
      if (!this.refusal) notices.show({ kind: 'restarted', step: this.#wanted });
    };
    this.scene = this.frame = this.refusal = null;
    try {
      const client = await this.#open();
      const scene = await client.ask({ type: 'configure', experiment });
      if (turn !== this.#shown) return;
      this.scene = scene;
      await client.ask({ type: 'watch', watch: watch(scene) });
      this.#going = false;
      this.follow(this.#wanted);
    } catch (error) {
      if (turn === this.#shown) this.refusal = refusalOf(error);
    }
  }

  /** Goes to the same step as the lab; where it is late, only the newest step counts. */
  follow(step: number): void {
    this.#wanted = step;
    if (!this.#going && this.scene) void this.#go();
  }

  /** Ends the worker. */
  close(): void {
    this.#shown++;
    this.#again = null;
    this.scene = null;
    this.#client?.close();
    this.#client = null;
  }

  async #go(): Promise<void> {
    const turn = this.#shown;
    this.#going = true;
    try {
      for (let step = -1; step !== this.#wanted && turn === this.#shown;) {
        step = this.#wanted;
        await this.#client?.ask({ type: 'seek', step });
      }
    } catch (error) {
      if (turn === this.#shown) this.refusal = refusalOf(error);
    }
    if (turn === this.#shown) this.#going = false;
  }

  async #open(): Promise<TrainerClient> {
    if (this.#client) return this.#client;
    const listener = {
      onframe: (frame: Frame) => this.#receive(client, frame),
      onlost: (refusal: Refusal) => {
        this.#client = null;
        if (this.#again && !this.#crashes.tooMany(this.#wanted, refusal.found)) void this.#again();
        else this.refusal = refusal;
      },
    };
    const client = new TrainerClient(listener, 'companion');
    this.#client = client;
    await client.ask({ type: 'open' });
    for (const { file, sha256 } of this.lab.files) await client.ask({ type: 'file', file, wanted: sha256 });
    return client;
  }

  #receive(client: TrainerClient, frame: Frame): void {
    const isWaiting = this.#newest !== null;
    this.#newest = frame;
    if (isWaiting) return;
    requestAnimationFrame(async () => {
      const newest = this.#newest;
      this.#newest = null;
      if (newest && newest.run === this.scene?.run) this.frame = newest;
      await tick();
      client.drawn();
    });
  }
}
