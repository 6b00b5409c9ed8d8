import type { LesionCell, LesionDrawing, LesionEntry, LesionRole } from '../../model/lesion.ts';
import type { LesionFindingKind } from '../../model/lesion.ts';
import type { MeasureResult, MeasureTool } from '../../model/measurement.ts';
import { formatNumber } from '../format.ts';
import { NORMAL_NODE_MM } from './lesions.ts';
import type { TargetFinding } from './lesions.ts';
import { countedDiameter } from './sum-of-diameters.ts';

/** A drawing as the journal has it now, with what is known of its picture. */
export type CourseDrawing = Readonly<{
  drawing: LesionDrawing;
  tool: MeasureTool;
  result: MeasureResult;
  deleted: boolean;
  modality: string | null;
  /** From slice to slice, else the thickness of one, mm. */
  sliceMm: number | null;
}>;

/** What may be found of a lesion, the most usual first. */
export const FINDINGS_OF: Readonly<Record<LesionRole, readonly LesionFindingKind[]>> = {
  target: ['measured', 'too-small', 'gone', 'merged', 'not-evaluated'],
  'non-target': ['present', 'gone', 'progressed', 'not-evaluated'],
  new: ['unequivocal', 'equivocal', 'gone', 'not-evaluated'],
};

/** A node is entered with its real short axis: it is never "too small" or 0 mm. */
export function mayBeFound(kind: LesionFindingKind, { role, nature }: Pick<LesionEntry, 'role' | 'nature'>): boolean {
  if (role === 'target' && nature === 'node' && (kind === 'too-small' || kind === 'gone')) return false;
  return FINDINGS_OF[role].includes(kind);
}

export const FINDING_WORDS: Readonly<Record<LesionFindingKind, string>> = {
  measured: 'measured',
  'too-small': 'too small to measure',
  merged: 'grown together with another',
  present: 'present',
  progressed: 'progressed, unequivocally',
  unequivocal: 'new, unequivocal',
  equivocal: 'new, equivocal',
  gone: 'gone',
  'not-evaluated': 'not evaluated',
};

/** Spacing of the picture itself: nothing has to be said of it. */
const PLAIN_BASIS = 'pixel spacing';

type Diameter = Readonly<{ mm: number } | { reason: string }>;

/** The longest diameter, of a node the short axis, in mm; or why there is none. Never a pixel count, never a guess. */
export function lesionDiameter({ drawing, tool, result, deleted }: CourseDrawing, node: boolean): Diameter {
  const { label } = drawing;
  if (deleted) return { reason: `${label} was deleted` };
  if (tool !== 'length' && tool !== 'bidirectional') return { reason: `${label} is no length` };
  const wanted = tool === 'length' ? 'length' : node ? 'short axis' : 'long axis';
  const value = result.values.find(({ name }) => name === wanted);
  if (!value) return { reason: `${label} has no ${wanted}` };
  return value.unit === 'mm' ? { mm: value.value } : { reason: `${label} is in ${value.unit}: its size is not known` };
}

/** A lesion at one time point: as a table shows it, and as the sum counts it. */
export type FoundCell = Readonly<{ cell: LesionCell; finding: TargetFinding }>;

export const NOT_ENTERED: FoundCell = {
  cell: { kind: null, studyId: null, mm: null, words: 'not entered', drawings: [], notes: [] },
  finding: { kind: 'not-evaluated', reason: 'not entered' },
};

