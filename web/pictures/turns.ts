/**
 * Spreads the drawing of pictures over animation frames: without a graphics card, drawing all that changes while a network
 * learns takes longer than a frame of a sixtieth of a second. Pictures stand in two groups, which take turns as long as
 * both have something to draw; a picture that changes alone is drawn at once.
 */

/** Draws a picture whose turn has come. */
type Resume = () => void;

let members = 0;
/** Counts the frames in which something was drawn. */
let frames = 0;
/** The group that draws in the present frame, once that is known. */
let drawing: 0 | 1 | null = null;
const waiting: [Set<Resume>, Set<Resume>] = [new Set(), new Set()];

function nextFrame(): void {
  frames++;
  const order = drawing === 0 ? ([1, 0] as const) : ([0, 1] as const);
  drawing = order.find((group) => waiting[group].size > 0) ?? null;
  if (drawing === null) return;
  requestAnimationFrame(nextFrame);
  const due = [...waiting[drawing]];
  waiting[drawing].clear();
  for (const resume of due) resume();
}

/** One picture's part in it: `resume` is called in the frame in which a picture that had to wait may draw. */
export class Turn {
  readonly #group = (members++ % 2) as 0 | 1;
  /** The frame in which the picture was drawn last: once in each is enough. */
  #drawnIn = -1;

  constructor(private readonly resume: Resume) {}

  /** Whether the picture may draw now. */
  take(): boolean {
    if (drawing === null) {
      drawing = this.#group;
      requestAnimationFrame(nextFrame);
    }
    const isNow = drawing === this.#group && this.#drawnIn !== frames;
    if (isNow) {
      this.#drawnIn = frames;
      waiting[this.#group].delete(this.resume);
    } else waiting[this.#group].add(this.resume);
    return isNow;
  }

  /** The picture is gone. */
  end(): void {
    waiting[this.#group].delete(this.resume);
  }
}
