import type { MaskItem, RowColumn } from '../../../shared/model/image.ts';
import { firstMask } from '../../../shared/rules/subtraction/mask-frames.ts';
import { seriesPairs } from '../../../shared/rules/subtraction/series-pairs.ts';
import { unitText } from '../../../shared/rules/format.ts';
import type { SeriesStack } from '../../hanging/index.ts';
import type { ViewState } from '../../viewer/index.ts';
import type { DeskSession } from '../desk-session.ts';
import { stackName } from '../fusion/fusion-partners.ts';
import { findSeries, isMade, studiesOf } from '../stores.ts';
import type { Composed } from '../stores.ts';
import { firstChosen, isRun } from './recipes.ts';
import type { Subtracted } from './subtracted.ts';

export type SubtractAction =
  | { readonly do: 'subtract' }
  | { readonly do: 'mask-here' }
  | { readonly do: 'mask-own' }
  | { readonly do: 'mask-move'; readonly by: RowColumn }
  | { readonly do: 'mask-step'; readonly by: 1 | -1 };

const ACTIONS: readonly string[] = [
  ...(['subtract', 'mask-here', 'mask-own', 'mask-move', 'mask-step'] satisfies SubtractAction['do'][]),
];

export function isSubtractAction(action: { readonly do: string }): action is SubtractAction {
  return ACTIONS.includes(action.do);
}

export function runSubtractAction(desk: DeskSession, action: SubtractAction): void {
  if (action.do === 'subtract') toggle(desk);
  else if (action.do === 'mask-here') maskHere(desk);
  else if (action.do === 'mask-own') changeMask(desk, () => null);
  else if (action.do === 'mask-step') stepMask(desk, action.by);
  else changeMask(desk, (now) => ({ ...now, shift: moved(now.shift, action.by) }));
}

interface Here {
  readonly viewportId: string;
  readonly cell: Composed;
  readonly stack: SeriesStack;
}

/** A series that could be taken from the one in the active viewport. */
export interface SubtractPartner {
  readonly taken: Extract<Subtracted, { kind: 'series' }>['taken'];
  readonly name: string;
  /** Of the differences, in words. */
  readonly unit: string;
  /** Why it cannot. */
  readonly refused: string | null;
}

function toggle(desk: DeskSession): void {
  const here = hereOf(desk);
  if (!here) return desk.say('Nothing to subtract from', 'The viewport shows no stored images of a series.');
  if (desk.subtraction.of(here.viewportId)) return put(desk, here, null);
  if (isRun(here.stack)) return put(desk, here, { kind: 'mask', chosen: null });
  const partners = subtractPartners(desk);
  const usable = partners.filter(({ refused }) => refused === null);
  const [only] = usable;
  if (only && usable.length === 1) return subtractSeries(desk, only);
  if (partners.length > 0) return desk.stores.tools.setState({ subtracting: true });
  desk.say(
    'Nothing to subtract',
    'A mask needs a run of X-ray frames; another series has to lie in the same frame of reference.',
  );
}

/** Every other series in this frame of reference, those that cannot be taken away with the reason. */
export function subtractPartners(desk: DeskSession): readonly SubtractPartner[] {
  const here = hereOf(desk);
  const space = here?.stack.link.frameOfReference ?? null;
  if (!here || space === null) return [];
  return studiesOf(desk.stores.open.getState()).flatMap(({ study, series }) =>
    series.flatMap((one) =>
      desk.stacks.of(one).stacks.flatMap((stack): SubtractPartner[] => {
        const isSelf = stack.refs === here.stack.refs;
        if (isSelf || stack.refs.length === 0 || stack.link.frameOfReference !== space) return [];
        const found = seriesPairs(here.stack.frames, stack.frames);
        const date = study.studyId === here.cell.studyId ? null : study.studyDate;
        return [
          {
            taken: { studyId: study.studyId, seriesUid: one.seriesUid, stack: stack.number },
            name: stackName({ series: one, stack }, date),
            unit: found.ok ? unitText(found.unit) : '',
            refused: found.ok ? null : found.why,
          },
        ];
      }),
    ),
  );
}

export function subtractSeries(desk: DeskSession, { taken }: SubtractPartner): void {
  const here = hereOf(desk);
  if (here) put(desk, here, { kind: 'series', taken });
}

