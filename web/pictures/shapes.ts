/** Marks of the classes: each class has a shape of its own, so that it is told apart without colour. */

function polygon(corners: number, radius: number, turn: number): string {
  const points = Array.from({ length: corners }, (_, i) => {
    const angle = turn + (2 * Math.PI * i) / corners;
    return `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`;
  });
  return `M${points.join('L')}Z`;
}

function star(tips: number, outer: number, inner: number): string {
  const points = Array.from({ length: 2 * tips }, (_, i) => {
    const radius = i % 2 === 0 ? outer : inner;
    const angle = -Math.PI / 2 + (Math.PI * i) / tips;
    return `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`;
  });
  return `M${points.join('L')}Z`;
}

function circle(radius: number): string {
  return `M${-radius} 0A${radius} ${radius} 0 1 1 ${radius} 0A${radius} ${radius} 0 1 1 ${-radius} 0Z`;
}

const shapes: ((radius: number) => string)[] = [
  (r) => circle(r),
  (r) => polygon(4, r * 1.2, Math.PI / 4),
  (r) => polygon(3, r * 1.35, -Math.PI / 2),
  (r) => polygon(4, r * 1.25, 0),
  (r) => polygon(3, r * 1.35, Math.PI / 2),
  (r) => polygon(5, r * 1.15, -Math.PI / 2),
  (r) => polygon(6, r * 1.1, 0),
  (r) => star(4, r * 1.5, r * 0.65),
  (r) => star(5, r * 1.45, r * 0.7),
  (r) => star(6, r * 1.4, r * 0.8),
];

/** The SVG path of a class's mark around (0, 0). Ten classes have shapes of their own; then they repeat. */
export function shapePath(classNumber: number, radius: number): string {
  return shapes[classNumber % shapes.length](radius);
}
