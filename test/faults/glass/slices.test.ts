import { readFileSync, readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseDicom } from '../../../electron/station/dicom/parse/parse-dicom.ts';
import { ParsedObject } from '../../../electron/station/dicom/parsed-object.ts';
import { STACK_RULES } from '../../../renderer/hanging/stack-rules.ts';
import { displayFrames } from '../../../shared/dicom/sort-frames.ts';
import { faultLines, wordsAt } from '../../../shared/hanging/slice-fault-words.ts';
import { sliceFaults } from '../../../shared/hanging/slice-faults.ts';
import { splitSeries } from '../../../shared/hanging/split-series.ts';
import type { SplitStack } from '../../../shared/hanging/split-series.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { objectId } from '../../unit/shared/hanging/studies.ts';

function readSeries(folder: string): readonly ImageInfo[] {
  return readdirSync(testdata(folder))
    .filter((name) => name.endsWith('.dcm'))
    .map((name) => {
      const result = parseDicom(readFileSync(testdata(folder, name)), { sha256: '' });
      if (!result.ok) throw result.error;
      const { image } = ParsedObject.parse(result.value);
      return { ...image, objectId: objectId(`${folder} ${name}`), conflict: false };
    });
}

const stacksOf = (images: readonly ImageInfo[]): readonly SplitStack[] =>
  splitSeries(displayFrames(images), STACK_RULES);
const heightsOf = ({ frames }: SplitStack): readonly number[] => frames.map(({ info }) => info.position?.[2] ?? NaN);

describe.skipIf(!hasTestdata())('F51: a real chest of 100 slices', () => {
  let chest: readonly ImageInfo[] = [];
  beforeAll(() => {
    chest = readSeries('ct-cap-cmb');
  });

  it('is one stack from head to feet without a fault, whatever its numbers say', () => {
    const mixed = chest.map((image, i) => ({ ...image, instanceNumber: (i * 37) % 101 }));
    const [stack, ...others] = stacksOf(mixed);
    expect(others).toEqual([]);
    const heights = stack ? heightsOf(stack) : [];
    expect(heights).toEqual(heights.toSorted((a, b) => b - a));
    expect(sliceFaults(stack?.frames ?? [])).toMatchObject({
      gaps: [],
      duplicates: [],
      changes: [],
      turns: [],
      tilt: null,
      numbersDiffer: true,
    });
  });

  it('names what was taken out and what came twice at its slices and nowhere else', () => {
    const [whole] = stacksOf(chest);
    const sorted = (whole?.frames ?? []).map(({ image }) => image);
    const again = sorted[20] ? [{ ...sorted[20], objectId: objectId('again'), sopUid: '1.2.3.4' }] : [];
    const damaged = [...sorted.filter((_, i) => i !== 50 && i !== 51), ...again];
    const stacks = stacksOf(damaged);
    expect(stacks).toHaveLength(1);
    const faults = sliceFaults(stacks[0]?.frames ?? []);
    const said = damaged.flatMap((_, place) => wordsAt(faults, place).map((words) => `${place + 1}: ${words}`));
    expect(said).toEqual([
      '21: DUPLICATE: slices 21 and 22 are at the same place',
      '22: DUPLICATE: slices 21 and 22 are at the same place',
      '51: 2 slices missing between 51 and 52',
      '52: 2 slices missing between 51 and 52',
    ]);
  });

  it('is split where some slices lie in another direction or have another matrix', () => {
    const odd = chest.map((image, i) => {
      if (i < 90) return image;
      const perFrame = image.perFrame.map((info): ImageInfo['perFrame'][number] => ({
        ...info,
        orientation: [1, 0, 0, 0, 0, -1],
      }));
      return i < 95 ? { ...image, perFrame } : { ...image, pixels: image.pixels && { ...image.pixels, rows: 256 } };
    });
    const stacks = stacksOf(odd);
    expect(stacks.map(({ name, frames }) => `${name}: ${frames.length}`).toSorted()).toEqual([
      'axial, 512 × 256: 5',
      'axial, 512 × 512: 90',
      'coronal: 5',
    ]);
  });
});

describe.skipIf(!hasTestdata())('F51: a real head, scanned with a tilted gantry in two distances', () => {
  it('is one stack that says its tilt and where the distance changes', () => {
    const stacks = stacksOf(readSeries('ct-head-tilt-ge'));
    expect(stacks).toHaveLength(1);
    const faults = sliceFaults(stacks[0]?.frames ?? []);
    expect(faults.tilt).toBeCloseTo(18.5, 0);
    // 4 mm below, 7 mm above, and one step between the two.
    expect(faults.changes.map(({ at }) => at)).toEqual([13, 14]);
    expect(faults.gaps).toEqual([]);
    expect(faultLines(faults).join('; ')).toMatch(
      /apart up to \d+, .* from there on; tilted stack: slices lean by 18\.\d°/,
    );
  });
});
