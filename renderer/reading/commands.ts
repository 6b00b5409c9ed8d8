import type { PrimaryTool } from '../viewer/index.ts';

type Plain<T extends string> = T extends string ? { readonly do: T } : never;

/** What changes how the active viewport shows its picture: one step of history each. */
export type ViewAction =
  | { readonly do: 'preset'; readonly place: number }
  | { readonly do: 'rotate'; readonly degrees: number }
  | { readonly do: 'zoom'; readonly factor: number }
  | Plain<'flip' | 'flip-vertical' | 'invert' | 'reset' | 'fit' | 'actual-size'>;

/** What a command does to the desk. */
export type DeskAction =
  | ViewAction
  | { readonly do: 'tool'; readonly tool: PrimaryTool }
  | { readonly do: 'scroll'; readonly by: number }
  | { readonly do: 'edge'; readonly at: 'first' | 'last' }
  | { readonly do: 'series'; readonly by: 1 | -1 }
  | { readonly do: 'viewport'; readonly by: 1 | -1 }
  | { readonly do: 'layout'; readonly rows: number; readonly columns: number }
  | { readonly do: 'measurement'; readonly by: 1 | -1 }
  | { readonly do: 'panel'; readonly panel: 'rail' | 'measurements' | 'report' | 'overlay' }
  | Plain<'aside' | 'cine' | 'link' | 'undo' | 'redo' | 'delete' | 'full' | 'leave-tool'>;

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
  tool('cobb', 'Cobb angle', ['Shift A']),
  tool('rectangle', 'Rectangle', ['Q']),
  tool('ellipse', 'Ellipse', ['E']),
  tool('circle', 'Circle', ['Shift E']),
  tool('freehand', 'Freehand', ['F']),
  tool('probe', 'Probe', ['H']),
  tool('arrow', 'Arrow with text', ['T']),
];

const PRESETS = Array.from({ length: 9 }, (_, place) =>
  image(`preset-${place + 1}`, `Window preset ${place + 1}`, [`${place + 1}`], { do: 'preset', place }),
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

/** Everything the reader can do to the pictures, as plain data (keys: ui.md). */
export const DESK_COMMANDS: readonly DeskCommand[] = [
  ...TOOL_COMMANDS,
  image('previous', 'Previous image', ['↑'], { do: 'scroll', by: -1 }),
  image('next', 'Next image', ['↓'], { do: 'scroll', by: 1 }),
  image('back-10', 'Back ten images', ['PgUp'], { do: 'scroll', by: -10 }),
  image('on-10', 'On ten images', ['PgDn'], { do: 'scroll', by: 10 }),
  image('first', 'First image', ['Home'], { do: 'edge', at: 'first' }),
  image('last', 'Last image', ['End'], { do: 'edge', at: 'last' }),
  image('series-previous', 'Previous series', ['←'], { do: 'series', by: -1 }),
  image('series-next', 'Next series', ['→'], { do: 'series', by: 1 }),
  image('series-aside', 'Leave this series unread, or take it up again', [], { do: 'aside' }),
  image('viewport-next', 'Next viewport', ['Alt →'], { do: 'viewport', by: 1 }),
  image('viewport-previous', 'Previous viewport', ['Alt ←'], { do: 'viewport', by: -1 }),
  ...PRESETS,
  image('zoom-in', 'Zoom in', ['+'], { do: 'zoom', factor: 1.25 }),
  image('zoom-out', 'Zoom out', ['-'], { do: 'zoom', factor: 0.8 }),
  image('fit', 'Fit to viewport', [], { do: 'fit' }),
  image('actual-size', 'One pixel to one pixel', [], { do: 'actual-size' }),
  image('reset', 'Reset view', ['R'], { do: 'reset' }),
  image('invert', 'Invert', ['Alt I'], { do: 'invert' }),
  image('flip', 'Flip left to right', ['Alt V'], { do: 'flip' }),
  image('flip-vertical', 'Flip top to bottom', ['Alt Shift V'], { do: 'flip-vertical' }),
  image('rotate', 'Rotate right', ['Alt O'], { do: 'rotate', degrees: 90 }),
  image('rotate-left', 'Rotate left', ['Alt Shift O'], { do: 'rotate', degrees: -90 }),
  image('cine', 'Play or stop', ['Space'], { do: 'cine' }),
  image('link', 'Scroll together', ['Y'], { do: 'link' }),
  image('undo', 'Undo', ['Ctrl Z'], { do: 'undo' }),
  image('redo', 'Redo', ['Ctrl Shift Z', 'Ctrl Y'], { do: 'redo' }),
  image('leave-tool', 'Back to the window tool', ['Esc'], { do: 'leave-tool' }),
  image('full', 'Full image', ['F11'], { do: 'full' }),
  image('overlay', 'Text over images', [], { do: 'panel', panel: 'overlay' }),
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
  ...LAYOUTS,
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

const LOOKING: readonly string[] = ['window', 'scroll', 'zoom', 'pan', 'magnify'];

/** Takes a tool that leaves a measurement behind. */
export function isDrawing({ action }: DeskCommand): boolean {
  return action.do === 'tool' && !LOOKING.includes(action.tool);
}
