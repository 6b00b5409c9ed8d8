import { StackViewport } from '@cornerstonejs/core';
import type { Types } from '@cornerstonejs/core';

/**
 * Keeps a tool's drawings off a viewport that has no picture yet. Cornerstone would throw there, and after that its
 * drawing loop never runs again: no measurement of the case would be seen.
 */
export function drawOnlyOnPicture(tool: object): void {
  const draw: unknown = Reflect.get(tool, 'renderAnnotation');
  if (typeof draw !== 'function') return;
  Object.assign(tool, {
    renderAnnotation(enabledElement: Types.IEnabledElement, ...rest: readonly unknown[]): unknown {
      const { viewport } = enabledElement;
      if (viewport instanceof StackViewport && !hasPicture(viewport)) return false;
      return Reflect.apply(draw, tool, [enabledElement, ...rest]);
    },
  });
}

function hasPicture(viewport: StackViewport): boolean {
  // Typed as always there; it is not, before the first picture.
  const data: unknown = viewport.getImageData();
  return data !== null && data !== undefined;
}
