import type { ShutterShape } from '../../../../shared/model/image.ts';
import type { Attributes } from './attributes.ts';

/** Corners of a polygon that are taken. */
const MOST_VERTICES = 1024;

/** Shapes of a display shutter (Part 3, C.7.6.11); a shape without its numbers is left out. */
export function readShutter(attributes: Attributes): ShutterShape[] {
  return attributes.texts('shutterShape').flatMap((name): ShutterShape[] => {
    if (name === 'RECTANGULAR') return rectangle(attributes);
    if (name === 'CIRCULAR') return circle(attributes);
    return name === 'POLYGONAL' ? polygon(attributes) : [];
  });
}

function rectangle(attributes: Attributes): ShutterShape[] {
  const left = attributes.integer('shutterLeft');
  const right = attributes.integer('shutterRight');
  const upper = attributes.integer('shutterUpper');
  const lower = attributes.integer('shutterLower');
  if (left === null || right === null || upper === null || lower === null) return [];
  return [{ shape: 'rectangular', left, right, upper, lower }];
}

function circle(attributes: Attributes): ShutterShape[] {
  const [row, column] = attributes.vector('shutterCenter', 2) ?? [];
  const radius = attributes.integer('shutterRadius');
  if (row === undefined || column === undefined || radius === null) return [];
  return [{ shape: 'circular', row, column, radius }];
}

function polygon(attributes: Attributes): ShutterShape[] {
  const values = attributes.numbers('shutterVertices').slice(0, MOST_VERTICES * 2);
  if (values.length < 6 || values.length % 2 !== 0 || !values.every(Number.isFinite)) return [];
  const vertices = Array.from({ length: values.length / 2 }, (_, at): [number, number] => [
    values[at * 2] ?? 0,
    values[at * 2 + 1] ?? 0,
  ]);
  return [{ shape: 'polygonal', vertices }];
}
