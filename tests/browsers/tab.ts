/** What the tests ask of a browser, whichever program drives it. */
export interface Tab {
  open(address: string): Promise<void>;
  reload(): Promise<void>;
  /** What a function gives that runs in the page: arguments and result travel as JSON. */
  run<Given extends unknown[], Result>(
    work: (...given: Given) => Result | Promise<Result>,
    ...given: Given
  ): Promise<Result>;
  /** Clicks the element that this XPath finds, as a person would, once it is there. */
  click(path: string): Promise<void>;
  /** Ends the browser. */
  close(): Promise<void>;
}

/** Size of every window in pixels: small, since nobody looks at what is drawn without a graphics card. */
export const windowSize = { width: 1024, height: 768 };

/** A function's call as a program: it knows nothing but what it is given. */
export function callOf(work: (...given: never[]) => unknown, given: unknown[]): string {
  return `(${work})(...${JSON.stringify(given)})`;
}
