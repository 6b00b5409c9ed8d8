import { describe, expect, it } from 'vitest';
import { stackedSeries } from '../../../../renderer/hanging/series-stacks.ts';
import type { SeriesStack } from '../../../../renderer/hanging/series-stacks.ts';
import { FrameClient } from '../../../../renderer/client/index.ts';
import { ImageSource } from '../../../../renderer/viewer/image-source.ts';
import { SeriesRegistration } from '../../../../renderer/viewer/registration/series-registration.ts';
import { linkedPlace } from '../../../../shared/hanging/linked-position.ts';
import { ObjectId } from '../../../../shared/model/ids.ts';
import type { Vec3 } from '../../../../shared/model/image.ts';
import { volumeMemory } from '../../../../shared/rules/picture-memory.ts';
import { seriesPairs } from '../../../../shared/rules/subtraction/series-pairs.ts';
import { dot } from '../../../../shared/rules/vector.ts';
import { fillCastSlice, planCast } from '../../../../shared/volume/cast/cast-volume.ts';
import { curvedPlace, curvedSize, renderCurved } from '../../../../shared/volume/curve/curved-picture.ts';
import { pathFrame } from '../../../../shared/volume/curve/path-frame.ts';
import { pathLine } from '../../../../shared/volume/curve/path-line.ts';
import { step } from '../../../../shared/volume/grid.ts';
import { overlayOrder, picturePlane } from '../../../../shared/volume/picture-plane.ts';
import { planVolume } from '../../../../shared/volume/plan-volume.ts';
import { planeOrigin, planeStack, standardPlanes } from '../../../../shared/volume/plane-stack.ts';
import type { PlaneStack } from '../../../../shared/volume/plane-stack.ts';
import { renderPlane } from '../../../../shared/volume/render-plane.ts';
import type { Slab } from '../../../../shared/volume/render-plane.ts';
import { seriesOf } from '../../shared/hanging/studies.ts';
import { imageOf } from '../../shared/rules/image-fixture.ts';
import { evenPlaces, phantom } from '../../shared/volume/phantom.ts';
import type { Phantom, PhantomOptions } from '../../shared/volume/phantom.ts';

/** Values rise evenly through the patient: between voxels they are what they are at that place, whichever way they are worked out. */
const valueAt = ([x, y, z]: Vec3): number => 1000 + 7 * x + 5 * y + 11 * z;
/** Of stored values, which are whole. */
const ROUNDING = 0.6;
const PADDING = -9999;
/** A machine of 8 GiB with one window. */
const ROOM = volumeMemory(8 * 1024 ** 3, 1);

interface Hostile {
  readonly stack: SeriesStack;
  readonly pixelsOf: Phantom['pixelsOf'];
  /** Between these heights nobody scanned. */
  readonly gap: readonly [number, number] | null;
}

/** The stack that is looked at first, of a series of one part or of several. */
function hostile(parts: readonly PhantomOptions[], gap: Hostile['gap'] = null): Hostile {
  const made = parts.map((options, part) =>
    phantom({
      ...{ columns: 14, rows: 12, value: valueAt, ...options },
      image: (slice) => ({ objectId: ObjectId.parse(`${part}a${slice}`.padStart(26, '0')), ...options.image?.(slice) }),
    }),
  );
  const images = made.flatMap(({ frames }) => frames.map(({ image }) => image));
  const { main } = stackedSeries(seriesOf('hostile', 'CT', images));
  const pixelsOf: Phantom['pixelsOf'] = (frame) => made.map((one) => one.pixelsOf(frame)).find(({ length }) => length > 0) ?? new Int16Array(); // prettier-ignore
  return { stack: main, pixelsOf, gap };
}

const EVEN = evenPlaces(16, 1);

const COLUMNS: Readonly<Record<string, () => Hostile>> = {
  'even slices': () => hostile([{ places: EVEN }]),
  'one slice': () => hostile([{ places: [0] }]),
  'two slices': () => hostile([{ places: [-1, 1] }]),
  // A series of two volumes: each is a stack of its own.
  'mixed spacing': () => hostile([{ places: EVEN.slice(0, 6) }, { places: EVEN.slice(6), spacing: [1.5, 1.5] }]),
  'a gap': () => hostile([{ places: [-8, -7, -6, -5, -4, -3, 2, 3, 4, 5, 6, 7, 8] }], [-3, 2]),
  'a position twice': () => hostile([{ places: [...EVEN, 0.5] }]),
  'gantry tilt': () => hostile([{ places: EVEN, lean: Math.tan((15 * Math.PI) / 180) }]),
  'mixed orientation': () =>
    hostile([{ places: EVEN }, { places: evenPlaces(5, 2), row: [0, 1, 0], column: [0, 0, -1] }]),
  'no position': () => hostile([{ places: EVEN, frame: (slice) => (slice === 3 ? { position: null } : {}) }], [-5.5, -3.5]), // prettier-ignore
  'other frame of reference': () =>
    hostile([{ places: EVEN, image: (slice) => (slice < 7 ? { frameOfReference: '1.2.840.10' } : {}) }]),
  'colour pictures': () => hostile([{ places: EVEN, image: () => ({ pixels: { ...plain, samplesPerPixel: 3, photometric: 'RGB' } }) }]), // prettier-ignore
  'too large': tooLarge,
};
const plain = { rows: 12, columns: 14, bitsAllocated: 16, bitsStored: 16, highBit: 15, signed: true, planar: false };

