import type { Page } from 'playwright-core';

/**
 * What a reader could not read over the pictures: texts that run into each other, stick out of their viewport or are cut, and
 * ids that do not stand there whole. In words, for a person to find.
 */
export async function overImageFaults(page: Page, patientId: string): Promise<readonly string[]> {
  return page.evaluate((id) => {
    const SLACK = 1;
    const found: string[] = [];
    const boxOf = (element: Element): DOMRect => {
      const range = document.createRange();
      range.selectNode(element);
      return range.getBoundingClientRect();
    };
    const meet = (a: DOMRect, b: DOMRect): boolean =>
      a.left < b.right - SLACK && b.left < a.right - SLACK && a.top < b.bottom - SLACK && b.top < a.bottom - SLACK;
    for (const viewport of document.querySelectorAll('[data-viewport-id]')) {
      const name = `${viewport.getAttribute('data-viewport-id')}:`;
      const whole = viewport.getBoundingClientRect();
      const texts = [...viewport.querySelectorAll('[data-over-image]')].map((element) => ({
        box: [element, ...element.children]
          .map(boxOf)
          .reduce(
            (all, one) =>
              new DOMRect(
                Math.min(all.left, one.left),
                Math.min(all.top, one.top),
                Math.max(all.right, one.right) - Math.min(all.left, one.left),
                Math.max(all.bottom, one.bottom) - Math.min(all.top, one.top),
              ),
          ),
        words: (element.textContent ?? '').trim(),
        element,
      }));
      const there = texts.filter(({ box, words }) => words !== '' && box.width > 0 && box.height > 0);
      for (const [place, one] of there.entries()) {
        if (
          one.box.left < whole.left - SLACK ||
          one.box.right > whole.right + SLACK ||
          one.box.top < whole.top - SLACK ||
          one.box.bottom > whole.bottom + SLACK
        ) {
          found.push(`${name} "${one.words}" sticks out`);
        }
        for (const line of one.element.querySelectorAll('p')) {
          if (line.scrollWidth > line.clientWidth + SLACK) found.push(`${name} "${line.textContent ?? ''}" is cut`);
        }
        for (const other of there.slice(place + 1)) {
          if (meet(one.box, other.box)) found.push(`${name} "${one.words}" runs into "${other.words}"`);
        }
      }
      if (there.length > 0 && !there.some(({ words }) => words.includes(id))) found.push(`${name} has no id ${id}`);
    }
    return found;
  }, patientId);
}
