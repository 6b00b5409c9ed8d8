import { describe, expect, it } from 'vitest';
import { DESK_COMMANDS } from '../../../../renderer/reading/commands.ts';
import { EMPTY_GLASS } from '../../../../renderer/viewer/glass-truth.ts';
import type { GlassTruth } from '../../../../renderer/viewer/glass-truth.ts';
import { noPictureText } from '../../../../renderer/viewer/no-picture.ts';
import { fullWords, qualityMarks, qualityOf } from '../../../../renderer/viewer/overlay-text.ts';
import { masksOf } from '../../../../renderer/viewer/picture-overlays.ts';
import type { ImageInfo } from '../../../../shared/model/image.ts';
import { axial } from '../../shared/hanging/studies.ts';

const truth = (image: Partial<ImageInfo> = {}, change: Partial<GlassTruth> = {}): GlassTruth => ({
  ...EMPTY_GLASS,
  state: 'shown',
  image: axial('a', 10, image),
  ...change,
});
const facts = { received: 1, expected: null } as Parameters<typeof qualityMarks>[1];
const marks = (shown: GlassTruth): readonly string[] => qualityMarks(shown, facts).map(({ text }) => text);

describe('the quality of what is on the glass', () => {
  it('F56: a lossy picture is never called full, and says by how much', () => {
    expect(qualityOf(truth({ lossy: { ratio: 13.893 } }), facts)).toBe('lossy');
    expect(marks(truth({ lossy: { ratio: 13.893 } }))).toEqual(['LOSSY 13.9:1']);
    expect(marks(truth({ lossy: { ratio: null } }))).toEqual(['LOSSY']);
    expect(marks(truth({ lossy: { ratio: 2, storedRatio: 14.9 } }))).toEqual(['LOSSY 14.9:1 AS STORED']);
  });

  it('F56: a picture with fewer pixels than its object has is a preview, whatever else it is', () => {
    const preview = truth({ lossy: { ratio: 2 } }, { preview: true });
    expect(qualityOf(preview, facts)).toBe('preview');
    expect(marks(preview)).toEqual(['PREVIEW', 'LOSSY 2:1']);
  });

  it('is the worst that is true', () => {
    expect(qualityOf(truth(), facts)).toBe('full');
    expect([truth(), truth({ lossy: { ratio: 2 } }), EMPTY_GLASS].map((one) => fullWords(one, facts))).toEqual([
      'full quality',
      '',
      '',
    ]);
    expect(qualityOf(truth({ resampled: true }), facts)).toBe('interpolated');
    expect(qualityOf(truth({ lossy: { ratio: 2 } }), { ...facts, expected: 2 })).toBe('partial');
    expect(qualityOf(truth({}, { state: 'failed' }), { ...facts, expected: 2 })).toBe('failed');
  });

  it('says of slices on one sheet that it lies nowhere in the patient', () => {
    const sheet = truth({ imageType: ['ORIGINAL', 'PRIMARY', 'DIFFUSION', 'NONE', 'MOSAIC'] });
    expect(marks(sheet)).toEqual(['SEVERAL SLICES ON ONE SHEET: NO PLACE IN THE PATIENT']);
  });

  it('says what is hidden, and quietly what cannot be excluded', () => {
    const shutter = [{ shape: 'circular', row: 5, column: 5, radius: 3 } as const];
    expect(marks(truth({ shutter }, { shutter: 'closed' }))).toEqual(['shutter']);
    expect(marks(truth({ shutter }, { shutter: 'lifted' }))).toEqual(['SHUTTER LIFTED']);
    expect(marks(truth({ burnedIn: true }, { doubts: ['HDR is on'] }))).toEqual(['TEXT IN IMAGE', 'not diagnostic']);
  });
});

describe('what has no picture', () => {
  const without = (why: 'waveform' | 'unsupported-transfer-syntax'): string =>
    noPictureText(axial('a', 10, { picture: { shown: false, why } }));

  it('is opened by the key that its words name', () => {
    const { id } = DESK_COMMANDS.find(({ action }) => action.do === 'open-object') ?? {};
    expect(without('waveform')).toContain(`Waveform, without a picture of its own. {${id}} opens it`);
  });

  it('is named with what to do where nothing opens it', () => {
    expect(without('unsupported-transfer-syntax')).toMatch(/^Cannot display: .* Look at it where it was taken/);
  });
});

describe('overlay planes', () => {
  it('become a mask each', () => {
    const pixels = Uint16Array.of(0, 1, 5, 4);
    const header = { columns: 2, rows: 2, max: 5 } as Parameters<typeof masksOf>[0]['header'];
    expect(masksOf({ header, pixels }).map((mark) => mark.kind === 'mask' && [...mark.alpha])).toEqual([
      [0, 255, 255, 0],
      [0, 0, 255, 255],
    ]);
  });
});
