/**
 * How `<nablab-lab>` behaves as a guest: the list of web.dev's best practices for custom elements and of the Gold Standard for
 * web components, one claim each, and a page that has spoiled its own ground.
 */
import { expect, test, type Locator } from '@playwright/test';
import { expectAccessible } from './fixtures/axe';
import { linkTo, trained } from './fixtures/engine';
import { Host } from './fixtures/host';
import { said, visit } from './fixtures/visit';
import type {} from '../../web/element';

type Lab = HTMLElementTagNameMap['nablab-lab'];

let host: Host;
test.beforeAll(async () => {
  host = await Host.start();
});
test.afterAll(() => host.stop());

/** Asserts one claim of a list after the other, each by its name. */
const holds = (claims: Record<string, () => Promise<void>>) =>
  Object.entries(claims).reduce(
    (before, [claim, work]) => before.then(() => test.step(claim, work)),
    Promise.resolve(),
  );

test('U9: it has the manners of a good element', async ({ page }) => {
  const wrong = await visit(
    host,
    page,
    `<style>.plain { border: 3px solid; --nablab-accent: rgb(1, 2, 3) }</style>
     <section lang="en"><nablab-lab id="lab" class="plain" tabindex="0" role="region" title="mine" aria-label="Mine"
       lesson="one-step" controls="step readings"><i>inside</i></nablab-lab></section><aside></aside>`,
  );
  const lab = page.locator('#lab');
  const within = <Result>(work: (each: Lab) => Result) => lab.evaluate(work as (each: Element) => Result);
  await expect(lab.locator('[data-reading="step"]')).toBeVisible();
  await holds({
    'its root is open, and made with it, before it stands anywhere': async () => {
      const made = await page.evaluate(() => {
        const each = document.createElement('nablab-lab');
        return [each.shadowRoot?.mode, each.attributes.length, each.childNodes.length];
      });
      expect(made).toEqual(['open', 0, 0]);
    },
    'what it makes stands in its root: its children are those that the page gave it': async () => {
      expect(await within((each) => each.innerHTML)).toBe('<i>inside</i>');
    },
    'what the page put inside is in a slot, and seen only until the lab is': async () => {
      expect(await within((each) => each.shadowRoot?.querySelectorAll('slot').length)).toBe(1);
      await expect(lab.getByText('inside')).toBeHidden();
    },
    'it is a block that is as wide as its place and as high as its content': async () => {
      const [display, own, around] = await within((each) => [
        getComputedStyle(each).display,
        each.offsetWidth,
        each.parentElement?.clientWidth,
      ]);
      expect([display, own]).toEqual(['block', around]);
      expect(await within((each) => each.scrollHeight - each.clientHeight)).toBe(0);
    },
    'hidden, it takes no place; the page’s own word about display counts more': async () => {
      const displays = await within((each) => {
        each.hidden = true;
        const hidden = getComputedStyle(each).display;
        each.hidden = false;
        each.style.display = 'inline-block';
        const own = getComputedStyle(each).display;
        each.style.display = '';
        return [hidden, own];
      });
      expect(displays).toEqual(['none', 'inline-block']);
    },
    'what the author has written stays as it is: tabindex, role, name, title, class, style': async () => {
      const given = await within((each) =>
        each.getAttributeNames().map((name) => `${name}=${each.getAttribute(name)}`),
      );
      expect(given.join(' ')).toBe(
        'id=lab class=plain tabindex=0 role=region title=mine aria-label=Mine lesson=one-step controls=step readings style=',
      );
    },
    'every plain property is its attribute, and the attribute is the property': async () => {
      const values = await within((each) => {
        const names = ['lesson', 'room', 'controls', 'language', 'theme'] as const;
        const wanted = { lesson: 'momentum', room: 'microscope', controls: 'step', language: 'zh', theme: 'dark' };
        return names.map((name) => {
          const before = each.getAttribute(name);
          each[name] = wanted[name];
          const reflected = each.getAttribute(name);
          each.setAttribute(name, wanted[name].toUpperCase().toLowerCase());
          const read = each[name];
          each[name] = before as string;
          return [reflected, read, each.getAttribute(name) === before];
        });
      });
      expect(values).toEqual(['momentum', 'microscope', 'step', 'zh', 'dark'].map((value) => [value, value, true]));
    },
    'null takes an attribute away': async () => {
      expect(
        await within((each) => ((each.theme = 'dark'), (each.theme = null as never), each.hasAttribute('theme'))),
      ).toBe(false);
    },
    'an experiment as a document is taken as a property, kept as it is, and not written into an attribute':
      async () => {
        const taken = await within((each) => {
          const document = { version: 1, data: { kind: 'circle' } };
          const copy = structuredClone(document);
          each.experiment = document;
          return [each.hasAttribute('experiment'), JSON.stringify(document) === JSON.stringify(copy)];
        });
        expect(taken).toEqual([false, true]);
      },
    'a property that was set before the class was known counts': async () => {
      // The other test of properties sets one before the module comes; here one is set on an element that is not upgraded.
      const early = await page.evaluate(() => {
        const foreign = document.implementation.createHTMLDocument();
        const each = foreign.createElement('nablab-lab') as Lab;
        each.lesson = 'momentum';
        const upgraded = document.adoptNode(each);
        document.querySelector('aside')?.append(upgraded);
        const seen = [upgraded.getAttribute('lesson'), Object.hasOwn(upgraded, 'lesson')];
        upgraded.remove();
        return seen;
      });
      expect(early).toEqual(['momentum', false]);
    },
    'what the page sets is no event; a step that is made is': async () => {
      await within(async (each) => {
        each.setAttribute('theme', 'light');
        await each.set('optimizer.learningRate', 0.02);
      });
      for (const name of ['step', 'finish', 'error']) expect(await said(page, name)).toEqual([]);
      await lab.getByRole('button', { name: 'Step', exact: true }).click();
      await expect.poll(async () => (await said(page, 'step')).length).toBe(1);
    },
    'it works where it stands nowhere': async () => {
      const steps = await page.evaluate(async () => {
        const each = document.createElement('nablab-lab');
        each.experiment = { version: 1 };
        await each.train(3);
        return each.step;
      });
      expect(steps).toBe(3);
    },
    'moved, it goes on with the same run, and may be moved while it works': async () => {
      const bits = await within((each) => each.hash());
      await within((each) => document.querySelector('aside')?.append(each));
      await expect(lab.locator('[data-reading="step"]')).toHaveText('1');
      expect(await within((each) => each.hash())).toBe(bits);
      const root = await within((each) => {
        const place = document.querySelector('section') as Element & { moveBefore?: (node: Node, at: null) => void };
        if (place.moveBefore) place.moveBefore(each, null);
        else place.append(each);
        return each.hash();
      });
      expect(root).toBe(bits);
    },
    'taken out and put back, it is where it was': async () => {
      const bits = await within(async (each) => {
        const before = await each.hash();
        const place = each.parentElement as HTMLElement;
        each.remove();
        await new Promise((done) => setTimeout(done, 50));
        place.append(each);
        return [before, await each.hash()];
      });
      expect(bits[0]).toBe(bits[1]);
    },
    'its copy is an element of its own, with the same attributes and another run': async () => {
      const copied = await within(async (each) => {
        const copy = each.cloneNode(true) as Lab;
        copy.id = 'copy';
        each.after(copy);
        await copy.train(2);
        return [copy.lesson, copy.shadowRoot !== each.shadowRoot, copy.innerHTML, copy.step, each.step];
      });
      expect(copied).toEqual(['one-step', true, '<i>inside</i>', 2, 1]);
    },
    'two of them do not know of each other': async () => {
      await page.locator('#copy').evaluate((each: Lab) => each.setAttribute('theme', 'dark'));
      const ground = (name: string) =>
        page.locator(`${name} [part~="base"]`).evaluate((base) => getComputedStyle(base).colorScheme);
      expect(await Promise.all(['#copy', '#lab'].map(ground))).toEqual(['dark', 'light']);
      await page.locator('#copy').evaluate((each) => each.remove());
    },
    'it changes nothing of the page: no style, no class, no sheet, no attribute, no name but Svelte’s counter of ids':
      async () => {
        const traces = await page.evaluate(() => [
          document.adoptedStyleSheets.length,
          document.querySelectorAll('style, link').length,
          document.documentElement.getAttributeNames().join(),
          document.body.getAttributeNames().join(),
          document.body.children.length,
          Object.keys(window)
            .filter((name) => /nablab|svelte/i.test(name))
            .join(),
        ]);
        expect(traces).toEqual([0, 1, 'lang', '', 3, '__svelte']);
      },
    'the page dresses it as it does everything: by class, custom properties and parts': async () => {
      expect(await within((each) => getComputedStyle(each).borderTopWidth)).toBe('3px');
      const accent = await lab
        .locator('[part~="base"]')
        .evaluate((base) => getComputedStyle(base).getPropertyValue('--accent').trim());
      expect(accent).toBe('rgb(1, 2, 3)');
    },
    'the focus goes through it in order, and every control has a name': async () => {
      await within((each) => each.focus());
      await page.keyboard.press('Tab');
      await expect(lab.getByRole('button', { name: 'Step', exact: true })).toBeFocused();
      await expectAccessible(page, '#lab', { dark: false });
    },
    'another copy of the module leaves the first one in its place': async () => {
      const same = await page.evaluate(async (from) => {
        const known = customElements.get('nablab-lab');
        await import(from);
        return known === customElements.get('nablab-lab');
      }, `${host.origin}/nablab/element.js?second`);
      expect(same).toBe(true);
    },
  });
  expect(wrong).toEqual([]);
});

