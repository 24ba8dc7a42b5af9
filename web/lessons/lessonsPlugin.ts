/** Writes the lessons beside the page while it is built: `lessons/<language>/<key>.html`, readable without JavaScript. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { encodeLink } from '../../wasm-bindings/link.ts';
import { coreIn } from '../formulas/coreIn.ts';
import {
  challengeExperiment,
  type Challenge,
  type ChallengeFile,
  type ExperimentInput,
  type Lesson,
} from './lesson.ts';
import { oEmbedOf, previewName } from './discovery.ts';
import { titleOf } from './frame.ts';
import { lessonList, lessonPage, type WrittenLesson } from './lessonPage.ts';
import { siteOf } from './site.ts';
import { lessonLanguages, type LessonLanguage } from './words.ts';

/** The page need not know how it is done. */
function shownChallenge({ challenge }: Lesson): Challenge {
  return { ...challenge, solution: {}, wrong: {} };
}

/** The lessons in a folder, in order. */
export function readLessons(folder: string): WrittenLesson[] {
  const names = readdirSync(folder).filter((name) => existsSync(`${folder}${name}/lesson.json`));
  return names.sort().map((name) => {
    const file = (part: string) => readFileSync(`${folder}${name}/${part}`, 'utf8');
    const [, number = '', key = name] = /^(\d+)-(.*)$/.exec(name) ?? [];
    const texts = Object.fromEntries(lessonLanguages.map((language) => [language, file(`${language}.md`)]));
    return {
      key,
      number: Number(number),
      lesson: JSON.parse(file('lesson.json')) as Lesson,
      figures: JSON.parse(file('figures.json')) as Record<string, string>,
      texts: texts as Record<LessonLanguage, string>,
    };
  });
}

/**
 * `folder` holds the lessons, `web` the page's sources, `engine` the built engine; each with its last slash. The environment
 * may name the addresses of the site (`NABLAB_ADDRESS`) and of its sources (`NABLAB_SOURCES`).
 */
export function lessons(folder: string, web: string, engine: string): Plugin {
  return {
    name: 'nablab-lessons',
    apply: 'build',
    async generateBundle() {
      const site = siteOf(process.env);
      const { address } = site;
      const core = await coreIn(engine);
      const linkOf = (experiment: Record<string, unknown>) =>
        encodeLink(core.compact({ version: 1, ...experiment }), core.version());
      const emit = (fileName: string, source: string) =>
        this.emitFile({ type: 'asset', fileName: `lessons/${fileName}`, source });
      const all = readLessons(folder);
      for (const { key, lesson, texts } of all) {
        const from = core.canonical({ version: 1, ...challengeExperiment(lesson) }) as unknown as ExperimentInput;
        const titles = Object.fromEntries(lessonLanguages.map((language) => [language, titleOf(texts[language])]));
        const file: ChallengeFile = { challenge: shownChallenge(lesson), from, titles };
        emit(`${key}.json`, JSON.stringify(file));
      }
      for (const language of lessonLanguages) {
        emit(`${language}/index.html`, lessonList(all, language));
        for (const each of all) {
          const { key, texts } = each;
          emit(`${language}/${key}.html`, lessonPage(each, all, language, linkOf, site));
          const discovered = { key, title: titleOf(texts[language]), language };
          if (address) emit(`${language}/${key}.oembed.json`, oEmbedOf(discovered, address));
        }
      }
      const preview = () => readFileSync(`${web}../docs/light.png`);
      if (address) this.emitFile({ type: 'asset', fileName: previewName, source: preview() });
      const source = (name: string) => readFileSync(`${web}${name}`, 'utf8');
      emit('lessons.css', ['styles/tokens.css', 'lessons/lessons.css'].map(source).join('\n'));
      emit('icon.svg', source('icon.svg'));
      emit('progress.js', source('lessons/progress.js'));
    },
  };
}
