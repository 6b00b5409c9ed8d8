import { afterEach, describe, expect, it } from 'vitest';
import { FrameClient } from '../../../../../renderer/client/index.ts';
import { fusedMarks } from '../../../../../renderer/viewer/fusion/fused-words.ts';
import { FusedSeries } from '../../../../../renderer/viewer/fusion/fused-series.ts';
import type { FusedWay } from '../../../../../renderer/viewer/fusion/fused-series.ts';
import type { FusedTruth } from '../../../../../renderer/viewer/fusion/fused-truth.ts';
import { ImageSource } from '../../../../../renderer/viewer/image-source.ts';
import { ReformatCore } from '../../../../../renderer/viewer/reformat/reformat-core.ts';
import type { FromReformat, ReformatPort } from '../../../../../renderer/viewer/reformat/reformat-messages.ts';
import type { ToStation } from '../../../../../shared/contract/frames.ts';
import { ObjectId } from '../../../../../shared/model/ids.ts';
import type { ImageInfo } from '../../../../../shared/model/image.ts';
import { SAME_PLACE } from '../../../../../shared/rules/registration/rigid.ts';
import { evenPlaces, phantom, volumeOf } from '../../../shared/volume/phantom.ts';

const OVER = phantom({ columns: 6, rows: 5, spacing: [4, 4], places: evenPlaces(4, 5), value: ([x, y, z]) => 500 + 9 * z + 3 * y + x }); // prettier-ignore
const BASE = phantom({
  ...{ columns: 8, rows: 8, places: evenPlaces(6, 2) },
  image: (slice) => ({ objectId: ObjectId.parse(`b${slice}`.padStart(26, '0')), modality: 'CT' }),
});

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});
const turn = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 0));
async function until(done: () => boolean): Promise<void> {
  for (let turns = 0; turns < 2000 && !done(); turns += 1) await turn();
  expect(done()).toBe(true);
}

/** An overlay whose slices come from a station and whose planes are answered when the test says so. */
function laid(way: (image: ImageInfo) => FusedWay | null = () => ({ matrix: null, by: null })) {
  const { port1, port2 } = new MessageChannel();
  const asked: Extract<ToStation, { t: 'get' }>[] = [];
  port2.onmessage = ({ data }: MessageEvent<ToStation>) => {
    if (data.t === 'get') asked.push(data);
  };
  const frames = new FrameClient(() => Promise.resolve(port1));
  const source = new ImageSource(frames);
  const plan = volumeOf(OVER);
  source.add([...plan.frames, ...BASE.frames].map(({ image }) => image));
  const core = new ReformatCore();
  const due: FromReformat[] = [];
  let listen: (answer: FromReformat) => void = () => undefined;
  const port: ReformatPort = {
    postMessage: (message) => due.push(...[core.take(message) ?? []].flat()),
    onAnswer: (hear) => void (listen = hear),
    onDead: () => undefined,
    end: () => undefined,
  };
  const series = new FusedSeries(source, plan, way, () => port);
  open.push(() => {
    series.dispose();
    source.dispose();
    frames.close();
    port2.close();
  });
  const send = (count: number): void => {
    for (const { id, objectId, frame, token } of asked.splice(0, count)) {
      const own = plan.frames.find(({ image }) => image.objectId === objectId);
      const pixels = own ? OVER.pixelsOf(own) : new Int16Array();
      const header = { objectId, frame, rows: 5, columns: 6, samples: 1, type: 'int16', photometric: 'MONOCHROME2' };
      const range = { min: Math.min(...pixels), max: Math.max(...pixels) };
      const data = new Uint8Array(pixels.slice().buffer);
      port2.postMessage({ t: 'frame', id, token, header: { ...header, ...range }, data });
    }
  };
  const answer = async (): Promise<void> => {
    for (const one of due.splice(0, 1)) listen(one);
    await turn();
  };
  return { series, source, asked, send, answer, due };
}

const ref = (slice: number) => ({ objectId: BASE.frames[slice]?.image.objectId ?? ObjectId.parse(''), frame: 1 });

describe('a series that lies over pictures of another', () => {
  it('says that it loads, then has the values of the places of the picture, and is made anew as slices come', async () => {
    const { series, asked, send, answer, due } = laid();
    await until(() => asked.length === 4);
    expect(series.of(ref(2)).state).toBe('loading');
    send(4);
    await until(() => series.remarks.length === 0);
    while (due.length > 0) await answer();
    series.of(ref(2));
    while (due.length > 0) await answer();
    const found = series.of(ref(2));
    const position = BASE.frames[2]?.info.position ?? [0, 0, 0];
    if (found.state !== 'drawn') throw new Error(found.state);
    expect(found.columns).toBe(8);
    // Column 5, row 3 of a picture with pixels of a millimetre.
    const [x, y, z] = [position[0] + 5, position[1] + 3, position[2]];
    expect(Math.abs((found.values[3 * 8 + 5] ?? NaN) - (500 + 9 * z + 3 * y + x))).toBeLessThan(1);
  });

  it('what the reader scrolled past is not worked out; nothing comes after the end', async () => {
    const { series, asked, send, answer, due } = laid();
    await until(() => asked.length === 4);
    send(4);
    await until(() => series.remarks.length === 0);
    let changes = 0;
    series.onChange(() => (changes += 1));
    series.ahead([ref(0), ref(1)]);
    series.ahead([ref(4)]);
    // The one that the worker is at comes; of the others only what is wanted now.
    while (due.length > 0) await answer();
    expect(series.of(ref(4)).state).toBe('drawn');
    const before = changes;
    series.of(ref(5));
    series.dispose();
    while (due.length > 0) await answer();
    expect(changes).toBe(before);
  });

  it('over another frame of reference only by a registration, and on its word', async () => {
    expect(laid(() => null).series.of(ref(0))).toMatchObject({ state: 'refused', by: null });
    const { series } = laid(() => ({ matrix: SAME_PLACE, by: 'registered by Ada' }));
    expect(series.of(ref(0)).by).toBe('registered by Ada');
    await turn();
  });
});

describe('what stands over a fused picture', () => {
  const fused: FusedTruth = {
    ...{ seriesUid: '1', name: 'PT 3 Body', quantity: 'SUVbw', unit: '{SUVbw}g/ml', map: 'hot-iron', opacity: 0.4 },
    ...{ scale: { low: 0, high: 7 }, state: 'drawn', words: '', by: null, remarks: ['1 SLICE MISSING: LEFT EMPTY'] },
  };
  it('which over which, how much, that it is interpolated, what is missing, and whose values are measured', () => {
    expect(fusedMarks(fused, 'CT 2')).toEqual([
      { text: 'FUSED: PT 3 Body over CT 2, opacity 40 %, interpolated', tone: 'warning' },
      { text: 'PT 3 Body: 1 SLICE MISSING: LEFT EMPTY', tone: 'warning' },
      { text: 'Hot iron, SUVbw 0 to 7 g/ml', tone: 'quiet' },
      { text: 'measured: the picture below', tone: 'quiet' },
    ]);
    const approximate = fusedMarks({ ...fused, by: 'registered by Ada, 2024-05-03' }, 'CT 2');
    expect(approximate[1]?.text).toBe('APPROXIMATE, registered by Ada, 2024-05-03');
    expect(fusedMarks({ ...fused, state: 'outside' }, 'CT 2')[0]?.text).toBe(
      'FUSED: PT 3 Body HAS NOTHING AT THIS PLACE',
    );
    expect(fusedMarks(null, 'CT 2')).toEqual([]);
  });
});
