/** Starts workers of the page; the element in other people's pages has its own way (`web/element/start.ts`). */
import workerUrl from './trainer.ts?worker&url';

const address = new URL(workerUrl, import.meta.url).href;

/** Trusted Types, as far as they are used here; TypeScript does not know them yet. */
interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): unknown };
}

/** Only this one script may become a worker; the content security policy enforces that it goes through here. */
function makePolicy(): ReturnType<PolicyFactory['createPolicy']> | undefined {
  try {
    return (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes?.createPolicy('nablab', {
      createScriptURL: (url: string) => {
        if (url !== address) throw new TypeError('Only the trainer may become a worker.');
        return url;
      },
    });
  } catch {
    // The host forbids it; that no worker starts then is told where one is wanted.
    return undefined;
  }
}
const policy = makePolicy();

/** A worker that trains; `name` is what the browser's tools call it. Throws where the browser or a policy forbids it. */
export function startWorker(name: string): Worker {
  const url = policy?.createScriptURL(address) ?? address;
  return new Worker(url as string, { type: 'module', name });
}
