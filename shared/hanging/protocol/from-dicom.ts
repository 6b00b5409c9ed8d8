import type { HangingObject } from '../../model/hanging-object.ts';
import type { SortKey } from '../../model/stack-order.ts';
import type { StackRule } from './condition.ts';
import { idleWords, withOwnLook } from './look-rules.ts';
import type { DisplaySet, Presentation } from './display-set.ts';
import type { HangingProtocol, ImageSet, Stage } from './protocol.ts';
import { boxesOf } from './dicom-boxes.ts';

export interface DicomProtocol {
  /** To be checked as any other document; null: nothing of it can hang. */
  readonly document: HangingProtocol | null;
  /** What the object says and the document does not, in words. */
  readonly ignored: readonly string[];
}

type Says = HangingObject['imageSets'][number];
type Display = HangingObject['displays'][number];
type Note = (words: string) => void;

const ATTRIBUTES: Readonly<Record<string, StackRule['attribute']>> = {
  '0008,0008': 'imageType',
  '0008,0060': 'modality',
  '0008,103e': 'description',
  '0018,0015': 'bodyPart',
  '0018,1030': 'protocol',
  '0018,5101': 'view',
  '0020,0060': 'side',
  '0020,0062': 'side',
};
const DAYS: Readonly<Record<string, number>> = { DAYS: 1, WEEKS: 7, MONTHS: 30.44, YEARS: 365.25 };
const PLANES: Readonly<Record<string, 'axial' | 'coronal' | 'sagittal'>> = {
  ...{ AXIAL: 'axial', TRANSVERSE: 'axial', CORONAL: 'coronal', SAGITTAL: 'sagittal' },
};
const WINDOWS: Readonly<Record<string, Presentation['window']>> = {
  ...{ LUNG: 'lung', MEDIASTINUM: 'mediastinum', ABDO_PELVIS: 'abdomen', LIVER: 'liver', SOFT_TISSUE: 'soft-tissue' },
  ...{ BONE: 'bone', BRAIN: 'brain' },
};
const COLOURS: Readonly<Record<string, Presentation['colourMap']>> = {
  ...{ HOT_IRON: 'hot-iron', PET: 'pet', HOT_METAL_BLUE: 'hot-metal-blue', PET_20_STEP: 'pet-20-step' },
};
/** Selector Attribute (0072,0026) of a sorting operation. */
const SORTED_BY: ReadonlyMap<string, SortKey> = new Map([
  ['0020,0013', 'instance-number'],
  ['0008,0032', 'time'],
  ['0018,0081', 'echo'],
  ['0018,9087', 'b-value'],
  ['0018,1060', 'trigger'],
]);

/** A protocol out of what an object of another program says in the attributes of the standard. */
export function protocolOfDicom(said: HangingObject): DicomProtocol {
  const ignored = new Set<string>(said.unread);
  const note: Note = (words) => void ignored.add(words);
  if (said.modalities.length === 0) note('it names no modality');
  const imageSets = said.imageSets.map((one) => imageSetOf(one, note));
  const known = new Set(imageSets.map(({ id }) => id));
  const displays = said.displays.filter(({ imageSet, label, number }) => {
    if (known.has(`set-${imageSet}`)) return true;
    note(`display set ${label || number}: its image set is not there`);
    return false;
  });
  const stages = stagesOf(said, displays, note);
  if (said.modalities.length === 0 || imageSets.length === 0 || stages.length === 0) {
    return { document: null, ignored: [...ignored] };
  }
  const name = said.name || 'DICOM hanging protocol';
  const document: HangingProtocol = {
    schema: 1,
    id: idOf(name),
    name: cut(name),
    version: 1,
    scope: 'user',
    ...(said.description === '' ? {} : { note: said.description }),
    for: [
      { attribute: 'modality', is: 'in', values: said.modalities.slice(0, 64).map(cut), weight: 10, must: true },
      ...codeRule('procedureCode', said.procedures),
      ...codeRule('reasonCode', said.reasons),
    ],
    imageSets: [...imageSets],
    displaySets: displays.map((one) => displaySetOf(one, said.scrolling, note)),
    stages: [...stages],
  };
  return { document, ignored: [...ignored] };
}

