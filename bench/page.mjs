/**
 * `npm run bench:page`: how the page feels. Reports, asserts nothing: the time from navigation to the first training
 * step on the page, then, while W2 trains as fast as it can at 1440×900, intervals between animation frames, tasks of
 * the main thread over 50 ms, and how long a click on Pause or Train waits for its answer. `--json FILE` writes the same
 * figures, `--seconds N` says how long to watch.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { main } from '../scripts/process.mjs';
import { openPage } from './chromium.mjs';
import workloads from './workloads.json' with { type: 'json' };

const { values: options } = parseArgs({
  options: { json: { type: 'string' }, seconds: { type: 'string', default: '8' } },
});

/** Visits for the time to first training. */
const visits = 5;
const stepReading = '[data-reading="step"]';

/** Milliseconds from navigation until the page shows a step that is not 0. */
async function timeToFirstTraining() {
  const { page, address, close } = await openPage('build/page', { visit: false, reducedMotion: 'no-preference' });
  await page.addInitScript((selector) => {
    const look = () => {
      const shown = document.querySelector(selector)?.textContent ?? '0';
      if (Number(shown.replace(/\D/g, '')) > 0) globalThis.firstTraining = performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, stepReading);
  await page.goto(address);
  const time = await page.waitForFunction(() => globalThis.firstTraining, null, { timeout: 20_000 });
  const milliseconds = await time.jsonValue();
  await close();
  return milliseconds;
}

/** Runs in the page: frame intervals and long tasks for some seconds. */
function watch(seconds) {
  return new Promise((resolve) => {
    const tasks = [];
    const observer = new PerformanceObserver((list) =>
      tasks.push(...list.getEntries().map(({ duration }) => duration)),
    );
    observer.observe({ type: 'longtask' });
    const frames = [];
    let last = performance.now();
    const until = last + 1000 * seconds;
    const next = (now) => {
      frames.push(now - last);
      last = now;
      if (now < until) requestAnimationFrame(next);
      else {
        observer.disconnect();
        resolve({ frames: frames.slice(1), tasks });
      }
    };
    requestAnimationFrame(next);
  });
}

/** The network and training of W2 on points that the page draws itself. */
function experimentOfPage() {
  const { experiment } = workloads.find(({ name }) => name === 'W2');
  return JSON.stringify({ ...experiment, version: 1, title: 'W2', data: { kind: 'moons' } });
}

/** Opens a document as a person does: by dropping its file on the page. */
async function drop(page, text) {
  const transfer = await page.evaluateHandle((content) => {
    const files = new DataTransfer();
    files.items.add(new File([content], 'w2.json', { type: 'application/json' }));
    return files;
  }, text);
  await page.dispatchEvent('.room', 'drop', { dataTransfer: transfer });
  await page.waitForFunction(() => document.title.startsWith('W2'));
}

/** Milliseconds from a click on Train or Pause until the button says the opposite and a frame has shown it; in the page. */
function answerToClick() {
  const button = document.querySelector('.transport .main');
  return new Promise((resolve) => {
    const before = button.textContent;
    const begun = performance.now();
    const look = () => {
      if (button.textContent === before) requestAnimationFrame(look);
      else requestAnimationFrame(() => resolve(performance.now() - begun));
    };
    button.click();
    look();
  });
}

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];

await main(async () => {
  const first = [];
  for (let visit = 0; visit < visits; ++visit) first.push(await timeToFirstTraining());
  const { page, close } = await openPage('build/page', {
    reducedMotion: 'no-preference',
    viewport: { width: 1440, height: 900 },
  });
  await page.waitForSelector(stepReading);
  // The last position of the speed's slider is "as fast as possible".
  await page.getByRole('slider', { name: 'Speed' }).press('End');
  await drop(page, experimentOfPage());
  await page.waitForTimeout(1000);
  const training = page.getByRole('button', { name: 'Train', exact: true });
  if (await training.isVisible()) await training.click();
  const { frames, tasks } = await page.evaluate(watch, Number(options.seconds));
  const steps = await page.locator(stepReading).textContent();
  const clicks = [];
  for (let click = 0; click < 10; ++click) {
    clicks.push(await page.evaluate(answerToClick));
    await page.waitForTimeout(200);
  }
  await close();

  frames.sort((a, b) => a - b);
  const report = {
    firstTraining: first.toSorted((a, b) => a - b)[Math.floor(visits / 2)],
    frames: { p50: quantile(frames, 0.5), p95: quantile(frames, 0.95), longest: frames.at(-1) },
    longTasks: { count: tasks.length, longest: Math.max(0, ...tasks) },
    longestAnswer: Math.max(...clicks),
  };
  console.log(`time to first training   ${report.firstTraining.toFixed(0)} ms (median of ${visits})`);
  const { p50, p95, longest } = report.frames;
  console.log(
    `frame interval           p50 ${p50.toFixed(1)}, p95 ${p95.toFixed(1)}, longest ${longest.toFixed(1)} ms`,
  );
  console.log(`tasks over 50 ms         ${tasks.length}, longest ${report.longTasks.longest.toFixed(0)} ms`);
  console.log(`click to answer          longest ${report.longestAnswer.toFixed(0)} ms of ${clicks.length}`);
  console.log(`step at the end          ${steps}`);
  if (options.json) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
});
