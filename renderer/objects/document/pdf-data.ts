/** Folders of the library that the window brings along (vite.config.ts). */
const FOLDERS: Readonly<Record<string, string>> = {
  cMapUrl: 'cmaps',
  standardFontDataUrl: 'standard_fonts',
  wasmUrl: 'wasm',
};
const NAME = /^[A-Za-z0-9][\w-]*\.(?:bcmap|pfb|ttf|wasm)$/;

/** Fonts, tables of characters and picture decoders that a document needs: out of this program, never from elsewhere. */
export class PdfData {
  async fetch({ kind, filename }: { readonly kind: string; readonly filename: string }): Promise<Uint8Array> {
    const folder = FOLDERS[kind];
    if (folder === undefined || !NAME.test(filename)) throw new Error('no such part of the document reader');
    const answer = await fetch(new URL(`documents/${folder}/${filename}`, document.baseURI));
    if (!answer.ok) throw new Error('a part of the document reader is missing');
    return new Uint8Array(await answer.arrayBuffer());
  }
}
