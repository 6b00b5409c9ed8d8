// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OpenPdf, PageWish } from '../../../../../renderer/objects/document/open-pdf.ts';
import { PdfPages } from '../../../../../renderer/objects/document/pdf-pages.tsx';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import { ObjectId } from '../../../../../shared/model/ids.ts';
import { PDF_CAPS } from '../../../../../shared/model/pdf.ts';

const ID = ObjectId.parse('0'.repeat(26));

/** A document whose pages are drawn when the test says so. */
function paper(pages: number, own: Partial<OpenPdf> = {}) {
  const wishes: PageWish[] = [];
  let closed = 0;
  const pdf: OpenPdf = {
    ...{ pages, xfa: false, gaps: () => false },
    draw: (wish) => {
      wishes.push(wish);
      return Promise.resolve({ canvas: document.createElement('canvas'), size: { width: 600, height: 800 } });
    },
    close: () => (closed += 1),
    ...own,
  };
  return { pdf, wishes, closed: () => closed };
}

const show = (pdf: Promise<OpenPdf>, bytes = 100) =>
  render(<PdfPages objectId={ID} bytes={bytes} load={() => Promise.resolve(new Uint8Array(1))} open={() => pdf} />);

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      disconnect(): void {}
    },
  );
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(600);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('pages of a document', () => {
  it('are turned by buttons and keys, and the number is that of the page that stands there', async () => {
    const { pdf, wishes } = paper(3);
    show(Promise.resolve(pdf));
    await screen.findByRole('img', { name: 'Page 1 of 3' });
    fireEvent.click(screen.getByRole('button', { name: 'Next page' }));
    await screen.findByRole('img', { name: 'Page 2 of 3' });
    const sheet = screen.getByRole('group', { name: 'Page' });
    fireEvent.keyDown(sheet, { key: 'End' });
    await screen.findByRole('img', { name: 'Page 3 of 3' });
    expect(screen.getByRole('status').textContent).toBe('page 3 of 3');
    fireEvent.keyDown(sheet, { key: '+' });
    expect(wishes.at(-1)).toMatchObject({ page: 3, zoom: 0.8 });
  });

  it('too many of them, a form that is not read and what was left out are said', async () => {
    const { pdf } = paper(PDF_CAPS.pages + 1, { xfa: true, gaps: () => true });
    show(Promise.resolve(pdf));
    await screen.findByRole('img');
    expect(screen.getAllByRole('note').map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining(`has ${PDF_CAPS.pages + 1} pages`),
      expect.stringContaining('XFA'),
      expect.stringContaining('Not all of this document'),
    ]);
    fireEvent.keyDown(screen.getByRole('group', { name: 'Page' }), { key: 'End' });
    await screen.findByRole('img', { name: `Page ${PDF_CAPS.pages} of ${PDF_CAPS.pages + 1}` });
  });

  it('a page that cannot be drawn says so in its place; one that is too large is not asked for', async () => {
    const bad = paper(1, { draw: () => Promise.reject(new AppError('document/damaged', 'test')) });
    show(Promise.resolve(bad.pdf));
    expect((await screen.findByRole('alert')).textContent).toContain('This document cannot be read');
    cleanup();
    show(Promise.resolve(paper(1).pdf), PDF_CAPS.bytes + 1);
    expect((await screen.findByRole('alert')).textContent).toContain('larger than this window reads');
  });

  it('F50: a document that opens after its case was left is closed and never stands there', async () => {
    const { pdf, wishes, closed } = paper(1);
    let opened = (_: OpenPdf): void => undefined;
    const { unmount } = show(new Promise((resolve) => (opened = resolve)));
    await Promise.resolve();
    unmount();
    opened(pdf);
    await vi.waitFor(() => expect(closed()).toBe(1), { timeout: 10_000 });
    expect(wishes).toEqual([]);
  });
});
