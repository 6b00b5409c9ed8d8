/** What (0042,0012) of an encapsulated PDF says. */
export const PDF = 'application/pdf';

/** How much of a document of a stranger is read: it is kept whole, and can be written to a file, whatever its size. */
export const PDF_CAPS = {
  bytes: 64 * 1024 * 1024,
  pages: 500,
  /** Of one page as it is drawn. */
  pixels: 16 * 1024 * 1024,
  /** Longest side of one page as it is drawn, in pixels. */
  side: 8192,
  /** Of one picture on a page: a sheet of A3 at 600 dpi has 70 million. */
  picturePixels: 100 * 1024 * 1024,
  /** For opening, and for each page; milliseconds. */
  deadline: 30_000,
} as const;
