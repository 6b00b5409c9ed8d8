import type { Box, HangingProtocol, Stage } from '../protocol.ts';
import { gridCells, mergeCell, MOST_CELLS, moveEdge, removeCell, splitCell } from './cells.ts';
import { NOT_THERE, patched, refused } from './edits.ts';
import type { CellPlace, Edit, Outcome, ScreenPlace } from './edits.ts';

const MOST_SCREENS = 8;

type Of<Do extends Edit['do']> = Extract<Edit, { readonly do: Do }>;
type OfOneCell = Of<'split' | 'merge' | 'remove-cell' | 'move-edge'>;
export type CellEdits = OfOneCell | Of<'add-screen' | 'remove-screen' | 'set-screen' | 'grid' | 'swap' | 'show'>;

export function editCells(document: HangingProtocol, edit: CellEdits): Outcome {
  switch (edit.do) {
    case 'add-screen':
      return addScreen(document, edit.stage);
    case 'remove-screen':
      return removeScreen(document, edit.at);
    case 'set-screen':
      return setScreen(document, edit);
    case 'grid':
      return toGrid(document, edit);
    case 'swap':
      return swap(document, edit);
    case 'show':
      return showIn(document, edit.at, edit.display);
    case 'split':
    case 'merge':
    case 'remove-cell':
    case 'move-edge':
      return editCell(document, edit);
  }
}

/** The cell shows another display set. */
export function showIn(document: HangingProtocol, at: CellPlace, display: string): Outcome {
  const boxes = cellsOf(document, at);
  const box = boxes?.[at.box];
  if (!boxes || !box) return NOT_THERE;
  return withCells(document, at, boxes.with(at.box, { ...box, show: display }), at.box);
}

/** The cells of a screen. */
export function cellsOf({ stages }: HangingProtocol, { stage, screen }: ScreenPlace): Box[] | null {
  return stages.find(({ id }) => id === stage)?.screens[screen]?.boxes ?? null;
}

function editCell(document: HangingProtocol, edit: OfOneCell): Outcome {
  const { at } = edit;
  const boxes = cellsOf(document, at);
  if (!boxes?.[at.box]) return NOT_THERE;
  switch (edit.do) {
    case 'split': {
      if (boxes.length >= MOST_CELLS) return refused(`A screen has at most ${MOST_CELLS} cells.`);
      const [next] = unshown(document, at.stage);
      const show = next ?? boxes[at.box]?.show ?? '';
      return withCells(document, at, splitCell(boxes, at.box, edit.into === 'row' ? 'x' : 'y', show), at.box);
    }
    case 'merge': {
      const merged = mergeCell(boxes, at.box, edit.side);
      if (!merged)
        return refused('The two make no rectangle: cells that end where this one does can be merged with it.');
      return withCells(document, at, merged.boxes, merged.at);
    }
    case 'remove-cell':
      if (boxes.length === 1) return refused('A screen needs a cell.');
      return withCells(document, at, removeCell(boxes, at.box), Math.min(at.box, boxes.length - 2));
    case 'move-edge': {
      const pushed = moveEdge(boxes, at.box, edit.side, edit.by);
      if (!pushed)
        return refused('That edge does not go further: it is the edge of the screen, or a cell would be too small.');
      return withCells(document, at, pushed, at.box);
    }
  }
}

function addScreen(document: HangingProtocol, id: string): Outcome {
  const stage = document.stages.find((one) => one.id === id);
  if (!stage) return NOT_THERE;
  if (stage.screens.length >= MOST_SCREENS) return refused(`A stage has at most ${MOST_SCREENS} screens.`);
  const [next] = unshown(document, id);
  const show = next ?? document.displaySets[0]?.id ?? '';
  const screens = [...stage.screens, { boxes: [{ x: 0, y: 0, width: 1, height: 1, show }] }];
  return {
    ok: true,
    document: withStage(document, { ...stage, screens }),
    at: { stage: id, screen: screens.length - 1, box: 0 },
  };
}

function removeScreen(document: HangingProtocol, at: ScreenPlace): Outcome {
  const stage = document.stages.find(({ id }) => id === at.stage);
  if (!stage?.screens[at.screen]) return NOT_THERE;
  if (stage.screens.length === 1) return refused('A stage needs a screen.');
  return {
    ok: true,
    document: withStage(document, { ...stage, screens: stage.screens.toSpliced(at.screen, 1) }),
    at: { stage: at.stage, screen: Math.max(0, at.screen - 1), box: 0 },
  };
}

function setScreen(document: HangingProtocol, { at, on }: Of<'set-screen'>): Outcome {
  const stage = document.stages.find(({ id }) => id === at.stage);
  const screen = stage?.screens[at.screen];
  if (!stage || !screen) return NOT_THERE;
  const screens = stage.screens.with(at.screen, patched<Stage['screens'][number]>(screen, { on }));
  return { ok: true, document: withStage(document, { ...stage, screens }), at: { ...at, box: 0 } };
}

function toGrid(document: HangingProtocol, { at, rows, columns }: Of<'grid'>): Outcome {
  const boxes = cellsOf(document, at);
  const count = rows * columns;
  if (!boxes) return NOT_THERE;
  if (!Number.isInteger(rows) || !Number.isInteger(columns) || rows < 1 || columns < 1 || count > MOST_CELLS) {
    return refused(`A screen has at most ${MOST_CELLS} cells.`);
  }
  const shown = boxes.toSorted((a, b) => a.y - b.y || a.x - b.x).map(({ show }) => show);
  const wanted = [...shown, ...unshown(document, at.stage)];
  const last = wanted.at(-1) ?? '';
  const shows = Array.from({ length: count }, (_unused, index) => wanted[index] ?? last);
  return withCells(document, at, gridCells(rows, columns, shows), 0);
}

function swap(document: HangingProtocol, { at, other }: Of<'swap'>): Outcome {
  const [one, two] = [cellsOf(document, at)?.[at.box]?.show, cellsOf(document, other)?.[other.box]?.show];
  if (one === undefined || two === undefined || at.stage !== other.stage) return NOT_THERE;
  const first = showIn(document, at, two);
  return first.ok ? showIn(first.document, other, one) : first;
}

/** Display sets that no cell of a stage shows: those that the protocol has are hung before one is hung twice. */
function unshown({ stages, displaySets }: HangingProtocol, stage: string): readonly string[] {
  const there = stages.find(({ id }) => id === stage)?.screens.flatMap(({ boxes }) => boxes.map(({ show }) => show));
  return displaySets.map(({ id }) => id).filter((id) => !(there ?? []).includes(id));
}

function withCells(document: HangingProtocol, at: ScreenPlace, boxes: readonly Box[], box: number): Outcome {
  const stage = document.stages.find(({ id }) => id === at.stage);
  const screen = stage?.screens[at.screen];
  if (!stage || !screen) return NOT_THERE;
  const screens = stage.screens.with(at.screen, { ...screen, boxes: [...boxes] });
  const place = { stage: at.stage, screen: at.screen, box };
  return { ok: true, document: withStage(document, { ...stage, screens }), at: place };
}

function withStage(document: HangingProtocol, stage: Stage): HangingProtocol {
  return { ...document, stages: document.stages.map((one) => (one.id === stage.id ? stage : one)) };
}
