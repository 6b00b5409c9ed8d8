import { orderWords } from '../../../shared/hanging/stack-order.ts';
import type { FindingPicture, Presentation } from '../../../shared/hanging/protocol/display-set.ts';
import { SortKey } from '../../../shared/model/stack-order.ts';

interface Choice<T extends string> {
  readonly value: T;
  readonly words: string;
}

/** Names of a look that is a name or a value; '' leaves it open. */
type Names<K extends keyof Presentation> = Extract<NonNullable<Presentation[K]>, string> | '';

export const PICTURES: readonly Choice<OrdinaryName | FindingPicture['at']>[] = [
  { value: '', words: 'As usual' },
  { value: 'first', words: 'The first picture' },
  { value: 'middle', words: 'The middle picture' },
  { value: 'last', words: 'The last picture' },
  { value: 'share', words: 'A place between' },
  { value: 'finding', words: 'Where something was found' },
  { value: 'key-image', words: 'The first key image' },
  { value: 'measurement', words: 'The first measurement' },
  { value: 'ai-mark', words: 'The first AI mark' },
  { value: 'largest-segment', words: 'The largest of a segmentation' },
];
type OrdinaryName = '' | 'first' | 'middle' | 'last' | 'share';
/** Where nothing was found. */
export const OTHERWISE: readonly Choice<OrdinaryName>[] = [
  { value: '', words: 'As usual' },
  { value: 'first', words: 'The first picture' },
  { value: 'middle', words: 'The middle picture' },
  { value: 'last', words: 'The last picture' },
  { value: 'share', words: 'A place between' },
];
export const WINDOWS: readonly Choice<Names<'window'> | 'values'>[] = [
  { value: '', words: 'As usual' },
  { value: 'header', words: 'As the pictures say' },
  { value: 'brain', words: 'Brain' },
  { value: 'stroke', words: 'Stroke' },
  { value: 'subdural', words: 'Subdural' },
  { value: 'bone', words: 'Bone' },
  { value: 'lung', words: 'Lung' },
  { value: 'mediastinum', words: 'Mediastinum' },
  { value: 'soft-tissue', words: 'Soft tissue' },
  { value: 'abdomen', words: 'Abdomen' },
  { value: 'liver', words: 'Liver' },
  { value: 'angio', words: 'Angiography' },
  { value: 'values', words: 'Values of its own' },
];
export const ZOOMS: readonly Choice<Names<'zoom'> | 'factor'>[] = [
  { value: '', words: 'As usual' },
  { value: 'fit', words: 'Fits its cell' },
  { value: 'same-size', words: 'One scale for all that say so' },
  { value: 'true-size', words: 'As large as the body' },
  { value: 'pixel', words: 'A pixel of the picture a pixel of the screen' },
  { value: 'factor', words: 'A factor of its own' },
];
export const TURNS: readonly Choice<Names<'turn'>>[] = [
  { value: '', words: 'Not turned' },
  { value: '90', words: '90° clockwise' },
  { value: '180', words: '180°' },
  { value: '270', words: '270° clockwise' },
];
export const FLIPS: readonly Choice<Names<'flip'>>[] = [
  { value: '', words: 'Not mirrored' },
  { value: 'horizontal', words: 'Left and right' },
  { value: 'vertical', words: 'Up and down' },
];
export const EDGES: readonly Choice<Names<'justify'>>[] = [
  { value: '', words: 'In the middle' },
  { value: 'left', words: 'Left' },
  { value: 'right', words: 'Right' },
  { value: 'top', words: 'Top' },
  { value: 'bottom', words: 'Bottom' },
];
export const COLOURS: readonly Choice<Names<'colourMap'>>[] = [
  { value: '', words: 'As usual' },
  { value: 'grey', words: 'Grey' },
  { value: 'hot-iron', words: 'Hot iron' },
  { value: 'pet', words: 'PET' },
  { value: 'hot-metal-blue', words: 'Hot metal blue' },
  { value: 'pet-20-step', words: 'PET 20 step' },
  { value: 'rainbow', words: 'Rainbow' },
];
export const ORDERS: readonly Choice<SortKey | ''>[] = [
  { value: '', words: 'As usual' },
  ...SortKey.options.map((by) => ({ value: by, words: sentence(orderWords({ by })) })),
];

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

export type SyncView = NonNullable<Presentation['sync']>[number]['of'][number];
export const SYNC_VIEWS: readonly Choice<SyncView>[] = [
  { value: 'scroll', words: 'Scrolls with them' },
  { value: 'window', words: 'Has their window' },
  { value: 'zoom', words: 'Has their zoom' },
  { value: 'pan', words: 'Moves with them' },
  { value: 'cine', words: 'Plays with them' },
];
