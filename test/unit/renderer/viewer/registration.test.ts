import { afterEach, describe, expect, it } from 'vitest';
import { FrameClient } from '../../../../renderer/client/index.ts';
import { ImageSource } from '../../../../renderer/viewer/image-source.ts';
import { RegistrationCore } from '../../../../renderer/viewer/registration/registration-core.ts';
import type {
  FromRegistration,
  RegistrationPort,
  ToRegistration,
} from '../../../../renderer/viewer/registration/registration-messages.ts';
import { SeriesRegistration } from '../../../../renderer/viewer/registration/series-registration.ts';
import type { RegistrationEnd } from '../../../../renderer/viewer/registration/series-registration.ts';
import type { ToStation } from '../../../../shared/contract/frames.ts';
import { AppError, toWire } from '../../../../shared/errors/app-error.ts';
import { ObjectId } from '../../../../shared/model/ids.ts';
import { rigidOf } from '../../../../shared/registration/pose.ts';
import { inverse, movedPlace } from '../../../../shared/rules/registration/rigid.ts';
import { BODY, CT_LOOK, farOff, hounsfieldAt, PET_LOOK } from '../../shared/registration/body.ts';
import { evenPlaces, phantom } from '../../shared/volume/phantom.ts';
import type { Phantom, PhantomOptions } from '../../shared/volume/phantom.ts';

const LIES = rigidOf([0.03, 0.02, 0.06, 8, -14, 22], [0, 0, 0]);
const BACK = inverse(LIES);
/** The PET is stored in counts of 2.5 Bq/ml. */
const SLOPE = 2.5;

const series = (name: string, modality: string | null, options: PhantomOptions): Phantom =>
  phantom({
    ...{ columns: 60, rows: 46, spacing: [6.5, 6.5], places: evenPlaces(64, 6.5) },
    image: (slice) => ({ modality, objectId: ObjectId.parse(`${name}${slice}`.padStart(26, '0')) }),
    ...options,
  });
const ct = series('a', 'CT', { value: (place) => CT_LOOK.see(hounsfieldAt(BODY, place)) });
const pet = series('b', 'PT', {
  value: (place) => PET_LOOK.see(hounsfieldAt(BODY, movedPlace(BACK, place))) / SLOPE,
  rescale: { slope: SLOPE, intercept: 0 },
});
const small = { columns: 8, rows: 8, places: evenPlaces(6, 6.5) };

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});
const turn = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 0));
async function until(done: () => boolean): Promise<void> {
  for (let turns = 0; turns < 5000 && !done(); turns += 1) await turn();
  expect(done()).toBe(true);
}

/** A search over a station that answers at once, but for the objects that are lost, with the worker's own work behind the port. */
function searching(fixed: Phantom, moving: Phantom, lost: readonly string[] = []) {
  const { port1, port2 } = new MessageChannel();
  const made = [fixed, moving].flatMap((one) => one.frames.map((frame) => ({ one, frame })));
  port2.onmessage = ({ data }: MessageEvent<ToStation>) => {
    if (data.t !== 'get') return;
    const { id, objectId, frame, token } = data;
    const own = made.find((one) => one.frame.image.objectId === objectId);
    const size = own?.frame.image.pixels;
    if (!own || !size) return;
    if (lost.includes(objectId)) {
      port2.postMessage({ t: 'fail', id, error: toWire(new AppError('dicom/pixel-data-damaged', 'damaged')) });
      return;
    }
    const pixels = own.one.pixelsOf(own.frame);
    const header = { objectId, frame, rows: size.rows, columns: size.columns, samples: 1, type: 'int16', photometric: 'MONOCHROME2' }; // prettier-ignore
    const range = { min: Math.min(...pixels), max: Math.max(...pixels) };
    port2.postMessage({ t: 'frame', id, token, header: { ...header, ...range }, data: new Uint8Array(pixels.slice().buffer) }); // prettier-ignore
  };
  const frames = new FrameClient(() => Promise.resolve(port1));
  const source = new ImageSource(frames);
  source.add(made.map(({ frame }) => frame.image));
  const sent: ToRegistration[] = [];
  const tolds: number[] = [];
  const ends: RegistrationEnd[] = [];
  let isEnded = false;
  let listen: (answer: FromRegistration) => void = () => undefined;
  let die: () => void = () => undefined;
  const core = new RegistrationCore((answer) => listen(answer));
  const port: RegistrationPort = {
    postMessage: (message) => {
      sent.push(message);
      core.take(message);
    },
    onAnswer: (hear) => void (listen = hear),
    onDead: (hear) => void (die = hear),
    end: () => void (isEnded = true),
  };
  const registration = new SeriesRegistration(
    {
      source,
      fixed: fixed.frames,
      moving: moving.frames,
      told: (done) => void tolds.push(done),
      ended: (end) => void ends.push(end),
    },
    () => port,
  );
  open.push(() => {
    registration.dispose();
    source.dispose();
    frames.close();
    port2.close();
  });
  return { registration, sent, tolds, ends, isEnded: () => isEnded, die: () => die() };
}

