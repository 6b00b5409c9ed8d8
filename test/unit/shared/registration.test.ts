import { describe, expect, it } from 'vitest';
import type { Vec3 } from '../../../shared/model/image.ts';
import type { Rigid } from '../../../shared/model/registration.ts';
import type { EvenVolume } from '../../../shared/registration/even-volume.ts';
import { information } from '../../../shared/registration/likeness.ts';
import { rigidOf } from '../../../shared/registration/pose.ts';
import { register } from '../../../shared/registration/register.ts';
import { inverse, movedPlace } from '../../../shared/rules/registration/rigid.ts';

const CT = { low: -1000, high: 1000, air: -700 };

interface Ball {
  readonly at: Vec3;
  readonly radii: Vec3;
  readonly value: number;
}

/** A trunk with lungs, a heart, a spine and ribs of balls: nothing of it is symmetric. */
const BODY: readonly Ball[] = [
  { at: [0, 0, 0], radii: [150, 100, 260], value: 40 },
  { at: [-65, -10, 40], radii: [50, 65, 110], value: -850 },
  { at: [70, -5, 55], radii: [45, 60, 95], value: -850 },
  { at: [25, -30, 10], radii: [45, 40, 50], value: 120 },
  { at: [5, 65, 0], radii: [18, 18, 250], value: 500 },
  { at: [-80, 10, -120], radii: [60, 60, 45], value: 110 },
  { at: [70, -20, -110], radii: [30, 35, 25], value: -300 },
  ...Array.from({ length: 9 }, (_, i): Ball => ({ at: [120 - (i % 3) * 8, -20 + (i % 2) * 30, -150 + i * 40], radii: [12, 20, 8], value: 700 })), // prettier-ignore
  ...Array.from({ length: 8 }, (_, i): Ball => ({ at: [-118 + (i % 2) * 9, 12 - (i % 3) * 22, -130 + i * 43], radii: [11, 22, 9], value: 700 })), // prettier-ignore
];

const valueOf = (place: Vec3): number =>
  BODY.reduce((value, { at, radii, value: own }) => {
    const away = Math.hypot(
      (place[0] - at[0]) / radii[0],
      (place[1] - at[1]) / radii[1],
      (place[2] - at[2]) / radii[2],
    );
    return away <= 1 ? own : value;
  }, -1000);

/** The body as a scanner sees it that it lies before as `lies` says. */
function scanned(
  lies: Rigid,
  from: number,
  to: number,
  cell: number,
  see: (value: number) => number = (v) => v,
): EvenVolume {
  const size: Vec3 = [Math.round(400 / cell), Math.round(300 / cell), Math.floor((to - from) / cell)];
  const origin: Vec3 = [-200, -150, from];
  const values = new Float32Array(size[0] * size[1] * size[2]);
  const back = inverse(lies);
  let at = 0;
  for (let z = 0; z < size[2]; z += 1)
    for (let y = 0; y < size[1]; y += 1)
      for (let x = 0; x < size[0]; x += 1) {
        const place: Vec3 = [origin[0] + x * cell, origin[1] + y * cell, origin[2] + z * cell];
        // Noise by place, the same for the same seed.
        const noise = 25 * Math.sin(12.9898 * x + 78.233 * y + 37.719 * z + from);
        values[at++] = see(valueOf(movedPlace(back, place))) + noise;
      }
  return { size, step: [cell, cell, cell], origin, axes: [[1, 0, 0], [0, 1, 0], [0, 0, 1]], values }; // prettier-ignore
}

/** How far the found way takes places of the body from where they really lie, mm. */
function farOff(found: Rigid, real: Rigid): number {
  const places: Vec3[] = [
    [0, 0, 0],
    [140, 0, -150],
    [-140, 60, 150],
    [0, -90, 200],
    [60, 60, -200],
  ];
  return Math.max(...places.map((place) => {
    const [a, b] = [movedPlace(found, place), movedPlace(real, place)];
    return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
  })); // prettier-ignore
}

const STILL = rigidOf([0, 0, 0, 0, 0, 0], [0, 0, 0]);

describe('a body in two volumes', { timeout: 60_000 }, () => {
  it('is found where it lies, turned and shifted, and within the error that is told', () => {
    for (const lies of [
      rigidOf([0.05, -0.08, 0.12, 14, -22, 37], [0, 0, 0]),
      rigidOf([0, 0, -0.2, -30, 8, -120], [20, 0, 0]),
    ]) {
      const [fixed, moving] = [scanned(STILL, -220, 220, 8), scanned(lies, -260, 200, 8.5)];

      const found = register({ fixed, moving, kind: 'correlation', ranges: { fixed: CT, moving: CT }, voxel: 8.5 });
      if (!found.ok) throw new Error(found.why);
      expect(farOff(found.matrix, lies)).toBeLessThan(3);
      expect(found.error).toBeGreaterThanOrEqual(farOff(found.matrix, lies));
    }
  });

  it('is found by what the one tells of the other where values mean different things', () => {
    const lies = rigidOf([0.03, 0.05, -0.06, 9, 12, -16], [0, 0, 0]);
    const other = (value: number): number =>
      value < -900 ? 0 : value < -200 ? 900 : value < 80 ? 300 : value < 200 ? 600 : 100;
    const [fixed, moving] = [scanned(STILL, -220, 220, 5.5), scanned(lies, -220, 220, 5.5, other)];
    const ranges = { fixed: CT, moving: { low: 0, high: 1000, air: 60 } };
    const found = register({ fixed, moving, kind: 'information', ranges, voxel: 5.5 });
    if (!found.ok) throw new Error(found.why);
    expect(farOff(found.matrix, lies)).toBeLessThan(3);
    expect(found.error).toBeGreaterThanOrEqual(farOff(found.matrix, lies));
  });

  it('is refused where there is another body, or nothing', () => {
    const fixed = scanned(STILL, -100, 100, 8);
    const other = scanned(STILL, -100, 100, 8);
    other.values.forEach((_value, at) => {
      const [x, y, z] = [at % other.size[0], Math.floor(at / other.size[0]) % other.size[1], Math.floor(at / (other.size[0] * other.size[1]))]; // prettier-ignore
      other.values[at] = Math.sin(x / 5) * Math.cos(y / 4) * Math.sin(z / 6) > 0.2 ? 200 : -900;
    });
    const input = { fixed, kind: 'correlation', ranges: { fixed: CT, moving: CT }, voxel: 5 } as const;
    const refused = register({ ...input, moving: other });
    expect(refused.ok).toBe(false);
    const empty = { ...other, values: new Float32Array(other.values.length).fill(NaN) };
    expect(register({ ...input, moving: empty }).ok).toBe(false);
    expect(register({ ...input, fixed: empty, moving: fixed })).toEqual({ ok: false, why: 'too-little' });
  });

  it('tells more of itself than of noise', () => {
    const values = Float32Array.from({ length: 4000 }, (_, at) => ((at * 37) % 101) / 101);
    const noise = Float32Array.from({ length: 4000 }, (_, at) => ((at * 7919) % 997) / 997);
    const own = information({ fixed: values, moving: values.map((value) => 1 - value), count: 4000 });
    expect(own).toBeGreaterThan(10 * information({ fixed: values, moving: noise, count: 4000 }));
  });
});
