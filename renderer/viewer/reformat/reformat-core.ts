import { fillCastSlice } from '../../../shared/volume/cast/cast-volume.ts';
import { renderCurved } from '../../../shared/volume/curve/curved-picture.ts';
import type { VolumeGrid } from '../../../shared/volume/grid.ts';
import { renderPlane } from '../../../shared/volume/render-plane.ts';
import type { PixelArray } from '../pixel-data.ts';
import { CastCore } from './cast-core.ts';
import type { FromReformat, ToReformat } from './reformat-messages.ts';

/** What the worker holds and does: one volume, its slices as they come, and pictures of it on demand. */
export class ReformatCore {
  #grid: VolumeGrid | null = null;
  #slices: (PixelArray | null)[] = [];
  readonly #cast = new CastCore();

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
      case 'scene':
      case 'cast':
      case 'rows':
      case 'seen':
        return this.#cast.take(message);
    }
  }
}
