/**
 * What programs of others learn of a lesson: its name for previews of links, and by oEmbed (oembed.com, version 1.0) a frame
 * that shows it. Whole addresses are wanted there, so most of it waits until the build is told where the site will lie.
 */
import { escaped } from './frame.ts';
import { lessonWords, type LessonLanguage } from './words.ts';

export interface Discovered {
  key: string;
  title: string;
  language: LessonLanguage;
}

/** Pixels of the frame that is offered. */
const size = { width: 800, height: 640 };
/** The picture of previews, beside the page. */
export const previewName = 'preview.png';

/** The oEmbed document of a lesson, in a site at this address (with its last slash). */
export function oEmbedOf({ key, title, language }: Discovered, address: string): string {
  const frame = `${address}embed.html?lesson=${key}&lang=${language}`;
  const label = `${title} · Nablab`;
  const html = `<iframe src="${escaped(frame)}" title="${escaped(label)}" width="${size.width}" height="${size.height}" style="border: 0" loading="lazy"></iframe>`;
  const provider = { provider_name: 'Nablab', provider_url: address };
  return JSON.stringify({ version: '1.0', type: 'rich', title, ...provider, ...size, html }, null, 2);
}

/** Lines for the head of a lesson's page; `address` is empty where nobody knows it. */
export function discoveryHead({ key, title, language }: Discovered, address: string): string {
  const own = `${address}lessons/${language}/${key}`;
  const known = {
    'og:site_name': 'Nablab',
    'og:type': 'article',
    'og:title': title,
    'og:locale': lessonWords[language].tag === 'en' ? 'en_US' : 'zh_CN',
    ...(address && { 'og:url': `${own}.html`, 'og:image': address + previewName }),
  };
  const lines = Object.entries(known).map(
    ([name, content]) => `<meta property="${name}" content="${escaped(content)}" />`,
  );
  if (address)
    lines.push(
      `<link rel="alternate" type="application/json+oembed" href="${escaped(own)}.oembed.json" title="${escaped(title)}" />`,
    );
  return lines.map((line) => `    ${line}\n`).join('');
}
