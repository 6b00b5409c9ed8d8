import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type { GrayTable } from '../../../shared/rules/window.ts';
import type { DecodedFrame, PixelArray } from '../pixel-data.ts';
import { compileProgram, valueTexture } from './gpu-program.ts';
import type { GpuProgram } from './gpu-program.ts';
import { fragment, TABLE_SIDE, VERTEX } from './shaders.ts';

/** Stored values kept on the card, so that a window that moves uploads nothing but its table. */
const TEXTURE_BYTES = 256 * 1024 * 1024;

/** How a picture lies in the drawing buffer: copy from there before anything else is drawn. */
export interface Painted {
  readonly canvas: OffscreenCanvas;
  /** Of the first row of the picture in the canvas. */
  readonly top: number;
}

interface Layout {
  readonly internal: number;
  readonly type: number;
  readonly signed: boolean;
}

interface Context {
  readonly gl: WebGL2RenderingContext;
  readonly signed: GpuProgram;
  readonly unsigned: GpuProgram;
  readonly table: WebGLTexture;
}

/**
 * Grey pictures through WebGL 2: stored values as whole numbers in one texture, the 8-bit table of the grey chain in another. The
 * table is the one that the processor uses, so that the greys are the same by construction; gpu-check.ts proves it at the start.
 */
export class GpuPainter {
  readonly #canvas = new OffscreenCanvas(1, 1);
  readonly #bag = new DisposerBag();
  readonly #changed = new Emitter<'lost' | 'restored'>();
  /** Oldest use first. */
  readonly #held = new Map<DecodedFrame, { readonly texture: WebGLTexture; readonly bytes: number }>();
  #heldBytes = 0;
  #context: Context | null;
  #tableNow: GrayTable | null = null;

