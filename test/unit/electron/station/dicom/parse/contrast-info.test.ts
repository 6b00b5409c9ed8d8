import { describe, expect, it } from 'vitest';
import { parseDicom } from '../../../../../../electron/station/dicom/parse/parse-dicom.ts';
import { ParsedObject } from '../../../../../../electron/station/dicom/parsed-object.ts';
import type { ImageInfo } from '../../../../../../shared/model/image.ts';
import { ctImage, element } from '../../../../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../../../../helpers/dicom-builder.ts';

const AGENT = 0x00180010;
const CODED = element(0x00180012, 'SQ', [[element(0x00080100, 'SH', 'C-B0300')]]);

function contrastOf(modality: string, own: readonly BuiltElement[]): ImageInfo['contrast'] {
  const result = parseDicom(ctImage([element(0x00080060, 'CS', modality), ...own]), { sha256: '' });
  if (!result.ok) throw result.error;
  return ParsedObject.parse(result.value).image.contrast;
}

describe('what the header of an MR says of an injection', () => {
  it.each([
    ['an agent by name', [element(AGENT, 'LO', 'GADOBUTROL')], { agent: 'GADOBUTROL', agentCoded: false }],
    ['an agent by code alone', [CODED], { agent: null, agentCoded: true }],
    ['nothing, which is not that none was given', [], { agent: null, agentCoded: false }],
  ])('%s', (_, own, expected) => {
    expect(contrastOf('MR', own)).toEqual(expected);
  });

  it('stands in what is said of a CT for a CT, and nowhere for others', () => {
    expect(contrastOf('CT', [element(AGENT, 'LO', 'IOHEXOL')])).toBeUndefined();
    expect(contrastOf('US', [element(AGENT, 'LO', 'SULFUR HEXAFLUORIDE')])).toBeUndefined();
  });
});
