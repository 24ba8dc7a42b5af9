/** What other sites learn of a lesson. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { discoveryHead, oEmbedOf } from '../../web/lessons/discovery';
import { readGuide } from '../../web/guide/guidePlugin';
import { guidePage } from '../../web/guide/guidePage';
import { escaped, titleOf } from '../../web/lessons/frame';
import { lessonPage } from '../../web/lessons/lessonPage';
import { readLessons } from '../../web/lessons/lessonsPlugin';
import { siteOf } from '../../web/lessons/site';

const all = readLessons(fileURLToPath(new URL('../../lessons/', import.meta.url)));
const address = 'https://example.org/lab/';
const site = siteOf({ NABLAB_ADDRESS: 'https://example.org/lab', NABLAB_SOURCES: 'https://host.example/edit/main' });

test.each(['en', 'zh'] as const)('every lesson names its picture and its oEmbed document, in %s', (language) => {
  for (const each of all) {
    const page = lessonPage(each, all, language, () => '#link', site);
    const file = `${address}lessons/${language}/${each.key}`;
    expect(page).toContain(`<link rel="alternate" type="application/json+oembed" href="${file}.oembed.json"`);
    expect(page).toContain(`<meta property="og:url" content="${file}.html" />`);
    expect(page).toContain(`<meta property="og:image" content="${address}preview.png" />`);
  }
});

test('U33: every lesson and every page of the guide leads to its source, where the build knows of it', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const guide = readGuide(root);
  for (const language of ['en', 'zh'] as const) {
    const pages = [
      ...all.map((each) => lessonPage(each, all, language, () => '#link', site)),
      ...guide.map((each) =>
        guidePage(
          each,
          guide,
          language,
          () => '#link',
          () => '',
          site,
        ),
      ),
    ];
    for (const page of pages) {
      const [, file = ''] = /<p class="edit"><a href="https:\/\/host\.example\/edit\/main\/([^"]+)">/.exec(page) ?? [];
      const title = titleOf(readFileSync(root + file, 'utf8'));
      expect(page).toContain(`<title>${escaped(title)} ·`);
      expect(file).toContain(`/${language}.md`);
    }
  }
  expect(lessonPage(all[0], all, 'en', () => '#link')).not.toContain('class="edit"');
  expect(() => siteOf({ NABLAB_SOURCES: 'main' })).toThrow();
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
