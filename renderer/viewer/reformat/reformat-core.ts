import { findBody, keepBody } from '../../../shared/volume/cast/body.ts';
import { fillCastSlice } from '../../../shared/volume/cast/cast-volume.ts';
import { renderCurved } from '../../../shared/volume/curve/curved-picture.ts';
import type { VolumeGrid } from '../../../shared/volume/grid.ts';
import { renderPlane } from '../../../shared/volume/render-plane.ts';
import type { PixelArray } from '../pixel-data.ts';
import { CastCore } from './cast-core.ts';
import type { CastCard } from './cast-core.ts';
import type { FromReformat, ToReformat } from './reformat-messages.ts';

/** What the worker holds and does: one volume, its slices as they come, and pictures of it on demand. */
export class ReformatCore {
  #grid: VolumeGrid | null = null;
  #slices: (PixelArray | null)[] = [];
  readonly #cast: CastCore;

  /** @param openCard the card of this thread; null where there is none */
  constructor(openCard: () => CastCard | null = () => null) {
    this.#cast = new CastCore(openCard);
  }

  /** @returns the answer, where there is one */
  take(message: ToReformat): FromReformat | null {
    switch (message.t) {
      case 'grid':
        this.#grid = message.grid;
        this.#slices = message.grid.slices.map(() => null);
        return null;
      case 'slice':
        this.#slices[message.at] = message.data;
        return null;
      case 'plane': {
        const { id, order, memory } = message;
        if (!this.#grid) return { t: 'failed', id };
        const { padded } = renderPlane(this.#grid, this.#slices, order, memory);
        return { t: 'plane', id, padded, memory };
      }
      case 'curved': {
        const { id, order, memory } = message;
        if (!this.#grid) return { t: 'failed', id };
        const padded = renderCurved(this.#grid, this.#slices, order, new Float32Array(memory));
        return { t: 'plane', id, padded, memory };
      }
      case 'brick': {
        const { id, brick, memory } = message;
        if (!this.#grid) return { t: 'failed', id };
        const voxels = new Int16Array(memory);
        for (let at = brick.from; at < brick.to; at += 1) {
          fillCastSlice(this.#grid, this.#slices, brick.cast, at, brick.lowest, voxels);
        }
        return { t: 'plane', id, padded: false, memory };
      }
      case 'body':
        lookForBody(message);
        return { t: 'plane', id: message.id, padded: false, memory: message.found };
      case 'judge':
      case 'scene':
      case 'cast':
      case 'rows':
      case 'seen':
        return this.#cast.take(message);
    }
  }
}

/** Voxels that were emptied, then the corners of the patient's box; -1 where there is no patient to be found. */
function lookForBody({ cast, lowest, empty, memory, found }: Extract<ToReformat, { t: 'body' }>): void {
  const voxels = new Int16Array(memory);
  const out = new Float32Array(found);
  const body = findBody(cast, voxels);
  if (!body) return void out.fill(-1);
  out.set([empty ? keepBody(cast, voxels, body, lowest) : 0, ...body.box.low, ...body.box.high]);
}
