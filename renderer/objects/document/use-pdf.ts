import { useEffect, useState } from 'react';
import { AppError, asAppError } from '../../../shared/errors/app-error.ts';
import type { ObjectId } from '../../../shared/model/ids.ts';
import { PDF_CAPS } from '../../../shared/model/pdf.ts';
import { openPdf } from './open-pdf.ts';
import type { OpenPdf, PageWish } from './open-pdf.ts';
import type { PageSize } from './page-view.ts';

export type PdfState =
  | { readonly is: 'loading' }
  | { readonly is: 'open'; readonly pdf: OpenPdf }
  | { readonly is: 'failed'; readonly error: AppError };

export interface PdfParts {
  readonly objectId: ObjectId;
  /** Of the document, as its object says. */
  readonly bytes: number;
  readonly load: (objectId: ObjectId, signal: AbortSignal) => Promise<Uint8Array>;
  readonly open?: (bytes: Uint8Array) => Promise<OpenPdf>;
}

/** Opens a document; it is closed with what shows it, also where it came too late (fault F50). */
export function usePdf({ objectId, bytes, load, open = openPdf }: PdfParts): PdfState {
  const [state, setState] = useState<PdfState>({ is: 'loading' });
  useEffect(() => {
    const stop = new AbortController();
    let opened: OpenPdf | null = null;
    const run = async (): Promise<void> => {
      try {
        if (bytes > PDF_CAPS.bytes) throw new AppError('document/too-large', 'the document is larger than is read');
        const pdf = await open(await load(objectId, stop.signal));
        if (stop.signal.aborted) return pdf.close();
        opened = pdf;
        setState({ is: 'open', pdf });
      } catch (error) {
        if (!stop.signal.aborted) setState({ is: 'failed', error: asAppError(error) });
      }
    };
    void run();
    return () => {
      stop.abort();
      opened?.close();
    };
  }, [objectId, bytes, load, open]);
  return state;
}

/** What stands on the sheet: its number and size go with it, never with the one that is still coming. */
export type Sheet =
  | { readonly is: 'waiting' }
  | { readonly is: 'drawn'; readonly page: number; readonly size: PageSize; readonly gaps: boolean }
  | { readonly is: 'failed'; readonly page: number; readonly error: AppError };

/** Draws the page that is wanted into the sheet; a page that comes late is dropped. */
export function useSheet(pdf: OpenPdf | null, sheet: HTMLElement | null, wish: PageWish | null): Sheet {
  const [state, setState] = useState<Sheet>({ is: 'waiting' });
  const { page, zoom, room, turns } = wish ?? NO_WISH;
  useEffect(() => {
    if (!pdf || !sheet || page === 0) return undefined;
    const stop = new AbortController();
    pdf.draw({ page, zoom, room, turns }, stop.signal).then(
      ({ canvas, size }) => {
        if (stop.signal.aborted) return;
        canvas.setAttribute('role', 'img');
        canvas.setAttribute('aria-label', `Page ${page} of ${pdf.pages}`);
        sheet.replaceChildren(canvas);
        setState({ is: 'drawn', page, size, gaps: pdf.gaps() });
      },
      (error: unknown) => {
        if (stop.signal.aborted) return;
        sheet.replaceChildren();
        setState({ is: 'failed', page, error: asAppError(error) });
      },
    );
    return () => stop.abort();
  }, [pdf, sheet, page, zoom, room, turns]);
  return state;
}

const NO_WISH: PageWish = { page: 0, zoom: 'fit', room: 0, turns: 0 };
