/** One number of a session, named by a path: what figures quote and challenges ask for. */
import type { Session } from '../../wasm-bindings/types.ts';
import type { Standing } from './lesson.ts';

/** The thing at the end of a way of names and numbers. */
function follow(value: unknown, way: string[]): unknown {
  return way.reduce<unknown>((at, name) => (at as Record<string, unknown> | null | undefined)?.[name], value);
}

function find(session: Session, method: string, way: string[], tool?: { kind: string }): unknown {
  const [first = '', second = '', ...rest] = way;
  switch (method) {
    case 'report':
    case 'calibration':
      return follow(session[method](first as 'training'), [second, ...rest]);
    case 'unitReport': {
      const [row = '0', ...more] = rest;
      return follow(session.unitReport(Number(first), Number(second), Number(row)), more);
    }
    case 'readings': {
      const { values = [], width = 0 } = session.readings()[first] ?? {};
      return values[values.length - width + Number(second)];
    }
    case 'tool':
      return follow(session.tool(tool as { kind: 'hessian' }), way);
    case 'trace': {
      const [row = 0, column = 0] = way.slice(-2).map(Number);
      const wanted = way.slice(1, -2).join('.');
      const isIt = ({ layer, name }: { layer: number; name: string }) => layer === Number(first) && name === wanted;
      const quantity = session.trace().find(isIt);
      return quantity?.values[row * (quantity.shape.at(-1) ?? 1) + column];
    }
    case 'metrics':
    case 'status':
    case 'parameters':
    case 'gradients':
    case 'statistics':
    case 'baselines':
    case 'layers':
      return follow(session[method](), way);
    default:
      return undefined;
  }
}

/**
 * The number at a path such as `metrics.training.loss`; `Figure.read` lists what there is. Null where there is none, as
 * the accuracy of a regression.
 */
export function readNumber(session: Session, path: string, tool?: { kind: string }): number | null {
  const [method = '', ...way] = path.split('.');
  const value = find(session, method, way, tool);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Where a session stands with regard to a challenge that asks for the number at this path. */
export function standingOf(session: Session, path: string): Standing {
  const { step, parameters, stopped } = session.status();
  const value = readNumber(session, path);
  return { experiment: { ...session.experiment() }, step, parameters, ended: stopped !== null, value };
}
