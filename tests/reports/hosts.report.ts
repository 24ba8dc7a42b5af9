/**
 * Writes `docs/hosts.json`: with which tools of other people the same program was run, or the same page built and opened,
 * and whether its bits were those of the engine; and what the evaluator of policies has seen. Fetches these tools, so that it needs the network, and some minutes.
 */
import { chromium, type Browser, type Page } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumArguments, testedChromiumPath } from '../../bench/chromium.mjs';
import { contentSecurityPolicy, embedPolicy, serve } from '../../scripts/serve.mjs';
import type { NablabLab } from '../../web/element';
import { beyondReach, bundlers, programs, sites, type Tool } from '../hosts/tools';
import { copyOf, furnish, gravestFinding, printed, versionOf } from '../hosts/workshop';
import { engine, trained } from '../page/fixtures/engine';
import { serveHosts } from '../page/fixtures/hostServer';

const root = new URL('../../', import.meta.url);
/** What the examples train. */
const { experiment } = (await import(`${root.href}examples/bundlers/experiment.js`)) as { experiment: object };

type Result = 'passed' | 'failed' | 'notRun';
const found: { name: string; version: string | null; result: Result }[] = [];
/** Policies in which nothing grave was found. */
const policies: string[] = [];
let bits: string;
let browser: Browser;

beforeAll(async () => {
  await furnish();
  const session = await trained(experiment, 200);
  bits = session.hash();
  session.delete();
  browser = await chromium.launch({ executablePath: testedChromiumPath, args: chromiumArguments });
});

afterAll(async () => {
  await browser?.close();
  // A part of the tools alone tells too little.
  if (found.length < programs.length + Object.keys(bundlers).length + Object.keys(sites).length) return;
  const absent = beyondReach.map((name) => ({ name, version: null, result: 'notRun' }));
  const date = new Date().toISOString().slice(0, 10);
  const report = { date, engine: engine.version, tools: [...found, ...absent], policies };
  writeFileSync(new URL('docs/hosts.json', root), `${JSON.stringify(report, null, 2)}\n`);
});

/** One test of a tool, whose outcome is written down; none where the tool is missing. */
function withTool(tool: Tool, claim: string, work: () => Promise<void>): void {
  test(`${tool.name} ${claim}`, async ({ skip }) => {
    const version = await versionOf(tool);
    const entry = { name: tool.name, version, result: 'notRun' as Result };
    found.push(entry);
    skip(version === null, `${tool.name} is not installed.`);
    entry.result = 'failed';
    await work();
    entry.result = 'passed';
  });
}

/** Opens a page that was made, with nothing from beyond this machine. */
async function opened(address: string): Promise<Page> {
  const page = await browser.newPage();
  await page.route(
    (url) => url.hostname !== '127.0.0.1',
    (route) => route.abort(),
  );
  await page.goto(address);
  return page;
}

/** The bits of the page's element after as many steps. */
async function bitsOfElement(page: Page): Promise<string> {
  const lab = page.locator('nablab-lab');
  await lab.scrollIntoViewIfNeeded();
  await lab.locator('[data-reading="step"]').waitFor();
  return lab.evaluate(async (each: NablabLab, document) => {
    each.experiment = document;
    await each.train(200);
    return each.hash();
  }, experiment);
}

/** A lesson in the page's frame goes on by one step, from the one that it begins at. */
async function expectToStep(page: Page): Promise<void> {
  const frame = page.frameLocator('iframe');
  await frame.locator('[role="group"][aria-busy="false"]').first().waitFor();
  const step = frame.locator('[data-reading="step"]');
  const before = Number(await step.innerText());
  await frame.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(() => step.innerText()).toBe(String(before + 1));
}

test('R12: the evaluator of policies finds nothing grave, nor anything that may be', () => {
  expect(gravestFinding("script-src 'unsafe-inline'")).toBe(10);
  for (const policy of [contentSecurityPolicy, embedPolicy]) {
    // Above 40 begin what may be of medium weight, as that “self” must not hold what users upload.
    expect(gravestFinding(policy)).toBeGreaterThan(40);
    policies.push(policy);
  }
});

describe('the program', () => {
  for (const tool of programs) {
    withTool(tool, 'runs it to the bits of the engine', async () => {
      expect(await printed(tool.command, copyOf('bundlers'))).toBe(bits);
    });
  }
});

describe('the bundle', () => {
  for (const [key, tool] of Object.entries(bundlers)) {
    withTool(tool, 'makes a page whose program and element train to the bits of the engine', async () => {
      const folder = copyOf('bundlers');
      await printed(tool.command, folder);
      const { address, stop } = await serveHosts(folder, '');
      const page = await opened(`${address}/built/${key}/`);
      await page.locator('output', { hasText: bits }).waitFor();
      expect(await bitsOfElement(page)).toBe(bits);
      await page.close();
      stop();
    });
  }
});

describe('the site', () => {
  for (const [key, tool] of Object.entries(sites)) {
    withTool(tool, 'makes a page whose frame steps, and whose element trains to the bits of the engine', async () => {
      const folder = copyOf(`hosts/${key}`);
      await printed(tool.command, folder);
      const { server, address: nablab } = await serve();
      const { address, stop } = await serveHosts(`${folder}/${tool.built}`, nablab);
      const page = await opened(`${address}/`);
      await expectToStep(page);
      expect(await bitsOfElement(page)).toBe(bits);
      await page.close();
      stop();
      server.close();
      server.closeAllConnections();
    });
  }
});
