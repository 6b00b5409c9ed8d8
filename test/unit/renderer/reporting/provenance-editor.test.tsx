// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react';
import type { Editor } from '@tiptap/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SectionEditors } from '../../../../renderer/reporting/editor-actions.ts';
import { createReportLinks } from '../../../../renderer/reporting/links.ts';
import { expandAtCaret } from '../../../../renderer/reporting/macros/put-macro.ts';
import { choose, fieldHere, selectField } from '../../../../renderer/reporting/open-fields.ts';
import { acceptPassage, showWaiting } from '../../../../renderer/reporting/passages.ts';
import { putText } from '../../../../renderer/reporting/put-text.ts';
import { SectionEditor } from '../../../../renderer/reporting/section-editor.tsx';
import type { Paragraph, ReportContent } from '../../../../shared/model/report.ts';
import { paragraphsText } from '../../../../shared/report/plain-text.ts';
import { waitingPassages } from '../../../../shared/report/provenance.ts';
import type { TextOrigin } from '../../../../shared/report/provenance.ts';
import { mendDom } from '../helpers/dom.tsx';

// The page of these tests has no clipboard; the editor wants an event to say that something was pasted.
vi.stubGlobal('ClipboardEvent', Event);
mendDom();
afterEach(cleanup);

const COPY: TextOrigin = { kind: 'copied', source: { reportId: null, title: 'CT', date: '2025-08-02' } };
const AI: TextOrigin = { kind: 'ai', maker: 'Drafter' };

/** One section, as a reader has it open. */
function openSection() {
  const typed: { last: Paragraph[] } = { last: [] };
  const held: { editor: Editor | null } = { editor: null };
  const editors = new SectionEditors();
  render(
    <SectionEditor
      label="Findings"
      paragraphs={[]}
      links={createReportLinks()}
      onChange={(next) => (typed.last = next)}
      onFocus={() => undefined}
      onEditor={(editor) => {
        held.editor = editor;
        editors.set('findings', editor);
      }}
    />,
  );
  const { editor } = held;
  if (!editor) throw new Error('no editor');
  const content = (): ReportContent => ({
    sections: [{ sectionId: 'findings', paragraphs: typed.last, fields: {} }],
    provenance: 1,
  });
  const waiting = (): string[] => waitingPassages(content()).map(({ text }) => text);
  const caret = (from: number, to = from): void => void editor.commands.setTextSelection({ from, to });
  const type = (text: string): void =>
    act(() => {
      const { from, to } = editor.state.selection;
      editor.view.dispatch(editor.state.tr.insertText(text, from, to));
    });
  return { editor, editors, typed, waiting, caret, type, text: () => paragraphsText(typed.last) };
}

/** Two sections, as the report pane has them: the one that has the focus is the one that keys mean. */
function openTwo() {
  const editors = new SectionEditors();
  const sections = ['findings', 'impression'].map((sectionId) => ({ sectionId, last: [] as Paragraph[] }));
  render(
    <>
      {sections.map((section) => (
        <SectionEditor
          key={section.sectionId}
          label={section.sectionId}
          paragraphs={[]}
          links={createReportLinks()}
          onChange={(next) => (section.last = next)}
          onFocus={() => editors.visit(section.sectionId)}
          onEditor={(editor) => editors.set(section.sectionId, editor)}
        />
      ))}
    </>,
  );
  // The page of these tests does not take the focus into editable text by itself.
  for (const { view } of editors.all()) view.dom.tabIndex = 0;
  const waiting = (): string[] =>
    waitingPassages({
      sections: sections.map(({ sectionId, last }) => ({ sectionId, paragraphs: last, fields: {} })),
      provenance: 1,
    }).map(({ text }) => text);
  return { editors, waiting };
}

