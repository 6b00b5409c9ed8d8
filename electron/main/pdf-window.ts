import { randomUUID } from 'node:crypto';
import { BrowserWindow, session } from 'electron';

/** Stands in the lower margin of each page. */
const PAGE_NUMBER = `<div style="width: 100%; padding: 0 18mm; color: #4a525c; font: 7.5pt sans-serif; text-align: right">
  Page <span class="pageNumber"></span> of <span class="totalPages"></span></div>`;

/** The page is served under a scheme of its own, one a document: as an address it could not be longer than 2 MB (fonts are in it). */
const SCHEME = 'report-page-';

/** A hidden window of its own session, without scripts and without a way out, prints one document. A4, millimetres in CSS. */
export async function printToPdf(html: string): Promise<Uint8Array> {
  const printing = session.fromPartition('print', { cache: false });
  const scheme = `${SCHEME}${randomUUID()}`;
  printing.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !url.startsWith('data:') && !url.startsWith(SCHEME) }),
  );
  const headers = { 'content-type': 'text/html; charset=utf-8' };
  printing.protocol.handle(scheme, () => new Response(html, { headers }));
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: printing,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      webSecurity: true,
    },
  });
  try {
    await window.loadURL(`${scheme}:page`);
    const pdf = await window.webContents.printToPDF({
      pageSize: 'A4',
      printBackground: true,
      preferCSSPageSize: true,
      // Headings, paragraphs and tables for who is read to (PDF/UA), and an outline of them.
      generateTaggedPDF: true,
      generateDocumentOutline: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: PAGE_NUMBER,
    });
    return new Uint8Array(pdf);
  } finally {
    window.destroy();
    printing.protocol.unhandle(scheme);
  }
}
