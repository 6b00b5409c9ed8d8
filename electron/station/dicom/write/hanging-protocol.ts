import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Rule } from '../../../../shared/hanging/protocol/condition.ts';
import type { DisplaySet, Presentation } from '../../../../shared/hanging/protocol/display-set.ts';
import type { Box, HangingProtocol, ImageSet } from '../../../../shared/hanging/protocol/protocol.ts';
import { canonicalJson } from '../../../../shared/report/canonical.ts';
import { codeItem } from './content-item.ts';
import { fitCode, fitText, numbers, sequence, text } from './element.ts';
import type { DicomElement, DicomItem } from './element.ts';
import { writeDicomFile } from './write-file.ts';

export const HANGING_PROTOCOL_CLASS = '1.2.840.10008.5.1.4.38.1';

const LEVELS = { shipped: 'MANUFACTURER', site: 'SITE', group: 'USER_GROUP', user: 'SINGLE_USER' } as const;
const VOI: Partial<Record<string, string>> = {
  ...{ lung: 'LUNG', mediastinum: 'MEDIASTINUM', abdomen: 'ABDO_PELVIS', liver: 'LIVER', bone: 'BONE', brain: 'BRAIN' },
  'soft-tissue': 'SOFT_TISSUE',
};
const COLOURS: Partial<Record<string, string>> = {
  ...{ 'hot-iron': 'HOT_IRON', pet: 'PET', 'hot-metal-blue': 'HOT_METAL_BLUE', 'pet-20-step': 'PET_20_STEP' },
};
const VIEWS = { axial: 'AXIAL', coronal: 'CORONAL', sagittal: 'SAGITTAL' } as const;
/** Attributes of images that a selector can ask for as our rules do: the whole value, without case. */
const SELECTED = {
  modality: [0x00080060, 'CS', 0x00720062],
  imageType: [0x00080008, 'CS', 0x00720062],
  bodyPart: [0x00180015, 'CS', 0x00720062],
  side: [0x00200062, 'CS', 0x00720062],
  view: [0x00185101, 'CS', 0x00720062],
} as const;

export interface HangingObjectFacts {
  readonly sopUid: string;
  /** LO, already known to be a name. */
  readonly creator: string;
  /** DT. */
  readonly at: string;
}

/**
 * A Hanging Protocol object (Part 3, A.44, C.23.1 to C.23.3). It says what the standard can; the document as it is stands beside that in
 * an element of ours, for this program.
 * @throws AppError hanging/not-for-dicom: the standard asks for a modality
 */
export function buildHangingObject(protocol: HangingProtocol, { sopUid, creator, at }: HangingObjectFacts): Uint8Array {
  const modalities = valuesOf(protocol.for, 'modality');
  if (modalities.length === 0) {
    throw new AppError('hanging/not-for-dicom', 'a DICOM hanging protocol is for a modality, and this one names none');
  }
  const screens = Math.max(...protocol.stages.map((stage) => stage.screens.length));
  const priors = new Set(protocol.imageSets.flatMap(({ of }) => (of === 'current' ? [] : [canonicalJson(of)])));
  return writeDicomFile([
    text(0x00080005, 'CS', 'ISO_IR 192'),
    text(0x00080016, 'UI', HANGING_PROTOCOL_CLASS),
    text(0x00080018, 'UI', sopUid),
    text(0x00720002, 'SH', fitted('SH', protocol.name)),
    text(0x00720004, 'LO', fitted('LO', protocol.note ?? protocol.name)),
    text(0x00720006, 'CS', LEVELS[protocol.scope]),
    text(0x00720008, 'LO', fitted('LO', creator)),
    text(0x0072000a, 'DT', at),
    sequence(0x0072000c, ...modalities.map((modality) => definition(modality, protocol))),
    sequence(0x0072000e),
    numbers(0x00720014, 'US', priors.size),
    sequence(0x00720020, ...protocol.imageSets.map((set, place) => imageSet(set, place + 1, modalities))),
    numbers(0x00720100, 'US', screens),
    sequence(0x00720102),
    ...display(protocol),
    text(0x00710010, 'LO', 'NIGHTJAR'),
    text(0x00711010, 'UT', canonicalJson(protocol)),
  ]);
}

/** Cut to the bytes of UTF-8, not the characters, that the length allows: readers that count bytes are about. */
function fitted(vr: 'LO' | 'SH', value: string): string {
  let fit = fitText(vr, value);
  while (Buffer.byteLength(fit, 'utf8') > (vr === 'SH' ? 16 : 64)) fit = [...fit].slice(0, -1).join('').trim();
  return fit;
}

