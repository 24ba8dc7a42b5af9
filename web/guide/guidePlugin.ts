/** Writes the guide beside the page while it is built: `guide/<language>/<key>.html`, readable without JavaScript. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { runnerImport, type Plugin } from 'vite';
import { encodeLink } from '../../wasm-bindings/link.ts';
import { coreIn } from '../formulas/coreIn.ts';
import { siteOf } from '../lessons/site.ts';
import { lessonLanguages, type LessonLanguage } from '../lessons/words.ts';
import { excerptOf } from './excerpt.ts';
import { nothingShared, type SharedGuide } from './guide.ts';
import { guideList, guidePage, type WrittenGuide } from './guidePage.ts';
import type * as Parts from './parts/parts.ts';

/** The pages in `guide/` of the repository at `root`, in order. */
export function readGuide(root: string): WrittenGuide[] {
  const folder = `${root}guide/`;
  const names = readdirSync(folder).filter((name) => existsSync(`${folder}${name}/en.md`));
  return names.sort().map((name) => {
    const file = (part: string) => readFileSync(`${folder}${name}/${part}`, 'utf8');
    const json = (part: string): object =>
      existsSync(`${folder}${name}/${part}`) ? (JSON.parse(file(part)) as object) : {};
    const shared: SharedGuide = { ...nothingShared, ...json('guide.json') };
    const excerpts = Object.entries(shared.excerpts).map(([excerpt, described]) => [
      excerpt,
      excerptOf(readFileSync(root + described.file, 'utf8'), described),
    ]);
    const texts = Object.fromEntries(lessonLanguages.map((language) => [language, file(`${language}.md`)]));
    return {
      folder: `${folder}${name}/`,
      key: name.replace(/^\d+-/, ''),
      shared,
      figures: json('figures.json') as Record<string, string>,
      excerpts: Object.fromEntries(excerpts) as Record<string, string>,
      texts: texts as Record<LessonLanguage, string>,
    };
  });
}

/** `root` is the repository, `engine` the built engine; each with its last slash. */
export function guide(root: string, engine: string): Plugin {
  return {
    name: 'nablab-guide',
    apply: 'build',
    async generateBundle() {
      const core = await coreIn(engine);
      const linkOf = (experiment: Record<string, unknown>) =>
        encodeLink(core.compact({ version: 1, ...experiment }), core.version());
      // The parts read words and commands of the page, modules for a bundler; the configuration is read without one.
      const { module } = await runnerImport<typeof Parts>(`${root}web/guide/parts/parts.ts`);
      const partOf = module.partsOf(core.catalog(), root);
      const emit = (fileName: string, source: string) =>
        this.emitFile({ type: 'asset', fileName: `guide/${fileName}`, source });
      const all = readGuide(root);
      const site = siteOf(process.env);
      for (const language of lessonLanguages) {
        emit(`${language}/index.html`, guideList(all, language));
        for (const each of all)
          emit(`${language}/${each.key}.html`, guidePage(each, all, language, linkOf, partOf, site));
      }
    },
  };
}
