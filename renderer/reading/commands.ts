import { orderWords } from '../../shared/hanging/stack-order.ts';
import { SortKey } from '../../shared/model/stack-order.ts';
import type { StackOrder } from '../../shared/model/stack-order.ts';
import { COLOUR_MAP_WORDS, ColourMap } from '../../shared/rules/colour/colour-maps.ts';
import type { PrimaryTool } from '../viewer/index.ts';
import type { ToolAct } from './desk-tools.ts';
import type { NavAction } from './navigation/nav-actions.ts';
import type { PartAction } from './parts/part-pass.ts';
import type { FusionAction } from './fusion/fusion-acts.ts';
import type { HangAction } from './hanging/hang-actions.ts';
import { PLANE_COMMANDS } from './planes/plane-commands.ts';
import type { PlaneAction } from './planes/plane-commands.ts';
import { LOOKING_TOOLS } from './stores.ts';
import type { SubtractAction } from './subtract/subtract-acts.ts';
import { SUBTRACT_COMMANDS } from './subtract/subtract-commands.ts';
import { VOLUME_COMMANDS } from './volume/volume-commands.ts';
import type { VolumeAct } from './volume/volume-commands.ts';

type Plain<T extends string> = T extends string ? { readonly do: T } : never;

/** What changes how the active viewport shows its picture: one step of history each. */
export type ViewAction =
  | { readonly do: 'preset'; readonly place: number }
  | { readonly do: 'rotate'; readonly degrees: number }
  | { readonly do: 'zoom'; readonly factor: number }
  | Plain<'flip' | 'flip-vertical' | 'invert' | 'shutter' | 'reset' | 'fit' | 'actual-size'>;

/** What folds away. */
export type DeskPanel = 'rail' | 'measurements' | 'lesions' | 'curve' | 'report' | 'overlay';

/** What a command does to the desk. */
export type DeskAction =
  | ViewAction
  | { readonly do: 'tool'; readonly tool: PrimaryTool }
  | { readonly do: 'drawing'; readonly drawing: ToolAct }
  | { readonly do: 'scroll'; readonly by: number }
  | { readonly do: 'edge'; readonly at: 'first' | 'last' }
  | { readonly do: 'series'; readonly by: 1 | -1 }
  | { readonly do: 'fault'; readonly by: 1 | -1 }
  | NavAction
  | PartAction
  | HangAction
  | PlaneAction
  | Plain<'link-here' | 'link-registered' | 'reference-lines' | 'true-size'>
  | FusionAction
  | SubtractAction
  | { readonly do: 'slab'; readonly by: 1 | -1 }
  | { readonly do: 'viewport'; readonly by: 1 | -1 }
  | { readonly do: 'layout'; readonly rows: number; readonly columns: number }
  | { readonly do: 'measurement' | 'detection'; readonly by: 1 | -1 }
  | { readonly do: 'panel'; readonly panel: DeskPanel }
  | Plain<'mpr' | 'slab-mode' | 'straight-planes'>
  | { readonly do: 'turn-planes'; readonly degrees: number }
  | { readonly do: 'volume'; readonly act: VolumeAct }
  | Plain<'overview'>
  | { readonly do: 'sort'; readonly order: StackOrder }
  | Plain<'key-image' | 'keep-view' | 'keep-regions' | 'planes' | 'open-object'>
  | Plain<'lesion' | 'detections' | 'aside' | 'cine' | 'link' | 'undo' | 'redo' | 'delete' | 'full' | 'leave-tool'>;

export interface DeskCommand {
  readonly id: string;
  readonly title: string;
  readonly group: 'Image' | 'Tools' | 'Layout' | 'Measurements';
  readonly keys: readonly string[];
  readonly action: DeskAction;
}

const tool = (name: PrimaryTool, title: string, keys: readonly string[]): DeskCommand => ({
  id: `tool.${name}`,
  title,
  group: 'Tools',
  keys,
  action: { do: 'tool', tool: name },
});

const image = (id: string, title: string, keys: readonly string[], action: DeskAction): DeskCommand => ({
  id: `image.${id}`,
  title,
  group: 'Image',
  keys,
  action,
});

const hanging = (id: string, title: string, keys: readonly string[], action: HangAction): DeskCommand => ({
  id: `hanging.${id}`,
  title,
  group: 'Layout',
  keys,
  action,
});