function definition(modality: string, { for: rules }: HangingProtocol): DicomItem {
  return [
    text(0x00080060, 'CS', modality),
    sequence(0x00081032, ...codesOf(rules, 'procedureCode')),
    sequence(0x0040100a, ...codesOf(rules, 'reasonCode')),
  ];
}

/** Codes that are asked for with their scheme: "RPID22^RADLEX". One without it cannot be said in a sequence of codes. */
function codesOf(rules: HangingProtocol['for'], attribute: 'procedureCode' | 'reasonCode'): DicomItem[] {
  return wanted(rules, attribute).flatMap((code) => {
    const [value = '', scheme = '', ...more] = code.split('^').map((part) => fitText('LO', part));
    if (value === '' || scheme === '' || scheme.length > 16 || more.length > 0) return [];
    return [codeItem({ value, scheme, meaning: value })];
  });
}

/** Values that one of the rules for it has to be, as code strings. */
function valuesOf(rules: readonly Rule[], attribute: string): string[] {
  return wanted(rules, attribute).map(fitCode).filter(Boolean);
}

/** Values that one of the rules for it wants, as they stand. */
function wanted(rules: readonly Rule[], attribute: string): string[] {
  return rules.flatMap((rule) => {
    if (rule.attribute !== attribute || rule.weight < 0) return [];
    const values = rule.is === 'equals' ? [rule.value] : rule.is === 'in' ? rule.values : [];
    return values.map(String);
  });
}

function imageSet({ of, rules, label }: ImageSet, number: number, modalities: readonly string[]): DicomItem {
  const musts = rules.filter(({ must }) => must === true);
  const asked = Object.entries(SELECTED).flatMap(([attribute, [tag, vr, value]]) => {
    const values = valuesOf(musts, attribute);
    return values.length === 0 ? [] : [selector(tag, vr, value, values)];
  });
  const [tag, vr, value] = SELECTED.modality;
  const time: DicomElement[] =
    of === 'current'
      ? [text(0x00720034, 'CS', 'RELATIVE_TIME'), numbers(0x00720038, 'US', 0, 0), text(0x0072003a, 'CS', 'SECONDS')]
      : [text(0x00720034, 'CS', 'ABSTRACT_PRIOR'), numbers(0x0072003c, 'SS', ...abstractPrior(of.pick))];
  return [
    sequence(0x00720022, ...(asked.length > 0 ? asked : [selector(tag, vr, value, modalities)])),
    sequence(0x00720030, [numbers(0x00720032, 'US', number), ...time, text(0x00720040, 'LO', fitted('LO', label))]),
  ];
}

/** From the newest, 1 on; -1: the oldest. What is chosen by relevance is said as the newest. */
function abstractPrior(pick: Exclude<ImageSet['of'], 'current'>['pick']): readonly [number, number] {
  if (pick.by === 'oldest') return [-1, -1];
  return pick.by === 'nth' ? [pick.nth, pick.nth] : [1, 1];
}

function selector(tag: number, vr: string, valueTag: number, values: readonly string[]): DicomItem {
  return [
    text(0x00720024, 'CS', 'NO_MATCH'),
    numbers(0x00720026, 'AT', tag),
    numbers(0x00720028, 'US', 0),
    text(0x00720050, 'CS', vr),
    text(valueTag, 'CS', ...new Set(values)),
  ];
}

/** A display set for each box of each stage: a stage is a presentation group. */
function display({ stages, imageSets, displaySets }: HangingProtocol): DicomElement[] {
  let number = 0;
  const items: DicomItem[] = [];
  const scrolling: number[][] = [];
  for (const [at, stage] of stages.entries()) {
    const groups = new Map<string, number[]>();
    for (const [screen, { boxes }] of stage.screens.entries()) {
      for (const box of boxes) {
        const shown = displaySets.find(({ id }) => id === box.show);
        if (shown === undefined) continue;
        number += 1;
        for (const { group, of } of shown.look?.sync ?? []) {
          if (of.includes('scroll')) groups.set(group, [...(groups.get(group) ?? []), number]);
        }
        const place = positionOf(box, screen, stage.screens.length);
        items.push([
          numbers(0x00720202, 'US', number),
          text(0x00720203, 'LO', fitted('LO', shown.label)),
          numbers(0x00720204, 'US', at + 1),
          text(0x00720206, 'LO', fitted('LO', stage.name)),
          numbers(0x00720032, 'US', imageSets.findIndex(({ id }) => id === shown.set) + 1),
          sequence(0x00720300, imageBox(shown, place)),
          ...operations(shown),
        ]);
      }
    }
    scrolling.push(...[...groups.values()].filter((one) => one.length > 1));
  }
  return [
    sequence(0x00720200, ...items),
    text(0x00720208, 'CS', stages[0]?.partial ?? 'MAINTAIN_LAYOUT'),
    ...(scrolling.length === 0
      ? []
      : [sequence(0x00720210, ...scrolling.map((group): DicomItem => [numbers(0x00720212, 'US', ...group)]))]),
  ];
}

