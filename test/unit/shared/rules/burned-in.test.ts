import { describe, expect, it } from 'vitest';
import { parseDicom } from '../../../../electron/station/dicom/parse/parse-dicom.ts';
import { burnedInText, burnedInWarnings } from '../../../../shared/rules/burned-in.ts';
import { ctImage, element } from '../../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../../helpers/dicom-builder.ts';

function textOf(...own: readonly BuiltElement[]): ReturnType<typeof burnedInText> {
  const parsed = parseDicom(ctImage(own), { sha256: '' });
  if (!parsed.ok) throw parsed.error;
  return burnedInText(parsed.value.image);
}
const says = (value: string): BuiltElement => element(0x00280301, 'CS', value);
const modality = (value: string): BuiltElement => element(0x00080060, 'CS', value);
const capture = element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7.4');

describe('text that is burned into pixels', () => {
  it.each([
    ['what says so', [says('YES')], 'said'],
    ['what says so, of any kind', [modality('US'), says('YES')], 'said'],
    ['a CT that says nothing', [], null],
    ['an ultrasound that says nothing', [modality('US')], 'possible'],
    ['an angiogram that says nothing', [modality('XA')], 'possible'],
    ['a capture of a screen, whatever it calls itself', [capture], 'possible'],
    ['an ultrasound that denies it', [modality('US'), says('NO')], null],
    ['an ultrasound that says something else', [modality('US'), says('MAYBE')], 'possible'],
    ['an object without pixels', [modality('US'), element(0x7fe00010, 'OW', new Uint8Array(0))], null],
  ])('%s', (_what, own, text) => {
    expect(textOf(...own)).toBe(text);
  });

  it('is told to whoever lets the pixels out', () => {
    expect(burnedInWarnings(null)).toEqual([]);
    expect(burnedInWarnings('said').join()).toContain('burned into these pixels');
    expect(burnedInWarnings('possible').join()).toContain('does not say');
  });
});
