/** The commands of the command line, from the table that its own help is made from. */
import { commands } from '../../cli/commands';
import { escaped } from '../../lessons/frame.ts';
import { code, table, type Part } from './source.ts';

const operandWords = { none: '', one: ' FILE|-', many: ' FILE|FOLDER...', any: ' COMMAND' };

export const commandPart: Part = ({ words }) =>
  Object.entries(commands)
    .map(([name, { operands, help, options, examples }]) => {
      const rows = options.map((option) => [
        [option.name, option.short]
          .filter(Boolean)
          .map((each) => code(each ?? ''))
          .join(', ') + (option.value ? ` ${code(option.value)}` : ''),
        escaped(option.help),
      ]);
      return [
        `<h3 id="${name}"><code>nablab ${name}${escaped(operandWords[operands])}</code></h3>`,
        `<p lang="en">${escaped(help[0].toUpperCase() + help.slice(1))}.</p>`,
        rows.length > 0 ? table(words.options, [words.options, words.meaning], rows) : '',
        `<pre><code>${escaped(examples.join('\n'))}</code></pre>`,
      ].join('\n');
    })
    .join('\n');
