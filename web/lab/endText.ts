/** Why a run has ended, as a sentence. */
import type { End } from '../store/notices.svelte';
import { t } from '../words';

export function endText({ reason, step, best, restored }: End): string {
  if (reason !== 'earlyStopping' || best === null) return t(`ended.${reason}`, { step });
  return t(restored ? 'ended.restored' : 'ended.best', { step, best });
}