/** What old libraries and careless pages do to everything, before the element comes. */
function spoilGround(): void {
  const strange = { enumerable: true, writable: true, configurable: true, value: () => 'strange' };
  Object.defineProperty(Object.prototype, 'strange', strange);
  for (const each of [Array, String, Function, Element, Promise])
    Object.defineProperty(each.prototype, 'last', strange);
  // As libraries did that came before the methods of the same names.
  Element.prototype.remove = function (this: Element) {
    this.parentNode?.removeChild(this);
    return this as never;
  };
  Array.prototype.map = function (this: unknown[], work: (each: unknown, at: number, all: unknown[]) => unknown, self) {
    const made: unknown[] = [];
    for (let i = 0; i < this.length; i++) if (i in this) made[i] = work.call(self, this[i], i, this);
    return made as never;
  };
  Array.from = ((given: Iterable<unknown> & ArrayLike<unknown>, work?: (each: unknown, at: number) => unknown) => {
    const list = Symbol.iterator in given ? [...given] : Array.prototype.slice.call(given);
    for (let i = 0; work && i < list.length; i++) list[i] = work(list[i], i);
    return list;
  }) as never;
}

/** How every element within a lab is seen. */
const looksOf = (lab: Locator) =>
  lab.evaluate((each) =>
    [...(each.shadowRoot?.querySelectorAll('[part~="base"], [part~="base"] *') ?? [])].map((within) => {
      const style = getComputedStyle(within);
      const seen = ['display', 'visibility', 'opacity', 'position', 'width', 'height', 'margin', 'padding', 'border'];
      seen.push(
        'color',
        'background-color',
        'font',
        'letter-spacing',
        'text-transform',
        'text-align',
        'white-space',
        'cursor',
      );
      return `${within.localName} ${seen.map((name) => `${name}: ${style.getPropertyValue(name)}`).join('; ')}`;
    }),
  );

