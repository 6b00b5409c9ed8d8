import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { AppError } from '../../../shared/errors/app-error.ts';
import { PDF_CAPS } from '../../../shared/model/pdf.ts';
import { pageDrawing } from './page-view.ts';
import type { PageSize, Zoom } from './page-view.ts';
import { PdfData } from './pdf-data.ts';
import { GAP } from './pdf-gap.ts';

export interface PageWish {
  /** From 1. */
  readonly page: number;
  readonly zoom: Zoom;
  /** Width that is there, CSS pixels. */
  readonly room: number;
  /** Quarter turns clockwise. */
  readonly turns: number;
}

export interface DrawnPage {
  readonly canvas: HTMLCanvasElement;
  readonly size: PageSize;
}

/** A document that is open; everything of it goes with `close`. */
export interface OpenPdf {
  /** As the document says; at most `PDF_CAPS.pages` of them are drawn. */
  readonly pages: number;
  /** It holds a form that only its maker's program reads (XFA). */
  readonly xfa: boolean;
  /** Something of a page was left out so far. */
  readonly gaps: () => boolean;
  /** @throws AppError document/…, request/cancelled */
  readonly draw: (wish: PageWish, signal: AbortSignal) => Promise<DrawnPage>;
  readonly close: () => void;
}

/**
 * Opens a PDF of a stranger in a worker of its own. No program in it runs (the library has none here), no form or link of it is alive, no
 * font of it reaches the system, nothing is fetched but our own fonts. What marks and fields look like is drawn as the document says.
 * @throws AppError document/…
 */
export async function openPdf(bytes: Uint8Array): Promise<OpenPdf> {
  if (bytes.length > PDF_CAPS.bytes) throw new AppError('document/too-large', 'the document is larger than is read');
  const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const port = new Worker(new URL('./pdf-worker.ts', import.meta.url), { type: 'module', name: 'document' });
  let hasGaps = false;
  let isClosed = false;
  port.addEventListener('message', ({ data }: MessageEvent<unknown>) => (hasGaps ||= data === GAP));
  const worker = pdfjs.PDFWorker.create({ port, verbosity: pdfjs.VerbosityLevel.WARNINGS });
  const close = (): void => {
    isClosed = true;
    worker.destroy();
    port.terminate();
  };
  const task = pdfjs.getDocument({
    // A copy that can be handed over: what comes from the station lies in shared memory.
    data: Uint8Array.from(bytes),
    worker,
    verbosity: pdfjs.VerbosityLevel.ERRORS,
    // Half a page without a word is worse than none.
    stopAtErrors: true,
    enableXfa: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    disableWorkerRendering: true,
    BinaryDataFactory: PdfData,
    cMapUrl: 'cmaps/',
    standardFontDataUrl: 'standard_fonts/',
    wasmUrl: 'wasm/',
    maxImageSize: PDF_CAPS.picturePixels,
    canvasMaxAreaInBytes: PDF_CAPS.pixels * 4,
  });
  // A document that wants a password is refused, not asked for.
  try {
    const died = new Promise<never>((_, reject) => {
      port.addEventListener('error', () => reject(damaged('its reader ended')));
    });
    died.catch(() => undefined);
    const document = await within(Promise.race([task.promise, died]));
    const xfa = await within(holdsXfa(document));
    return {
      pages: document.numPages,
      xfa,
      gaps: () => hasGaps,
      draw: async (wish, signal) => {
        // Its worker may still be busy with the page that was given up.
        if (isClosed) throw tooSlow();
        try {
          return await within(Promise.race([drawPage(document, wish, signal, pdfjs.AnnotationMode.ENABLE), died]));
        } catch (error) {
          const said = refusal(error, signal);
          if (said.code === 'document/too-slow') close();
          throw said;
        }
      },
      close,
    };
  } catch (error) {
    close();
    throw refusal(error, null);
  }
}

async function holdsXfa(document: PDFDocumentProxy): Promise<boolean> {
  const { info } = await document.getMetadata();
  return 'IsXFAPresent' in info && info.IsXFAPresent === true;
}

async function drawPage(
  opened: PDFDocumentProxy,
  { page: number, zoom, room, turns }: PageWish,
  signal: AbortSignal,
  annotationMode: number,
): Promise<DrawnPage> {
  const page = await opened.getPage(number);
  const rotation = (page.rotate + turns * 90) % 360;
  const { width, height } = page.getViewport({ scale: 1, rotation });
  const drawing = pageDrawing({ width, height }, zoom, room, window.devicePixelRatio);
  if (!drawing) throw damaged('a page has no size');
  signal.throwIfAborted();
  const viewport = page.getViewport({ scale: drawing.scale, rotation });
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.floor(viewport.width));
  canvas.height = Math.max(1, Math.floor(viewport.height));
  canvas.style.width = `${drawing.width}px`;
  canvas.style.height = `${drawing.height}px`;
  const work = page.render({ canvas, viewport, annotationMode, background: '#ffffff' });
  const stop = (): void => work.cancel();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await work.promise;
  } finally {
    signal.removeEventListener('abort', stop);
    page.cleanup();
  }
  return { canvas, size: { width, height } };
}

function within<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooSlow()), PDF_CAPS.deadline);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Words of the library may be words of the document: its errors go no further. */
function refusal(error: unknown, signal: AbortSignal | null): AppError {
  if (signal?.aborted === true) return new AppError('request/cancelled', 'the page is no longer wanted');
  if (error instanceof AppError) return error;
  const name = error instanceof Error ? error.name : '';
  return name === 'PasswordException'
    ? new AppError('document/locked', 'the document wants a password')
    : damaged('it breaks the rules of its kind');
}

function tooSlow(): AppError {
  return new AppError('document/too-slow', 'the page took too long');
}

function damaged(why: string): AppError {
  return new AppError('document/damaged', `the document cannot be read: ${why}`);
}
