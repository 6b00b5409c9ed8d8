import { linkKind, linkedIndex } from '../../shared/hanging/linked-position.ts';
import type { HangingStack } from '../../shared/hanging/protocol/case-facts.ts';
import type { FindingPicture, Presentation } from '../../shared/hanging/protocol/display-set.ts';
import { isFusedPlane } from '../../shared/hanging/protocol/on-desk.ts';
import type { DeskStage } from '../../shared/hanging/protocol/on-desk.ts';
import type { HungViewport } from '../../shared/hanging/protocol/stages.ts';
import { standardPlane } from '../../shared/model/desk-plane.ts';
import type { DeskPlane } from '../../shared/model/desk-plane.ts';
import type { DeskVolume } from '../../shared/model/desk-volume.ts';
import type { ObjectId } from '../../shared/model/ids.ts';
import type { NamedFrame } from '../../shared/model/study-beside.ts';
import type { StackOrder } from '../../shared/model/stack-order.ts';
import type { SeriesForReading, StudyForReading } from '../../shared/model/study.ts';
import type { ColourMap } from '../../shared/rules/colour/colour-maps.ts';
import type { Slab } from '../../shared/volume/render-plane.ts';
import { INITIAL_VIEW } from '../viewer/index.ts';
import type { FrameRef, ViewState } from '../viewer/index.ts';
import { startIndex } from './hang-case.ts';
import type { Hung } from './hang-case.ts';
import { viewsOf } from './look-of.ts';
import { planeAt } from './plane-start.ts';
import type { Looked } from './look-of.ts';
import { findingIn, isFinding } from './finding-start.ts';
import { inOrder } from './series-stacks.ts';
import { seriesWith, stackAmong } from './stack-among.ts';
import type { SeriesStack, StackedSeries } from './series-stacks.ts';
import { inReadingOrder } from './tracks.ts';
import type { Rect } from './tracks.ts';

/** What lies over a viewport from the beginning. */
export interface HungFused {
  readonly over: { readonly studyId: Hung['studyId']; readonly seriesUid: string; readonly stack: number };
  readonly map: ColourMap;
  readonly opacity: number;
  readonly scale: null;
}

/** One viewport of a stage on this window. */
export interface StageCell {
  readonly place: Rect;
  readonly hung:
    | (Hung & {
        readonly view: ViewState;
        readonly fused?: HungFused;
        readonly plane?: DeskPlane;
        readonly volume?: DeskVolume;
        readonly order?: StackOrder;
        readonly among?: readonly NamedFrame[];
        readonly marked?: readonly ObjectId[];
      })
    | null;
  /** Said in place of a picture. */
  readonly reason: string | null;
  /** The report of this study in place of pictures; null: pictures, or the reason. */
  readonly report: { readonly studyId: Hung['studyId']; readonly role: Hung['role'] } | null;
  /** It plays from the beginning. */
  readonly plays: boolean;
  readonly sync: Presentation['sync'];
}

export interface StageOnDesk {
  readonly cells: readonly StageCell[];
  /** The first viewport is hung as three planes; slab: as thick as that. */
  readonly planes: { readonly slab: Slab | null } | null;
}

export interface OpenStudies {
  readonly current: StudyForReading;
  readonly priors: readonly StudyForReading[];
}

interface Stacks {
  of(series: SeriesForReading): StackedSeries;
}

export interface StageParts {
  readonly studies: OpenStudies;
  /** Of the open case. */
  readonly stacks: Stacks;
  /** This window's place on the desk, from the left. */
  readonly monitor: number;
  /** mm of one device pixel; null where nobody measured it. */
  readonly pitch: number | null;
}

/** A stack that was found among the open series. */
interface Found {
  readonly viewport: HungViewport;
  readonly studyId: Hung['studyId'];
  readonly series: SeriesForReading;
  readonly stack: SeriesStack;
  readonly study: StudyForReading;
  readonly fused: HungFused | null;
}

type OrdinaryPicture = NonNullable<FindingPicture['otherwise']>;

const THIN = 0;