const layout = (rows: number, columns: number, keys: readonly string[] = []): DeskCommand => ({
  id: `layout.${rows}x${columns}`,
  title: `Layout ${rows} × ${columns}`,
  group: 'Layout',
  keys,
  action: { do: 'layout', rows, columns },
});

/** The tools that the left button can hold, in the order of the tool bar. */
export const TOOL_COMMANDS: readonly DeskCommand[] = [
  tool('window', 'Window', ['W']),
  tool('scroll', 'Scroll', ['V']),
  tool('zoom', 'Zoom', ['Z']),
  tool('pan', 'Pan', ['P']),
  tool('magnify', 'Magnifier', ['N']),
  tool('length', 'Length', ['L']),
  tool('bidirectional', 'Bidirectional', ['B']),
  tool('angle', 'Angle', ['A']),
  tool('cobb', 'Cobb angle', ['C', 'Shift A']),
  tool('rectangle', 'Rectangle', ['Q']),
  tool('ellipse', 'Ellipse', ['E']),
  tool('circle', 'Circle', ['Shift E']),
  tool('freehand', 'Freehand', ['F']),
  tool('probe', 'Probe', ['H']),
  tool('arrow', 'Arrow with text', ['T']),
  tool('polyline', 'Line with corners', ['Shift L']),
  tool('perpendicular', 'Perpendicular distance', ['Alt L']),
  tool('open-angle', 'Open angle', ['Alt A']),
  tool('polygon', 'Polygon', ['Shift F']),
  tool('cardiothoracic', 'Cardiothoracic ratio', ['Shift C']),
  tool('leg-axis', 'Leg axis: hip, knee, ankle', ['Alt Shift C']),
  tool('doppler', 'Doppler callipers: peak, end of diastole', ['O']),
  tool('spine-label', 'Spine and rib levels', ['I']),
  tool('threshold', 'Threshold region', ['Shift H']),
  tool('threshold-volume', 'Volume grown from a press', ['S']),
  tool('calcium', 'Calcium score: press on the spots of each vessel', ['J']),
];

const drawing = (id: string, title: string, keys: readonly string[], act: ToolAct): DeskCommand => ({
  id: `drawing.${id}`,
  title,
  group: 'Measurements',
  keys,
  action: { do: 'drawing', drawing: act },
});

const NUDGES = (
  [
    ['left', '←', [-1, 0]],
    ['right', '→', [1, 0]],
    ['up', '↑', [0, -1]],
    ['down', '↓', [0, 1]],
  ] as const
).flatMap(([way, key, [x, y]]) => [
  drawing(way, `Move the drawing or its handle ${way}`, [`Ctrl ${key}`], { act: 'nudge', by: [x, y] }),
  drawing(`${way}-10`, `Move the drawing or its handle ${way} by ten`, [`Ctrl Shift ${key}`], {
    act: 'nudge',
    by: [10 * x, 10 * y],
  }),
]);

const DRAWING_COMMANDS: readonly DeskCommand[] = [
  drawing('finish', 'End the figure', ['Enter'], { act: 'finish' }),
  drawing('handle-next', 'Next handle of the measurement', ['Alt .'], { act: 'handle', by: 1 }),
  drawing('handle-previous', 'Previous handle of the measurement', ['Alt ,'], { act: 'handle', by: -1 }),
  ...NUDGES,
  drawing('describe', 'Finding, site and side of the measurement', ['Alt F'], { act: 'describe' }),
  drawing('calibrate', 'Calibrate the series by a length', ['U'], { act: 'calibrate' }),
  drawing('uncalibrate', 'Take the calibration of the series back', ['Shift U'], { act: 'uncalibrate' }),
];

const PRESETS = Array.from({ length: 9 }, (_, place) =>
  image(`preset-${place + 1}`, `Window preset ${place + 1}`, [`${place + 1}`], { do: 'preset', place }),
);

const SORTS = SortKey.options.flatMap((by) =>
  [false, true].map((descending) => {
    const order = { by, descending };
    return image(`sort-${by}${descending ? '-last-first' : ''}`, `Sort the pictures ${orderWords(order)}`, [], {
      ...{ do: 'sort', order },
    });
  }),
);

const LAYOUT_KEYS: Readonly<Record<string, string>> = {
  '1x1': 'Alt 1',
  '1x2': 'Alt 2',
  '1x3': 'Alt 3',
  '2x2': 'Alt 4',
};

