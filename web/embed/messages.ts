/**
 * What an embedded lab and the page around it say to each other. Both sides are strangers: the lab hears its own parent
 * only, takes nothing but messages of exactly these forms, and not many of them.
 *
 *     lab → page   { source: 'nablab', version: 1, type: 'height', height: 640 }
 *     page → lab   { source: 'nablab-host', version: 1, type: 'play' | 'pause' | 'step' | 'reset' | 'height' }
 *                  { source: 'nablab-host', version: 1, type: 'theme', theme: 'light' | 'dark' | 'auto' }
 *                  { source: 'nablab-host', version: 1, type: 'language', language: 'en' | 'zh' }
 *
 * Heights are whole pixels; a page that asks for one hears it once more. What is of another form is dropped without a word, and counted.
 */
export interface HeightMessage {
  source: 'nablab';
  version: 1;
  type: 'height';
  height: number;
}

const acts = ['play', 'pause', 'step', 'reset', 'height'] as const;
export const themes = ['auto', 'light', 'dark'] as const;
export const languages = ['en', 'zh'] as const;

export type HostMessage =
  | { type: (typeof acts)[number] }
  | { type: 'theme'; theme: (typeof themes)[number] }
  | { type: 'language'; language: (typeof languages)[number] };

/** Heights in pixels that are asked for at least and at most, whatever happens inside. */
export const heights = { least: 120, most: 2400 } as const;

/** Messages of the page around that are heard within one second. */
export const mostInSecond = 20;

function oneOf<Option extends string>(options: readonly Option[], value: unknown): Option | null {
  return options.find((option) => option === value) ?? null;
}

/** The message, if it is exactly one of those that the page around may send; else null. */
export function readMessage(data: unknown): HostMessage | null {
  if (typeof data !== 'object' || data === null || Object.getPrototypeOf(data) !== Object.prototype) return null;
  const { source, version, type, ...rest } = data as Record<string, unknown>;
  if (source !== 'nablab-host' || version !== 1) return null;
  const names = Object.keys(rest).join();
  const act = oneOf(acts, type);
  if (act) return names === '' ? { type: act } : null;
  const theme = oneOf(themes, rest.theme);
  if (type === 'theme' && theme) return names === 'theme' ? { type, theme } : null;
  const language = oneOf(languages, rest.language);
  if (type === 'language' && language) return names === 'language' ? { type, language } : null;
  return null;
}

/** The message that asks for a height. */
export function heightMessage(height: number): HeightMessage {
  const within = Math.min(heights.most, Math.max(heights.least, Math.ceil(height)));
  return { source: 'nablab', version: 1, type: 'height', height: within };
}

/** What the page around hears: the height that is asked for, if the message is exactly of that form; else null. */
export function readHeight(data: unknown): number | null {
  if (typeof data !== 'object' || data === null) return null;
  const { source, version, type, height, ...rest } = data as Record<string, unknown>;
  const isOurs = source === 'nablab' && version === 1 && type === 'height' && Object.keys(rest).length === 0;
  const isWithin = Number.isInteger(height) && Number(height) >= heights.least && Number(height) <= heights.most;
  return isOurs && isWithin ? Number(height) : null;
}

/** Lets so many through within a second; the rest is to be dropped. */
export class RateLimit {
  #since = -Infinity;
  #count = 0;

  /** Whether one more may pass at this time, in milliseconds. */
  allows(now: number): boolean {
    if (now - this.#since >= 1000) {
      this.#since = now;
      this.#count = 0;
    }
    return ++this.#count <= mostInSecond;
  }
}
