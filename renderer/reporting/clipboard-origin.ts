import { Extension } from '@tiptap/core';
import { Fragment, Slice } from '@tiptap/pm/model';
import type { Node, Schema } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import type { Provenance } from '../../shared/model/provenance.ts';
import { paragraphsOf } from '../../shared/report/plain-text.ts';
import type { CopiedWords } from './copied-words.ts';
import { toEditor } from './editor-content.ts';
import { ORIGIN } from './origin-mark.ts';

const PASTED: Provenance = { kind: 'pasted' };

/**
 * Pasted text says where it comes from: what was copied out of a report keeps its origin, whichever way it is pasted, and the rest is
 * pasted from another program.
 */
export function clipboardOrigin(copied: CopiedWords): Extension {
  return Extension.create({
    name: 'clipboardOrigin',
    // Before the plain-text way of the library.
    priority: 1000,
    addProseMirrorPlugins() {
      const { schema } = this.editor;
      return [
        new Plugin({
          props: {
            clipboardTextSerializer: (slice) => {
              const text = textOf(slice);
              copied.keep(text, slice.toJSON());
              return text;
            },
            clipboardTextParser: (text) => plainSlice(schema, text),
            transformPasted: (slice, view) => {
              // Words dragged from one place to another are what they were.
              if (view.dragging !== null) return slice;
              const own = copied.find(textOf(slice));
              return own === null ? marked(slice, schema) : Slice.fromJSON(schema, own);
            },
          },
        }),
      ];
    },
  });
}

function textOf(slice: Slice): string {
  return slice.content.textBetween(0, slice.content.size, '\n', (leaf) => leafText(leaf));
}

function leafText(leaf: Node): string {
  const { text } = leaf.attrs;
  return typeof text === 'string' ? text : '';
}

function plainSlice(schema: Schema, text: string): Slice {
  const { content } = schema.nodeFromJSON(toEditor(paragraphsOf(text, PASTED)));
  return new Slice(content, 1, 1);
}

/** What says nothing of its origin comes from elsewhere. */
function marked(slice: Slice, schema: Schema): Slice {
  const mark = schema.mark(ORIGIN, { from: PASTED });
  const deep = (fragment: Fragment): Fragment => {
    const nodes: Node[] = [];
    fragment.forEach((node) => {
      if (!node.isText) nodes.push(node.copy(deep(node.content)));
      else nodes.push(node.marks.some(({ type }) => type.name === ORIGIN) ? node : node.mark([...node.marks, mark]));
    });
    return Fragment.from(nodes);
  };
  return new Slice(deep(slice.content), slice.openStart, slice.openEnd);
}
