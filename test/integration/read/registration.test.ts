import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDicom } from '../../../electron/station/dicom/parse/parse-dicom.ts';
import { readObject } from '../../../electron/station/dicom/read/read-object.ts';
import { frameInfo } from '../../../shared/model/image.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import type { Rigid } from '../../../shared/model/registration.ts';
import { pixelToWorld, worldToPixel } from '../../../shared/rules/geometry.ts';
import { movedPlace } from '../../../shared/rules/registration/rigid.ts';
import { wayBetween } from '../../../shared/rules/registration/way-between.ts';
import { violations } from '../../helpers/judges.ts';
import { PRIOR_TO_CURRENT, registrationFile } from '../../helpers/registration-object.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { objectId } from '../../unit/shared/hanging/studies.ts';

interface Slice {
  readonly image: ImageInfo;
  readonly values: Int16Array;
}

/** Plain signed 16-bit slices of a folder, each with where it lies. */
function slices(folder: readonly string[], names: (name: string) => boolean): Slice[] {
  return readdirSync(testdata(...folder))
    .filter(names)
    .map((name) => {
      const bytes = new Uint8Array(readFileSync(testdata(...folder, name)));
      const parsed = parseDicom(bytes, { sha256: null, dataSetSha256: null });
      if (!parsed.ok) throw parsed.error;
      const image = { ...parsed.value.image, objectId: objectId(name), conflict: false };
      const { rows = 0, columns = 0, nativeOffset = 0 } = image.pixels ?? {};
      return { image, values: new Int16Array(bytes.slice(nativeOffset, nativeOffset + rows * columns * 2).buffer) };
    });
}

/** How far apart the greys of a prior slice and of what lies at its places in the current study are, on average. */
function difference(prior: Slice, current: readonly Slice[], way: Rigid): number | null {
  const { rows = 0, columns = 0 } = prior.image.pixels ?? {};
  let [sum, count] = [0, 0];
  for (let y = 20; y < rows; y += 16) {
    for (let x = 20; x < columns; x += 16) {
      const place = pixelToWorld(frameInfo(prior.image, 1), [x, y]);
      if (!place) return null;
      for (const { image, values } of current) {
        const found = worldToPixel(frameInfo(image, 1), movedPlace(way, place));
        if (!found || Math.abs(found.distance) > 0.01) continue;
        const [column, row] = [Math.round(found.point[0]), Math.round(found.point[1])];
        sum += Math.abs(
          (values[row * (image.pixels?.columns ?? 0) + column] ?? 0) - (prior.values[y * columns + x] ?? 0),
        );
        count += 1;
      }
    }
  }
  return count === 0 ? null : sum / count;
}

describe.skipIf(!hasTestdata())('a registration of the prior CT onto the current one', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'nightjar-registration-'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is a sound object, and brings every pixel onto the one of the same anatomy; the other way round it does not', () => {
    const current = slices(['ct-cap-cmb'], (name) => /^1-0[0-4]\d\.dcm$/.test(name));
    const prior = slices(['derived', 'prior-petct'], (name) => /^CT0(03|08|12)\.dcm$/.test(name));
    const from = prior[0]?.image.frameOfReference ?? '';
    const to = current[0]?.image.frameOfReference ?? '';
    expect(from).not.toBe(to);
    const spaces = [{ frameOfReference: from, matrices: [PRIOR_TO_CURRENT] }];
    const bytes = registrationFile({ sopUid: '2.25.66', studyUid: '2.25.1', patientId: 'P1', reference: to, spaces });
    const file = path.join(folder, 'registration.dcm');
    writeFileSync(file, bytes);
    // The builder of small files writes the least of group 2.
    const wrong = violations(file, /SpatialRegistration/).filter((line) => !line.includes('FileMetaInformation'));
    expect(wrong).toEqual([]);

    const { content, references } = readObject(bytes);
    if (content.kind !== 'registration') throw new Error('read as something else');
    expect(content.registration).toMatchObject({
      reference: to,
      creator: 'Reader^Ada',
      maker: 'Example Maker Aligner',
    });
    expect(references.framesOfReference).toEqual(expect.arrayContaining([from, to]));
    const [there, back] = [wayBetween(content.registration, from, to), wayBetween(content.registration, to, from)];
    if (!there || !back) throw new Error('no way');
    for (const slice of prior) {
      const right = difference(slice, current, there);
      expect(right, 'every place of the prior lies on a slice that is here').not.toBeNull();
      const wrong = difference(slice, current, back) ?? Infinity;
      expect(right ?? Infinity).toBeLessThan(wrong / 3);
    }
  });
});
