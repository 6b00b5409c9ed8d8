import type { PrimaryTool, VideoHand, VideoHands } from '../viewer/index.ts';
import { TOOL_COMMANDS } from './commands.ts';
import type { DeskAction } from './commands.ts';
import type { Say } from './said-tone.ts';
import type { DeskStores } from './stores.ts';

/** What a video needs of the desk. */
export interface VideoDesk {
  readonly engine: { readonly videos: VideoHands };
  readonly stores: Pick<DeskStores, 'layout' | 'runtime'>;
  readonly say: Say;
}

/** Why something cannot be done to a video, and what to do instead. */
type Refusal = readonly [title: string, detail: string];

const GREYS: Refusal = [
  'A video keeps its greys',
  'They were fixed when it was recorded: no window brings back what lies beyond them.',
];
const WHOLE: Refusal = ['A video is shown whole', 'It fills its viewport; {image.full} gives it the whole window.'];
const AS_TAKEN: Refusal = [
  'A video is shown as it was taken',
  'It does not say which side is which: turned or mirrored it could be mistaken.',
];
const NO_VOLUME: Refusal = ['A video is no volume', 'Its pictures do not say where they lie.'];
const NO_MASK_HERE: Refusal = ['Nothing is subtracted from a video', 'Its pictures have lost what a difference needs.'];
const NO_KEY: Refusal = [
  'A picture of a video cannot be kept',
  'Key images and views name stored pictures. Name the number of the picture in the report.',
];
const NOT_LINKED: Refusal = ['A video is not linked', 'It does not say where its pictures lie.'];
const NO_SIZE = 'A video has lost detail and does not say how long a pixel is. Measure on the pictures of the study.';
const NO_MARK = 'A mark lies on a stored picture. Name the number of the picture in the report.';

/** What each command does to a video: works on it, is about something else, or cannot be done. A new command has to say so. */
const ON_VIDEO: Readonly<Record<DeskAction['do'], 'video' | 'elsewhere' | Refusal>> = {
  ...{ scroll: 'video', edge: 'video', cine: 'video' },
  ...{ preset: GREYS, invert: GREYS, 'colour-map': GREYS },
  ...{ zoom: WHOLE, fit: WHOLE, reset: WHOLE, 'actual-size': WHOLE },
  'true-size': ['No true size for a video', 'It does not say how long a pixel is.'],
  ...{ rotate: AS_TAKEN, flip: AS_TAKEN, 'flip-vertical': AS_TAKEN },
  shutter: ['A video has no shutter', 'All of its picture is shown.'],
  planes: ['A video has no overlay', 'What is written in it is part of its picture.'],
  ...{
    mpr: NO_VOLUME,
    plane: NO_VOLUME,
    volume: NO_VOLUME,
    slab: NO_VOLUME,
    'slab-mode': NO_VOLUME,
    'turn-planes': NO_VOLUME,
    'straight-planes': NO_VOLUME,
    fuse: NO_VOLUME,
    'fuse-opacity': NO_VOLUME,
    'fuse-scale': NO_VOLUME,
    ...{ subtract: NO_MASK_HERE, 'mask-here': NO_MASK_HERE, 'mask-own': NO_MASK_HERE },
    ...{ 'mask-move': NO_MASK_HERE, 'mask-step': NO_MASK_HERE },
  },
  fault: ['A video has no slices', '↑ and ↓ go from picture to picture, Home and End to its ends, Space plays it.'],
  ...{ 'link-here': NOT_LINKED, 'link-registered': NOT_LINKED },
  ...{ flicker: NOT_LINKED, cursor: NOT_LINKED, register: NOT_LINKED },
  ...{ 'key-image': NO_KEY, 'keep-view': NO_KEY },
  ...{ 'link-view': 'elsewhere', 'link-group': 'elsewhere', study: 'elsewhere', unread: 'elsewhere' },
  ...{ 'key-step': 'elsewhere', part: 'elsewhere', 'seen-map': 'elsewhere', phase: 'elsewhere' },
  'cine-phases': ['A video has no phases', 'Space plays it.'],
  ...{
    stage: 'elsewhere',
    'hang-again': 'elsewhere',
    'choose-hanging': 'elsewhere',
    'why-hanging': 'elsewhere',
    'save-hanging': 'elsewhere',
    'edit-hanging': 'elsewhere',
    'new-hanging': 'elsewhere',
    'take-back-hanging': 'elsewhere',
    learned: 'elsewhere',
  },
  // About the desk, the case, or what is selected.
  ...{ tool: 'elsewhere', drawing: 'elsewhere', 'leave-tool': 'elsewhere', delete: 'elsewhere', lesion: 'elsewhere' },
  ...{ 'next-part': 'elsewhere', 'part-before': 'elsewhere', 'end-parts': 'elsewhere' },
  ...{ series: 'elsewhere', viewport: 'elsewhere', layout: 'elsewhere', panel: 'elsewhere', full: 'elsewhere' },
  overview: 'elsewhere',
  sort: ['A video is shown in its own order', 'Its pictures do not say where they lie.'],
  ...{ measurement: 'elsewhere', undo: 'elsewhere', redo: 'elsewhere', aside: 'elsewhere', link: 'elsewhere' },
  ...{
    'reference-lines': 'elsewhere',
    'open-object': 'elsewhere',
    detections: 'elsewhere',
    detection: 'elsewhere',
    'keep-regions': 'elsewhere',
  },
};

/** Tools of the mouse; those that are not here draw, and need a stored picture that says its size. */
const TOOLS: Readonly<Partial<Record<PrimaryTool, Refusal>>> = {
  window: GREYS,
  scroll: [
    'A drag does not scroll a video',
    '↑ and ↓ go from picture to picture, Home and End to its ends, Space plays it.',
  ],
  zoom: WHOLE,
  pan: WHOLE,
  magnify: WHOLE,
  arrow: ['Arrow with text: not on a video', NO_MARK],
  'spine-label': ['Spine levels: not on a video', NO_MARK],
};

function toolWords(tool: PrimaryTool): Refusal {
  const named = TOOL_COMMANDS.find(({ action }) => action.do === 'tool' && action.tool === tool);
  return TOOLS[tool] ?? [`${named?.title ?? 'This tool'}: not on a video`, NO_SIZE];
}

/** Does to a video in the active viewport what a command says, or says why it cannot; false: go on as without a video. */
export function runOnVideo(desk: VideoDesk, action: DeskAction): boolean {
  const hand = desk.engine.videos.of(desk.stores.layout.getState().active);
  if (!hand) return false;
  // The tool is for the other viewports, too: it is taken all the same.
  if (action.do === 'tool') desk.say(...toolWords(action.tool));
  const answer = ON_VIDEO[action.do];
  if (answer === 'elsewhere') return false;
  if (answer === 'video') move(hand, action);
  else desk.say(...answer);
  return true;
}

/** A button went down on the picture of a video: what its tool would do is said not to work there. */
export function pressOnVideo(desk: VideoDesk, button: number): void {
  const held: Partial<Record<number, PrimaryTool>> = { 0: desk.stores.runtime.getState().tool, 1: 'pan', 2: 'window' };
  const tool = held[button];
  // Held since the desk was opened, the window tool was not asked for: a press may only be meant to choose the viewport.
  if (tool && (button !== 0 || tool !== 'window')) desk.say(...toolWords(tool));
}

function move(hand: VideoHand, action: DeskAction): void {
  if (action.do === 'scroll') hand.step(action.by);
  else if (action.do === 'edge') hand.edge(action.at);
  else if (action.do === 'cine') hand.togglePlaying();
}
