/**
 * A lab as a widget of notebooks: the front-end module that anywidget loads (https://anywidget.dev/en/afm/), in Jupyter,
 * marimo and wherever else such modules are shown. It is loaded by its address, since its files lie beside it. What the
 * widget's model holds goes to an element; what happens in the element is written back.
 */
import { refusalOf } from '../store/refusals';
import type { Events, NablabLab } from './element';

/** What a host offers of the model, as far as it is used here. */
export interface Model {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  on(event: string, handler: (content: unknown) => void): void;
  off(event: string, handler: (content: unknown) => void): void;
  save_changes(): void;
}

/** What the host's side says, and the property of the element that follows; null or an empty text is none. */
const wishes = ['experiment', 'lesson', 'room', 'controls', 'language', 'theme'] as const;

/** Milliseconds between two reports of one lab: a kernel cannot take one for every frame. */
const interval = 250;

/** What a message `{ order, value }` of the host makes the element do. */
const orders: Record<string, (lab: NablabLab, value: unknown) => Promise<unknown>> = {
  play: (lab) => lab.play(),
  pause: (lab) => lab.pause(),
  reset: (lab) => lab.reset(),
  train: (lab, value) => lab.train(Number(value)),
  seek: (lab, value) => lab.seek(Number(value)),
};

function follow(lab: NablabLab, model: Model, name: (typeof wishes)[number]): void {
  const value = model.get(name) || null;
  if (name === 'experiment') lab.experiment = value;
  else lab[name] = value as string | null;
}

/** Writes into the model what happens in the element: at once, then every so often; what costs more once it rests. */
class Reporter {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #news: Record<string, unknown> = {};
  #ended = false;

  constructor(
    private readonly lab: NablabLab,
    private readonly model: Model,
  ) {}

  /** Reports something soon; the newest of a name wins. */
  tell(news: Record<string, unknown>): void {
    Object.assign(this.#news, news);
    this.#timer ??= setTimeout(() => void this.#report(), interval);
  }

  /** From now on nothing is written any more. */
  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  async #report(): Promise<void> {
    const { playing } = this.lab;
    const rested = playing ? {} : await this.#rested().catch(() => ({}));
    if (this.#ended) return;
    const news = Object.entries({ ...this.#news, ...rested });
    this.#news = {};
    for (const [name, value] of news) this.model.set(name, value);
    if (news.length > 0) this.model.save_changes();
    // That it rests is no event.
    this.#timer = playing ? setTimeout(() => void this.#report(), interval) : undefined;
  }

  /** The run as it stands: its bits, its experiment with all knobs, its link, and what the doctor finds. */
  async #rested(): Promise<Record<string, unknown>> {
    // What was never in view is left alone.
    if (!this.lab.frame) return {};
    const [hash, link, diagnosis] = await Promise.all([this.lab.hash(), this.lab.link(), this.lab.diagnose()]);
    return { hash, link, current: this.lab.experiment, findings: diagnosis?.findings ?? [] };
  }
}

/** Shows the widget in `el`; what is returned takes it away again, with its worker. */
async function render({ model, el }: { model: Model; el: HTMLElement }): Promise<() => void> {
  await import('./index');
  const lab = document.createElement('nablab-lab');
  const reporter = new Reporter(lab, model);
  const on = <Name extends keyof Events>(name: Name, tell: (detail: Events[Name]) => void) =>
    lab.addEventListener(name, (event) => tell((event as CustomEvent<Events[Name]>).detail));
  on('step', ({ step, ...readings }) => reporter.tell({ step, readings }));
  on('finding', () => {
    void lab.diagnose().then((diagnosis) => reporter.tell({ findings: diagnosis?.findings ?? [] }));
  });
  on('finish', (end) => reporter.tell({ end }));
  on('error', (error) => reporter.tell({ error }));

  const obey = (content: unknown) => {
    const { order = '', value } = (content ?? {}) as { order?: string; value?: unknown };
    if (!Object.hasOwn(orders, order)) {
      const allowed = Object.keys(orders).join(', ');
      return reporter.tell({ error: { code: 'ARGUMENT', path: 'order', found: JSON.stringify(order), allowed } });
    }
    const done = orders[order](lab, value);
    done.then(
      () => reporter.tell({ step: lab.step }),
      (error: unknown) => reporter.tell({ error: refusalOf(error) }),
    );
  };
  const handlers = wishes.map((name) => {
    const changed = () => {
      reporter.tell({ error: null, end: null });
      follow(lab, model, name);
    };
    model.on(`change:${name}`, changed);
    follow(lab, model, name);
    return () => model.off(`change:${name}`, changed);
  });
  model.on('msg:custom', obey);
  el.append(lab);
  return () => {
    reporter.end();
    model.off('msg:custom', obey);
    for (const remove of handlers) remove();
    lab.remove();
  };
}

export default { render };
