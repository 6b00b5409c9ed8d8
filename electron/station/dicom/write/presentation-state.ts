import type { LookupTable, RowColumn } from '../../../../shared/model/image.ts';
import { COLOUR_STATE_CLASS, GREY_STATE_CLASS } from '../../../../shared/model/presentation-state.ts';
import type { PresentationState, StateArea, StateVoi } from '../../../../shared/model/presentation-state.ts';
import type { ImageReference } from '../../../../shared/model/segmentation.ts';
import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import { cornersOf } from '../../../../shared/rules/state-placement.ts';
import { decimalString, empty, fitCode, fitText, numbers, sequence, text } from './element.ts';
import type { DicomElement, DicomItem } from './element.ts';
import { lookupTableItem } from './lookup-table.ts';
import { ofElements, referenceItems } from './references.ts';
import { signerName, studyHeader } from './sr-header.ts';
import type { ObjectOrigin } from './sr-header.ts';
import { srgbProfile } from './srgb-profile.ts';
import { annotationElements } from './state-annotations.ts';
import { shutterElements } from './state-shutter.ts';
import { writeDicomFile } from './write-file.ts';

/** Owner of our own elements: the edges of the shown part, exact, beside whole pixels that the standard has. */
export const PRIVATE_CREATOR = 'NIGHTJAR';

export interface PresentationStateInput extends ObjectOrigin, Pick<SignedDocument, 'signer'> {
  readonly state: PresentationState;
  /** Of the pictures, mm; null where nobody knows, then only the shape of a pixel is said. */
  readonly pixelSpacing: RowColumn | null;
  readonly uids: { readonly series: string; readonly instance: string };
  readonly instanceNumber: number;
}

/** How pictures are shown (Part 3, A.33.1 and A.33.2): everything of `state` but what was left out of it. */
export function buildPresentationState(input: PresentationStateInput): Uint8Array {
  const { state, uids } = input;
  const isGrey = state.kind === 'grey';
  const header = studyHeader(input, {
    ...{ sopClass: isGrey ? GREY_STATE_CLASS : COLOUR_STATE_CLASS, sopUid: uids.instance, seriesUid: uids.series },
    ...{ modality: 'PR', seriesNumber: 9005, seriesDescription: 'Views', instanceNumber: input.instanceNumber },
  });
  const made = new Map(header.map((element) => [element.tag, element]));
  return writeDicomFile([
    ...header,
    // Of a series of views it means nothing; a reader of the standard may look for it.
    empty(0x00200060, 'CS'),
    text(0x00700080, 'CS', fitCode(state.label) || 'VIEW'),
    text(0x00700081, 'LO', fitText('LO', state.description)),
    // The moment of the header.
    { ...textOf(made, 0x00080023), tag: 0x00700082 },
    { ...textOf(made, 0x00080033), tag: 0x00700083 },
    text(0x00700084, 'PN', signerName(input)),
    sequence(0x00081115, ...seriesItems(state)),
    ...shutterElements(state.shutter, isGrey),
    sequence(0x0070005a, ...state.areas.map((area) => areaItem(area, input.pixelSpacing))),
    numbers(0x00700042, 'US', state.rotation),
    text(0x00700041, 'CS', state.flip ? 'Y' : 'N'),
    ...annotationElements(state.annotations),
    ...(isGrey ? greyElements(state) : [{ tag: 0x00282000, vr: 'OB' as const, bytes: srgbProfile() }]),
  ]);
}

function textOf(made: ReadonlyMap<number, DicomElement>, tag: number): DicomElement {
  return made.get(tag) ?? text(tag, 'DA');
}

function seriesItems({ images }: PresentationState): DicomItem[] {
  const bySeries = new Map<string, ImageReference[]>();
  for (const { seriesUid, ...image } of images) bySeries.set(seriesUid, [...(bySeries.get(seriesUid) ?? []), image]);
  return [...bySeries].map(([seriesUid, members]) => [
    text(0x0020000e, 'UI', seriesUid),
    sequence(0x00081140, ...referenceItems(members)),
  ]);
}

const MODES: Readonly<Record<StateArea['mode'], string>> = {
  fit: 'SCALE TO FIT',
  'true-size': 'TRUE SIZE',
  magnify: 'MAGNIFY',
};

function areaItem(area: StateArea, spacing: RowColumn | null): DicomItem {
  const [topLeft, bottomRight] = cornersOf(area);
  const { left, top, right, bottom } = area;
  return [
    ...ofElements(area.of),
    numbers(0x00700052, 'SL', ...topLeft),
    numbers(0x00700053, 'SL', ...bottomRight),
    text(0x00700100, 'CS', MODES[area.mode]),
    spacing === null
      ? text(0x00700102, 'IS', '1', '1')
      : text(0x00700101, 'DS', decimalString(spacing[0]), decimalString(spacing[1])),
    ...(area.mode === 'magnify' ? [numbers(0x00700103, 'FL', area.ratio ?? 1)] : []),
    text(0x00710010, 'LO', PRIVATE_CREATOR),
    numbers(0x00711000, 'FD', left, top, right, bottom),
  ];
}

function greyElements(state: PresentationState): DicomElement[] {
  const { rescale, modalityLut, presentationLut } = state;
  const modality =
    modalityLut === null
      ? rescale === null
        ? []
        : [
            text(0x00281052, 'DS', decimalString(rescale.intercept)),
            text(0x00281053, 'DS', decimalString(rescale.slope)),
            text(0x00281054, 'LO', 'US'),
          ]
      : [sequence(0x00283000, modalityItem(modalityLut))];
  const voi = state.voi.length === 0 ? [] : [sequence(0x00283110, ...state.voi.map((one) => voiItem(one)))];
  const output =
    presentationLut === null
      ? text(0x20500020, 'CS', state.shape ?? 'IDENTITY')
      : sequence(0x20500010, lookupTableItem(presentationLut));
  return [...modality, ...voi, output];
}

function modalityItem(lut: LookupTable): DicomItem {
  return [
    ...lookupTableItem({ ...lut, explanation: null }),
    text(0x00283004, 'LO', fitText('LO', lut.explanation ?? '') || 'US'),
  ];
}

function voiItem({ of, show }: StateVoi): DicomItem {
  if (show.kind === 'lut') return [...ofElements(of), sequence(0x00283010, lookupTableItem(show.lut))];
  return [
    ...ofElements(of),
    text(0x00281050, 'DS', decimalString(show.center)),
    text(0x00281051, 'DS', decimalString(show.width)),
    text(0x00281056, 'CS', show.fn),
  ];
}
