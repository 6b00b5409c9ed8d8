import { chunkAround, spanOf } from '../language/statement.ts';
import type { Statement } from '../language/statement.ts';
import type { Side } from '../language/sides.ts';
import type { ReportText, TextFinding } from './report-text.ts';

/** A measurement named in the text, at its offset in the section, and the side on which it was made. */
export interface NamedMeasurement {
  readonly label: string;
  readonly side: Side | null;
  readonly sectionId: string;
  readonly at: number;
}

/** Measurements that a sentence puts on the side on which they were not made. */
export function measuredSideChecks(text: ReportText, named: readonly NamedMeasurement[]): TextFinding[] {
  return named.flatMap((one) => {
    const statement = text.of(one.sectionId).find(({ start, end }) => one.at >= start && one.at < end);
    if (one.side === null || !statement) return [];
    const said = sideAt(statement, one.at);
    if (said === null || said.side === one.side) return [];
    const message = `${one.label} was measured on the ${one.side.toUpperCase()}; its sentence says ${said.side.toUpperCase()}.`;
    return [{ code: 'check/laterality-measurement', sectionId: one.sectionId, ...said.span, message }];
  });
}

/** The nearest side before the measurement in its piece of the sentence, else the only one of the sentence. */
function sideAt(statement: Statement, offset: number) {
  const place = statement.words.findIndex(({ end }) => end > offset);
  const at = place === -1 ? statement.words.length - 1 : place;
  const [from, to] = chunkAround(statement, at);
  const inPiece = statement.sides.filter((side) => side.at >= from && side.at < to);
  const pool = inPiece.length > 0 ? inPiece : statement.sides;
  const found = pool.filter((side) => side.at <= at).at(-1) ?? pool[0];
  if (!found || found.side === 'both' || (inPiece.length === 0 && statement.sides.length > 1)) return null;
  return { side: found.side, span: spanOf(statement, found.at, found.at + 1) };
}