describe('a series that is searched in another', () => {
  it('a PET is found in a CT: each slice once, by its own values, within the error that is told', async () => {
    const { sent, tolds, ends, isEnded } = searching(ct, pet);
    await until(() => ends.length > 0);
    const [end] = ends;
    if (!end?.ok) throw new Error(end?.words);
    expect(farOff(end.result.matrix, LIES)).toBeLessThan(3);
    // Half of the largest voxel at least.
    expect(end.result.error).toBeGreaterThanOrEqual(Math.max(3.25, farOff(end.result.matrix, LIES)));
    const slices = sent.flatMap((one) => (one.t === 'slice' ? [`${one.side} ${one.at}`] : []));
    expect([slices.length, new Set(slices).size]).toEqual([128, 128]);
    expect(sent.at(-1)).toEqual({ t: 'register', kind: 'information', voxel: 6.5 });
    expect(tolds.every((done, at) => done >= (tolds[at - 1] ?? 0))).toBe(true);
    expect([tolds.at(-1), isEnded(), ends.length]).toEqual([1, true, 1]);
  }, 60_000);

  it.each<[string, Phantom, string]>([
    ['one picture', series('c', 'CT', { ...small, places: [0] }), 'One of the series is no volume: one picture alone is no volume.'], // prettier-ignore
    ['a gantry tilt', series('c', 'CT', { ...small, lean: 0.3 }), 'The slices of one series lean (gantry tilt): that is not registered here.'], // prettier-ignore
    ['another kind of picture', series('c', 'NM', small), 'Only CT, MR and PET are registered here.'],
    ['no kind', series('c', null, small), 'Only CT, MR and PET are registered here.'],
    ['no body', series('c', 'CT', small), 'The series do not look like the same body.'],
  ])('is refused in words: %s', async (_name, odd, words) => {
    const { ends } = searching(odd, series('d', 'CT', small));
    await until(() => ends.length > 0);
    expect(ends).toEqual([{ ok: false, words }]);
  });

  it('without one of the slices nothing is guessed; a worker that dies is said', async () => {
    const [one, other] = [series('c', 'CT', small), series('d', 'CT', small)];
    const lost = searching(one, other, [other.frames[2]?.image.objectId ?? '']);
    await until(() => lost.ends.length > 0);
    expect(lost.ends).toEqual([{ ok: false, words: 'A slice could not be loaded: without it places would be guessed.' }]); // prettier-ignore
    expect(lost.isEnded()).toBe(true);
    const dead = searching(one, other);
    dead.die();
    await turn();
    expect(dead.ends).toEqual([{ ok: false, words: 'The search ended by itself.' }]);
  });

  it('says nothing more once nobody waits for it', async () => {
    const { registration, ends, tolds, isEnded } = searching(series('c', 'CT', small), series('d', 'CT', small));
    registration.dispose();
    const told = tolds.length;
    for (let turns = 0; turns < 50; turns += 1) await turn();
    expect([ends.length, tolds.length, isEnded()]).toEqual([0, told, true]);
  });

  it('the worker fails in words where one of the volumes never came', () => {
    const answers: FromRegistration[] = [];
    new RegistrationCore((answer) => void answers.push(answer)).take({ t: 'register', kind: 'correlation', voxel: 1 });
    expect(answers).toEqual([{ t: 'failed' }]);
  });
});
