import { frameInfo } from '../../../shared/model/image.ts';
import { ColourMap } from '../../../shared/rules/colour/colour-maps.ts';
import { pixelToWorld, worldToPixel } from '../../../shared/rules/geometry.ts';
import type { FrameRef } from '../../viewer/index.ts';
import type { DeskSession } from '../desk-session.ts';
import { pushView } from '../drag-hand.ts';
import { findSeries, isReformatCell, studiesOf } from '../stores.ts';
import { FUSED_BEGINS } from './fused.ts';
import { isUnder, obviousPartner, partnersOf } from './fusion-partners.ts';
import type { FusionPartner, FusionStack } from './fusion-partners.ts';

export type FusionAction =
  | { readonly do: 'fuse' }
  | { readonly do: 'fuse-scale' }
  /** The next one where none is named. */
  | { readonly do: 'colour-map'; readonly map?: ColourMap }
  | { readonly do: 'fuse-opacity'; readonly by: 1 | -1 };

const STEP = 0.1;

const ACTIONS: readonly string[] = ['fuse', 'fuse-scale', 'colour-map', 'fuse-opacity'] satisfies FusionAction['do'][];

export function isFusionAction(action: { readonly do: string }): action is FusionAction {
  return ACTIONS.includes(action.do);
}

export function runFusionAction(desk: DeskSession, action: FusionAction): void {
  if (action.do === 'fuse') toggleFusion(desk);
  else if (action.do === 'fuse-opacity') changeOpacity(desk, action.by);
  else if (action.do === 'fuse-scale') nextScale(desk);
  else setColours(desk, action.map);
}

/** One key: lays the obvious partner over what the active viewport shows, or takes it away; else the reader is asked. */
function toggleFusion(desk: DeskSession): void {
  const { active } = desk.stores.layout.getState();
  if (desk.fusion.of(active)) return desk.fusion.set(active, null);
  const base = baseOf(desk);
  if (!base) return;
  const partners = fusionPartners(desk);
  const obvious = obviousPartner(base, partners);
  if (obvious) return fuseWith(desk, obvious);
  if (partners.length > 0) return desk.fusion.asking.setState(true, true);
  desk.say('Nothing to fuse with', 'No other series of the case is a volume that could lie over this one.');
}

/** Everything that could lie over the active viewport, those that cannot with the reason. */
export function fusionPartners(desk: DeskSession): readonly FusionPartner[] {
  const base = baseOf(desk);
  if (!base) return [];
  const studies = studiesOf(desk.stores.open.getState());
  return partnersOf(base, studies, desk.stacks, desk.registered, desk.engine.source.volumeMemory);
}

export function fuseWith(desk: DeskSession, partner: FusionPartner): void {
  const { active } = desk.stores.layout.getState();
  const base = baseOf(desk);
  if (!base || partner.refused !== null) return;
  // A PET is looked at over its CT: the CT takes its place, at the same slice.
  const turns = isUnder(base, partner) && !isReformatCell(active);
  if (turns) desk.showSeries(active, partner.studyId, partner.series.seriesUid, nearestTo(desk, partner) ?? undefined);
  const { studyId, series, stack } = turns ? base : partner;
  const over = { studyId, seriesUid: series.seriesUid, stack: stack.number };
  desk.fusion.set(active, { ...FUSED_BEGINS, over });
}

/** More or less of the overlay. */
function changeOpacity(desk: DeskSession, by: 1 | -1): void {
  const { active } = desk.stores.layout.getState();
  const now = desk.fusion.of(active);
  if (!now) return noFusion(desk);
  const opacity = Math.max(0, Math.min(1, Math.round((now.opacity + by * STEP) / STEP) * STEP));
  if (opacity !== now.opacity) desk.fusion.change(active, { opacity });
}

function nextScale(desk: DeskSession): void {
  const { active } = desk.stores.layout.getState();
  const now = desk.fusion.of(active);
  const choices = desk.fusion.scalesOf(active);
  if (!now) return noFusion(desk);
  const at = now.scale === null ? 0 : choices.findIndex(({ name }) => name === now.scale?.name);
  const next = choices[(at + 1) % Math.max(1, choices.length)];
  if (next) desk.fusion.change(active, { scale: next });
}

/** Colours of what lies over the active viewport, else of its own greys. */
function setColours(desk: DeskSession, wanted: ColourMap | undefined): void {
  const { active } = desk.stores.layout.getState();
  const now = desk.fusion.of(active);
  if (now) return desk.fusion.change(active, { map: wanted ?? nextMap(now.map) });
  const handle = desk.active;
  if (!handle?.truth.voi) return desk.say('No greys here', 'Only pictures in grey are shown in colours.');
  const before = handle.view;
  handle.setView({ colourMap: wanted ?? nextMap(before.colourMap ?? 'grey') });
  pushView(desk.history, handle, before, handle.view);
}

function nextMap(map: ColourMap): ColourMap {
  const all = ColourMap.options;
  return all[(all.indexOf(map) + 1) % all.length] ?? map;
}

function noFusion(desk: DeskSession): void {
  desk.say('Nothing lies over this picture', 'Fuse it with another series first.');
}

function baseOf(desk: DeskSession): FusionStack | null {
  const cell = desk.stores.composition.getState().cells[desk.stores.layout.getState().active];
  const series = cell ? findSeries(desk.stores.open.getState(), cell.studyId, cell.seriesUid) : null;
  return cell && series ? { studyId: cell.studyId, series, stack: desk.stacks.of(series).holding(cell.start) } : null;
}

/** The picture of a stack that lies nearest to what the active viewport shows. */
function nearestTo(desk: DeskSession, { stack }: FusionStack): FrameRef | null {
  const { ref, image } = desk.active?.truth ?? { ref: null, image: null };
  const middle = image?.pixels ? ([(image.pixels.columns - 1) / 2, (image.pixels.rows - 1) / 2] as const) : null;
  const place = ref && image && middle ? pixelToWorld(frameInfo(image, ref.frame), [middle[0], middle[1]]) : null;
  if (!place) return null;
  const far = stack.frames.map(({ info }) => Math.abs(worldToPixel(info, place)?.distance ?? Infinity));
  return stack.refs[far.indexOf(Math.min(...far))] ?? null;
}