const LAYOUTS = [1, 2, 3, 4].flatMap((rows) =>
  [1, 2, 3, 4].map((columns) => {
    const key = LAYOUT_KEYS[`${rows}x${columns}`];
    return layout(rows, columns, key === undefined ? [] : [key]);
  }),
);

/** Answers to what is offered in the last line of the window. */
const LEARNED = (
  [
    ['yes', 'make it so'],
    ['later', 'not now'],
    ['never', 'never ask of it'],
  ] as const
).map(([answer, words]) => hanging(`learned-${answer}`, `Learned preference: ${words}`, [], { do: 'learned', answer }));

/** Everything the reader can do to the pictures, as plain data (keys: ui.md). */
export const DESK_COMMANDS: readonly DeskCommand[] = [
  ...TOOL_COMMANDS,
  image('previous', 'Previous image', ['↑'], { do: 'scroll', by: -1 }),
  image('next', 'Next image', ['↓'], { do: 'scroll', by: 1 }),
  image('back-10', 'Back ten images', ['PgUp'], { do: 'scroll', by: -10 }),
  image('on-10', 'On ten images', ['PgDn'], { do: 'scroll', by: 10 }),
  image('first', 'First image', ['Home'], { do: 'edge', at: 'first' }),
  image('last', 'Last image', ['End'], { do: 'edge', at: 'last' }),
  image('fault-previous', 'Previous gap, duplicate or change of spacing', ['Alt PgUp'], { do: 'fault', by: -1 }),
  image('fault-next', 'Next gap, duplicate or change of spacing', ['Alt PgDn'], { do: 'fault', by: 1 }),
  image('series-previous', 'Previous series', ['←'], { do: 'series', by: -1 }),
  image('series-next', 'Next series', ['→'], { do: 'series', by: 1 }),
  image('series-aside', 'Leave this series unread, or take it up again', [], { do: 'aside' }),
  image('viewport-next', 'Next viewport', ['Alt →'], { do: 'viewport', by: 1 }),
  image('viewport-previous', 'Previous viewport', ['Alt ←'], { do: 'viewport', by: -1 }),
  ...PRESETS,
  ...SORTS,
  image('zoom-in', 'Zoom in', ['+'], { do: 'zoom', factor: 1.25 }),
  image('zoom-out', 'Zoom out', ['-'], { do: 'zoom', factor: 0.8 }),
  image('fit', 'Fit to viewport', [], { do: 'fit' }),
  image('actual-size', 'One pixel to one pixel', [], { do: 'actual-size' }),
  image('true-size', 'True size', ['Shift T'], { do: 'true-size' }),
  image('reset', 'Reset view', ['R'], { do: 'reset' }),
  image('invert', 'Invert', ['Alt I'], { do: 'invert' }),
  image('shutter', 'Lift or close the shutter', ['Shift S'], { do: 'shutter' }),
  image('planes', 'Overlay of the image, on or off', ['Shift O'], { do: 'planes' }),
  image('flip', 'Flip left to right', ['Alt V'], { do: 'flip' }),
  image('flip-vertical', 'Flip top to bottom', ['Alt Shift V'], { do: 'flip-vertical' }),
  image('rotate', 'Rotate right', ['Alt O'], { do: 'rotate', degrees: 90 }),
  image('rotate-left', 'Rotate left', ['Alt Shift O'], { do: 'rotate', degrees: -90 }),
  image('cine', 'Play or stop', ['Space'], { do: 'cine' }),
  image('mpr', 'Three planes (reformat), or back', ['M'], { do: 'mpr' }),
  image('slab-thicker', 'Reformat: thicker slab', [']'], { do: 'slab', by: 1 }),
  image('slab-thinner', 'Reformat: thinner slab', ['['], { do: 'slab', by: -1 }),
  image('slab-mode', 'Reformat: mean, maximum or minimum', ['Shift M'], { do: 'slab-mode' }),
  image('planes-left', 'Reformat: turn the other planes left by 5°', [','], { do: 'turn-planes', degrees: -5 }),
  image('planes-right', 'Reformat: turn the other planes right by 5°', ['.'], { do: 'turn-planes', degrees: 5 }),
  image('planes-left-fine', 'Reformat: turn the other planes left by 1°', [], { do: 'turn-planes', degrees: -1 }),
  image('planes-right-fine', 'Reformat: turn the other planes right by 1°', [], { do: 'turn-planes', degrees: 1 }),
  image('planes-straight', 'Reformat: axial, coronal and sagittal again', ['X'], { do: 'straight-planes' }),
  ...PLANE_COMMANDS.map(({ id, title, keys, plane }) => image(id, title, keys, { do: 'plane', plane })),
  image('fuse', 'Fuse with another series, or end it', ['Shift B'], { do: 'fuse' }),
  image('fuse-more', 'Fusion: more of the overlay', ['Alt ]'], { do: 'fuse-opacity', by: 1 }),
  image('fuse-less', 'Fusion: less of the overlay', ['Alt ['], { do: 'fuse-opacity', by: -1 }),
  image('fuse-scale', 'Fusion: next scale of the overlay', ['Alt X'], { do: 'fuse-scale' }),
  image('colour-map', 'Next colour map', ['Alt Shift B'], { do: 'colour-map' }),
  ...ColourMap.options.map((map) =>
    image(`colours-${map}`, `Colours: ${COLOUR_MAP_WORDS[map]}`, [], { do: 'colour-map', map }),
  ),
  ...SUBTRACT_COMMANDS.map(({ id, title, keys, action }) => image(id, title, keys, action)),
  ...VOLUME_COMMANDS.map(({ id, title, keys, act }) => image(id, title, keys, { do: 'volume', act })),
  image('link', 'Scroll together', ['Y'], { do: 'link' }),
  image('link-window', 'Windows together, or not', ['Alt W'], { do: 'link-view', view: 'window' }),
  image('link-zoom', 'Zoom together, mm by mm, or not', ['Alt Z'], { do: 'link-view', view: 'zoom' }),
  image('link-pan', 'Pan together, or not', ['Alt P'], { do: 'link-view', view: 'pan' }),
  image('link-cine', 'Cine together, number by number, or not', ['Alt Shift P'], { do: 'link-view', view: 'cine' }),
  image('link-group', 'Group of this viewport: the next one, or alone', ['Alt Shift Y'], { do: 'link-group' }),
  image('flicker', 'Flicker: current and prior in turns', ['Alt Q'], { do: 'flicker' }),
  image('cursor', '3D cursor, or not (Shift and press)', ['Alt Shift X'], { do: 'cursor' }),
  image('register', 'Register with the other viewport, computed and approximate, or not', ['Alt Shift L'], {
    do: 'register',
  }),
  image('study-older', 'This series of the next older study', ['Alt ↓'], { do: 'study', by: 1 }),
  image('study-younger', 'This series of the next younger study', ['Alt ↑'], { do: 'study', by: -1 }),
  image('unread', 'Next series that was not shown yet', ['Alt U'], { do: 'unread', by: 1 }),
  image('unread-previous', 'Previous series that was not shown yet', ['Ctrl U'], { do: 'unread', by: -1 }),
  image('phase-next', 'Next phase, time or b-value at the same place', ['Shift →'], { do: 'phase', by: 1 }),
  image('phase-previous', 'Previous phase, time or b-value at the same place', ['Shift ←'], { do: 'phase', by: -1 }),
  image('cine-phases', 'Play the phases of this place, or stop', ['Shift Space'], { do: 'cine-phases' }),
  image('next-part', 'Next part at one to one: every picture from the top, left to right', ['Alt 5'], {
    do: 'next-part',
  }),
  image('part-before', 'Part before at one to one', ['Alt 6'], { do: 'part-before' }),
  image('end-parts', 'Whole pictures again, after their parts', ['Alt Shift A'], { do: 'end-parts' }),
  image('seen-map', 'Seen map: what was shown, how large and how long', ['Alt Shift U'], { do: 'seen-map' }),
  image('key-next', 'Next key image', ['Alt E'], { do: 'key-step', by: 1 }),
  image('key-previous', 'Previous key image', ['Alt Shift E'], { do: 'key-step', by: -1 }),
  image('part-next', 'Next segment or contour that is shown', ['Alt H'], { do: 'part', by: 1 }),
  image('part-previous', 'Previous segment or contour that is shown', ['Alt Shift H'], { do: 'part', by: -1 }),
  image('link-here', 'Link here: the viewports show the same place', ['Shift Y'], { do: 'link-here' }),
  image('link-registered', 'Link by a registration, or not', ['Alt Y'], { do: 'link-registered' }),
  image('reference-lines', 'Reference lines', ['Shift R'], { do: 'reference-lines' }),
  image('undo', 'Undo', ['Ctrl Z'], { do: 'undo' }),
  image('redo', 'Redo', ['Ctrl Shift Z', 'Ctrl Y'], { do: 'redo' }),
  image('leave-tool', 'Back to the window tool', ['Esc'], { do: 'leave-tool' }),
  image('full', 'Full image', ['F11'], { do: 'full' }),
  image('key', 'Key image, or not', ['K'], { do: 'key-image' }),
  image('keep-view', 'Keep what I see', ['Shift K'], { do: 'keep-view' }),
  image('keep-regions', 'Keep regions as a segmentation', ['Alt S'], { do: 'keep-regions' }),
  image('overlay', 'Text over images', [], { do: 'panel', panel: 'overlay' }),
  image('open-object', 'Open what this series holds without a picture', ['Alt J'], { do: 'open-object' }),
  image('detections', 'Marks of detection programs (CAD), on or off', ['Shift D'], { do: 'detections' }),
  image('detection-next', 'Next mark of a detection program', ['Alt D'], { do: 'detection', by: 1 }),
  image('detection-previous', 'Previous mark of a detection program', ['Alt Shift D'], { do: 'detection', by: -1 }),
  {
    id: 'measurements.next',
    title: 'Next measurement',
    group: 'Measurements',
    keys: ['G'],
    action: { do: 'measurement', by: 1 },
  },
  {
    id: 'measurements.previous',
    title: 'Previous measurement',
    group: 'Measurements',
    keys: ['Shift G'],
    action: { do: 'measurement', by: -1 },
  },
  {
    id: 'measurements.delete',
    title: 'Delete measurement',
    group: 'Measurements',
    keys: ['Delete'],
    action: { do: 'delete' },
  },
  {
    id: 'measurements.lesion',
    title: 'Mark the measurement as a lesion',
    group: 'Measurements',
    keys: ['Alt B'],
    action: { do: 'lesion' },
  },
  {
    id: 'layout.lesions',
    title: 'Lesions over time (RECIST 1.1)',
    group: 'Layout',
    keys: ['Alt G'],
    action: { do: 'panel', panel: 'lesions' },
  },
  {
    id: 'layout.curve',
    title: 'Time-intensity curve of the region, or over b-values (ADC)',
    group: 'Measurements',
    keys: ['Alt T'],
    action: { do: 'panel', panel: 'curve' },
  },
  ...DRAWING_COMMANDS,
  hanging('next', 'Next stage of the hanging', ['Shift N'], { do: 'stage', by: 1 }),
  hanging('previous', 'Previous stage of the hanging', ['Shift P'], { do: 'stage', by: -1 }),
  hanging('again', 'Hang again, with the priors that are here', ['Alt R'], { do: 'hang-again' }),
  hanging('choose', 'Another hanging protocol', ['Alt Shift R'], { do: 'choose-hanging' }),
  hanging('why', 'Why this hanging?', ['Shift W'], { do: 'why-hanging' }),
  hanging('save', 'Save what I see as a hanging protocol', ['Alt Shift S'], { do: 'save-hanging' }),
  hanging('edit', 'Edit the hanging protocol of this case', ['Alt Shift K'], { do: 'edit-hanging' }),
  hanging('new', 'New hanging protocol, from nothing', [], { do: 'new-hanging' }),
  hanging('take-back', 'Take back the hanging protocol that was saved last', ['Alt Shift T'], {
    do: 'take-back-hanging',
  }),
  ...LEARNED,
  ...LAYOUTS,
  {
    id: 'layout.overview',
    title: 'Overview of every series',
    group: 'Layout',
    keys: ['Shift V'],
    action: { do: 'overview' },
  },
  { id: 'layout.rail', title: 'Series rail', group: 'Layout', keys: ['F4'], action: { do: 'panel', panel: 'rail' } },
  {
    id: 'layout.measurements',
    title: 'Measurement list',
    group: 'Layout',
    keys: ['F7'],
    action: { do: 'panel', panel: 'measurements' },
  },
  {
    id: 'layout.report',
    title: 'Report panel',
    group: 'Layout',
    keys: ['F9'],
    action: { do: 'panel', panel: 'report' },
  },
];

/** Leaves something behind: a measurement, a mark, a view. */
export function isDrawing({ action }: DeskCommand): boolean {
  if (action.do === 'lesion') return true;
  if (action.do === 'key-image' || action.do === 'keep-view' || action.do === 'keep-regions') return true;
  if (action.do === 'drawing') return true;
  return action.do === 'tool' && !LOOKING_TOOLS.includes(action.tool);
}
