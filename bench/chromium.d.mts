import type { BrowserContextOptions, Page } from '@playwright/test';

export const chromiumArguments: string[];
export const chromiumPath: string;
export const testedChromiumPath: string;
export function openPage(
  folder: string,
  options?: BrowserContextOptions & { onResponse?: (path: string, bytes: number) => void; visit?: boolean },
): Promise<{ page: Page; address: string; version: string; close: () => Promise<void> }>;