/** 3,000 slices of 512²: headers alone. */
function tooLarge(): Hostile {
  const images = Array.from({ length: 3000 }, (_unused, at) =>
    imageOf({
      size: [512, 512],
      frame: { position: [-180, -180, 0.4 * (at - 1500)], orientation: [1, 0, 0, 0, 1, 0], pixelSpacing: [0.7, 0.7] },
      image: { objectId: ObjectId.parse(String(at).padStart(26, '0')), frameOfReference: '1.2.840.9', instanceNumber: at + 1 }, // prettier-ignore
    }),
  );
  const { main } = stackedSeries(seriesOf('long', 'CT', images));
  return { stack: main, pixelsOf: () => new Int16Array(), gap: null };
}

/** What is known has to be right within `room`, what lies in a gap has to be empty, and something has to be known. */
class Judge {
  #wrong = 0;
  #bridged = 0;
  #right = 0;
  readonly #gap: Hostile['gap'];
  readonly #room: number;

  constructor({ gap }: Hostile, room = ROUNDING) {
    this.#gap = gap;
    this.#room = room;
  }

  see(place: Vec3, value: number, inside = 0): void {
    if (value === PADDING) return;
    const [low, high] = this.#gap ?? [0, 0];
    if (place[2] > low + 1e-3 + inside && place[2] < high - 1e-3 - inside) this.#bridged += 1;
    else if (Math.abs(value - valueAt(place)) > this.#room) this.#wrong += 1;
    else this.#right += 1;
  }

  verdict(remarks: readonly string[]): string {
    if (this.#wrong > 0) return `${this.#wrong} WRONG VALUES`;
    if (this.#bridged > 0) return `${this.#bridged} VALUES IN A GAP`;
    if (this.#right === 0) return 'NOTHING DRAWN';
    return ['drawn', ...remarks].join(', ');
  }
}

function planned({ stack, pixelsOf }: Hostile, fewest = 2) {
  const plan = planVolume(stack.frames, ROOM, fewest);
  return plan.ok ? { ...plan, pixels: plan.frames.map((frame) => pixelsOf(frame)) } : plan;
}

function onPlanes(
  one: Hostile,
  stacksOf: (grid: Parameters<typeof planeStack>[0]) => readonly PlaneStack[],
  slab: Slab | null = null,
): string {
  // prettier-ignore
  const plan = planned(one);
  if (!plan.ok) return `refused: ${plan.words}`;
  const half = slab ? slab.thickness / 2 : 0;
  // A mean over a part of the slab is one of that part: 14 a mm is the steepest that values rise.
  const judge = new Judge(one, ROUNDING + 14 * half);
  for (const stack of stacksOf(plan.grid)) {
    for (let index = 0; index < stack.count; index += 1) {
      const { pixels } = renderPlane(plan.grid, plan.pixels, { stack, index, slab, padding: PADDING, whole: true });
      const origin = planeOrigin(stack, index);
      pixels.forEach((value, at) => {
        const [x, y] = [at % stack.columns, Math.floor(at / stack.columns)];
        judge.see(step(step(origin, stack.row, x * stack.spacing[1]), stack.column, y * stack.spacing[0]), value, half);
      });
    }
  }
  return judge.verdict(plan.remarks);
}

const [C, S] = [Math.cos(0.5), Math.sin(0.5)];
const OBLIQUE = { row: [1, 0, 0], column: [0, C, -S], onward: [0, S, C] } as const satisfies Record<string, Vec3>;
const turned: Parameters<typeof onPlanes>[1] = (grid) => [planeStack(grid, 'oblique', { row: [...OBLIQUE.row], column: [...OBLIQUE.column], onward: [...OBLIQUE.onward] })]; // prettier-ignore

const ROWS: Readonly<Record<string, (one: Hostile) => string>> = {
  MPR: (one) => onPlanes(one, (grid) => (['axial', 'coronal', 'sagittal'] as const).map((name) => standardPlanes(grid, name))), // prettier-ignore
  oblique: (one) => onPlanes(one, turned),
  slab: (one) => onPlanes(one, turned, { mode: 'mean', thickness: 2 }),
  'curved MPR': (one) => {
    const plan = planned(one);
    if (!plan.ok) return `refused: ${plan.words}`;
    const line = pathLine([[-4, 2, -20], [4, -2, 20]]); // prettier-ignore
    if (!line) throw new Error('no path');
    const order = { frame: pathFrame(line, 0.5), half: 3, degrees: 20, padding: PADDING };
    const { columns, rows } = curvedSize(order);
    const out = new Float32Array(columns * rows);
    renderCurved(plan.grid, plan.pixels, order, out);
    const judge = new Judge(one);
    out.forEach((value, at) => {
      const place = curvedPlace(order, [at % columns, Math.floor(at / columns)]);
      if (place) judge.see(place, value);
    });
    return judge.verdict(plan.remarks);
  },
  '3D': (one) => {
    const plan = planned(one);
    if (!plan.ok) return `refused: ${plan.words}`;
    const cast = planCast(plan.grid, { min: PADDING, max: 2000, whole: true });
    const [columns, rows, slices] = cast.size;
    const voxels = new Int16Array(columns * rows * slices);
    // Voxels from outside are whole, too: rounded twice.
    const judge = new Judge(one, 2 * ROUNDING);
    for (let z = 0; z < slices; z += 1) fillCastSlice(plan.grid, plan.pixels, cast, z, PADDING, voxels);
    voxels.forEach((value, at) => {
      const index = [at % columns, Math.floor(at / columns) % rows, Math.floor(at / (columns * rows))];
      const place = cast.axes.reduce((to, axis, i) => step(to, axis, (index[i] ?? 0) * (cast.spacing[i] ?? 1)), cast.origin); // prettier-ignore
      judge.see(place, value * cast.slope + cast.intercept);
    });
    return judge.verdict(plan.remarks);
  },
  fusion: (one) => {
    const plan = planned(one, 1);
    if (!plan.ok) return `refused: ${plan.words}`;
    const judge = new Judge(one);
    for (const place of [0, -3.3, 0.5, 4.4]) {
      const [base] = phantom({ columns: 30, rows: 30, spacing: [0.7, 0.7], places: [place] }).frames;
      const under = base && picturePlane(base.image, base.frame);
      if (!under?.ok) throw new Error('no plane');
      const order = overlayOrder(under.plane, plan.grid, null);
      const { pixels } = renderPlane(plan.grid, plan.pixels, { ...order, padding: PADDING });
      pixels.forEach((value, at) => {
        const { origin, row, column, spacing, columns } = under.plane;
        judge.see(step(step(origin, row, (at % columns) * spacing[1]), column, Math.floor(at / columns) * spacing[0]), value); // prettier-ignore
      });
    }
    return judge.verdict(plan.remarks);
  },
  subtraction: ({ stack }) => {
    const found = seriesPairs(stack.frames, stack.frames);
    if (!found.ok) return `refused: ${found.why}`;
    return found.pairs.every(({ from: one, taken }) => one.info.position === taken.info.position) ? 'drawn' : 'WRONG';
  },
  'linked scroll': ({ stack: { link }, gap }) => {
    const leader = phantom({ columns: 14, rows: 12, places: evenPlaces(60, 0.5) });
    const planes = leader.frames.map(({ info }) => ({
      position: info.position ?? [0, 0, 0],
      normal: [0, 0, 1] as Vec3,
    }));
    const lead = { frameOfReference: '1.2.840.9', planes };
    const heights = link.planes.flatMap((plane) => (plane ? [plane.position[2]] : []));
    const said = { led: 0, beyond: 0, wrong: 0, inGap: 0 };
    planes.forEach(({ position: [, , z] }, at) => {
      const place = linkedPlace(lead, at, link, 0);
      const plane = place && link.planes[place.index];
      if (!place || !plane) return;
      const off = Math.abs(plane.position[2] - z);
      const nearest = Math.min(...link.planes.flatMap((one) => (one && Math.abs(dot(one.normal, [0, 0, 1])) > 0.95 ? [Math.abs(one.position[2] - z)] : []))); // prettier-ignore
      if (off > nearest + 1e-6 || Math.abs(plane.normal[2]) < 0.95) said.wrong += 1;
      else if (!place.beyond) said.led += 1;
      else if (z > Math.min(...heights) && z < Math.max(...heights)) said.beyond += 1;
      if (gap && z > gap[0] + 1 && z < gap[1] - 1 && !place.beyond) said.inGap += 1;
    });
    if (said.wrong + said.inGap > 0) return `WRONG ${JSON.stringify(said)}`;
    if (said.led === 0) return 'goes alone';
    return said.beyond > 0 ? 'led, said where it has no picture' : 'led';
  },
};

/** Searched, or refused before anything is loaded. */
async function registered({ stack }: Hostile): Promise<string> {
  const frames = new FrameClient(() => new Promise(() => undefined));
  const source = new ImageSource(frames);
  const asked: string[] = [];
  const words: string[] = [];
  const search = new SeriesRegistration(
    {
      ...{ source, fixed: stack.frames, moving: stack.frames, told: () => undefined },
      ended: (end) => void words.push(end.ok ? '' : end.words),
    },
    () => ({ postMessage: ({ t }) => void asked.push(t), onAnswer: () => undefined, onDead: () => undefined, end: () => undefined }), // prettier-ignore
  );
  await Promise.resolve();
  search.dispose();
  source.dispose();
  frames.close();
  return words.length > 0 ? `refused: ${words.join()}` : asked.slice(0, 2).join() === 'volume,volume' ? 'searched' : 'WRONG'; // prettier-ignore
}

const IN_SPACE = ['MPR', 'oblique', 'slab', 'curved MPR', '3D', 'fusion'];
/** One verdict for everything that takes a volume, then those of subtraction, linked scroll and registration. */
const table = (volume: string, subtraction: string, linked: string, registration: string) => ({
  ...Object.fromEntries(IN_SPACE.map((row) => [row, volume])),
  ...{ subtraction, 'linked scroll': linked, registration },
});
const noVolume = (words: string, subtraction: string, linked: string) =>
  table(`refused: ${words}`, subtraction, linked, `refused: One of the series is no volume: ${words}.`);

const MISSING = 'MISSING: LEFT EMPTY, UNEVEN SLICES, EACH AT ITS OWN PLACE';
const EXPECTED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'even slices': table('drawn', 'drawn', 'led', 'searched'),
  // A map of one slice lies on the picture in its plane.
  'one slice': { ...noVolume('one picture alone is no volume', 'drawn', 'goes alone'), fusion: 'drawn' },
  'two slices': table('drawn', 'drawn', 'led', 'searched'),
  'mixed spacing': table('drawn', 'drawn', 'led', 'searched'),
  'a gap': table(`drawn, 4 SLICES ${MISSING}`, 'drawn', 'led, said where it has no picture', 'searched'),
  'a position twice': noVolume(
    '1 of 16 places have more than one picture',
    'refused: the other series has several images at one place: choose one of its stacks',
    'led',
  ),
  'gantry tilt': table(
    'drawn, GANTRY TILT 15.0° CORRECTED',
    'drawn',
    'led',
    'refused: The slices of one series lean (gantry tilt): that is not registered here.',
  ),
  'mixed orientation': table('drawn', 'drawn', 'led', 'searched'),
  'no position': table(`drawn, 1 SLICE ${MISSING}`, 'drawn', 'led', 'searched'),
  'other frame of reference': noVolume(
    'the pictures do not share a frame of reference: the patient has moved',
    'refused: they do not lie in one frame of reference',
    'led',
  ),
  'colour pictures': noVolume(
    'pictures in colour have no values that could be interpolated',
    'refused: pictures in colour have no values to subtract',
    'led',
  ),
  'too large': table(
    'refused: its pixels take 1.5 GiB; there is room for 1.2 GiB',
    'drawn',
    'led',
    // Its slices are averaged as they come: nothing is held.
    'searched',
  ),
};

describe('F52: every feature over hostile geometry is drawn right, drawn with its mark, or refused in words', () => {
  it.each(Object.entries(COLUMNS))('%s', async (name, make) => {
    const one = make();
    const found = Object.fromEntries(Object.entries(ROWS).map(([row, judge]) => [row, judge(one)]));
    expect({ ...found, registration: await registered(one) }).toEqual(EXPECTED[name]);
  });

  it('linked scroll: a stack of several directions is led in its own only; a picture of another space has no place', () => {
    const plane = (z: number, normal: Vec3) => ({ position: [0, 0, z] as Vec3, normal });
    const lead = { frameOfReference: '1', planes: [plane(0, [0, 0, 1]), plane(5, [0, 0, 1])] };
    const mixed = { frameOfReference: '1', planes: [plane(-9, [0, 0, 1]), plane(-4, [0, 0, 1]), plane(0, [1, 0, 0])] };
    // The sagittal one goes through the very place, and shows it from the side.
    expect(linkedPlace(lead, 0, mixed, 0)?.index).toBe(1);
    const { stack } = COLUMNS['other frame of reference']?.() ?? hostile([]);
    expect(stack.link.frameOfReference).toBe('1.2.840.9');
    const elsewhere = stack.frames.map(({ image }) => image.frameOfReference === '1.2.840.10');
    expect(elsewhere.filter(Boolean)).toHaveLength(7);
    expect(stack.link.planes.map((one) => one === null)).toEqual(elsewhere);
  });
});
