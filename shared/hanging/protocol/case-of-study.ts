import { patientAge } from '../../dicom/age.ts';
import { displayFrames } from '../../dicom/sort-frames.ts';
import type { SeriesFrame } from '../../dicom/sort-frames.ts';
import type { ObjectId } from '../../model/ids.ts';
import type { ImageInfo } from '../../model/image.ts';
import type { PriorInfo, SeriesForReading, StudyForReading } from '../../model/study.ts';
import { HOUNSFIELD, modalityUnit } from '../../rules/modality.ts';
import { defaultHanging } from '../default-hanging.ts';
import { isLocalizer, isMinor, planeOf } from '../main-series.ts';
import { daysBetween } from '../prior-relevance.ts';
import { documentKind, documentsOf } from '../series-documents.ts';
import type { PriorRules } from '../prior-relevance.ts';
import { mainStack, splitSeries } from '../split-series.ts';
import type { SplitStack } from '../split-series.ts';
import type { StackRules } from '../stack-rules.ts';
import type { HangingCase, HangingExtra, HangingPrior, HangingStack, HangingStudy } from './case-facts.ts';
import { contentOf } from './content.ts';
import { orderedFacts } from './ordered-facts.ts';
import type { FallbackPlan } from './fallback.ts';

export interface CaseTables {
  readonly priors: PriorRules;
  readonly stacks: StackRules;
  /** The stacks of a series by those rules, where somebody knows them already: sorting a long series takes some 10 ms. */
  readonly splitOf?: (series: SeriesForReading) => readonly SplitStack[];
}

export interface OpenedPrior {
  readonly study: StudyForReading;
  readonly info: Pick<PriorInfo, 'relevance'>;
}

/** Pictures of these are read one by one: each is a stack of its own to a protocol. */
const PROJECTION: ReadonlySet<string> = new Set(['CR', 'DX', 'RG', 'MG', 'PX', 'IO']);
/** Runs and clips of these are objects of their own, whatever series they lie in; the stills between them stay together. */
const CLIPS: ReadonlySet<string> = new Set(['US', 'IVUS', 'XA', 'RF', 'ES']);

/** Of each unit in a year. */
const A_YEAR = { days: 365.25, weeks: 52.18, months: 12, years: 1 } as const;

/** What protocols may ask of a study. */
export function hangingStudy(
  { study, series, beside }: Omit<StudyForReading, 'priors'>,
  tables: CaseTables,
): HangingStudy {
  const examination = tables.priors.examination(study);
  const reports = new Set(beside?.reports);
  const stacks = series.flatMap((one) => hangingStacks(study.studyUid, one, tables, reports));
  const age = patientAge({ age: study.patientAge, birthDate: study.patient.birthDate, studyDate: study.studyDate });
  return {
    studyUid: study.studyUid,
    date: study.studyDate,
    modalities: study.modalities,
    ...orderedFacts({ study, series }, examination, tables.priors),
    techniques: examination.techniques,
    contrast: examination.contrast,
    age: age && age.value / A_YEAR[age.unit],
    sex: study.patient.sex,
    site: study.site,
    ...extrasOf(study, beside, stacks),
    stacks,
  };
}

function extrasOf(
  { reportState }: StudyForReading['study'],
  beside: StudyForReading['beside'],
  stacks: readonly HangingStack[],
): Pick<HangingStudy, 'extras' | 'keyImages' | 'aiSeries'> {
  const { keyImages = [], ai = [] } = beside ?? {};
  const extras: HangingExtra[] = [];
  if (beside?.report === true || reportState !== 'none') extras.push('report');
  if (keyImages.length > 0) extras.push('key-images');
  if (ai.length > 0 || stacks.some(({ content }) => content.includes('ai-result'))) extras.push('ai-result');
  return {
    extras,
    ...(keyImages.length > 0 ? { keyImages: keyImages.length } : {}),
    ...(ai.length > 0 ? { aiSeries: [...new Set(ai.flatMap(({ series }) => series))] } : {}),
  };
}

/** @param priors of the same patient, with their relevance to the current study, those that were opened */
export function hangingCase(
  current: StudyForReading,
  priors: readonly OpenedPrior[],
  tables: CaseTables,
  desk: Pick<HangingCase, 'reader' | 'monitors'>,
): HangingCase {
  return {
    study: hangingStudy(current, tables),
    priors: priors.map(({ study, info }): HangingPrior => ({
      ...hangingStudy(study, tables),
      relevance: info.relevance,
      daysBefore: daysBetween(study.study.studyDate, current.study.studyDate),
    })),
    ...desk,
  };
}

/** The built-in hanging, for a case without a protocol. @param of the same studies, as hangingCase gave it */
export function builtInPlan(of: HangingCase, current: StudyForReading, prior: StudyForReading | null): FallbackPlan {
  const plan = defaultHanging(current, prior, of.monitors[0]?.orientation ?? 'landscape');
  const stacks = [of.study, ...of.priors].flatMap((study) => study.stacks);
  return {
    name: plan.name,
    rows: plan.rows,
    columns: plan.columns,
    viewports: plan.viewports.map((hung) => {
      const alike = stacks.filter(({ seriesUid, images }) => seriesUid === hung?.seriesUid && images > 0);
      const stack =
        alike.find(({ objectId }) => hung?.objectId !== null && objectId === hung?.objectId) ??
        alike.filter(({ minor }) => !minor).toSorted((a, b) => b.images - a.images)[0] ??
        alike[0];
      return hung && stack ? { stack, role: hung.role } : null;
    }),
  };
}