/** @param labelOf the label of a lesion by its tracking UID; null for one that is none of the ledger */
export function foundCell(
  entry: LesionEntry,
  drawings: ReadonlyMap<string, CourseDrawing>,
  labelOf: (trackingUid: string) => string | null,
): FoundCell {
  const { finding: said, studyId } = entry;
  const node = entry.nature === 'node';
  const drawn = said.measurements.flatMap((id) => drawings.get(id) ?? []);
  const lost = said.measurements.length - drawn.length;
  const shown = drawn.filter(({ deleted }) => !deleted).map(({ drawing }) => drawing);
  const base = { kind: said.kind, studyId, drawings: shown };
  const finding: TargetFinding =
    entry.role === 'target' ? targetFinding(entry, drawn, lost) : { kind: 'not-evaluated', reason: said.reason };
  const mm = entry.role === 'target' ? countedDiameter(finding, node) : null;
  const words = entry.role === 'target' ? targetWords(finding, mm, labelOf) : otherWords(entry, drawn, node);
  const notes = [...notesOf(entry, finding, mm), ...drawn.flatMap((one) => drawingNotes(one, node))];
  return { cell: { ...base, mm, words, notes: [...new Set(notes)] }, finding };
}

function targetFinding(entry: LesionEntry, drawn: readonly CourseDrawing[], lost: number): TargetFinding {
  const { kind, into, reason } = entry.finding;
  if (!mayBeFound(kind, entry)) return unknown('a lymph node is entered with its real short axis');
  if (kind === 'merged') return into === null ? unknown('nobody said with which lesion') : { kind, into };
  if (kind === 'too-small' || kind === 'gone') return { kind };
  if (kind !== 'measured') return unknown(reason === '' ? 'no reason was given' : reason);
  if (lost > 0 || drawn.length === 0) return unknown('its measurement is not here');
  const values = drawn.map((one) => lesionDiameter(one, entry.nature === 'node'));
  const failed = values.flatMap((value) => ('reason' in value ? [value.reason] : []));
  if (failed.length > 0) return unknown(failed.join(', '));
  const pieces = values.flatMap((value) => ('mm' in value ? [value.mm] : []));
  const [only] = pieces;
  return pieces.length === 1 && only !== undefined ? { kind, mm: only } : { kind: 'split', pieces };
}

function unknown(reason: string): TargetFinding {
  return { kind: 'not-evaluated', reason };
}

function targetWords(
  finding: TargetFinding,
  mm: number | null,
  labelOf: (trackingUid: string) => string | null,
): string {
  switch (finding.kind) {
    case 'measured':
      return inMm(mm);
    case 'split':
      return `${inMm(mm)} (${finding.pieces.map((piece) => formatNumber(piece, 'mm')).join(' + ')})`;
    case 'too-small':
      return `too small: ${inMm(mm)}`;
    case 'gone':
      return `gone: ${inMm(mm)}`;
    case 'merged':
      return `in ${labelOf(finding.into) ?? 'another lesion'}`;
    case 'not-evaluated':
      return 'not evaluated';
  }
}

function otherWords({ finding }: LesionEntry, drawn: readonly CourseDrawing[], node: boolean): string {
  const sizes = drawn.flatMap((one) => {
    const value = lesionDiameter(one, node);
    return 'mm' in value ? [inMm(value.mm)] : [];
  });
  return [FINDING_WORDS[finding.kind], ...sizes].join(', ');
}

function notesOf(entry: LesionEntry, finding: TargetFinding, mm: number | null): readonly string[] {
  const { kind, reason } = entry.finding;
  if (entry.role !== 'target') return kind === 'not-evaluated' && reason !== '' ? [reason] : [];
  if (finding.kind === 'not-evaluated') return [finding.reason];
  const normal = entry.nature === 'node' && mm !== null && finding.kind !== 'merged' && mm < NORMAL_NODE_MM;
  return normal ? ['a node under 10 mm is a normal one'] : [];
}

function drawingNotes({ drawing, tool, result, deleted }: CourseDrawing, node: boolean): readonly string[] {
  if (deleted) return [];
  const short = node && tool === 'length' ? [`the length of ${drawing.label} is taken for the short axis`] : [];
  const basis = result.basis === '' || result.basis === PLAIN_BASIS ? [] : [`${drawing.label}: ${result.basis}`];
  return [...short, ...basis, ...result.warnings.map((warning) => `${drawing.label}: ${warning}`)];
}

function inMm(mm: number | null): string {
  return mm === null ? 'not evaluated' : `${formatNumber(mm, 'mm')} mm`;
}
