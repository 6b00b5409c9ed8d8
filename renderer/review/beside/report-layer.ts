import type { BesideMark } from '../../../shared/model/review/beside.ts';
import { markLines } from '../../../shared/review/beside/mark-lines.ts';
import type { GlassLayer, GlassMark } from '../../viewer/index.ts';

/** What the reader of the report drew, dashed and named, so that nobody takes it for their own. */
export function reportLayer(marks: readonly BesideMark[]): GlassLayer {
  const byPicture = new Map<string, GlassMark[]>();
  for (const { at, drawn, label, words } of marks) {
    if (at === null) continue;
    const name = `${at.objectId} ${at.frame}`;
    const own = byPicture.get(name) ?? [];
    byPicture.set(name, own);
    const first = drawn?.points[0] ?? null;
    if (drawn === null || first === null) continue;
    own.push(...markLines(drawn).map(lineOf), { kind: 'text', at: first, text: `Report ${label}: ${words}` });
  }
  return {
    id: 'report-marks',
    name: 'Drawings of the report',
    colour: 'var(--color-warning)',
    of: ({ objectId, frame }) => byPicture.get(`${objectId} ${frame}`) ?? null,
  };
}

function lineOf({ points, closed }: ReturnType<typeof markLines>[number]): GlassMark {
  const [first] = points;
  return points.length === 1 && first !== undefined
    ? { kind: 'point', at: first }
    : { kind: 'line', points, closed, dashed: true };
}
