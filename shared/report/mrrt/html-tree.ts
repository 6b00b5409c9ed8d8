import { defaultTreeAdapter, parse } from 'parse5';
import type { DefaultTreeAdapterMap, DefaultTreeAdapterTypes, TreeAdapter } from 'parse5';
import { BOUNDS, outOfBounds } from './bounds.ts';
import type { Markup } from './markup.ts';
import { attributeDanger, isTakenOut, isWritable } from './safe-markup.ts';

/** What was left out of a template, in words, and how often. */
export interface Dropped {
  readonly what: string;
  readonly count: number;
}

export class DroppedList {
  readonly #counts = new Map<string, number>();

  add(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  list(): Dropped[] {
    return [...this.#counts].map(([what, count]) => ({ what, count }));
  }
}

export interface SafeDocument {
  readonly html: Markup;
  /** Texts of `<script type="text/xml">`: data, never run. */
  readonly xml: readonly string[];
}

/** Reads HTML as a browser would and keeps what cannot run or load. Throws report/template-bounds. */
export function safeDocument(text: string, dropped: DroppedList): SafeDocument {
  if (text.length > BOUNDS.bytes) throw outOfBounds('characters', BOUNDS.bytes);
  if ((text.match(/[\s/"']+/g)?.length ?? 0) > BOUNDS.breaks) throw outOfBounds('attributes and words', BOUNDS.breaks);
  const document = parse(text, { treeAdapter: boundedAdapter() });
  const xml: string[] = [];
  const root = document.childNodes.find((node) => node.nodeName === 'html');
  const html = root && 'tagName' in root ? safeElement(root, dropped, xml) : null;
  return { html: html ?? { tag: 'html', attributes: new Map(), children: [] }, xml };
}

/** Stops the parser itself, before a deep tree makes it slow. */
function boundedAdapter(): TreeAdapter<DefaultTreeAdapterMap> {
  const depths = new WeakMap<object, number>();
  let elements = 0;
  const placed = (parent: object, node: object): void => {
    const depth = (depths.get(parent) ?? 0) + 1;
    if (depth > BOUNDS.depth) throw outOfBounds('elements inside each other', BOUNDS.depth);
    depths.set(node, depth);
  };
  return {
    ...defaultTreeAdapter,
    createElement(...given) {
      elements += 1;
      if (elements > BOUNDS.elements) throw outOfBounds('elements', BOUNDS.elements);
      return defaultTreeAdapter.createElement(...given);
    },
    appendChild(parent, node) {
      placed(parent, node);
      defaultTreeAdapter.appendChild(parent, node);
    },
    insertBefore(parent, node, before) {
      placed(parent, node);
      defaultTreeAdapter.insertBefore(parent, node, before);
    },
  };
}

function safeElement(node: DefaultTreeAdapterTypes.Element, dropped: DroppedList, xml: string[]): Markup | null {
  const { tagName: tag, attrs } = node;
  if (tag === 'script' && attrs.some(({ name, value }) => name === 'type' && /^text\/xml$/i.test(value.trim()))) {
    xml.push(
      node.childNodes.map((child) => (child.nodeName === '#text' && 'value' in child ? child.value : '')).join(''),
    );
    return null;
  }
  if (isTakenOut(tag) || !node.namespaceURI.endsWith('/xhtml') || !isWritable(tag)) {
    dropped.add(`<${tag.slice(0, 40)}>`);
    return null;
  }
  const attributes = new Map<string, string>();
  for (const { name, value } of attrs) {
    const danger = isWritable(name) ? attributeDanger(name, value) : 'unreadable attribute';
    if (danger === null) attributes.set(name, value);
    else dropped.add(danger);
  }
  return { tag, attributes, children: safeChildren(node.childNodes, dropped, xml) };
}

function safeChildren(
  nodes: readonly DefaultTreeAdapterTypes.ChildNode[],
  dropped: DroppedList,
  xml: string[],
): (Markup | string)[] {
  return nodes.flatMap((node): (Markup | string)[] => {
    if (node.nodeName === '#text' && 'value' in node) return [node.value];
    if (!('tagName' in node)) return [];
    const one = safeElement(node, dropped, xml);
    return one === null ? [] : [one];
  });
}
