/**
 * The page's side of the service worker: it is sent for once the first visit trains, and a new version is offered while
 * the run rests. `serviceWorker.ts` tells how versions are kept apart.
 */
import type { Lab } from '../store/lab.svelte';
import { notices, type Notice } from '../store/notices.svelte';
import { recall, remember } from '../store/remember';
import { addWords, t } from '../words';
import { offline as en } from '../words/offline.en';
import { offline as zh } from '../words/offline.zh';
import { cachePrefix, workerName } from './site';

addWords({ en, 'zh-Hans': zh });

/** Milliseconds that the page has for itself before the whole site is fetched. */
const patience = 2000;
/** Milliseconds between two questions for a new version. */
const hour = 3_600_000;

const workerAddress = new URL(workerName, document.baseURI).href;

/** What TypeScript does not know yet of Trusted Types. */
interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): unknown };
}

/** Made once, at the first use: a page may have each policy only once. */
let address: string | undefined;

/** Only this one script may become the service worker. */
function trusted(): string {
  if (address) return address;
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
  const policy = trustedTypes?.createPolicy('nablab-offline', { createScriptURL: () => workerAddress });
  address = (policy?.createScriptURL('') as string | undefined) ?? workerAddress;
  return address;
}

/** Names of the caches that hold the site; without a secure connection there are none. */
async function cachesHere(): Promise<string[]> {
  const prefix = cachePrefix(new URL('.', workerAddress).href);
  return 'caches' in globalThis ? (await caches.keys()).filter((name) => name.startsWith(prefix)) : [];
}

class Offline {
  /** Whether the whole site is kept here: not (yet), being fetched, kept, or not to be had. */
  state = $state<'none' | 'fetching' | 'kept' | 'failed'>('none');
  /** A version that waits, or that another tab has taken already. */
  #next = $state.raw<ServiceWorker | null>(null);
  #isLater = $state(false);
  #wanted = $state(recall('offline', ['on', 'off'] as const) !== 'off');
  #registration: ServiceWorkerRegistration | null = null;
  #isBegun = false;

  /** Whether the person wants the site to be kept. */
  get wanted(): boolean {
    return this.#wanted;
  }

  get hasNext(): boolean {
    return this.#next !== null;
  }

  /** To be called once, when the page has trained. */
  begin(lab: Lab): void {
    if (this.#isBegun) return;
    this.#isBegun = true;
    const wait = navigator.serviceWorker?.controller ? 0 : patience;
    if (this.#wanted) setTimeout(() => void this.#register(), wait);
    $effect.root(() => this.#offer(lab));
  }

  /** Fetches the site to be kept, or takes it away again. */
  async want(wanted: boolean): Promise<void> {
    this.#wanted = wanted;
    remember('offline', wanted ? 'on' : 'off');
    if (wanted) return this.#register();
    await (await navigator.serviceWorker?.getRegistration())?.unregister();
    this.#registration = null;
    this.#next = null;
    this.state = 'none';
    for (const name of await cachesHere()) await caches.delete(name);
  }

  /** Loads the page again, in the version that waits. */
  update(): void {
    const reload = () => location.reload();
    if (this.#next?.state !== 'installed') return reload();
    navigator.serviceWorker.addEventListener('controllerchange', reload, { once: true });
    this.#next.postMessage('activate');
  }

  async #register(): Promise<void> {
    try {
      await navigator.serviceWorker.register(trusted());
      this.#registration = (await navigator.serviceWorker.getRegistration()) ?? null;
    } catch {
      // No secure connection, no storage, or a policy that forbids it: the page goes on with the network.
      this.state = 'failed';
    }
    const registration = this.#registration;
    if (!registration) return;
    const isKept = (await cachesHere()).length > 0;
    this.state = registration.active && isKept ? 'kept' : 'fetching';
    navigator.serviceWorker.onmessage = ({ data }) => {
      if (data === 'kept') this.state = 'kept';
    };
    if (!isKept) registration.active?.postMessage('keep');
    this.#follow(registration.installing ?? registration.waiting);
    registration.addEventListener('updatefound', () => this.#follow(registration.installing));
    if (registration.active) setInterval(() => void registration.update().catch(() => {}), hour);
  }

  /** A version on its way: the first one is kept, a later one waits to be asked for. */
  #follow(worker: ServiceWorker | null): void {
    if (!worker) return;
    const isFirst = !this.#registration?.active;
    const look = () => {
      if (worker.state === 'activated' && isFirst) this.state = 'kept';
      if (worker.state === 'redundant' && isFirst) this.state = 'failed';
      if (worker.state === 'installed' && !isFirst) this.#next = worker;
      if (worker.state === 'redundant' && this.#next === worker) this.#next = null;
    };
    worker.addEventListener('statechange', look);
    look();
  }

  /** Says that there is a new version: while the run rests, and where nothing else is said. */
  #offer(lab: Lab): void {
    let shown: Notice | null = null;
    const notice: Notice = {
      kind: 'offer',
      text: () => t('offline.next'),
      accept: { name: () => t('offline.update'), act: () => this.update() },
      decline: { name: () => t('offline.later'), act: () => (this.#isLater = true) },
    };
    $effect(() => {
      const isDue = this.#next !== null && !this.#isLater && !lab.playing;
      if (isDue && notices.now === null) notices.show((shown = notice));
      if (!isDue && shown) notices.clear(shown);
    });
  }
}

export const offline = new Offline();