  private constructor(context: (canvas: OffscreenCanvas) => Context | null) {
    this.#context = context(this.#canvas);
    this.#listen('webglcontextlost', (event) => {
      // Without this the browser would never give it back.
      event.preventDefault();
      this.#forget();
      this.#context = null;
      this.#changed.emit('lost');
    });
    this.#listen('webglcontextrestored', () => {
      this.#context = context(this.#canvas);
      this.#changed.emit('restored');
    });
  }

  /**
   * @param software whether a renderer that is itself a program on the processor will do
   * @returns null where there is no WebGL 2, or none that is wanted
   */
  static open(software: boolean): GpuPainter | null {
    // A page in a test may have no canvas at all.
    if (!('OffscreenCanvas' in globalThis)) return null;
    const painter = new GpuPainter((canvas) => openContext(canvas, software));
    if (painter.#context && (software || !isSoftware(painter.renderer))) return painter;
    painter.dispose();
    return null;
  }

  /** The card's name as the driver gives it. */
  get renderer(): string {
    const gl = this.#context?.gl;
    const info = gl?.getExtension('WEBGL_debug_renderer_info');
    const name: unknown = gl && info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : null;
    return typeof name === 'string' ? name : '';
  }

  get isLost(): boolean {
    return this.#context === null || this.#context.gl.isContextLost();
  }

  onChange(listener: (what: 'lost' | 'restored') => void): Disposer {
    return this.#changed.on(listener);
  }

  /** Draws a grey picture of whole numbers; null where the card cannot: the processor draws it. */
  paint(frame: DecodedFrame, table: GrayTable): Painted | null {
    const context = this.#context;
    const layout = context ? layoutOf(context.gl, frame.pixels) : null;
    if (!context || !layout || this.isLost) return null;
    const { gl } = context;
    const { columns, rows } = frame.header;
    const most = gl.getParameter(gl.MAX_TEXTURE_SIZE) as number;
    if (columns > most || rows > most || table.table.length > TABLE_SIDE * TABLE_SIDE) return null;
    if (this.#canvas.width < columns) this.#canvas.width = columns;
    if (this.#canvas.height < rows) this.#canvas.height = rows;
    // A card with less memory than it was asked for gives a smaller buffer, and a wrong picture.
    if (gl.drawingBufferWidth !== this.#canvas.width || gl.drawingBufferHeight !== this.#canvas.height) return null;
    const { program, at } = layout.signed ? context.signed : context.unsigned;
    gl.useProgram(program);
    gl.activeTexture(gl.TEXTURE0);
    this.#bind(gl, frame, layout);
    gl.activeTexture(gl.TEXTURE1);
    this.#loadTable(context, table);
    gl.uniform1i(at('stored'), 0);
    gl.uniform1i(at('greys'), 1);
    gl.uniform1i(at('first'), table.first | 0);
    gl.uniform1i(at('last'), table.table.length - 1);
    gl.uniform1i(at('rows'), rows);
    gl.viewport(0, 0, columns, rows);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    if (gl.getError() !== gl.NO_ERROR) return null;
    return { canvas: this.#canvas, top: this.#canvas.height - rows };
  }

  dispose(): void {
    this.#bag.dispose();
    this.#forget();
    this.#context?.gl.getExtension('WEBGL_lose_context')?.loseContext();
    this.#context = null;
  }

  #listen(name: string, listener: (event: Event) => void): void {
    this.#canvas.addEventListener(name, listener);
    this.#bag.add(() => this.#canvas.removeEventListener(name, listener));
  }

  #bind(gl: WebGL2RenderingContext, frame: DecodedFrame, { internal, type }: Layout): void {
    const known = this.#held.get(frame);
    if (known) {
      this.#held.delete(frame);
      this.#held.set(frame, known);
      gl.bindTexture(gl.TEXTURE_2D, known.texture);
      return;
    }
    const { columns, rows } = frame.header;
    const texture = valueTexture(gl, gl.TEXTURE_2D);
    const format = gl.RED_INTEGER;
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    gl.texStorage2D(gl.TEXTURE_2D, 1, internal, columns, rows);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, columns, rows, format, type, frame.pixels);
    this.#held.set(frame, { texture, bytes: frame.pixels.byteLength });
    this.#heldBytes += frame.pixels.byteLength;
    for (const [other, { texture: old, bytes }] of this.#held) {
      if (this.#heldBytes <= TEXTURE_BYTES || other === frame) return;
      gl.deleteTexture(old);
      this.#held.delete(other);
      this.#heldBytes -= bytes;
    }
  }

  #loadTable({ gl, table: texture }: Context, table: GrayTable): void {
    gl.bindTexture(gl.TEXTURE_2D, texture);
    if (this.#tableNow === table) return;
    const height = Math.ceil(table.table.length / TABLE_SIDE);
    const whole = new Uint8Array(height * TABLE_SIDE);
    whole.set(table.table);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, TABLE_SIDE, height, gl.RED_INTEGER, gl.UNSIGNED_BYTE, whole);
    this.#tableNow = table;
  }

  #forget(): void {
    const gl = this.#context?.gl;
    for (const { texture } of this.#held.values()) gl?.deleteTexture(texture);
    this.#held.clear();
    this.#heldBytes = 0;
    this.#tableNow = null;
  }
}

/** A renderer that is a program on the processor: slower than drawing there directly. */
export function isSoftware(renderer: string): boolean {
  return renderer === '' || /swiftshader|llvmpipe|softpipe|software|basic render|swrast/i.test(renderer);
}

function openContext(canvas: OffscreenCanvas, software: boolean): Context | null {
  const gl = canvas.getContext('webgl2', {
    ...{ alpha: false, antialias: false, depth: false, stencil: false, powerPreference: 'high-performance' },
    failIfMajorPerformanceCaveat: !software,
  });
  if (!gl || gl.isContextLost()) return null;
  const signed = compileProgram(gl, VERTEX, fragment('isampler2D'));
  const unsigned = compileProgram(gl, VERTEX, fragment('usampler2D'));
  if (!signed || !unsigned) return null;
  const table = valueTexture(gl, gl.TEXTURE_2D);
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.R8UI, TABLE_SIDE, TABLE_SIDE);
  // What is drawn are greys as they are, not light to be mixed.
  gl.disable(gl.BLEND);
  gl.disable(gl.DITHER);
  return { gl, signed, unsigned, table };
}

/** Null for fractions: they have no table. */
function layoutOf(gl: WebGL2RenderingContext, pixels: PixelArray): Layout | null {
  if (pixels instanceof Uint8Array) return { internal: gl.R8UI, type: gl.UNSIGNED_BYTE, signed: false };
  if (pixels instanceof Int8Array) return { internal: gl.R8I, type: gl.BYTE, signed: true };
  if (pixels instanceof Uint16Array) return { internal: gl.R16UI, type: gl.UNSIGNED_SHORT, signed: false };
  if (pixels instanceof Int16Array) return { internal: gl.R16I, type: gl.SHORT, signed: true };
  if (pixels instanceof Uint32Array) return { internal: gl.R32UI, type: gl.UNSIGNED_INT, signed: false };
  if (pixels instanceof Int32Array) return { internal: gl.R32I, type: gl.INT, signed: true };
  return null;
}
