/** An element of a form after everything that could run or load has been taken out. */
export interface Markup {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (Markup | string)[];
}

const VOID = new Set(['area', 'br', 'col', 'hr', 'img', 'input', 'meta', 'wbr']);
/** HTML drops a line break right behind these tags. */
const SWALLOWS_BREAK = new Set(['pre', 'listing', 'textarea']);

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\u00a0', '&nbsp;');
}

export function attributesText(attributes: Iterable<readonly [string, string]>): string {
  return [...attributes].map(([name, value]) => ` ${name}="${escaped(value)}"`).join('');
}

export function element(
  tag: string,
  attributes: Iterable<readonly [string, string]>,
  children: readonly (Markup | string)[] = [],
): Markup {
  return { tag, attributes: new Map(attributes), children };
}

export function markupText(node: Markup | string): string {
  if (typeof node === 'string') return escaped(node);
  const open = `<${node.tag}${attributesText(node.attributes)}>`;
  if (VOID.has(node.tag)) return open;
  const lead = SWALLOWS_BREAK.has(node.tag) ? '\n' : '';
  return `${open}${lead}${node.children.map(markupText).join('')}</${node.tag}>`;
}

/** Words of an element, each run of blanks one blank. */
export function plainText(node: Markup | string): string {
  return textOf(node).replace(/\s+/g, ' ').trim();
}

/** Text of an element as it stands. */
export function textOf(node: Markup | string): string {
  return typeof node === 'string' ? node : node.children.map(textOf).join('');
}

export function isBlank(node: Markup | string): boolean {
  return typeof node === 'string' && node.trim() === '';
}

/** The elements below that fit, in order; what lies within one that fits is not looked at. */
export function findAll(node: Markup, fits: (one: Markup) => boolean): Markup[] {
  return node.children.flatMap((child) => {
    if (typeof child === 'string') return [];
    return fits(child) ? [child] : findAll(child, fits);
  });
}
