import type { PdfPrinter } from '../../../../electron/station/kernel/ports.ts';

/**
 * Stands for the hidden window, which needs Electron. It prints nothing before `letGo`: a PDF that came in the middle of
 * another step would make its outcome a matter of luck.
 */
export class SlowPrinter implements PdfPrinter {
  #letGo: () => void = () => undefined;
  readonly #gate = new Promise<void>((resolve) => {
    this.#letGo = resolve;
  });

  letGo(): void {
    this.#letGo();
  }

  async print(html: string): Promise<Uint8Array> {
    await this.#gate;
    return Buffer.from(`%PDF-1.7 ${html.length}`);
  }
}
