/** Debian's Firefox, which Playwright drives through WebDriver BiDi. */
import { firefox } from '@playwright/test';
import { callOf, windowSize, type Tab } from './tab';

/** Starts a Firefox with one empty tab. */
export async function startFirefox(): Promise<Tab> {
  const browser = await firefox.launch({ channel: 'moz-firefox', executablePath: '/usr/bin/firefox-esr' });
  const page = await browser.newPage({ viewport: windowSize });
  return {
    open: async (address) => void (await page.goto(address)),
    reload: async () => void (await page.reload()),
    run: (work, ...given) => page.evaluate(callOf(work, given)),
    click: (path) => page.locator(`xpath=${path}`).click(),
    close: () => browser.close(),
  };
}
