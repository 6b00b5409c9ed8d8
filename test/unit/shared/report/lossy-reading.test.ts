import { describe, expect, it } from 'vitest';
import { renderHl7 } from '../../../../electron/station/reporting/outputs/hl7.ts';
import type { LossyGround, LossyReading } from '../../../../shared/model/lossy.ts';
import { lossyChecks, lossyReading, lossyWords } from '../../../../shared/report/lossy-reading.ts';
import { measurementWords } from '../../../../shared/report/measurement-words.ts';
import { renderHtml } from '../../../../shared/report/render-html.ts';
import { renderPrint } from '../../../../shared/report/render-print.ts';
import { renderText } from '../../../../shared/report/render-text.ts';
import type { SeriesReading } from '../../../../shared/report/unread.ts';
import { measureDrawing } from '../../../../shared/rules/measure.ts';
import { groundText, lossyGround, lossyMark, ratioText } from '../../../../shared/rules/lossy.ts';
import { hashOf, measured, signedDocument } from '../../../helpers/report-document.ts';
import { imageOf } from '../rules/image-fixture.ts';

const header: LossyGround = { ratio: 13.893, from: 'header' };
const series = (seen: number, lossy?: SeriesReading['lossy']): SeriesReading => ({
  number: 1,
  description: null,
  modality: 'XA',
  pictures: 40,
  seen,
  isScout: false,
  isAside: false,
  ...(lossy ? { lossy } : {}),
});

describe('F56: how much of a picture was lost', () => {
  it.each([
    [{ ratio: 69, storedRatio: 69.6 }, 'LOSSY 69.6:1 AS STORED', '69.6:1 as stored here'],
    [{ ratio: 80, storedRatio: 12 }, 'LOSSY 80:1', '80:1 by the header'],
    [{ ratio: null, storedRatio: 14.9 }, 'LOSSY 14.9:1 AS STORED', '14.9:1 as stored here'],
    [{ ratio: 13.893 }, 'LOSSY 13.9:1', '13.9:1 by the header'],
    [{ ratio: null, storedRatio: null }, 'LOSSY', 'by an unknown ratio'],
    [{ ratio: null }, 'LOSSY', 'by an unknown ratio'],
  ])('F56: by the worst word there is, and by whose: %o', (lossy, mark, words) => {
    expect(lossyMark({ lossy })).toBe(mark);
    expect(groundText(lossyGround(lossy))).toBe(words);
  });

  it('F56: a length and a region on a lossy picture say so beside the number; a whole picture says nothing', () => {
    const plain = imageOf({ size: [100, 100], frame: { pixelSpacing: [0.5, 0.5] } });
    const lossy = { ...plain, lossy: { ratio: 13.893 } };
    const length = measureDrawing('length', [[1, 1], [4, 5]], lossy, 1, null); // prettier-ignore
    expect(length.lossy).toEqual(header);
    expect(length.warnings).toEqual(['lossy picture, 13.9:1 by the header: edges and values are not exact']);
    const region = measureDrawing('rectangle', [[1, 1], [4, 5]], lossy, 1, null); // prettier-ignore
    expect(region.warnings.at(-1)).toMatch(/^lossy picture, 13\.9:1/);
    expect(measurementWords({ tool: 'length', text: '', result: length })).toBe('2.5 mm (lossy 13.9:1)');
    expect(measureDrawing('length', [[1, 1], [4, 5]], plain, 1, null)).not.toHaveProperty('lossy'); // prettier-ignore
    expect(measureDrawing('arrow', [[1, 1], [4, 5]], lossy, 1, null).warnings).toEqual([]); // prettier-ignore
  });
});

describe('F56: a report made from lossy pictures', () => {
  const read = lossyReading(
    [series(30, { pictures: 12, worst: header }), series(10)],
    [{ label: 'M3', ground: { ratio: 20, from: 'stored' } }],
  );

  it('F56: is asked about before it is signed, with the ratio and where it came from', () => {
    const message =
      '12 of the 40 images on screen were lossy compressed, at worst 20:1 as stored here. Measured on such images: M3.';
    expect(lossyChecks(read, false)).toEqual([
      { code: 'check/lossy-images', tier: 'acknowledge', message, sectionId: null },
    ]);
    const unknown = lossyReading([series(1, { pictures: 1, worst: { ratio: null, from: null } })], []);
    expect(unknown && lossyWords(unknown)).toBe('The image on screen was lossy compressed, by an unknown ratio.');
    const all = lossyReading([series(40, { pictures: 40, worst: header })], []);
    expect(all && lossyWords(all)).toBe(
      'All 40 images on screen were lossy compressed, at worst 13.9:1 by the header.',
    );
    // Measured by a reader whose colleague signs.
    expect(lossyReading([series(0)], [{ label: 'M1', ground: header }])).toMatchObject({ lossy: 0 });
  });

  it('F56: an addendum is asked only about what it measures itself, and whole pictures ask nothing', () => {
    const seen = lossyReading([series(30, { pictures: 12, worst: header })], []);
    expect(lossyChecks(seen, true)).toMatchObject([{ tier: 'note' }]);
    expect(lossyChecks(read, true)).toMatchObject([{ tier: 'acknowledge' }]);
    expect(lossyChecks(lossyReading([series(30)], []), false)).toEqual([]);
  });

  it('F56: says so in text, print, HTML and HL7', () => {
    const lossy: LossyReading = { seen: 40, lossy: 12, worst: header, measurements: ['M1'] };
    const result = { values: [{ name: 'length', value: 12.3, unit: 'mm' }], basis: 'mm', warnings: [], lossy: header };
    const drawn = [measured('M1', 'length', [[0, 0], [1, 1]], result.values, { result })]; // prettier-ignore
    const document = signedDocument({ lossy, measurements: drawn });
    const hash = hashOf(document);
    for (const output of [renderText, renderPrint, renderHtml].map((render) => render(document, hash)))
      expect(output).toContain(lossyWords(lossy));
    expect(renderPrint(document, hash)).toContain(`12.3 mm (lossy ${ratioText(header)})`);
    expect(renderHl7(document)).toContain(lossyWords(lossy));
    expect(renderText(signedDocument(), hash)).not.toContain('lossy');
  });
});