describe('copied and drafted text in the editor', () => {
  it('is accepted where it is shown, also by a key that is pressed within the same frame', () => {
    const { editors, waiting } = openTwo();
    for (const [sectionId, text] of [
      ['findings', 'Nodule of 6 mm.'],
      ['impression', 'A nodule.'],
    ] as const) {
      const editor = editors.get(sectionId);
      if (editor) act(() => putText(editor, text, AI));
    }
    act(() => void editors.get('findings')?.view.focus());
    expect(showWaiting(editors, 1)).toBe(true);
    expect(editors.last).toBe('impression');
    act(() => void acceptPassage(editors));
    expect(waiting()).toEqual(['Nodule of 6 mm.']);
  });

  it('is not accepted by a key press inside it, and what is typed at its ends is typed', () => {
    const { editor, typed, waiting, caret, type } = openSection();
    act(() => putText(editor, 'No change.', COPY));
    caret(4);
    type('real ');
    expect(waiting()).toEqual(['No real change.']);
    caret(editor.state.doc.content.size - 1);
    type(' Mine.');
    caret(1);
    type('Mine. ');
    expect(waiting()).toEqual(['No real change.']);
    expect(typed.last[0]?.map((one) => one.kind === 'text' && one.from?.kind)).toEqual([
      undefined,
      'copied',
      undefined,
    ]);
  });

  it('stays one passage through a split, a join and a step back, and is accepted as one', () => {
    const { editor, editors, waiting, caret, text } = openSection();
    act(() => putText(editor, 'Old nodule.', AI));
    caret(4);
    act(() => void editor.commands.splitBlock());
    expect(text()).toBe('Old\n nodule.');
    expect(waiting()).toHaveLength(1);
    act(() => void editor.commands.joinBackward());
    expect(waiting()).toEqual(['Old nodule.']);
    act(() => void editor.commands.splitBlock());
    act(() => expect(acceptPassage(editors)).toBe('accepted'));
    expect(waiting()).toEqual([]);
    act(() => void editor.commands.undo());
    expect(waiting()).toHaveLength(1);
  });

  it('each paragraph waits for itself; where the caret stands in none, the next is shown and nothing accepted', () => {
    const { editor, editors, waiting, caret } = openSection();
    act(() => putText(editor, 'One.\nTwo.\nThree.', COPY));
    act(() => putText(editor, ' Typed by hand.', { kind: 'typed' }));
    caret(editor.state.doc.content.size - 1);
    act(() => expect(acceptPassage(editors)).toBe('shown'));
    expect(waiting()).toEqual(['One.', 'Two.', 'Three.']);
    act(() => expect(acceptPassage(editors)).toBe('accepted'));
    expect(waiting()).toEqual(['Two.', 'Three.']);
    act(() => expect(showWaiting(editors, -1)).toBe(true));
    act(() => expect(acceptPassage(editors)).toBe('accepted'));
    act(() => expect(acceptPassage(editors)).toBe('accepted'));
    act(() => expect(acceptPassage(editors)).toBe('none'));
  });

  it('keeps its origin when it is copied and pasted, as plain text too; other text is pasted', () => {
    const { editor, typed, waiting, caret } = openSection();
    act(() => putText(editor, 'Old nodule.', COPY));
    caret(1, 12);
    const { dom, text } = editor.view.serializeForClipboard(editor.state.selection.content());
    caret(12);
    act(() => void editor.view.pasteText(text));
    expect(waiting()).toEqual(['Old nodule.Old nodule.']);
    act(() => void editor.view.pasteHTML(dom.innerHTML));
    expect(waiting()).toEqual(['Old nodule.Old nodule.Old nodule.']);
    act(() => void editor.view.pasteText('From elsewhere.'));
    expect(typed.last[0]?.at(-1)).toEqual({ kind: 'text', text: 'From elsewhere.', from: { kind: 'pasted' } });
    act(() => void editor.view.pasteHTML(`<p><span data-origin='{"kind":"typed"}'>Hostile</span></p>`));
    expect(typed.last.flat().at(-1)).toMatchObject({ from: { kind: 'pasted' } });
  });

  it('says to a screen reader that it waits, and no longer when it was accepted', () => {
    const { editor, editors } = openSection();
    act(() => putText(editor, 'Old nodule.', COPY));
    expect(screen.getByRole('mark').getAttribute('aria-description')).toBe(
      'Copied from CT of 2025-08-02, not accepted',
    );
    act(() => expect(acceptPassage(editors)).toBe('accepted'));
    expect(screen.queryByRole('mark')).toBeNull();
  });

  it('goes in at the caret with a blank where a word ends, in place of what is selected', () => {
    const { editor, caret, text } = openSection();
    act(() => putText(editor, 'Heart', { kind: 'typed' }));
    act(() => putText(editor, 'normal.\nLungs', { kind: 'dictated', engine: 'tests' }));
    expect(text()).toBe('Heart normal.\nLungs');
    caret(1, 6);
    act(() => putText(editor, 'Aorta', { kind: 'macro', name: 'ao' }));
    expect(text()).toBe('Aorta normal.\nLungs');
  });
});

describe('macros in the editor', () => {
  const facts = { modalities: ['CT'], bodyParts: [], description: null, sex: null, ageYears: null, side: null };
  const text = 'Nodule of [size] mm, [left|right].';
  const macro = { macroId: 'n', name: 'Nodule', shorthand: 'nod', text, modalities: [], bodyParts: [], sexes: [] };
  const selected = (editor: Editor): string => {
    const { from, to } = editor.state.selection;
    return editor.state.doc.textBetween(from, to);
  };

  it('take the place of a shorthand; Tab goes from field to field, a digit takes a choice', () => {
    const { editor, type, text: written } = openSection();
    act(() => putText(editor, 'Lungs: nod', { kind: 'typed' }));
    act(() => expect(expandAtCaret(editor, [macro], facts).kind).toBe('macro'));
    expect(written()).toBe('Lungs: Nodule of [size] mm, [left|right].');
    expect(selected(editor)).toBe('[size]');
    type('7');
    act(() => expect(selectField(editor, 1)).toBe(true));
    expect(selected(editor)).toBe('[left|right]');
    const field = fieldHere(editor.state);
    act(() => expect(field !== null && choose(editor, field, 1)).toBe(true));
    expect(written()).toBe('Lungs: Nodule of 7 mm, right.');
    act(() => expect(selectField(editor, 1)).toBe(false));
  });

  it('are not meant by any other word, and brackets that were typed are no fields', () => {
    const { editor, text: written } = openSection();
    act(() => putText(editor, 'As in [1] before', { kind: 'typed' }));
    act(() => expect(expandAtCaret(editor, [macro], facts).kind).toBe('none'));
    act(() => expect(selectField(editor, -1)).toBe(false));
    expect(written()).toBe('As in [1] before');
  });
});
