import { describe, expect, it } from 'vitest';
import { castDifference, castOrders, castPhantom, TOLERANCE } from '../../../../../renderer/viewer/gpu/cast-check.ts';
import type { CastCard } from '../../../../../renderer/viewer/reformat/cast-core.ts';
import { CastPool } from '../../../../../renderer/viewer/reformat/cast-pool.ts';
import { ReformatCore } from '../../../../../renderer/viewer/reformat/reformat-core.ts';
import type { FromReformat, ReformatPort } from '../../../../../renderer/viewer/reformat/reformat-messages.ts';
import { Caster } from '../../../../../shared/volume/cast/cast-rows.ts';
import type { CastOrder, CastScene } from '../../../../../shared/volume/cast/cast-rows.ts';

const scene = castPhantom();
const [order] = castOrders(scene, 24);
const shared = new SharedArrayBuffer(scene.voxels.byteLength);
new Int16Array(shared).set(scene.voxels);

interface Bent {
  /** Added to every colour and value. */
  readonly off?: number;
  /** Bands after which its context is lost. */
  readonly lostAfter?: number;
  readonly refuses?: string;
}

/** A card whose arithmetic is the processor's own: what stands between it and the picture is what is tried here. */
class OtherWay implements CastCard {
  readonly renderer = 'SwiftShader, of this test';
  readonly #bent: Bent;
  #scene: CastScene | null = null;
  #caster: Caster | null = null;
  #bands = 0;
  drawn = 0;

  constructor(bent: Bent) {
    this.#bent = bent;
  }

  get isLost(): boolean {
    return this.#bands >= (this.#bent.lostAfter ?? Infinity);
  }

  setScene(next: CastScene): string | null {
    this.#scene = next;
    return this.#bent.refuses !== undefined && next.voxels.buffer === shared ? this.#bent.refuses : null;
  }

  begin(wanted: CastOrder): boolean {
    this.#caster = this.#scene && !this.isLost ? new Caster(this.#scene, wanted) : null;
    return this.#caster !== null;
  }

  rows(from: number, to: number, out: Float32Array | Uint8Array): boolean {
    if (!this.#caster || this.isLost) return false;
    this.#caster.rows(from, to, out);
    const { off = 0 } = this.#bent;
    for (let at = 0; off !== 0 && at < out.length; at += 1) out[at] = (out[at] ?? 0) + off;
    if (this.#scene?.voxels.buffer === shared) this.#bands += 1;
    this.drawn += 1;
    return true;
  }

  dispose(): void {
    this.#caster = null;
  }
}

function poolWith(bent: Bent) {
  const fed = [0, 0];
  let cards = 0;
  const start = (): ReformatPort => {
    const own = cards;
    cards += 1;
    const core = new ReformatCore(() => new OtherWay(bent));
    let listen: (answer: FromReformat) => void = () => undefined;
    return {
      postMessage: (message) => {
        if (message.t === 'rows') fed[own] = (fed[own] ?? 0) + 1;
        const answer = core.take(message);
        if (answer) queueMicrotask(() => listen(answer));
      },
      onAnswer: (hear) => void (listen = hear),
      onDead: () => undefined,
      end: () => undefined,
    };
  };
  return { pool: new CastPool(start, 2), fed };
}

function wanted(): Uint8Array {
  const out = new Uint8Array(24 * 24 * 3);
  if (order) new Caster(scene, order).rows(0, 24, out);
  return out;
}

async function pictureOf(pool: CastPool): Promise<Uint8Array> {
  if (!order) throw new Error('no order');
  return new Uint8Array((await pool.render(order)) ?? new ArrayBuffer(0));
}

describe('rays on the card', () => {
  it('are cast by the worker that has it, alone', async () => {
    const { pool, fed } = poolWith({});
    expect(await pool.judge('card')).toMatchObject({ by: 'card' });
    pool.setScene(scene.grid, shared);
    expect(await pictureOf(pool)).toEqual(wanted());
    expect(fed).toEqual([12, 0]);
    expect((await poolWith({}).pool.judge('processor')).by).toBe('processor');
  });

  it('are left to the processor, with words, where the card draws otherwise, or is no faster', async () => {
    const { pool } = poolWith({ off: TOLERANCE.far + 1 });
    const cast = await pool.judge('card');
    expect(cast).toMatchObject({
      by: 'processor',
      why: expect.stringMatching(/draws otherwise: CT bone is off/) as string,
    });
    // By its speed, not by its name: this one is as fast as a worker, and there are two of them.
    expect((await poolWith({}).pool.judge('auto')).why).toMatch(/times as fast as 2 workers/);
  });

  it('are cast by all workers from where the context is lost, and the picture is whole', async () => {
    const { pool, fed } = poolWith({ lostAfter: 5 });
    await pool.judge('card');
    pool.setScene(scene.grid, shared);
    expect(await pictureOf(pool)).toEqual(wanted());
    expect(pool.by).toEqual({ by: 'processor', why: 'the graphics card was lost' });
    expect(fed[1]).toBeGreaterThan(0);
    expect(await pictureOf(pool)).toEqual(wanted());
  });

  it('are cast by the processor, with the reason, where the card has no room for the volume', async () => {
    const { pool } = poolWith({ refuses: 'the volume has 3000 voxels a side, the graphics card takes 2048' });
    await pool.judge('card');
    pool.setScene(scene.grid, shared);
    expect(await pictureOf(pool)).toEqual(wanted());
    expect(pool.by.why).toMatch(/3000 voxels a side/);
  });

  it('have every preset, a moved face and cuts in the comparison', () => {
    expect(castDifference(new OtherWay({}))).toBeNull();
    expect(castOrders(scene).map(({ preset, cuts }) => `${preset.name} ${cuts.length}`)).toContain('CT lung 2');
  });
});
