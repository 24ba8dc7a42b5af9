/** The tools that other people run or build our package and page with, and how each is called on its example. */

/** One tool. */
export interface Tool {
  /** As people call it. */
  name: string;
  /** The package of `package.json` here that brings it; without one, it is the machine's own. */
  from?: string;
  /** What it is called by, in its example's folder. */
  command: string[];
  /** Prints its version. Only for tools of the machine. */
  version?: string[];
}

/** Run the program of `examples/bundlers`, which prints its bits. */
export const programs: Tool[] = [
  { name: 'Node', command: ['npm', 'run', '-s', 'node'], version: ['node', '--version'] },
  { name: 'Node, CommonJS', command: ['npm', 'run', '-s', 'commonjs'], version: ['node', '--version'] },
  { name: 'Deno', from: 'deno', command: ['npm', 'run', '-s', 'deno'] },
  { name: 'Bun', from: 'bun', command: ['npm', 'run', '-s', 'bun'] },
];

/** Make a page of `examples/bundlers`, in a folder of `built/` there. */
export const bundlers: Record<string, Tool> = Object.fromEntries(
  [
    ['vite', 'Vite'],
    ['webpack', 'webpack'],
    ['rollup', 'Rollup'],
    ['esbuild', 'esbuild'],
  ].map(([key, name]) => [key, { name, from: key, command: ['npm', 'run', '-s', key] }]),
);

/** Make a site of the example of the same name in `examples/hosts`; `built` is where it then lies. */
export const sites: Record<string, Tool & { built: string }> = {
  docusaurus: { name: 'Docusaurus', from: '@docusaurus/core', command: ['npx', 'docusaurus', 'build'], built: 'build' },
  framework: {
    name: 'Observable Framework',
    from: '@observablehq/framework',
    command: ['npx', 'observable', 'build'],
    built: 'dist',
  },
  sphinx: {
    name: 'Sphinx',
    command: ['sphinx-build', '-q', '-b', 'html', '.', 'built'],
    version: ['sphinx-build', '--version'],
    built: 'built',
  },
};

/** Asked for, and to be had neither as packages of npm nor of Debian. */
export const beyondReach = ['Quarto', 'JupyterLab, with anywidget'];
