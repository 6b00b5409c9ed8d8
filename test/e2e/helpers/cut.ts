import type { Page } from 'playwright-core';

/**
 * What a reader could not see: parts that stick out of the window or of the box that clips them without a way to scroll, and
 * words cut without an ellipsis. In words with the part's text, for a person to find.
 */
export async function cutParts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const SLACK = 1;
    const name = (element: Element): string =>
      `${element.tagName.toLowerCase()} "${(element.textContent ?? '').trim().slice(0, 40)}"`;
    const isHidden = (element: Element): boolean => {
      const style = getComputedStyle(element);
      return (
        style.visibility === 'hidden' ||
        style.display === 'none' ||
        // The usual way to keep words for screen readers only.
        style.clipPath !== 'none' ||
        style.clip !== 'auto' ||
        element.closest('[aria-hidden="true"], svg, canvas, option') !== null
      );
    };
    const clipper = (element: Element, axis: 'X' | 'Y'): { box: DOMRect; scrolls: boolean; ellipsis: boolean } => {
      for (let up = element.parentElement; up; up = up.parentElement) {
        const style = getComputedStyle(up);
        const overflow = axis === 'X' ? style.overflowX : style.overflowY;
        if (overflow !== 'visible') {
          return {
            box: up.getBoundingClientRect(),
            scrolls: overflow === 'auto' || overflow === 'scroll',
            ellipsis: style.textOverflow === 'ellipsis',
          };
        }
      }
      return { box: new DOMRect(0, 0, innerWidth, innerHeight), scrolls: false, ellipsis: false };
    };
    const found: string[] = [];
    for (const element of document.querySelectorAll('body *')) {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== '');
      if (!(own || element.matches('button, input, select, textarea')) || isHidden(element)) continue;
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      const across = clipper(element, 'X');
      const down = clipper(element, 'Y');
      if (
        !across.scrolls &&
        !across.ellipsis &&
        (box.right > across.box.right + SLACK || box.left < across.box.left - SLACK)
      ) {
        found.push(`sideways: ${name(element)}`);
      }
      if (!down.scrolls && (box.bottom > down.box.bottom + SLACK || box.top < down.box.top - SLACK)) {
        found.push(`up or down: ${name(element)}`);
      }
      const style = getComputedStyle(element);
      const clips = style.overflowX === 'hidden' && style.textOverflow !== 'ellipsis';
      if (clips && element.scrollWidth > element.clientWidth + SLACK) found.push(`words: ${name(element)}`);
    }
    return [...new Set(found)];
  });
}