/** A stage of a protocol as viewports of this window, each with the picture that it begins with. */
export function hangStage(stage: DeskStage, parts: StageParts): StageOnDesk {
  const own = stage.viewports.filter(({ place }) => place.monitor === parts.monitor);
  const viewports = inReadingOrder(stage.planes ? own.slice(0, 1) : own);
  const found = viewports.map((viewport) => foundFor(viewport, parts));
  const leader = found.find((one) => one?.viewport.role === 'current') ?? null;
  const starts = found.map((one) => (one ? startOf(one, leader) : null));
  const looked = found.map((one, at) => lookedAt(one, starts[at] ?? null));
  const views = viewsOf(looked, parts.pitch);
  const cells = viewports.map((viewport, at): StageCell => {
    const own = found[at] ?? null;
    const isReport = viewport.kind === 'report';
    const one = isReport ? null : own;
    const { role, kind, look, reason, label } = viewport;
    const plane = stage.planes ? null : planeIn(viewport);
    const volume = volumeIn(viewport);
    const hung = one && {
      ...{
        studyId: one.studyId,
        seriesUid: startSeries(one, starts[at] ?? null).seriesUid,
        role,
        start: starts[at] ?? null,
      },
      ...besideIn(one),
      view: views[at] ?? INITIAL_VIEW,
      ...(one.fused ? { fused: one.fused } : {}),
      ...(volume
        ? { volume }
        : plane
          ? { plane: planeAt(plane, one.stack, look.picture, placeOfFinding(one)) }
          : look.sort
            ? { order: look.sort }
            : {}),
    };
    return {
      place: stage.planes ? { x: 0, y: 0, width: 1, height: 1 } : viewport.place,
      hung,
      reason: (hung ?? (isReport && own)) ? null : (reason ?? `${label}: it is not open`),
      report: isReport && own ? { studyId: own.studyId, role } : null,
      plays: hung !== null && kind === 'cine',
      sync: look.sync,
    };
  });
  return { cells, planes: stage.planes ? { slab: slabOf(viewports[0] ?? null) } : null };
}

function slabOf(viewport: HungViewport | null): Slab | null {
  const display = viewport?.display;
  return display?.kind === 'slab' && display.thickness > THIN
    ? { mode: display.mode, thickness: display.thickness }
    : null;
}

/** A plane or a slab that stands beside other pictures. */
function planeIn(viewport: HungViewport): DeskPlane | null {
  const { kind, display } = viewport;
  if (kind === 'mpr' && display?.kind === 'mpr') return standardPlane(display.plane);
  if (isFusedPlane(viewport) && display?.kind === 'fusion' && display.plane) return standardPlane(display.plane);
  if (kind !== 'slab' || display?.kind !== 'slab') return null;
  return standardPlane(display.plane, { mode: display.mode, thickness: display.thickness });
}

function isOfVolume(viewport: HungViewport): boolean {
  return planeIn(viewport) !== null || volumeIn(viewport) !== null;
}

/** A volume from outside. */
function volumeIn({ kind, display }: HungViewport): DeskVolume | null {
  return kind === 'volume' && display?.kind === 'volume' ? { preset: display.preset } : null;
}

function foundFor(viewport: HungViewport, parts: StageParts): Found | null {
  const { stack, role } = viewport;
  const found = stack && openStack(stack, role, parts);
  if (!found) return null;
  // A plane, and what is seen from outside, is made of the slices where they lie.
  const sorted = isOfVolume(viewport) ? found.stack : inOrder(found.stack, viewport.look.sort);
  return { ...found, ...keyImagesIn(found, viewport, parts, sorted), viewport, fused: fusedIn(viewport, parts) };
}

/** The key images of the study, of whatever series; else the stack as it is. */
function keyImagesIn(
  { study, series }: OpenStack,
  { kind }: HungViewport,
  { stacks }: StageParts,
  sorted: SeriesStack,
): Pick<Found, 'series' | 'stack'> {
  const named = kind === 'key-images' ? (study.beside?.keyImages ?? []) : [];
  const [first] = named;
  if (!first) return { series, stack: sorted };
  return { series: seriesWith(study, first) ?? series, stack: stackAmong(study, named, stacks) };
}

/** Key images stand in a viewport as they are named; what programs found stands over its pictures. */
function besideIn({ viewport: { kind }, stack, study, series }: Found): Partial<NonNullable<StageCell['hung']>> {
  if (kind === 'key-images') return { among: stack.refs };
  if (kind !== 'ai-result') return {};
  const speaking = (study.beside?.ai ?? []).filter((one) => one.series.includes(series.seriesUid));
  return speaking.length > 0 ? { marked: speaking.map(({ objectId }) => objectId) } : {};
}

function startSeries({ study, series }: Found, start: FrameRef | null): SeriesForReading {
  return (start && seriesWith(study, start)) ?? series;
}

