/** Recognizes that the host's content security policy forbids what the page needs, and names what to add to it. */
import type { Refusal } from '../../wasm-bindings/types';

/** What each directive has to allow. */
const needed: Record<string, string> = {
  'worker-src': "worker-src 'self'",
  'script-src': "script-src 'self' 'wasm-unsafe-eval'",
  'connect-src': "connect-src 'self'",
  'trusted-types': 'trusted-types nablab nablab-offline svelte-trusted-html',
};

let violated: string | null = null;
document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
  if (effectiveDirective in needed) violated ??= effectiveDirective;
});

/** The same refusal, or where a policy is behind it, one that names the directive to add. */
export async function explainedByPolicy(refusal: Refusal): Promise<Refusal> {
  // What the worker may not fetch the page may not either, and is told so, in a turn of its own.
  await fetch(import.meta.url).catch(() => {});
  await new Promise((told) => setTimeout(told));
  const directive = /unsafe-eval|security policy/i.test(refusal.found) ? 'script-src' : violated;
  return directive ? { code: 'POLICY_FORBIDS', path: '', found: directive, allowed: needed[directive] } : refusal;
}