/** A need where every definition of the object has codes: else it hangs for others too. */
function codeRule(
  attribute: 'procedureCode' | 'reasonCode',
  { codes, all }: HangingObject['procedures'],
): HangingProtocol['for'] {
  if (codes.length === 0) return [];
  return [{ attribute, is: 'in', values: codes.slice(0, 64).map(cut), weight: 10, ...(all ? { must: true } : {}) }];
}

function idOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `dicom-${slug || 'protocol'}`.slice(0, 64);
}

function imageSetOf(said: Says, note: Note): ImageSet {
  const label = cut(said.label) || `Image set ${said.number}`;
  const rules = said.selectors.flatMap(({ attribute, usage, values, nested }): StackRule[] => {
    const known = Object.hasOwn(ATTRIBUTES, attribute) ? ATTRIBUTES[attribute] : undefined;
    if (known === undefined || nested || values.length === 0) {
      note(`${label}: the rule on (${attribute})`);
      return [];
    }
    const must = usage === 'NO_MATCH';
    return [
      { attribute: known, is: 'in', values: values.slice(0, 64).map(cut), weight: 10, ...(must ? { must } : {}) },
    ];
  });
  const any: StackRule = { attribute: 'images', is: 'range', from: 1, weight: 0, must: true };
  return {
    id: `set-${said.number}`,
    label,
    of: studyOf(said, label, note),
    rules: rules.length > 0 ? rules : [any],
    weight: 10,
  };
}

function studyOf({ category, relativeTime, units, abstractPrior }: Says, label: string, note: Note): ImageSet['of'] {
  const [from = 0, to = 0] = relativeTime;
  if (category === 'RELATIVE_TIME') {
    if (from === 0 && to === 0) return 'current';
    const days = Object.hasOwn(DAYS, units) ? DAYS[units] : undefined;
    if (days === undefined) note(`${label}: its age in ${units || 'no unit'}`);
    const age = { from: Math.floor(from * (days ?? 0)), to: Math.ceil(to * (days ?? 0)) };
    return { least: 0, pick: { by: 'nearest' }, ...(days === undefined ? {} : { age }) };
  }
  const [first = 1, last = first] = abstractPrior;
  if (category !== 'ABSTRACT_PRIOR' || abstractPrior.length === 0) {
    note(`${label}: which earlier study it is of; taken as the last one`);
  }
  if (first === -1) return { least: 0, pick: { by: 'oldest' } };
  if (first !== last) note(`${label}: earlier studies ${first} to ${last}; the first of them is taken`);
  if (first <= 1) return { least: 0, pick: { by: 'nearest' } };
  note(`${label}: earlier study ${first} is counted by relevance, not by date`);
  return { least: 0, pick: { by: 'nth', nth: Math.min(20, Math.trunc(first)) } };
}

/** What its kind does not have of its look is left out, and said. */
function displaySetOf(said: Display, scrolling: HangingObject['scrolling'], note: Note): DisplaySet {
  const display = shownAs(said, scrolling, note);
  for (const words of idleWords(display)) note(`${display.label}: ${words}`);
  return withOwnLook(display);
}

