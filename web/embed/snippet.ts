/** What one copies to show an experiment in a page of one's own: a frame, an element, a link, a line of Markdown. */

export const forms = ['frame', 'element', 'link', 'markdown'] as const;
export type Form = (typeof forms)[number];

/** The fixed parts of an embedded lab; a list of none of them means all. */
export const parts = ['play', 'step', 'reset', 'speed', 'readings', 'network', 'output', 'curves'] as const;

export interface Embedding {
  /** Whole address of the page, with the experiment in its fragment. */
  link: string;
  title: string;
  room: string;
  /** Names of parts and paths of knobs; empty: all parts. */
  controls: readonly string[];
  language: 'en' | 'zh';
  theme: 'auto' | 'light' | 'dark';
  /** Pixels. */
  height: number;
  /** Whether the frame takes the height that the lab asks for. */
  grows: boolean;
}

/** As text or as an attribute's value in HTML. */
const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt' }[sign] ?? 'quot'};`);

/** As the words of a link in Markdown. */
const inMarkdown = (text: string) => escaped(text.replace(/\s+/g, ' ')).replace(/[\\[\]*_`~|!]/g, '\\$&');

const attribute = (name: string, value: string) => (value ? ` ${name}="${escaped(value)}"` : '');

/** Address of the page that stands in the frame. */
export function frameAddress({ link, room, controls, language, theme }: Embedding): string {
  const address = new URL('embed.html', link);
  address.hash = new URL(link).hash;
  const query = {
    room: room === 'lab' ? '' : room,
    controls: controls.join(' '),
    lang: language,
    theme: theme === 'auto' ? '' : theme,
  };
  for (const [name, value] of Object.entries(query)) if (value) address.searchParams.set(name, value);
  return address.href;
}

/** Lets frames of the page around grow: `grow.ts`, as it lies beside our page. */
const growing = (link: string) => `<script src="${escaped(new URL('embed.js', link).href)}" async></script>`;

function frameSnippet(embedding: Embedding): string {
  const { link, title, height, grows } = embedding;
  const named = attribute('title', `${title} · Nablab`);
  const frame = `<iframe src="${escaped(frameAddress(embedding))}"${named} width="100%" height="${height}" style="border: 0" loading="lazy"></iframe>`;
  return grows ? `${frame}\n${growing(link)}` : frame;
}

function elementSnippet({ link, title, room, controls, language, theme, height }: Embedding): string {
  const script = new URL('element/element.js', link).href;
  const given = [
    attribute('experiment', new URL(link).hash.slice(1)),
    attribute('room', room === 'lab' ? '' : room),
    attribute('controls', controls.join(' ')),
    attribute('language', language),
    attribute('theme', theme === 'auto' ? '' : theme),
    attribute('style', `height: ${height}px`),
  ];
  const inside = `  <a href="${escaped(link)}">${escaped(title)}</a>`;
  return `<script type="module" src="${escaped(script)}"></script>\n<nablab-lab${given.join('')}>\n${inside}\n</nablab-lab>`;
}

/** The text to copy. */
export function snippetOf(form: Form, embedding: Embedding): string {
  const { link, title } = embedding;
  switch (form) {
    case 'frame':
      return frameSnippet(embedding);
    case 'element':
      return elementSnippet(embedding);
    case 'link':
      return link;
    case 'markdown':
      return `[${inMarkdown(title)}](<${link}>)`;
  }
}
