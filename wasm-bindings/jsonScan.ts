/**
 * Where a text stops being JSON (RFC 8259). Engines tell that in different words or not at all, and people need the
 * place. Only called for texts that `JSON.parse` has refused and whose depth is bounded.
 */
export function jsonErrorOffset(text: string): number {
  const scan = new Scan(text);
  try {
    scan.document();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return error.offset;
  }
  return text.length;
}

class Stop extends Error {
  constructor(readonly offset: number) {
    super('not JSON');
  }
}

class Scan {
  #at = 0;

  constructor(private readonly text: string) {}

  document(): void {
    this.#value();
    if (this.#at < this.text.length) throw new Stop(this.#at);
  }

  #value(): void {
    this.#blank();
    const first = this.text[this.#at];
    if (first === '{') this.#members('}', () => this.#member());
    else if (first === '[') this.#members(']', () => this.#value());
    else if (first === '"') this.#string();
    else this.#wordOrNumber();
    this.#blank();
  }

  /** From an opening bracket to its closing one, items between commas. */
  #members(closing: string, item: () => void): void {
    ++this.#at;
    this.#blank();
    if (this.text[this.#at] === closing) {
      ++this.#at;
      return;
    }
    for (;;) {
      item();
      if (this.text[this.#at] === closing) break;
      this.#expect(',');
    }
    ++this.#at;
  }

  #member(): void {
    this.#blank();
    this.#string();
    this.#blank();
    this.#expect(':');
    this.#value();
  }

  #string(): void {
    this.#expect('"');
    for (;;) {
      this.#match(/[ !#-[\]-\uffff]*/y);
      if (this.text[this.#at] === '"') break;
      this.#match(/\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y);
    }
    ++this.#at;
  }

  #wordOrNumber(): void {
    this.#match(/true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y);
  }

  #blank(): void {
    this.#match(/[ \t\r\n]*/y);
  }

  #expect(character: string): void {
    if (this.text[this.#at] !== character) throw new Stop(this.#at);
    ++this.#at;
  }

  /** Takes what the (sticky) pattern takes, or stops. */
  #match(pattern: RegExp): void {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.text)) throw new Stop(this.#at);
    this.#at = pattern.lastIndex;
  }
}