function hangingStacks(
  studyUid: string,
  series: SeriesForReading,
  { stacks: rules, splitOf }: Pick<CaseTables, 'stacks' | 'splitOf'>,
  reports: ReadonlySet<ObjectId>,
): readonly HangingStack[] {
  const documents = documentsOf(series);
  if (documents.length > 0) return documentStack(studyUid, series, documents, reports);
  if (PROJECTION.has(series.modality ?? '')) {
    const frames = displayFrames(series.images);
    return frames
      .filter(({ frame }) => frame === 1)
      .map((one, at) => {
        const stack = { name: '', minor: false, frames: frames.filter(({ image }) => image === one.image) };
        return { ...stackFacts(studyUid, series, stack, at), objectId: one.image.objectId };
      });
  }
  if (CLIPS.has(series.modality ?? '') && series.images.some((image) => image.frames > 1)) {
    return clips(displayFrames(series.images)).map((stack, at) => ({
      ...stackFacts(studyUid, series, stack, at),
      objectId: stack.frames[0]?.image.objectId ?? null,
    }));
  }
  const split = splitOf?.(series) ?? splitSeries(displayFrames(series.images), rules);
  const main = mainStack(split);
  return split.map((stack, at) => {
    const facts = stackFacts(studyUid, series, stack, at);
    return { ...facts, minor: facts.minor || (split.length > 1 && stack !== main && stack.frames.length < 2) };
  });
}

/** Documents of a series stand one after the other in one viewport; what a recorder wrote comes after what somebody did. */
function documentStack(
  studyUid: string,
  series: SeriesForReading,
  documents: readonly ImageInfo[],
  reports: ReadonlySet<ObjectId>,
): readonly HangingStack[] {
  const [first] = documents;
  const document = first ? documentKind(first) : null;
  if (document === null) return [];
  const facts = stackFacts(studyUid, { ...series, images: [...documents] }, { name: '', minor: false, frames: [] }, 0);
  // By their titles, which the series does not say.
  const isReport = documents.every(({ objectId }) => reports.has(objectId));
  const content = isReport ? facts.content.filter((one) => one !== 'paper') : facts.content;
  return [{ ...facts, document, content, minor: facts.minor || document === 'waveform' }];
}

function clips(frames: readonly SeriesFrame[]): readonly SplitStack[] {
  const runs = new Map<ImageInfo | null, SeriesFrame[]>();
  for (const one of frames) {
    const run = one.image.frames > 1 ? one.image : null;
    const known = runs.get(run);
    if (known) known.push(one);
    else runs.set(run, [one]);
  }
  return [...runs.values()].map((all) => ({ name: '', minor: false, frames: all }));
}

function stackFacts(studyUid: string, series: SeriesForReading, stack: SplitStack, at: number): HangingStack {
  const middle: SeriesFrame | undefined = stack.frames[Math.floor(stack.frames.length / 2)];
  const image: ImageInfo | undefined = middle?.image ?? series.images[0];
  const acquired = middle?.info.acquired;
  const cine = isCine(stack);
  const facts = {
    modality: series.modality,
    sopClass: image?.sopClass ?? null,
    imageType: acquired?.frameType ?? image?.imageType ?? [],
    bValue: acquired?.bValue ?? null,
    images: stack.frames.length,
    cine,
    colour: (image?.pixels?.samplesPerPixel ?? 1) > 1 || image?.pixels?.photometric === 'PALETTE COLOR',
  };
  const words = [series.description, series.protocol, stack.name, series.bodyPart].filter(Boolean).join(' | ');
  const agent = image?.ct !== undefined && (image.ct.agentCoded || (image.ct.agent ?? '') !== '');
  const isScout = isLocalizer(series);
  return {
    ...facts,
    studyUid,
    seriesUid: series.seriesUid,
    stack: at,
    objectId: null,
    seriesNumber: series.number,
    name: stack.name,
    description: series.description,
    protocol: series.protocol,
    bodyPart: image?.bodyPart ?? series.bodyPart,
    laterality: acquired?.laterality ?? image?.laterality ?? series.laterality,
    view: image?.viewPosition ?? null,
    viewModifiers: image?.viewModifiers ?? [],
    plane: middle ? planeOf({ ...middle.image, perFrame: [middle.info] }) : null,
    thickness: middle?.info.sliceThickness ?? null,
    echoTime: acquired?.echoTime ?? null,
    kernel: image?.ct?.kernel ?? null,
    frameOfReference: image?.frameOfReference ?? series.frameOfReference,
    ...(image && middle && series.modality === 'CT' && modalityUnit(image, middle.frame) !== HOUNSFIELD
      ? { hounsfield: false }
      : {}),
    content: contentOf({ ...facts, words, agent, isLocalizer: isScout }),
    minor: stack.minor || isMinor(series),
  };
}

/** Frames of one object without places of their own, that follow each other in time. */
function isCine({ frames }: SplitStack): boolean {
  const [first] = frames;
  if (!first || frames.length < 2 || frames.some(({ image }) => image !== first.image)) return false;
  return first.image.frameTime !== null || first.image.frameCourse !== undefined;
}
