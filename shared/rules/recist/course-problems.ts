import { displayDate } from '../../dicom/dates.ts';
import type { LesionEntry } from '../../model/lesion.ts';
import type { CourseDrawing, FoundCell } from './lesion-cell.ts';
import { measurableLesion, targetChoiceProblems } from './measurable.ts';
import type { BaselineLesion } from './measurable.ts';

/** A lesion of the course with what was found at each time point of the chain, the baseline first. */
export type FollowedLesion = Readonly<{
  identity: Pick<LesionEntry, 'trackingUid' | 'label' | 'role' | 'nature' | 'organ'>;
  found: readonly FoundCell[];
}>;

/** Rules of the choice of lesions that are not kept (rule 3.3), in words. */
export function courseProblems(
  lesions: readonly FollowedLesion[],
  baselineDate: string,
  drawings: ReadonlyMap<string, CourseDrawing>,
): readonly string[] {
  const targets = lesions.filter(({ identity }) => identity.role === 'target');
  const chosen = targets.map(({ identity: { nature, organ } }) => ({
    node: nature === 'node',
    organ: organ.trim().toLowerCase(),
  }));
  return [
    ...targetChoiceProblems(chosen),
    ...targets.flatMap((lesion) => targetProblems(lesion, baselineDate, drawings)),
    ...lesions.flatMap((lesion) => roleProblems(lesion, baselineDate)),
  ];
}

function targetProblems(
  { identity, found }: FollowedLesion,
  baselineDate: string,
  drawings: ReadonlyMap<string, CourseDrawing>,
): readonly string[] {
  const name = nameOf(identity);
  const [baseline] = found;
  if (baseline?.cell.kind === undefined || baseline.cell.kind === null) {
    const day = displayDate(baselineDate);
    return [`${name} has no value at the baseline of ${day}: enter one there, or the targets have no response`];
  }
  if (baseline.finding.kind !== 'measured') return [`${name}: a target is measured once at baseline`];
  const [first] = baseline.cell.drawings;
  const drawn = first && drawings.get(first.measurementId);
  const seenOn = seenOnOf(drawn?.modality ?? null);
  if (seenOn === null) return [`${name} was measured on ${drawn?.modality ?? 'an unknown modality'}, which RECIST 1.1 does not take`]; // prettier-ignore
  const { nature, organ } = identity;
  const { measurable, reason } = measurableLesion({
    ...{ node: nature === 'node', organ, mm: baseline.finding.mm, seenOn, sliceMm: drawn?.sliceMm ?? null },
    withoutMass: nature === 'no-mass',
    irradiated: nature === 'irradiated' || nature === 'irradiated-grown',
    progressedSinceRadiation: nature === 'irradiated-grown',
  });
  return measurable ? [] : [`${name} cannot be a target: ${reason}`];
}

function roleProblems({ identity, found }: FollowedLesion, baselineDate: string): readonly string[] {
  const atBaseline = found[0]?.cell.kind !== null;
  const name = nameOf(identity);
  if (identity.role === 'new' && atBaseline) return [`${name}: at baseline no lesion is a new one`];
  if (identity.role === 'non-target' && !atBaseline) {
    return [`${name} was not there at the baseline of ${displayDate(baselineDate)}: it may be a new lesion`];
  }
  return [];
}

function seenOnOf(modality: string | null): BaselineLesion['seenOn'] | null {
  if (modality === 'CT' || modality === 'MR') return modality;
  return modality === 'CR' || modality === 'DX' ? 'chest radiograph' : null;
}

function nameOf({ label, organ }: FollowedLesion['identity']): string {
  return organ.trim() === '' ? label : `${label} ${organ.trim()}`;
}