/** Top left, then bottom right, in shares of all screens beside each other; 0,0 is the bottom left (C.23.3.1.1). */
function positionOf({ x, y, width, height }: Box, screen: number, screens: number): readonly number[] {
  return [(screen + x) / screens, 1 - y, (screen + x + width) / screens, Math.max(0, 1 - y - height)];
}

function imageBox(shown: DisplaySet, place: readonly number[]): DicomItem {
  const isProcessed = shown.kind === 'mpr' || shown.kind === 'slab' || shown.kind === 'volume';
  const type = shown.kind === 'cine' ? 'CINE' : isProcessed ? 'PROCESSED' : 'STACK';
  const rate = shown.kind === 'cine' ? shown.rate : undefined;
  const cine: DicomElement[] = [
    numbers(0x00181244, 'US', 0),
    rate === undefined ? numbers(0x00720330, 'FD', 1) : text(0x00082144, 'IS', String(Math.max(1, Math.round(rate)))),
  ];
  return [
    numbers(0x00720302, 'US', 1),
    numbers(0x00720108, 'FD', ...place),
    text(0x00720304, 'CS', type),
    ...(type === 'CINE' ? cine : []),
  ];
}

function operations(shown: DisplaySet): DicomElement[] {
  const { look = {} } = shown;
  return [
    sequence(0x00720400),
    sequence(0x00720600, ...sorting(look.sort)),
    ...(shown.kind === 'fusion' ? [text(0x00720500, 'CS', 'COLOR')] : []),
    ...reformatting(shown),
    ...coded(0x00720702, typeof look.window === 'string' ? VOI[look.window] : undefined),
    ...coded(0x00720704, look.colourMap === undefined ? undefined : COLOURS[look.colourMap]),
    ...coded(0x00720706, look.invert === undefined ? undefined : look.invert ? 'YES' : 'NO'),
    ...coded(0x00720710, look.zoom === 'true-size' ? 'YES' : undefined),
    ...coded(0x00720717, look.justify === 'left' || look.justify === 'right' ? look.justify.toUpperCase() : undefined),
    ...coded(0x00720718, look.justify === 'top' || look.justify === 'bottom' ? look.justify.toUpperCase() : undefined),
  ];
}

function coded(tag: number, value: string | undefined): DicomElement[] {
  return value === undefined ? [] : [text(tag, 'CS', value)];
}

function sorting(sort: Presentation['sort']): DicomItem[] {
  if (sort === undefined) return [];
  const direction = text(0x00720604, 'CS', sort.descending ? 'DECREASING' : 'INCREASING');
  if (sort.by === 'position') return [[text(0x00720602, 'CS', 'ALONG_AXIS'), direction]];
  const tag = sort.by === 'time' ? 0x00080032 : 0x00200013;
  return [[numbers(0x00720026, 'AT', tag), numbers(0x00720028, 'US', 1), direction]];
}

/** The standard wants a thickness and a distance of every plane; where ours has none they are said as 1 mm. */
function reformatting(shown: DisplaySet): DicomElement[] {
  if (shown.kind === 'volume') {
    return [
      text(0x00720510, 'CS', '3D_RENDERING'),
      text(0x00720516, 'CS', 'CORONAL'),
      text(0x00720520, 'CS', shown.preset === 'mip' ? 'MIP' : 'VOLUME'),
    ];
  }
  if (shown.kind !== 'mpr' && shown.kind !== 'slab') return [];
  const thickness = shown.kind === 'slab' ? shown.thickness : 1;
  return [
    text(0x00720510, 'CS', shown.kind === 'slab' ? 'SLAB' : 'MPR'),
    numbers(0x00720512, 'FD', thickness),
    numbers(0x00720514, 'FD', 1),
    // Of a slab the standard says no direction.
    ...coded(0x00720516, shown.kind === 'mpr' ? VIEWS[shown.plane] : undefined),
  ];
}
