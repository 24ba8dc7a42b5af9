/**
 * The page of a frame: one `<nablab-lab>` that fills it, and a way into the whole lab. The address says what is shown:
 * `embed.html?lesson=…&room=…&controls=…&lang=en|zh&theme=light|dark|auto#<link>`.
 */
import '../styles/tokens.css';
import './embed.css';
import type { NablabLab } from '../element';
import { HostLine } from './hostLine';
import { languages, themes } from './messages';
import { embedPage as en } from '../words/embedPage.en';
import { embedPage as zh } from '../words/embedPage.zh';

const query = new URLSearchParams(location.search);
const fragment = location.hash.slice(1);
const words = { en, zh };

const chosen = (name: string) => query.get(name) ?? '';
const languageOf = () => {
  const wanted = (chosen('lang') || navigator.language).slice(0, 2);
  return languages.find((each) => each === wanted) ?? 'en';
};

function makeLab(): NablabLab {
  const lab = document.createElement('nablab-lab');
  const given = { experiment: fragment, lesson: chosen('lesson'), room: chosen('room'), controls: chosen('controls') };
  for (const [name, value] of Object.entries(given)) if (value) lab.setAttribute(name, value);
  return lab;
}

/** Leads to the whole lab, with the experiment as it stands when it is followed. */
function makeWay(lab: NablabLab): HTMLAnchorElement {
  const way = document.createElement('a');
  way.target = '_blank';
  way.rel = 'noopener';
  const address = new URL('index.html', document.baseURI);
  const lead = (hash: string) => {
    address.hash = hash;
    address.searchParams.set('lang', lab.language === 'zh' ? 'zh-Hans' : 'en');
    way.href = address.href;
  };
  lead(fragment);
  const renew = () => void lab.link().then(lead, () => {});
  way.addEventListener('pointerenter', renew);
  way.addEventListener('focus', renew);
  lab.addEventListener('step', renew, { once: true });
  return way;
}

/** The page's name, for those who go by headings. */
function makeHeading(): HTMLHeadingElement {
  const heading = document.createElement('h1');
  heading.textContent = document.title;
  heading.translate = false;
  return heading;
}

const lab = makeLab();
const main = document.createElement('main');
main.append(makeHeading(), lab);
const foot = document.createElement('footer');
const way = makeWay(lab);
foot.append(way);

function speak(language: (typeof languages)[number]): void {
  document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en';
  lab.language = language;
  way.textContent = words[language].open;
}

function paint(theme: (typeof themes)[number]): void {
  document.documentElement.dataset.theme = theme;
  lab.theme = theme;
}

speak(languageOf());
paint(themes.find((each) => each === chosen('theme')) ?? 'auto');
document.body.append(main, foot);
// The element comes with its own files, which other pages use too.
await import(/* @vite-ignore */ new URL('element/element.js', document.baseURI).href);
new HostLine(lab, foot, { speak, paint });
