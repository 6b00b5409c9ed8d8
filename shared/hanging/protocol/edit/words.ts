import type { Rule } from '../condition.ts';
import type { DisplaySet, FindingPicture, Presentation, WhenMissing } from '../display-set.ts';
import type { HangingProtocol, ImageSet, PriorChoice } from '../protocol.ts';
import { ruleWords, signed } from '../rules.ts';

/** "modality CT · needed", "kind of picture mip · −20". */
export function weighedWords(rule: Rule): string {
  const points = rule.weight === 0 && rule.must ? '' : ` · ${signed(rule.weight)}`;
  return `${ruleWords(rule)}${rule.must ? ' · needed' : ''}${points}`;
}

/** Of which study an image set is: "of this study", "of the most relevant earlier study". */
export function studyWords({ of }: Pick<ImageSet, 'of'>): string {
  return of === 'current' ? 'of this study' : `of ${priorWords(of)}`;
}

function priorWords({ pick }: PriorChoice): string {
  switch (pick.by) {
    case 'relevance':
      return 'the most relevant earlier study';
    case 'nearest':
      return 'the last earlier study';
    case 'oldest':
      return 'the oldest study';
    case 'nth':
      return `earlier study ${Number.isNaN(pick.nth) ? '?' : pick.nth} by relevance`;
  }
}

/** What a cell shows, in a line: "Slices of CT of the chest, of this study". */
export function displayWords(display: DisplaySet, { imageSets }: Pick<HangingProtocol, 'imageSets'>): string {
  const set = imageSets.find(({ id }) => id === display.set);
  const label = set?.label ?? display.set;
  const whose = set ? `, ${studyWords(set)}` : '';
  return `${kindWords(display, imageSets)} ${label}${whose}`;
}

function kindWords(display: DisplaySet, imageSets: readonly ImageSet[]): string {
  switch (display.kind) {
    case 'stack':
      return 'Slices of';
    case 'mpr':
      return `${capital(display.plane)} plane of`;
    case 'slab': {
      const modes = { max: 'Brightest', min: 'Darkest', mean: 'Mean' } as const;
      return `${modes[display.mode]} of ${display.thickness} mm, ${display.plane}, of`;
    }
    case 'volume':
      return `Volume (${display.preset}) of`;
    case 'fusion': {
      const over = imageSets.find(({ id }) => id === display.over)?.label ?? display.over;
      return `${over} over`;
    }
    case 'cine':
      return 'Playing';
    case 'key-images':
      return 'Key images of the study of';
    case 'report':
      return 'Report of the study of';
    case 'ai-result':
      return 'AI result of the study of';
  }
}

/** How it looks, as far as the protocol says: "window lung, middle picture, scrolls with “place”"; empty where it says nothing. */
export function lookWords({ window, picture, zoom, turn, flip, invert, colourMap, sync = [] }: Presentation): string {
  const windows =
    window === undefined
      ? ''
      : typeof window === 'string'
        ? `window ${window}`
        : `window ${window.center}/${window.width}`;
  const scales = zoom === undefined ? '' : typeof zoom === 'string' ? zoom.replace('-', ' ') : `zoom ${zoom}`;
  return [
    ...[windows, pictureWords(picture), scales],
    turn === undefined ? '' : `turned ${turn}°`,
    flip === undefined ? '' : `mirrored ${flip === 'horizontal' ? 'left and right' : 'up and down'}`,
    invert ? 'inverted' : '',
    colourMap === undefined ? '' : colourMap.replaceAll('-', ' '),
    ...sync.map(({ group, of }) => `${of.join(', ')} with “${group}”`),
  ]
    .filter(Boolean)
    .join(' · ');
}

const FOUND_AT: Readonly<Record<FindingPicture['at'], string>> = {
  finding: 'from where something was found',
  'key-image': 'from the first key image',
  measurement: 'from the first measurement',
  'ai-mark': 'from the first AI mark',
  'largest-segment': 'from the largest of a segmentation',
};

function pictureWords(picture: Presentation['picture']): string {
  if (picture === undefined) return '';
  if (typeof picture === 'string') return `${picture} picture`;
  if (typeof picture === 'number') return `from ${Math.round(picture * 100)} %`;
  const { at, otherwise } = picture;
  return `${FOUND_AT[at]}, else ${otherwise === undefined ? 'as usual' : pictureWords(otherwise)}`;
}

/** What the reader sees where the pictures are not there. */
export function missingWords(missing: WhenMissing, { imageSets }: Pick<HangingProtocol, 'imageSets'>): string {
  switch (missing.do) {
    case 'leave-out':
      return 'left out where it is missing';
    case 'next-best':
      return `else ${imageSets.find(({ id }) => id === missing.set)?.label ?? missing.set}`;
    case 'message':
      return `else the words “${missing.text}”`;
    case 'other-protocol':
      return 'another protocol hangs where it is missing';
  }
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
