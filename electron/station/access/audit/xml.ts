/** An element to be written; attributes that are null are left out. */
export interface XmlElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | null>>;
  readonly children?: readonly (XmlElement | string)[];
}

/** XML 1.0 text of one element. Whatever the texts hold, the result is well-formed and reads back as said at `xmlText`. */
export function writeXml({ name, attributes = {}, children = [] }: XmlElement): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === null ? [] : [` ${key}="${xmlText(value)}"`],
  );
  const open = `<${name}${written.join('')}`;
  if (children.length === 0) return `${open}/>`;
  const inner = children.map((child) => (typeof child === 'string' ? xmlText(child) : writeXml(child)));
  return `${open}>${inner.join('')}</${name}>`;
}

/**
 * Text for an element or attribute. Markup and blanks that a reader would fold become references; so do characters that change
 * the direction of text or cannot be seen, and read back as they were. What XML cannot hold at all becomes U+FFFD.
 */
export function xmlText(text: string): string {
  let written = '';
  for (const character of text) written += escaped(character, character.codePointAt(0) ?? 0);
  return written;
}

function escaped(character: string, code: number): string {
  switch (character) {
    case '&':
      return '&amp;';
    case '<':
      return '&lt;';
    case '>':
      return '&gt;';
    case '"':
      return '&quot;';
    case "'":
      return '&apos;';
  }
  if (!isXmlCharacter(code)) return '\uFFFD';
  return isUnseen(code) ? `&#x${code.toString(16).toUpperCase()};` : character;
}

/** Char of XML 1.0; lone surrogates are none. */
function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return code < 0xd800 || (code > 0xdfff && code < 0xfffe) || code > 0xffff;
}

/** Tab, line ends, C1 controls, and the format characters that hide or turn text. */
function isUnseen(code: number): boolean {
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return true;
  if (code === 0x61c || code === 0xfeff || code === 0xad) return true;
  return (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f);
}
