import { imageLoader } from '@cornerstonejs/core';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { FrameClient } from '../../../../renderer/client/index.ts';
import { ImageSource } from '../../../../renderer/viewer/image-source.ts';
import { toImageId } from '../../../../renderer/viewer/image-id.ts';
import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { ToStation } from '../../../../shared/contract/frames.ts';
import { axial } from '../../shared/hanging/studies.ts';

/** The station's end of a real port; frames are answered when the test says so, in any order. */
function station() {
  const { port1, port2 } = new MessageChannel();
  const asked: Extract<ToStation, { t: 'get' }>[] = [];
  port2.onmessage = ({ data }: MessageEvent<ToStation>) => {
    if (data.t === 'get') asked.push(data);
  };
  const answer = (request: (typeof asked)[number], values: number): void =>
    port2.postMessage({
      t: 'frame',
      id: request.id,
      header: {
        objectId: request.objectId,
        frame: request.frame,
        rows: 2,
        columns: 2,
        samples: 1,
        type: 'uint8',
        photometric: 'MONOCHROME2',
        min: 0,
        max: 9,
      },
      data: new Uint8Array(values),
      // As the station does: the token of the question comes back with the answer.
      ...(request.token === undefined ? {} : { token: request.token }),
    });
  return { frames: new FrameClient(() => Promise.resolve(port1)), asked, answer, close: () => port2.close() };
}

const turn = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 0));
const open: { dispose: () => void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.dispose();
});

function made() {
  const there = station();
  const source = new ImageSource(there.frames);
  open.push({ dispose: () => (source.dispose(), there.frames.close(), there.close()) });
  return { ...there, source };
}

/** What became of a load: its image's name, or the code of its failure. */
const outcome = (loading: Promise<{ imageId: string }>): Promise<string> =>
  loading.then(
    (image) => image.imageId,
    (error: unknown) => asAppError(error).code,
  );

async function until(done: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !done(); i += 1) await turn();
}

describe('pictures of the open case', () => {
  it('come from the frame port and keep their pixels for measuring', async () => {
    const { source, asked, answer } = made();
    const image = axial('a', 0);
    const ref = { objectId: image.objectId, frame: 1 };
    source.add([image]);
    const loading = outcome(imageLoader.loadAndCacheImage(toImageId(ref)));
    await until(() => asked.length === 1);
    expect(asked[0]).toMatchObject({ form: 'display', priority: 'shown', objectId: image.objectId, frame: 1 });
    if (asked[0]) answer(asked[0], 4);
    expect(await loading).toBe(toImageId(ref));
    expect(source.decoded(ref)?.pixels).toHaveLength(4);
  });

  it('refuse an object of no open case, and a frame that is too short', async () => {
    const { source, asked, answer } = made();
    const image = axial('a', 0);
    const imageId = toImageId({ objectId: image.objectId, frame: 1 });
    expect(await outcome(imageLoader.loadAndCacheImage(imageId))).toBe('archive/unknown-object');
    source.clear();
    source.add([image]);
    const loading = outcome(imageLoader.loadAndCacheImage(imageId));
    await until(() => asked.length === 1);
    if (asked[0]) answer(asked[0], 3);
    expect(await loading).toBe('dicom/pixel-data-incomplete');
  });

  it('are dropped when they arrive after their case was closed, in whatever order (fault F50)', async () => {
    const { source, asked, answer } = made();
    const cases = [0, 1, 2, 3].map((i) => axial(`case${i}`, i));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(3), fc.boolean()), { minLength: 1, maxLength: 8 }),
        async (switches) => {
          const results: { readonly at: number; readonly result: Promise<string> }[] = [];
          let late: (typeof asked)[number][] = [];
          for (const [at, answered] of switches) {
            source.clear();
            const image = cases[at];
            if (!image) continue;
            source.add([image]);
            const before = asked.length;
            const imageId = toImageId({ objectId: image.objectId, frame: 1 });
            results.push({ at, result: outcome(imageLoader.loadAndCacheImage(imageId)) });
            await until(() => asked.length > before);
            const request = asked.at(-1);
            if (request && answered) late = [...late, request];
          }
          source.clear();
          const before = source.late;
          for (const request of late.toReversed()) answer(request, 4);
          await until(() => source.late === before + late.length);
          expect(source.late).toBe(before + late.length);
          for (const { result } of results) expect(await result).toBe('request/cancelled');
          for (const image of cases) expect(source.decoded({ objectId: image.objectId, frame: 1 })).toBeNull();
        },
      ),
      { numRuns: 40 },
    );
  });
});
