/** How the page shows itself now; nothing of this is remembered. */
class View {
  /** The overview of keys, and of what the page is, lies over it. */
  helping = $state(false);
  #presenting = $state(false);

  /** Large letters and few controls, for a room full of people. */
  get presenting(): boolean {
    return this.#presenting;
  }

  set presenting(on: boolean) {
    this.#presenting = on;
    // Pictures read the size of their letters from the style of the page.
    document.documentElement.toggleAttribute('data-presenting', on);
  }
}

export const view = new View();
