import type { Disposer } from '../../shared/lib/disposable.ts';

/**
 * Cornerstone writes the style of its SVG texts as an attribute, which the content policy refuses, loudly. The same
 * declarations through the object model are allowed: this sends them there, for SVG text elements only.
 */
export function allowSvgTextStyle(): Disposer {
  const prototype = SVGTextElement.prototype;
  Object.defineProperty(prototype, 'setAttribute', {
    configurable: true,
    writable: true,
    value(this: SVGTextElement, name: string, value: string): void {
      if (name === 'style') this.style.cssText = value;
      else Element.prototype.setAttribute.call(this, name, value);
    },
  });
  return () => {
    Reflect.deleteProperty(prototype, 'setAttribute');
  };
}
