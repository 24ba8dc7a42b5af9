/** What other sites learn of a lesson. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { discoveryHead, oEmbedOf } from '../../web/lessons/discovery';
import { lessonPage } from '../../web/lessons/lessonPage';
import { readLessons } from '../../web/lessons/lessonsPlugin';

const all = readLessons(fileURLToPath(new URL('../../lessons/', import.meta.url)));
const address = 'https://example.org/lab/';

test.each(['en', 'zh'] as const)('every lesson names its picture and its oEmbed document, in %s', (language) => {
  for (const each of all) {
    const page = lessonPage(each, all, language, () => '#link', address);
    const file = `${address}lessons/${language}/${each.key}`;
    expect(page).toContain(`<link rel="alternate" type="application/json+oembed" href="${file}.oembed.json"`);
    expect(page).toContain(`<meta property="og:url" content="${file}.html" />`);
    expect(page).toContain(`<meta property="og:image" content="${address}preview.png" />`);
  }
});

test('without an address nothing is named that could not be found', () => {
  const page = lessonPage(all[0], all, 'en', () => '#link');
  expect(page).toContain('<meta property="og:title"');
  expect(page).not.toMatch(/og:url|og:image|oembed/);
});

test('an oEmbed document has what version 1.0 of the form demands of a rich one, and takes a title as text', () => {
  const title = '"><script>alert(1)</script>';
  const found = { key: 'momentum', title, language: 'zh' as const };
  const document = JSON.parse(oEmbedOf(found, address)) as Record<string, unknown>;
  expect(document).toMatchObject({ version: '1.0', type: 'rich', title, provider_url: address });
  expect(Number.isInteger(document.width) && Number.isInteger(document.height)).toBe(true);
  expect(document.html).toContain('src="https://example.org/lab/embed.html?lesson=momentum&amp;lang=zh"');
  expect(document.html).not.toContain('<script');
  expect(discoveryHead(found, address)).not.toContain('<script');
});
