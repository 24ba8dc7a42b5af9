/** One floating explanation for the whole page: shown while its subject is pointed at or has the focus; Esc sends it away. */
import type { Attachment } from 'svelte/attachments';

export interface Explanation {
  title: string;
  text: string;
  /** TeX of the core, if the subject has a formula. */
  formula?: string;
  /** Where it is defined. */
  source?: string;
}

/** Milliseconds that a pointer rests before it is meant; and those it may take to reach the explanation. */
const restBefore = 400;
const restAfter = 200;

interface Shown {
  explanation: Explanation;
  near: DOMRect;
  /** Right edge of the panel beside which explanations stand, so that they cover none of its other controls. */
  beside: number | null;
}

class Explainer {
  #shown = $state.raw<Shown | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  get shown(): Shown | null {
    return this.#shown;
  }

  show(explanation: Explanation, subject: Element, after = 0): void {
    clearTimeout(this.#timer);
    const beside = subject.closest('[data-explain-beside]')?.getBoundingClientRect().right ?? null;
    const appear = () => (this.#shown = { explanation, near: subject.getBoundingClientRect(), beside });
    if (after === 0) appear();
    else this.#timer = setTimeout(appear, after);
  }

  /** Keeps what is shown: the pointer has come to the explanation itself. */
  stay(): void {
    clearTimeout(this.#timer);
  }

  hide(after = 0): void {
    clearTimeout(this.#timer);
    if (after === 0) this.#shown = null;
    else this.#timer = setTimeout(() => (this.#shown = null), after);
  }
}

export const explainer = new Explainer();
export { restAfter };

/** Explains the element that this is attached to. */
export function explained(explanation: () => Explanation): Attachment<HTMLElement> {
  return (element) => {
    const onpointerenter = (event: PointerEvent) => {
      if (event.pointerType === 'mouse') explainer.show(explanation(), element, restBefore);
    };
    const onpointerleave = () => explainer.hide(restAfter);
    const onpointerdown = () => explainer.hide();
    const onfocusin = (event: FocusEvent) => {
      if (event.target instanceof Element && event.target.matches(':focus-visible'))
        explainer.show(explanation(), element);
    };
    // Not at once: an element that is taken away loses its focus while the page is being changed.
    const onfocusout = () => explainer.hide(1);
    element.addEventListener('pointerenter', onpointerenter);
    element.addEventListener('pointerleave', onpointerleave);
    element.addEventListener('pointerdown', onpointerdown);
    element.addEventListener('focusin', onfocusin);
    element.addEventListener('focusout', onfocusout);
    return () => {
      element.removeEventListener('pointerenter', onpointerenter);
      element.removeEventListener('pointerleave', onpointerleave);
      element.removeEventListener('pointerdown', onpointerdown);
      element.removeEventListener('focusin', onfocusin);
      element.removeEventListener('focusout', onfocusout);
      explainer.hide();
    };
  };
}
