import { describe, expect, it } from 'vitest';
import { CaseCounts } from '../../../../renderer/reading/case-counts.ts';
import { countLines, NOTHING_COUNTED } from '../../../../renderer/reading/count-words.ts';
import { createDeskStores } from '../../../../renderer/reading/stores.ts';
import type { FrameRef } from '../../../../renderer/viewer/image-id.ts';
import type { FrameFailure } from '../../../../renderer/viewer/image-source.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { ErrorCode } from '../../../../shared/errors/codes.ts';
import { Emitter } from '../../../../shared/lib/emitter.ts';
import { studyOf, volume } from '../../shared/hanging/studies.ts';

function made() {
  const loaded = new Emitter<FrameRef>();
  const failed = new Emitter<FrameFailure>();
  const { runtime } = createDeskStores();
  const source = { onLoaded: loaded.on.bind(loaded), onFailed: failed.on.bind(failed) };
  const counts = new CaseCounts(source, runtime);
  const study = studyOf(1, [volume('a', 'CT', 6), volume('b', 'CT', 3)]);
  counts.add(study);
  const [a] = study.series;
  const ref = (place: number): FrameRef => {
    const image = a?.images[place];
    if (!image) throw new Error('no such picture');
    return { objectId: image.objectId, frame: 1 };
  };
  const fail = (place: number, code: ErrorCode): void =>
    failed.emit({ ref: ref(place), error: new AppError(code, 'no') });
  const flushed = (): Promise<void> => new Promise((resolve) => void runtime.subscribe(() => resolve()));
  return { counts, runtime, load: (place: number) => loaded.emit(ref(place)), fail, flushed, uid: a?.seriesUid ?? '' };
}

describe('the counts of a series', () => {
  it('keep verified and decoded apart: what a decoder refuses was read, what the store refuses was not', async () => {
    const { counts, runtime, load, fail, flushed, uid } = made();
    load(0);
    load(1);
    load(1);
    fail(2, 'dicom/pixel-data-incomplete');
    fail(3, 'blob/damaged');
    await flushed();
    expect(runtime.getState().counts[uid]).toEqual({ verified: 3, decoded: 2, failed: 2 });
    expect(runtime.getState().counts['2.25.7.b']).toEqual(NOTHING_COUNTED);
    load(2);
    await flushed();
    expect(runtime.getState().counts[uid]).toEqual({ verified: 3, decoded: 3, failed: 1 });
    counts.clear();
    expect(runtime.getState().counts).toEqual({});
    counts.dispose();
  });

  it('are said one by one, and nobody is taken to have said what was expected', () => {
    const said = countLines({ received: 9, expected: null }, { verified: 5, decoded: 4, failed: 1 }, 12, 3);
    expect(said).toEqual([
      'expected not said by the sender',
      'received 9 objects',
      'verified 5 of 9 objects: read and authenticated since the study was opened',
      'decoded 4 of 12 images',
      'failed 1 of 12 images',
      'shown 3 of 12 images',
    ]);
    expect(countLines({ received: 9, expected: 10 }, NOTHING_COUNTED, 9, 0)[0]).toBe('expected 10 objects');
  });
});