/** The frame that is looked at becomes the mask. */
function maskHere(desk: DeskSession): void {
  const here = hereOf(desk);
  const handle = desk.active;
  const frame = here && handle ? here.stack.frames[handle.target]?.frame : undefined;
  if (frame === undefined || !here || !isRun(here.stack)) return noRun(desk);
  if (desk.subtraction.of(here.viewportId)?.kind !== 'mask') {
    return put(desk, here, { kind: 'mask', chosen: { masks: [frame], shift: [0, 0] } });
  }
  changeMask(desk, ({ shift }) => ({ masks: [frame], shift }));
}

function stepMask(desk: DeskSession, by: 1 | -1): void {
  const count = hereOf(desk)?.stack.frames[0]?.image.frames ?? 1;
  changeMask(desk, ({ masks, shift }) => ({
    masks: [Math.max(1, Math.min(count, (masks[0] ?? 1) + by))],
    shift,
  }));
}

type Chosen = NonNullable<Extract<Subtracted, { kind: 'mask' }>['chosen']>;

function changeMask(desk: DeskSession, change: (now: Chosen) => Chosen | null): void {
  const here = hereOf(desk);
  const now = here ? desk.subtraction.of(here.viewportId) : null;
  if (!here || now?.kind !== 'mask') return noRun(desk);
  const first = now.items ? firstMask(now.items, here.stack.frames[0]?.image.frames ?? 0) : firstChosen(here.stack);
  const chosen = change(now.chosen ?? first);
  const next = { kind: 'mask' as const, ...(now.items && chosen ? { items: now.items } : {}), chosen };
  if (!desk.subtraction.change(here.viewportId, next)) put(desk, here, next, false);
}

/**
 * Shows the active picture as a presentation state asks for it: its mask is taken away (PS3.4 N.2). One step of history.
 * @param view how the rest of the state shows it
 * @returns why it cannot be, in words; null: it is subtracted
 */
export function subtractAsState(desk: DeskSession, items: readonly MaskItem[], view: ViewState): string | null {
  const here = hereOf(desk);
  if (!here) return 'the viewport shows no stored images of a series';
  const wanted: Subtracted = { kind: 'mask', items, chosen: null };
  const found = desk.subtraction.recipe(here.stack, wanted);
  if (!found.ok) return found.why;
  put(desk, here, wanted, view);
  return null;
}

/**
 * @param turn whether subtracted and stored pictures change places: values of the one have no window of the other. A view: how the new ones
 * are shown then
 */
function put(desk: DeskSession, here: Here, subtracted: Subtracted | null, turn: boolean | ViewState = true): void {
  const { viewportId, cell } = here;
  const before = cell.subtracted ?? null;
  const show = (next: Subtracted | null): void => {
    const now = desk.stores.composition.getState().cells[viewportId];
    const handle = desk.handle(viewportId);
    if (now?.seriesUid !== cell.seriesUid || !handle) return;
    desk.setCine(false);
    const start = here.stack.refs[handle.target] ?? now.start;
    const shown = typeof turn !== 'boolean' && next === subtracted ? turn : handle.view;
    const view = turn === false ? shown : { ...shown, window: null, preset: null, state: null };
    desk.compose(viewportId, { ...now, start, view, subtracted: next });
  };
  show(subtracted);
  if (turn !== false) desk.history.push({ undo: () => show(before), redo: () => show(subtracted) });
}

function hereOf(desk: DeskSession): Here | null {
  const viewportId = desk.stores.layout.getState().active;
  const cell = desk.stores.composition.getState().cells[viewportId];
  const series = cell ? findSeries(desk.stores.open.getState(), cell.studyId, cell.seriesUid) : null;
  if (!cell || !series || isMade(viewportId, { plane: cell.plane ?? null })) return null;
  return { viewportId, cell, stack: desk.stacks.of(series).holding(cell.start) };
}

/** Tenths of a pixel, without the dust of sums. */
function moved(shift: RowColumn, by: RowColumn): RowColumn {
  const tidy = (value: number): number => Math.round(value * 100) / 100;
  return [tidy(shift[0] + by[0]), tidy(shift[1] + by[1])];
}

function noRun(desk: DeskSession): void {
  desk.say('No mask here', 'Subtract the mask of a run of X-ray frames first.');
}
