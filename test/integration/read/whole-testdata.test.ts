import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bytesOutcome } from '../../../electron/station/dicom/parse/read-file.ts';
import { readObject } from '../../../electron/station/dicom/read/read-object.ts';
import { sopClassName, sopClassOf } from '../../../shared/dicom/sop-classes.ts';
import { hasTestdata, parseTable, testdata } from '../../helpers/testdata.ts';

/** What became of one file: shown, listed with what it is, or refused with a code. */
function became(bytes: Uint8Array): string {
  const outcome = bytesOutcome(bytes, 'none');
  switch (outcome.kind) {
    case 'refused':
      return `refused: ${outcome.error.code}`;
    case 'archive':
      return 'refused: archive';
    case 'directory':
      return 'listed: directory';
    case 'object': {
      const { image } = outcome.parsed;
      const { sopClass } = image;
      if (sopClass?.startsWith('1.2.840.10008.') === true && sopClassOf(sopClass) === null)
        return `unknown ${sopClass}`;
      return image.picture.shown ? 'shown: picture' : withoutPicture(bytes, image.sopClass, image.picture.why);
    }
  }
}

function withoutPicture(bytes: Uint8Array, sopClass: string | null, why: string): string {
  const { content } = readObject(bytes);
  if (content.title.trim() === '' || sopClassName(sopClass) === '') return `nothing said of ${sopClass}`;
  return content.kind === 'other' ? `listed: ${why}` : `shown: ${content.kind}`;
}

describe.skipIf(!hasTestdata())('the whole test data, opened once', () => {
  it('F49: every file is shown, listed or refused, and says why; every class of the standard in it is in our table', () => {
    const rows = parseTable(readFileSync(testdata('MANIFEST.tsv'), 'utf8'));
    const counts = new Map<string, number>();
    const odd: string[] = [];
    for (const { path: file = '' } of rows) {
      const said = became(readFileSync(testdata(...file.split('/'))));
      if (!/^(shown|listed|refused): \S/.test(said)) odd.push(`${file}: ${said}`);
      counts.set(said, (counts.get(said) ?? 0) + 1);
    }
    expect(odd).toEqual([]);
    expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(rows.length);
    expect(Object.fromEntries(counts)).toMatchObject({
      'shown: segmentation': 16,
      'shown: contours': 2,
      'shown: waveform': 1,
      'shown: document': 1,
      'shown: key-images': 2,
      'shown: presentation': 3,
    });
  });
});
