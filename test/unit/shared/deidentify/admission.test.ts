import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../../../shared/deidentify/admission.ts';
import type { AdmissionFacts } from '../../../../shared/deidentify/admission.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';
const chest: AdmissionFacts = {
  sopClass: CT,
  modality: 'CT',
  imageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
  photometric: 'MONOCHROME2',
  burnedIn: null,
  words: ['CHEST'],
  lengthMm: 300,
  overlayInPixels: false,
};

describe('what may be de-identified at all', () => {
  it.each([
    ['a chest CT', {}, null],
    ['a knee MR', { modality: 'MR', sopClass: `${CT.slice(0, -1)}4`, words: ['KNEE'] }, null],
    ['text said to be there', { burnedIn: 'YES' }, 'text-in-pixels said'],
    [
      'ultrasound, whatever it says',
      { modality: 'US', sopClass: `${CT.slice(0, -1)}6.1`, burnedIn: 'NO' },
      'text-in-pixels kind',
    ],
    ['a capture', { sopClass: `${CT.slice(0, -1)}7`, burnedIn: 'NO' }, 'text-in-pixels kind'],
    ['a screen of a CT', { imageType: ['DERIVED', 'SECONDARY', 'SCREEN SAVE'] }, 'text-in-pixels capture'],
    ['a dose sheet', { imageType: ['DERIVED', 'SECONDARY', 'DOSE_INFO'] }, 'text-in-pixels capture'],
    ['a coloured rendering', { photometric: 'RGB' }, 'text-in-pixels coloured'],
    [
      'angiography that does not say',
      { modality: 'XA', sopClass: `${CT.slice(0, -1)}12.1` },
      'text-in-pixels not-denied',
    ],
    ['angiography that denies', { modality: 'XA', sopClass: `${CT.slice(0, -1)}12.1`, burnedIn: 'NO' }, null],
    ['an overlay in the pixels', { overlayInPixels: true }, 'text-in-pixels overlay-in-pixels'],
    ['a report', { modality: 'SR', sopClass: `${CT.slice(0, -1)}88.11` }, 'unsupported class'],
    ['a document', { modality: 'DOC', sopClass: `${CT.slice(0, -1)}104.1` }, 'text-in-pixels kind'],
    ['a private class', { sopClass: '1.3.12.2.1107.5.9.1' }, 'unsupported class'],
    ['a head', { words: ['HEAD'] }, 'face head'],
    ['a head by its description alone', { words: ['CHEST', 'CT Brain w/o'] }, 'face head'],
    ['a whole body', { words: ['CHEST', 'WHOLE BODY'] }, 'face head'],
    ['a cervical spine', { words: ['CSPINE'] }, 'face head'],
    ['a spine of no level', { words: ['SPINE'] }, 'face part-unknown'],
    ['a lumbar spine', { words: ['LSPINE'] }, null],
    ['a shoulder', { words: ['SHOULDER'] }, 'face part-unknown'],
    ['a part that nobody names', { words: [] }, 'face part-unknown'],
    ['a chest of the length of a trunk', { lengthMm: 650 }, 'face too-long'],
    ['a trunk', { words: ['CHEST', 'ABDOMEN'], lengthMm: 650 }, null],
    ['a trunk with a head on it', { words: ['CHEST', 'ABDOMEN'], lengthMm: 950 }, 'face too-long'],
    ['a place that nobody knows', { lengthMm: null }, 'face length-unknown'],
    ['a radiograph of a skull', { modality: 'DX', sopClass: `${CT.slice(0, -1)}1.1`, words: ['SKULL'] }, null],
  ] as const)('%s', (_, own, refused) => {
    const refusal = refusalOf({ ...chest, ...own }, { faces: 'refuse', cleared: false });
    expect(refusal === null ? null : `${refusal.code.slice('deidentify/'.length)} ${refusal.reason}`).toBe(refused);
  });

  it('lets a head stay in the store it is in', () => {
    expect(refusalOf({ ...chest, words: ['HEAD'] }, { faces: 'keep', cleared: false })).toBeNull();
  });
});
