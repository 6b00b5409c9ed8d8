import { displayDate } from '../../../shared/dicom/dates.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { SeriesForReading, StudyForReading } from '../../../shared/model/study.ts';
import { picturePlane } from '../../../shared/volume/picture-plane.ts';
import { planVolume } from '../../../shared/volume/plan-volume.ts';
import type { SeriesStack, SeriesStacks } from '../../hanging/index.ts';
import type { RegisteredBetween } from '../linked-scroll.ts';

/** A stack of the open case, as it is named for fusion. */
export interface FusionStack {
  readonly studyId: StudyId;
  readonly series: SeriesForReading;
  readonly stack: SeriesStack;
}

/** What could lie over a stack. */
export interface FusionPartner extends FusionStack {
  readonly name: string;
  /** "registered by …", where they do not share a frame of reference. */
  readonly by: string | null;
  /** Why it cannot, in words. */
  readonly refused: string | null;
}

/** Series of what the body does, which are laid over those of how it looks; so are maps that were worked out from them. */
const FUNCTIONAL = ['PT', 'NM'];
const PARAMETRIC_MAP = '1.2.840.10008.5.1.4.1.1.30';

const UNTIED =
  'another frame of reference. {image.register} registers two series (CT, MR, PET), each in a viewport; {image.link-registered} uses a registration of the case';

/**
 * Every other stack of the case that could be laid over this one, those that cannot with the reason.
 * @param mostBytes of stored values that there is room for
 */
export function partnersOf(
  base: FusionStack,
  studies: readonly StudyForReading[],
  stacks: SeriesStacks,
  registered: RegisteredBetween,
  mostBytes: number,
): readonly FusionPartner[] {
  const here = spaceOf(base);
  return studies.flatMap(({ study, series }) =>
    series.flatMap((one) =>
      stacks.of(one).stacks.flatMap((stack): FusionPartner[] => {
        const there = { studyId: study.studyId, series: one, stack };
        const isSelf = one.seriesUid === base.series.seriesUid && stack.number === base.stack.number;
        if (isSelf || stack.refs.length === 0 || !stack.frames.some(isSlice)) return [];
        const space = spaceOf(there);
        const isSame = here !== null && here === space;
        const way = isSame ? null : registered(here, space);
        const plan = planVolume(stack.frames, mostBytes, 1);
        // What could not be laid over it even if it were tied is no choice at all.
        if (!isSame && !way && (!plan.ok || stack.minor)) return [];
        const untied = !isSame && !way ? UNTIED : null;
        const refused = plan.ok ? untied : plan.words;
        const name = stackName(there, study.studyId === base.studyId ? null : study.studyDate);
        return [{ ...there, name, by: way?.by ?? null, refused }];
      }),
    ),
  );
}

/** The one that a reader means without saying: the one corrected PET of the study of a CT or MR, or the one CT or MR that a PET came with. */
export function obviousPartner(base: FusionStack, partners: readonly FusionPartner[]): FusionPartner | null {
  const own = partners.filter((one) => one.refused === null && one.studyId === base.studyId && one.by === null);
  if (isFunctional(base)) {
    const below = own.filter((one) => ['CT', 'MR'].includes(one.series.modality ?? '') && !one.stack.minor);
    return below.length === 1 ? (below[0] ?? null) : null;
  }
  const over = own.filter((one) => isFunctional(one) && !one.stack.minor);
  const corrected = over.filter(({ stack }) => stack.frames.every(({ image }) => isCorrected(image.pet)));
  const best = corrected.length > 0 ? corrected : over;
  return best.length === 1 ? (best[0] ?? null) : null;
}

/** Whether the reader means the other way round: what looks at a PET and says "fuse" wants it over the CT. */
export function isUnder(base: FusionStack, partner: FusionStack): boolean {
  return isFunctional(base) && !isFunctional(partner);
}

/** "PT 3 Whole body"; of another study with its date. */
export function stackName({ series, stack }: Pick<FusionStack, 'series' | 'stack'>, studyDate: string | null): string {
  const { modality, number, description, protocol } = series;
  const date = studyDate === null ? null : displayDate(studyDate);
  return [modality, number, description ?? protocol, stack.name === '' ? null : stack.name, date]
    .filter((part) => part !== null)
    .join(' ');
}

function spaceOf({ stack, series }: FusionStack): string | null {
  return stack.link.frameOfReference ?? series.frameOfReference;
}

function isSlice({ image, frame }: SeriesStack['frames'][number]): boolean {
  return picturePlane(image, frame).ok;
}

function isFunctional({ series, stack }: FusionStack): boolean {
  return FUNCTIONAL.includes(series.modality ?? '') || stack.frames[0]?.image.sopClass === PARAMETRIC_MAP;
}

function isCorrected(pet: SeriesStack['frames'][number]['image']['pet']): boolean {
  return pet?.correctedImage.some((entry) => entry.trim().toUpperCase() === 'ATTN') === true;
}
