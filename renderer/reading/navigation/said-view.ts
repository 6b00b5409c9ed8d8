import type { SaidChange, SaidPlace, SaidView } from '../../../shared/model/desk-message.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import type { ObjectId } from '../../../shared/model/ids.ts';
import { windowPresets } from '../../../shared/rules/window-presets.ts';
import { INITIAL_VIEW } from '../../viewer/index.ts';
import type { ViewChange, ViewState } from '../../viewer/index.ts';
import { windowOf } from '../view-actions.ts';
import type { Leader } from './view-link.ts';

/** What the viewports of this window tell those of the others. */
export type NavTold =
  | { readonly kind: 'viewed'; readonly change: SaidChange }
  | { readonly kind: 'stepped'; readonly viewportId: string; readonly target: number }
  | { readonly kind: 'pointed'; readonly at: SaidPlace | null };

/** Null where there is no picture on the glass that others could go along with. */
export function saidChange({ id, truth }: Leader, { before, after }: ViewChange): SaidChange | null {
  const { ref, zoom } = truth;
  if (!ref || !(zoom > 0)) return null;
  const voi = windowOf(truth);
  return {
    viewportId: id,
    shown: { objectId: ref.objectId, frame: ref.frame },
    ...{ zoom, voi: voi && numbers(voi) },
    ...{ before: saidView(before), after: saidView(after) },
  };
}

/** The viewport of another window as it stands for those of this one; null where its picture is not of the open case. */
export function heardChange(
  id: string,
  said: SaidChange,
  imageOf: (objectId: ObjectId) => ImageInfo | null,
): { readonly leader: Leader; readonly change: ViewChange } | null {
  const image = imageOf(said.shown.objectId);
  if (!image || said.shown.frame > image.frames) return null;
  const { zoom, shown: ref } = said;
  const voi = said.voi && ({ kind: 'window', ...said.voi, fn: 'LINEAR' } as const);
  const before = heardView(said.before, image, ref.frame);
  const after = heardView(said.after, image, ref.frame);
  // What was not changed is the same object, by which it is known.
  const same = <K extends 'window' | 'preset' | 'center'>(what: K): Pick<ViewState, K> | object =>
    JSON.stringify(said.before[what]) === JSON.stringify(said.after[what]) ? { [what]: before[what] } : {};
  const change = { before, after: { ...after, ...same('window'), ...same('preset'), ...same('center') } };
  return { leader: { id, truth: { image, ref, zoom, voi } }, change };
}

function saidView({ window, preset, scale, center }: ViewState): SaidView {
  const show = preset?.show;
  return {
    window: window && numbers(window),
    preset: preset && { name: preset.name, window: show?.kind === 'window' ? numbers(show.window) : null },
    scale,
    center: center && [center[0], center[1]],
  };
}

function numbers({ center, width }: { readonly center: number; readonly width: number }): {
  center: number;
  width: number;
} {
  return { center, width };
}

function heardView({ window, preset, scale, center }: SaidView, image: ImageInfo, frame: number): ViewState {
  const named = preset
    ? windowPresets(image, frame).find((one) => one.name === preset.name && isOf(one.show, preset))
    : null;
  return {
    ...INITIAL_VIEW,
    window: window ?? (preset && !named ? preset.window : null),
    preset: named ?? null,
    scale,
    center,
  };
}

type Show = NonNullable<ViewState['preset']>['show'];

/** Two presets may have one name: the numbers tell them apart. */
function isOf(show: Show, { window }: NonNullable<SaidView['preset']>): boolean {
  if (show.kind !== 'window') return window === null;
  return window?.center === show.window.center && window.width === show.window.width;
}
