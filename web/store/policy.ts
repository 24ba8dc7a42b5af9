/** Recognizes that the host's content security policy forbids what the page needs, and names what to add to it. */
import type { Refusal } from '../../wasm-bindings/types';

/** What each directive has to allow. */
const needed: Record<string, string> = {
  'worker-src': "worker-src 'self'",
  'script-src': "script-src 'self' 'wasm-unsafe-eval'",
  'script-src-elem': "script-src 'self' 'wasm-unsafe-eval'",
  'connect-src': "connect-src 'self'",
  'trusted-types': 'trusted-types nablab nablab-offline svelte-trusted-html',
  'require-trusted-types-for': 'trusted-types nablab nablab-offline svelte-trusted-html',
};

let violated: string | null = null;
document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
  if (effectiveDirective in needed) violated ??= effectiveDirective;
});

/** The same refusal, or where a policy is behind it, one that names the directive to add. */
export function explainedByPolicy(refusal: Refusal): Refusal {
  const directive = /unsafe-eval|Content Security Policy/i.test(refusal.found) ? 'script-src' : violated;
  if (!directive || !Object.hasOwn(needed, directive)) return refusal;
  return { code: 'POLICY_FORBIDS', path: '', found: directive, allowed: needed[directive] };
}
