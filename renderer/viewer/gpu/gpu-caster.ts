import type { CastOrder, CastScene } from '../../../shared/volume/cast/cast-rows.ts';
import { projectedCut } from '../../../shared/volume/cast/cut-test.ts';
import { binsOf, blindBlocks, raysOf } from '../../../shared/volume/cast/rays.ts';
import { TRANSFER_BINS, transferOf } from '../../../shared/volume/cast/transfer.ts';
import { CAST_FRAGMENT, MOST_CUTS } from './cast-shader.ts';
import { compileProgram, valueTexture } from './gpu-program.ts';
import type { GpuProgram } from './gpu-program.ts';
import { VERTEX } from './shaders.ts';

/** Slices that go to the card at a time: what lies between is copied once, not all of the volume. */
const SLAB = 16;
/** The largest picture, a side. */
const SIDE = 512;
/** The textures, in the order of their units. */
const UNITS = ['voxels', 'most', 'blind', 'transfer', 'gone'] as const;
type Unit = (typeof UNITS)[number];

/** Rays on the card (WebGL 2): the same samples as the processor takes. Lives in the worker; a lost context is final. */
export class GpuCaster {
  readonly #gl: WebGL2RenderingContext;
  readonly #program: GpuProgram;
  readonly #held = new Map<Unit, WebGLTexture>();
  #scene: CastScene | null = null;
  #order: CastOrder | null = null;
  /** What the transfer on the card is of. */
  #transferOf = '';
  #cutsNow: CastOrder['cuts'] | null = null;

  private constructor(gl: WebGL2RenderingContext, program: GpuProgram) {
    this.#gl = gl;
    this.#program = program;
  }

