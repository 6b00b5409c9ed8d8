import { GAP } from './pdf-gap.ts';

/** Warnings of the library that say that something on a page was left out. */
const LEFT_OUT =
  /unable to decode image|dependent image|(?:load|translate|ensure\w*)Font|font .*(?:not available|empty)|ignoring \S+ glyph|failed to (?:parse|compile) font|unimplemented|image data/i;

// Words of a document go into no console. What matters of them, that a page is not whole, goes to the reader.
console.warn = (...said: readonly unknown[]): void => {
  if (LEFT_OUT.test(String(said[0]))) self.postMessage(GAP);
};
