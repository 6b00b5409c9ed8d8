import { describe, expect, it } from 'vitest';
import { CastPool } from '../../../../../renderer/viewer/reformat/cast-pool.ts';
import { ReformatCore } from '../../../../../renderer/viewer/reformat/reformat-core.ts';
import type { FromReformat, ReformatPort } from '../../../../../renderer/viewer/reformat/reformat-messages.ts';
import { frontCamera, turnedCamera } from '../../../../../shared/volume/cast/camera.ts';
import { Caster } from '../../../../../shared/volume/cast/cast-rows.ts';
import type { CastOrder } from '../../../../../shared/volume/cast/cast-rows.ts';
import { castBlocks, fillCastSlice, planCast } from '../../../../../shared/volume/cast/cast-volume.ts';
import { evenPlaces, phantom, volumeOf } from '../../../shared/volume/phantom.ts';

const { grid, pixels } = volumeOf(
  phantom({ columns: 12, rows: 12, places: evenPlaces(12, 1), value: ([x, y, z]) => 100 * x + 10 * y + z }),
);
const cast = planCast(grid, { min: -600, max: 600, whole: true });
const memory = new SharedArrayBuffer(12 ** 3 * 2);
const voxels = new Int16Array(memory);
for (let at = 0; at < 12; at += 1) fillCastSlice(grid, pixels, cast, at, -600, voxels);
const scene = { grid: cast, voxels, blocks: castBlocks(cast, voxels) };

function orderOf(degrees: number): CastOrder {
  return {
    ...{ camera: turnedCamera(frontCamera(cast), [degrees, 0, 0]), pixels: 24, stepMm: 0.5, cuts: [], padding: -601 },
    preset: { id: 'mip', name: '', kind: 'projection', points: [] },
    box: { low: [0, 0, 0], high: [11, 11, 11] },
  };
}

/** Two workers whose answers come when the test says so, the last first. */
function pool() {
  const due: (() => void)[] = [];
  let ended = 0;
  const start = (): ReformatPort => {
    const core = new ReformatCore();
    let listen: (answer: FromReformat) => void = () => undefined;
    return {
      postMessage: (message) => {
        const answer = core.take(message);
        if (answer) due.push(() => listen(answer));
      },
      onAnswer: (hear) => void (listen = hear),
      onDead: () => undefined,
      end: () => void (ended += 1),
    };
  };
  const made = new CastPool(start, 2);
  made.setScene(cast, memory);
  const answer = (): void => {
    for (let one = due.pop(); one; one = due.pop()) one();
  };
  return { made, answer, due, ended: () => ended };
}

describe('pictures of a volume from outside', () => {
  it('are put together from the bands of all workers', async () => {
    const { made, answer } = pool();
    const rendered = made.render(orderOf(30));
    answer();
    const whole = new Float32Array(24 * 24);
    new Caster(scene, orderOf(30)).rows(0, 24, whole);
    expect([...new Float32Array((await rendered) ?? new ArrayBuffer(0))]).toEqual([...whole]);
  });

  it('give way to a later wish, whose picture has nothing of the former one', async () => {
    const { made, answer, due } = pool();
    const first = made.render(orderOf(0));
    due.pop()?.();
    const second = made.render(orderOf(90));
    expect(await first).toBeNull();
    answer();
    const whole = new Float32Array(24 * 24);
    new Caster(scene, orderOf(90)).rows(0, 24, whole);
    expect([...new Float32Array((await second) ?? new ArrayBuffer(0))]).toEqual([...whole]);
  });

  it('F50: after the end nothing comes, and whoever waits hears of it', async () => {
    const { made, answer, ended } = pool();
    const waiting = made.render(orderOf(0));
    const asked = made.seen([12, 12]);
    made.end();
    answer();
    expect(await waiting).toBeNull();
    expect(await asked).toBeNull();
    expect(await made.render(orderOf(5))).toBeNull();
    expect(ended()).toBe(2);
  });
});