function fusedIn({ kind, over, role, look, display }: HungViewport, parts: StageParts): HungFused | null {
  const found = kind === 'fusion' && over ? openStack(over, role, parts) : null;
  if (!found || display?.kind !== 'fusion') return null;
  const { studyId, series, stack } = found;
  return {
    over: { studyId, seriesUid: series.seriesUid, stack: stack.number },
    map: look.colourMap ?? 'hot-iron',
    ...{ opacity: display.opacity, scale: null },
  };
}

type OpenStack = Pick<Found, 'study' | 'studyId' | 'series' | 'stack'>;

/** A stack of the matcher among the open studies; null where it is not open. */
export function openStack(
  wanted: HangingStack,
  role: HungViewport['role'],
  { studies, stacks }: Pick<StageParts, 'studies' | 'stacks'>,
): OpenStack | null {
  const { current, priors } = studies;
  const study = role === 'current' ? current : priors.find((one) => one.study.studyUid === wanted.studyUid);
  const series = study?.series.find(({ seriesUid }) => seriesUid === wanted.seriesUid);
  if (!study || !series) return null;
  const stack = stackFor(wanted, stacks.of(series));
  return stack ? { study, studyId: study.study.studyId, series, stack } : null;
}

/** A picture that was meant names its stack; else stacks are counted as the matcher counts them. */
function stackFor({ objectId, stack }: HangingStack, stacked: StackedSeries): SeriesStack | null {
  if (objectId === null) return stacked.stacks[stack] ?? null;
  return stacked.stacks.find(({ refs }) => refs.some((ref) => ref.objectId === objectId)) ?? null;
}

/** Where something was found, in a stack that a plane is cut through. */
function placeOfFinding({ viewport: { look }, study, stack }: Found): number | null {
  const found = isFinding(look.picture) ? findingIn(study.beside, look.picture, stack) : null;
  return found && stack.placeOf(found);
}

function startOf({ viewport, series, stack, study }: Found, leader: Found | null): FrameRef | null {
  const said = viewport.look.picture;
  const finding = isFinding(said) ? findingIn(study.beside, said, stack) : null;
  if (finding) return finding;
  if (viewport.kind === 'key-images')
    return stack.refs[startAt(ordinary(said) ?? 'first', series, stack.refs.length)] ?? null;
  const meant = viewport.stack?.objectId ?? null;
  const from = meant === null ? 0 : stack.refs.findIndex(({ objectId }) => objectId === meant);
  const count = meant === null ? stack.refs.length : stack.refs.filter(({ objectId }) => objectId === meant).length;
  const picture = ordinary(said);
  const beside = picture === undefined || picture === 'middle' ? besideLeader(stack, leader) : null;
  if (meant === null && beside !== null) return stack.refs[beside] ?? null;
  return stack.refs[from + startAt(picture, series, count)] ?? null;
}

/** What holds where nothing was found. */
function ordinary(picture: Presentation['picture']): OrdinaryPicture | undefined {
  return isFinding(picture) ? picture.otherwise : picture;
}

function startAt(picture: OrdinaryPicture | undefined, series: SeriesForReading, count: number): number {
  const last = Math.max(0, count - 1);
  if (picture === undefined) return Math.min(last, startIndex(series, count));
  if (picture === 'first') return 0;
  if (picture === 'last') return last;
  return picture === 'middle' ? Math.floor(count / 2) : Math.round(picture * last);
}

/** The same place as the first viewport shows, within its frame of reference. */
function besideLeader({ link, refs }: SeriesStack, leader: Found | null): number | null {
  if (!leader || leader.stack.refs === refs || linkKind(leader.stack.link, link) !== 'exact') return null;
  const start = startOf(leader, null);
  const index = start ? leader.stack.placeOf(start) : null;
  return index === null ? null : linkedIndex(leader.stack.link, index, link, 0);
}

function lookedAt(found: Found | null, start: FrameRef | null): Looked | null {
  const series = found && startSeries(found, start);
  const image = series?.images.find(({ objectId }) => objectId === start?.objectId);
  if (!found || !image || !start) return null;
  const { look, place } = found.viewport;
  // The colours of a fusion are those of what lies over the picture.
  const { colourMap: _over, ...below } = look;
  // Sizes and turns are those of the slices: a plane is fitted, and lies as its letters say.
  const { window, invert, colourMap } = look;
  const grey = { ...(window ? { window } : {}), ...(invert ? { invert } : {}), ...(colourMap ? { colourMap } : {}) };
  if (isOfVolume(found.viewport)) {
    const { colourMap: _colours, ...plain } = grey;
    return { image, frame: start.frame, look: found.fused ? plain : grey, place };
  }
  return { image, frame: start.frame, look: found.fused ? below : look, place };
}