  /** Null where there is no WebGL 2 that draws numbers. */
  static open(): GpuCaster | null {
    if (!('OffscreenCanvas' in globalThis)) return null;
    const gl = new OffscreenCanvas(1, 1).getContext('webgl2', {
      ...{ alpha: false, antialias: false, depth: false, stencil: false, powerPreference: 'high-performance' },
    });
    if (!gl || gl.isContextLost() || !gl.getExtension('EXT_color_buffer_float')) return null;
    const program = compileProgram(gl, VERTEX, CAST_FRAGMENT);
    if (!program) return null;
    gl.disable(gl.BLEND);
    gl.disable(gl.DITHER);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    const picture = valueTexture(gl, gl.TEXTURE_2D);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA32F, SIDE, SIDE);
    gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, picture, 0);
    if (gl.checkFramebufferStatus(gl.FRAMEBUFFER) !== gl.FRAMEBUFFER_COMPLETE) return null;
    return new GpuCaster(gl, program);
  }

  /** The card's name as the driver gives it. */
  get renderer(): string {
    const info = this.#gl.getExtension('WEBGL_debug_renderer_info');
    const name: unknown = info ? this.#gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : null;
    return typeof name === 'string' ? name : '';
  }

  get isLost(): boolean {
    return this.#gl.isContextLost();
  }

  /** Takes a volume. @returns why it does not, in words; null where it is on the card */
  setScene(scene: CastScene): string | null {
    const gl = this.#gl;
    this.#scene = null;
    this.#transferOf = '';
    const { grid, voxels, blocks } = scene;
    const most = gl.getParameter(gl.MAX_3D_TEXTURE_SIZE) as number;
    const longest = Math.max(...grid.size);
    if (longest > most) return `the volume has ${longest} voxels a side, the graphics card takes ${most}`;
    const [columns, rows, slices] = grid.size;
    this.#hold('voxels', gl.TEXTURE_3D);
    gl.texStorage3D(gl.TEXTURE_3D, 1, gl.R16I, columns, rows, slices);
    for (let from = 0; from < slices; from += SLAB) {
      const count = Math.min(SLAB, slices - from);
      const part = voxels.subarray(from * columns * rows, (from + count) * columns * rows);
      const size = [columns, rows, count] as const;
      gl.texSubImage3D(gl.TEXTURE_3D, 0, 0, 0, from, ...size, gl.RED_INTEGER, gl.SHORT, part);
    }
    this.#hold('most', gl.TEXTURE_3D);
    gl.texStorage3D(gl.TEXTURE_3D, 1, gl.R16I, ...blocks.count);
    gl.texSubImage3D(gl.TEXTURE_3D, 0, 0, 0, 0, ...blocks.count, gl.RED_INTEGER, gl.SHORT, blocks.max);
    if (gl.getError() !== gl.NO_ERROR || gl.isContextLost()) {
      for (const unit of ['voxels', 'most'] as const) this.#drop(unit);
      return `the graphics card has no room for ${Math.ceil(voxels.byteLength / 1024 ** 2)} MiB`;
    }
    this.#scene = scene;
    return null;
  }

  /** Whether this picture can be drawn on the card: all rows of it, as long as the context stands. */
  begin(order: CastOrder): boolean {
    const { pixels, cuts } = order;
    this.#order = null;
    if (!this.#scene || this.isLost || pixels > SIDE || cuts.length > MOST_CUTS) return false;
    if (cuts.some((cut) => cut.pixels !== cuts[0]?.pixels)) return false;
    this.#loadTransfer(this.#scene, order);
    this.#loadCuts(order);
    this.#order = order;
    return true;
  }

  /** Rows of the picture that was begun, as `Caster.rows` gives them. False: they were not drawn. */
  rows(from: number, to: number, out: Float32Array | Uint8Array): boolean {
    const [scene, order, gl] = [this.#scene, this.#order, this.#gl];
    if (!scene || !order || this.isLost || to <= from) return false;
    this.#tell(scene, order);
    const { pixels, padding, preset } = order;
    gl.enable(gl.SCISSOR_TEST);
    gl.viewport(0, 0, pixels, pixels);
    gl.scissor(0, from, pixels, to - from);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    const drawn = new Float32Array(pixels * (to - from) * 4);
    gl.readPixels(0, from, pixels, to - from, gl.RGBA, gl.FLOAT, drawn);
    if (gl.getError() !== gl.NO_ERROR || gl.isContextLost()) return false;
    const { slope, intercept } = scene.grid;
    const base = from * pixels;
    for (let at = 0; at < pixels * (to - from); at += 1) {
      const red = drawn[at * 4] ?? 0;
      if (preset.kind === 'projection') {
        out[base + at] = (drawn[at * 4 + 3] ?? -1) < 0 ? padding : red * slope + intercept;
        continue;
      }
      out[(base + at) * 3] = red;
      out[(base + at) * 3 + 1] = drawn[at * 4 + 1] ?? 0;
      out[(base + at) * 3 + 2] = drawn[at * 4 + 2] ?? 0;
    }
    return true;
  }

  /** For the check that what is lost is drawn by the processor. */
  lose(): void {
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext();
  }

  dispose(): void {
    for (const unit of UNITS) this.#drop(unit);
    this.#scene = null;
    this.lose();
  }

  #loadTransfer({ grid, blocks }: CastScene, { preset, stepMm }: CastOrder): void {
    const gl = this.#gl;
    const key = JSON.stringify([preset, stepMm]);
    if (key === this.#transferOf) return;
    const transfer = preset.kind === 'surface' ? transferOf(preset.points, stepMm) : null;
    const table = new Float32Array(TRANSFER_BINS * 4);
    for (let bin = 0; transfer && bin < TRANSFER_BINS; bin += 1) {
      table.set(transfer.colour.subarray(bin * 3, bin * 3 + 3), bin * 4);
      table[bin * 4 + 3] = transfer.opacity[bin] ?? 0;
    }
    this.#hold('transfer', gl.TEXTURE_2D);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA32F, TRANSFER_BINS, 1);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, TRANSFER_BINS, 1, gl.RGBA, gl.FLOAT, table);
    const blind = transfer ? blindBlocks(grid, blocks, transfer) : new Uint8Array(blocks.max.length);
    this.#hold('blind', gl.TEXTURE_3D);
    gl.texStorage3D(gl.TEXTURE_3D, 1, gl.R8UI, ...blocks.count);
    gl.texSubImage3D(gl.TEXTURE_3D, 0, 0, 0, 0, ...blocks.count, gl.RED_INTEGER, gl.UNSIGNED_BYTE, blind);
    this.#transferOf = key;
  }

  #loadCuts({ cuts }: CastOrder): void {
    const gl = this.#gl;
    const same = this.#cutsNow !== null && this.#cutsNow.length === cuts.length;
    if (same && cuts.every((cut, at) => cut === this.#cutsNow?.[at])) return;
    this.#cutsNow = cuts;
    const side = cuts[0]?.pixels ?? 1;
    this.#hold('gone', gl.TEXTURE_2D_ARRAY);
    gl.texStorage3D(gl.TEXTURE_2D_ARRAY, 1, gl.R8UI, side, side, Math.max(1, cuts.length));
    for (const [at, { gone }] of cuts.entries()) {
      const place = [0, 0, at, side, side, 1] as const;
      gl.texSubImage3D(gl.TEXTURE_2D_ARRAY, 0, ...place, gl.RED_INTEGER, gl.UNSIGNED_BYTE, gone);
    }
  }

  /** Everything the rays go by. */
  #tell({ grid }: CastScene, order: CastOrder): void {
    const gl = this.#gl;
    const { at, program } = this.#program;
    const { preset, stepMm, box, cuts } = order;
    gl.useProgram(program);
    UNITS.forEach((name, unit) => gl.uniform1i(at(name), unit));
    const bins = binsOf(grid, preset.kind === 'surface' ? transferOf(preset.points, stepMm) : null);
    const vectors = { ...raysOf(grid, order), spacing: grid.spacing, low: box.low, high: box.high };
    for (const [name, [x, y, z]] of Object.entries(vectors)) gl.uniform3f(at(name), x, y, z);
    gl.uniform3i(at('size'), ...grid.size);
    gl.uniform1f(at('binFrom'), bins.from);
    gl.uniform1f(at('binScale'), bins.scale);
    gl.uniform1i(at('surface'), preset.kind === 'surface' ? 1 : 0);
    gl.uniform1i(at('cuts'), cuts.length);
    gl.uniform1i(at('cutPixels'), cuts[0]?.pixels ?? 1);
    for (const [one, cut] of cuts.entries()) {
      const { column, row } = projectedCut(grid, cut);
      gl.uniform4f(at(`cutColumn[${one}]`), ...column);
      gl.uniform4f(at(`cutRow[${one}]`), ...row);
      gl.uniform1i(at(`cutBeyond[${one}]`), cut.beyond ? 1 : 0);
    }
  }

  /** A new texture in its unit, in place of the one before. */
  #hold(name: Unit, target: number): void {
    this.#drop(name);
    this.#gl.activeTexture(this.#gl.TEXTURE0 + UNITS.indexOf(name));
    this.#held.set(name, valueTexture(this.#gl, target));
  }

  #drop(name: Unit): void {
    const texture = this.#held.get(name);
    if (texture) this.#gl.deleteTexture(texture);
    this.#held.delete(name);
  }
}
