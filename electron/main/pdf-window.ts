import { BrowserWindow, session } from 'electron';

/** Stands in the lower margin of each page. */
const PAGE_NUMBER = `<div style="width: 100%; padding: 0 18mm; color: #4a525c; font: 7.5pt sans-serif; text-align: right">
  Page <span class="pageNumber"></span> of <span class="totalPages"></span></div>`;

/** A hidden window of its own session, without scripts and without a way out, prints one document. A4, millimetres in CSS. */
export async function printToPdf(html: string): Promise<Uint8Array> {
  const printing = session.fromPartition('print', { cache: false });
  printing.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !details.url.startsWith('data:') }));
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
    await window.loadURL(`data:text/html;charset=utf-8;base64,${Buffer.from(html, 'utf8').toString('base64')}`);
    const pdf = await window.webContents.printToPDF({
      pageSize: 'A4',
      printBackground: true,
      preferCSSPageSize: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: PAGE_NUMBER,
    });
    return new Uint8Array(pdf);
  } finally {
    window.destroy();
  }
}
