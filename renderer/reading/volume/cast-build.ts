import { planCast } from '../../../shared/volume/cast/cast-volume.ts';
import type { CastGrid } from '../../../shared/volume/cast/cast-volume.ts';
import type { Reformatter } from '../../viewer/index.ts';
import { CastModel } from './cast-model.ts';

/** Slices of the even grid that the worker makes before it looks after the planes again. */
const BRICK = 16;

/** The even grid that rays are cast through, and what it was made from. */
export interface CastBuilt {
  readonly cast: CastGrid;
  readonly memory: SharedArrayBuffer;
  readonly model: CastModel;
}

/** The even grid with its voxels; null where the volume has no pictures. @throws AppError request/cancelled, process/died */
export async function buildCast(reformatter: Reformatter): Promise<CastBuilt | null> {
  const { plan, values } = reformatter;
  const middle = plan.frames[Math.floor(plan.frames.length / 2)];
  if (!middle) return null;
  const { min, max, whole } = values;
  const cast = planCast(plan.grid, { min, max, whole });
  const [columns, rows, slices] = cast.size;
  const memory = new SharedArrayBuffer(columns * rows * slices * Int16Array.BYTES_PER_ELEMENT);
  const built = { cast, memory, model: new CastModel(cast, middle) };
  await fillCast(reformatter, built);
  return built;
}

/** Every voxel as the slices say, the couch with them. */
async function fillCast({ maker, values }: Reformatter, { cast, memory }: CastBuilt): Promise<void> {
  const slices = cast.size[2];
  for (let from = 0; from < slices; from += BRICK) {
    const to = Math.min(slices, from + BRICK);
    await maker.makeBrick({ cast, from, to, lowest: values.min }, memory);
  }
}

/** Finds the patient; the couch is emptied from the voxels that are looked at, and from nothing else. False: there is none to be found. */
export async function removeTable({ maker, values }: Reformatter, built: CastBuilt): Promise<boolean> {
  const { cast, memory, model } = built;
  if (!model.hasTable) return false;
  const found = await maker.findBody(cast, memory, values.min, true);
  model.body = found;
  model.tableGone = (found?.removed ?? 0) > 0;
  return found !== null;
}

export async function putTableBack(reformatter: Reformatter, built: CastBuilt): Promise<void> {
  await fillCast(reformatter, built);
  built.model.tableGone = false;
}
