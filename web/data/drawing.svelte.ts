/** Points that a person sets and erases by hand, with what can be undone. */

export interface DrawnPoint {
  x: number;
  y: number;
  classNumber: number;
}

/** Points of one stroke of the brush, and how far they lie apart in units of the plane. */
export const brushes = [1, 5, 12] as const;
const brushSpread = 0.07;
/** The angle by which leaves turn: each next point finds room between the others (Vogel 1979). */
const goldenAngle = Math.PI * (3 - Math.sqrt(5));

/** Points closer than this to the eraser go, in units of the edge; a key aims better than a finger. */
export const eraserReach = { stroke: 0.12, key: 0.04 } as const;
const rounded = (value: number) => Math.round(value * 1000) / 1000;

export class Drawing {
  points = $state.raw<DrawnPoint[]>([]);
  classes = $state(2);
  chosen = $state(0);
  brush = $state<number>(1);
  erasing = $state(false);
  #past = $state.raw<DrawnPoint[][]>([]);

  /** The plane reaches from −edge to edge in both directions. */
  constructor(
    readonly most: number,
    numbers: readonly number[] = [],
    classes = 2,
  ) {
    for (let i = 0; i + 2 < numbers.length; i += 3) {
      this.points.push({ x: numbers[i], y: numbers[i + 1], classNumber: numbers[i + 2] });
    }
    this.classes = classes;
  }

  get edge(): number {
    return this.points.reduce((edge, { x, y }) => Math.max(edge, Math.abs(x), Math.abs(y)), 1);
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get isFull(): boolean {
    return this.points.length >= this.most;
  }

  /** x, y and class of every point, as an experiment keeps them. */
  get numbers(): number[] {
    return this.points.flatMap(({ x, y, classNumber }) => [x, y, classNumber]);
  }

  /** Remembers how it was: whatever comes until the next call is undone at once. */
  begin(): void {
    this.#past = [...this.#past.slice(-49), this.points];
  }

  /** Sets as many points as the brush has around a place, as far as there is room for them. */
  set(x: number, y: number): void {
    const { brush, chosen, points, edge } = this;
    const room = Math.min(brush, this.most - points.length);
    const within = (value: number) => rounded(Math.min(edge, Math.max(-edge, value)));
    const fresh = Array.from({ length: Math.max(0, room) }, (_, i) => {
      const distance = brush === 1 ? 0 : brushSpread * edge * Math.sqrt((i + 0.5) * 0.6);
      const angle = (points.length + i) * goldenAngle;
      return {
        x: within(x + distance * Math.cos(angle)),
        y: within(y + distance * Math.sin(angle)),
        classNumber: chosen,
      };
    });
    this.points = [...points, ...fresh];
  }

  erase(x: number, y: number, reach: number): void {
    const radius = reach * this.edge;
    this.points = this.points.filter((point) => Math.hypot(point.x - x, point.y - y) > radius);
  }

  clear(): void {
    this.begin();
    this.points = [];
  }

  undo(): void {
    this.points = this.#past.at(-1) ?? this.points;
    this.#past = this.#past.slice(0, -1);
  }

  /** Fewer classes: points of those that go become the last one's. */
  setClasses(classes: number): void {
    this.classes = classes;
    this.chosen = Math.min(this.chosen, classes - 1);
    if (this.points.every(({ classNumber }) => classNumber < classes)) return;
    this.begin();
    this.points = this.points.map((point) => ({ ...point, classNumber: Math.min(point.classNumber, classes - 1) }));
  }
}
