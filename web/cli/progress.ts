/** A bar on the terminal's last line, for people only: it goes to standard error, and only to a terminal. */
export class Progress {
  readonly #shown: boolean;

  constructor(quiet: boolean, environment: NodeJS.ProcessEnv = process.env) {
    this.#shown = !quiet && process.stderr.isTTY && environment.TERM !== 'dumb' && !environment.CI;
  }

  /** `note` stands after the bar where there is room. */
  show(done: number, all: number, note: string): void {
    if (!this.#shown) return;
    const columns = process.stderr.columns || 80;
    const count = ` ${done}/${all} `;
    const width = Math.min(40, columns - count.length - 3);
    const filled = all > 0 ? Math.round((width * done) / all) : width;
    const bar = width >= 5 ? `[${'#'.repeat(filled)}${'-'.repeat(width - filled)}]` : '';
    process.stderr.write(`\r\x1b[K${(bar + count + note).slice(0, columns - 1)}`);
  }

  clear(): void {
    if (this.#shown) process.stderr.write('\r\x1b[K');
  }
}
