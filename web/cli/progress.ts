/** A bar on the terminal's last line, for people only: it goes to standard error, and only to a terminal. */
export class Progress {
  readonly #shown: boolean;

  constructor(quiet: boolean, environment: NodeJS.ProcessEnv = process.env) {
    this.#shown = !quiet && process.stderr.isTTY && environment.TERM !== 'dumb' && !environment.CI;
  }

  /** `note` stands after the count, and the bar before it takes what room is left. */
  show(done: number, all: number, note: string): void {
    if (!this.#shown) return;
    const columns = process.stderr.columns || 80;
    const count = ` ${done}/${all} `;
    const width = Math.min(40, columns - count.length - note.length - 3);
    const filled = all > 0 ? Math.round((width * done) / all) : width;
    const bar = width >= 5 ? `[${'#'.repeat(filled)}${'-'.repeat(width - filled)}]` : '';
    const text = bar + count + note;
    // Half a number would be another number.
    process.stderr.write(`\r\x1b[K${text.length < columns ? text : count.trim()}`);
  }

  clear(): void {
    if (this.#shown) process.stderr.write('\r\x1b[K');
  }
}