function shownAs(said: Display, scrolling: HangingObject['scrolling'], note: Note): DisplaySet {
  const label = cut(said.label) || `Display set ${said.number}`;
  if (said.filters > 0) note(`${label}: its filters`);
  const layout = said.boxes[0]?.layout ?? '';
  if (said.boxes.length > 1) note(`${label}: ${said.boxes.length} image boxes; the first is used`);
  if (!['STACK', 'CINE', 'PROCESSED', 'SINGLE'].includes(layout))
    note(`${label}: laid out as ${layout || 'nothing said'}`);
  const common = {
    ...{ id: `show-${said.number}`, label, set: `set-${said.imageSet}`, missing: { do: 'leave-out' as const } },
    look: lookOf(said, label, scrolling, note),
  };
  if (layout === 'CINE') return { kind: 'cine', ...common };
  if (layout !== 'PROCESSED') return { kind: 'stack', ...common };
  const plane = PLANES[said.view] ?? 'axial';
  if (said.reformatting === 'MPR') return { kind: 'mpr', plane, ...common };
  if (said.reformatting === '3D_RENDERING') {
    return { kind: 'volume', preset: said.rendering === 'MIP' ? 'mip' : 'bone', ...common };
  }
  const { thickness } = said;
  if (said.reformatting === 'SLAB' && thickness !== null && thickness > 0 && thickness <= 500) {
    note(`${label}: how the slab is made is not said; its mean is shown, in the axial plane`);
    return { kind: 'slab', plane, mode: 'mean', thickness, ...common };
  }
  note(`${label}: processed as ${said.reformatting || 'nothing said'}; its stack is shown`);
  return { kind: 'stack', ...common };
}

function lookOf(said: Display, label: string, scrolling: HangingObject['scrolling'], note: Note): Presentation {
  const { voi, colour, inverted, trueSize, sorts, number } = said;
  const window = Object.hasOwn(WINDOWS, voi) ? WINDOWS[voi] : undefined;
  const colourMap = Object.hasOwn(COLOURS, colour) ? COLOURS[colour] : undefined;
  if (voi !== '' && window === undefined) note(`${label}: the window ${voi}`);
  if (colour !== '' && colourMap === undefined) note(`${label}: the colours ${colour}`);
  const sort = sorts[0] === undefined ? undefined : sortOf(sorts[0]);
  if (sorts.length > (sort === undefined ? 0 : 1)) note(`${label}: how its pictures are sorted`);
  const sync = scrolling.flatMap((group, at) =>
    group.includes(number) ? [{ group: `scroll-${at + 1}`, of: ['scroll' as const] }] : [],
  );
  return {
    ...(window === undefined ? {} : { window }),
    ...(colourMap === undefined ? {} : { colourMap }),
    ...(inverted === '' ? {} : { invert: inverted === 'YES' }),
    ...(trueSize === 'YES' ? { zoom: 'true-size' as const } : {}),
    ...(sort === undefined ? {} : { sort }),
    ...(sync.length === 0 ? {} : { sync: sync.slice(0, 8) }),
  };
}

function sortOf({ by, attribute, direction }: Display['sorts'][number]): Presentation['sort'] {
  const descending = direction === 'DECREASING';
  if (by === 'ALONG_AXIS') return { by: 'position', descending };
  const key = SORTED_BY.get(attribute);
  return key === undefined ? undefined : { by: key, descending };
}

/** A presentation group is a stage. */
function stagesOf(said: HangingObject, displays: readonly Display[], note: Note): readonly Stage[] {
  const groups = [...new Set(displays.map(({ group }) => group))].sort((a, b) => a - b);
  if (groups.length > 16) note(`${groups.length} stages; 16 are used`);
  return groups.slice(0, 16).flatMap((group): Stage[] => {
    const shown = displays.filter((one) => one.group === group);
    const screens = boxesOf(shown, said.screens, note);
    if (screens.length === 0) return [];
    const partial = said.partial === 'ADAPT_LAYOUT' ? 'ADAPT_LAYOUT' : 'MAINTAIN_LAYOUT';
    const name = cut(shown.find(({ groupName }) => groupName !== '')?.groupName ?? '') || `Stage ${group}`;
    return [{ id: `stage-${group}`, name, screens: screens.map((boxes) => ({ boxes: [...boxes] })), partial }];
  });
}

function cut(text: string): string {
  return [...text].slice(0, 64).join('').trim();
}
