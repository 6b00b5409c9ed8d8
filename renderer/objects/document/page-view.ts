import { PDF_CAPS } from '../../../shared/model/pdf.ts';

/** How large a page stands: as wide as there is room, or a step, 1 for its size on paper. */
export type Zoom = 'fit' | number;

export const ZOOM_STEPS: readonly number[] = [0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4];

/** A page counts in points, 72 an inch; the screen in CSS pixels, 96 an inch. */
const PIXELS_PER_POINT = 96 / 72;

/** Of a page, turned as it is shown; points. */
export interface PageSize {
  readonly width: number;
  readonly height: number;
}

export interface PageDrawing {
  /** Pixels of the canvas for each point of the page. */
  readonly scale: number;
  /** Of the canvas on the screen, CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/**
 * How a page is drawn. Its canvas never has more pixels than `PDF_CAPS` says: a page of a stranger may say that it is a mile wide.
 * @param room width that is there, CSS pixels
 * @returns null for a page that has no size
 */
export function pageDrawing({ width, height }: PageSize, zoom: Zoom, room: number, ratio: number): PageDrawing | null {
  if (!(width > 0 && height > 0 && Number.isFinite(width * height))) return null;
  const wanted = zoom === 'fit' ? Math.max(1, room) / width : zoom * PIXELS_PER_POINT;
  const most = Math.min(PDF_CAPS.side / Math.max(width, height), Math.sqrt(PDF_CAPS.pixels / (width * height)));
  const shown = Math.min(wanted, most);
  return { scale: Math.min(shown * ratio, most), width: width * shown, height: height * shown };
}

/** The next step up (1) or down (-1) from what is shown. @param now size that is shown, 1 for its size on paper */
export function nextZoom(now: number, by: 1 | -1): number {
  const steps = by > 0 ? ZOOM_STEPS : [...ZOOM_STEPS].reverse();
  return steps.find((step) => (by > 0 ? step > now * 1.01 : step < now * 0.99)) ?? steps.at(-1) ?? 1;
}

/** 1 for its size on paper. */
export function shownZoom(zoom: Zoom, page: PageSize | null, room: number): number {
  return zoom === 'fit' ? room / ((page?.width ?? room) * PIXELS_PER_POINT) : zoom;
}
