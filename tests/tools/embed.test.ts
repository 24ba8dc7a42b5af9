/** What an embedded lab says and hears, and what is pasted into other pages. */
import { describe, expect, test } from 'vitest';
import { heightMessage, heights, mostInSecond, RateLimit, readHeight, readMessage } from '../../web/embed/messages';
import { forms, frameAddress, snippetOf, type Embedding } from '../../web/embed/snippet';

const host = { source: 'nablab-host', version: 1 };

describe('a message of the page around', () => {
  test.each([
    [{ type: 'play' }],
    [{ type: 'pause' }],
    [{ type: 'step' }],
    [{ type: 'reset' }],
    [{ type: 'height' }],
    [{ type: 'theme', theme: 'dark' }],
    [{ type: 'language', language: 'zh' }],
  ])('is heard: %j', (message) => {
    expect(readMessage({ ...host, ...message })).toEqual(message);
  });

  const circle: Record<string, unknown> = { ...host, type: 'play' };
  circle.circle = circle;
  test.each([
    ['nothing', null],
    ['a text', 'play'],
    ['a list', [host]],
    ['another source', { ...host, source: 'nablab', type: 'play' }],
    ['another version', { ...host, version: 2, type: 'play' }],
    ['no type', host],
    ['an unknown type', { ...host, type: 'erase' }],
    ['a name that every object has', { ...host, type: 'constructor' }],
    ['more than is asked', { ...host, type: 'play', speed: 3 }],
    ['an unknown theme', { ...host, type: 'theme', theme: 'neon' }],
    ['a theme and more', { ...host, type: 'theme', theme: 'dark', language: 'en' }],
    ['an object of a class', Object.assign(new Date(0), host, { type: 'play' })],
    ['itself within itself', circle],
    ['very much', { ...host, type: 'play', text: 'x'.repeat(1e6) }],
  ])('row 85: is dropped: %s', (_, message) => {
    expect(readMessage(message)).toBe(null);
  });

  test('row 85: is dropped when there are too many within a second, and heard again later', () => {
    const limit = new RateLimit();
    const passed = Array.from({ length: 10_000 }, (_, i) => limit.allows(i / 20)).filter(Boolean);
    expect(passed).toHaveLength(mostInSecond);
    expect(limit.allows(1000)).toBe(true);
  });
});

test('row 86: a height that is asked for is a whole number within bounds', () => {
  expect(heightMessage(640.2)).toEqual({ source: 'nablab', version: 1, type: 'height', height: 641 });
  expect(heightMessage(1e9).height).toBe(heights.most);
  expect(heightMessage(-5).height).toBe(heights.least);
});

test.each([
  ['of another source', { source: 'nablab-host' }],
  ['of another version', { version: 2 }],
  ['of another type', { type: 'play' }],
  ['that is a text', { height: '640' }],
  ['between two pixels', { height: 640.5 }],
  ['beyond reason', { height: 1e9 }],
  ['below reason', { height: -1 }],
  ['that is no number', { height: NaN }],
  ['that says more', { width: 640 }],
])('the page around follows no height %s', (_, part) => {
  const message = heightMessage(640);
  expect(readHeight(message)).toBe(640);
  expect(readHeight({ ...message, ...part })).toBe(null);
});

describe('what is pasted', () => {
  const embedding: Embedding = {
    link: 'https://example.org/a/b/?room=runs#nablab=1~0.1.0~eyJ~00',
    title: '"><script>alert(1)</script> [x](y) 螺旋',
    room: 'microscope',
    controls: ['play', 'optimizer.learningRate'],
    language: 'zh',
    theme: 'dark',
    height: 480,
    grows: true,
  };

  test('names the frame’s page in the same folder, with all that was chosen', () => {
    const address = new URL(frameAddress(embedding));
    expect(address.origin + address.pathname).toBe('https://example.org/a/b/embed.html');
    expect(Object.fromEntries(address.searchParams)).toEqual({
      room: 'microscope',
      controls: 'play optimizer.learningRate',
      lang: 'zh',
      theme: 'dark',
    });
    expect(address.hash).toBe('#nablab=1~0.1.0~eyJ~00');
  });

  test.each(forms)('as %s takes a title as text and nothing else', (form) => {
    const text = snippetOf(form, embedding);
    const own = form === 'frame' || form === 'element' ? 1 : 0;
    expect(text.match(/<script/g)?.length ?? 0).toBe(own);
    expect(text).not.toContain('alert(1)</');
    expect(text).toContain('#nablab=1~0.1.0~eyJ~00'.slice(form === 'element' ? 1 : 0));
    expect(text.includes('[x](y)')).toBe(form !== 'link' && form !== 'markdown');
  });

  test('as a frame that grows is a frame and a line for a script of the site', () => {
    const [frame, script, ...more] = snippetOf('frame', embedding).split('\n');
    expect(frame).toMatch(/^<iframe .*><\/iframe>$/);
    expect([script, ...more]).toEqual(['<script src="https://example.org/a/b/embed.js" async></script>']);
    expect(snippetOf('frame', { ...embedding, grows: false })).toBe(frame);
  });

  test('as an element has the experiment, and a link for those who have no script', () => {
    const text = snippetOf('element', embedding);
    expect(text).toContain('src="https://example.org/a/b/element/element.js"');
    expect(text).toContain(
      '<nablab-lab experiment="nablab=1~0.1.0~eyJ~00" room="microscope" controls="play optimizer.learningRate" language="zh" theme="dark" style="height: 480px">',
    );
    expect(text).toContain('<a href="https://example.org/a/b/?room=runs#nablab=1~0.1.0~eyJ~00">');
  });
});