test('row 89: on ground that the page has spoiled it looks as it does, and trains to the same bits', async ({
  page,
  context,
}) => {
  const experiment = { data: { kind: 'circle', seed: 3 } };
  const link = linkTo(experiment).slice(1);
  await page.addInitScript(spoilGround);
  const wrong = await visit(
    host,
    page,
    `<style>* { all: unset; display: none } html, body, nablab-lab { display: block } button { display: none !important }
       nablab-lab { font: italic 30px/3 serif; color: red; letter-spacing: 9px; text-transform: uppercase; text-align: right;
         white-space: pre; cursor: wait; visibility: visible; word-spacing: 20px; text-indent: 40px; list-style: square }</style>
     <form id="document" name="location"><img id="model" name="config" alt=""><input id="customElements" name="Worker"></form>
     <a id="nablab" name="trustedTypes"></a><nablab-lab id="lab" experiment="${link}"></nablab-lab>`,
  );
  const clean = await context.newPage();
  await visit(host, clean, `<style>body { margin: 0 }</style><nablab-lab id="lab" experiment="${link}"></nablab-lab>`);
  const lab = page.locator('#lab');
  for (const each of [lab, clean.locator('#lab')]) {
    await each.getByRole('button', { name: 'Step', exact: true }).click();
    await expect(each.locator('[data-reading="step"]')).toHaveText('1');
    await each.evaluate(async () => document.fonts.ready);
  }
  // Tables for those who see no pictures come up to five seconds later.
  await expect(async () => {
    const looks = await looksOf(clean.locator('#lab'));
    expect(looks.length).toBeGreaterThan(50);
    expect(await looksOf(lab)).toEqual(looks);
  }).toPass({ timeout: 15_000 });
  const session = await trained(experiment, 40);
  expect(
    await lab.evaluate(async (each) => {
      await (each as Lab).train(39);
      return (each as Lab).hash();
    }),
  ).toBe(session.hash());
  const exact = await lab.locator('[data-reading="trainingLoss"]').getAttribute('data-exact');
  expect(exact).toBe(String(session.metrics().training.loss));
  session.delete();
  expect(wrong).toEqual([]);
});
