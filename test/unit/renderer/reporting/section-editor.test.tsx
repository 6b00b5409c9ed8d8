// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react';
import type { Editor } from '@tiptap/core';
import { afterEach, describe, expect, it } from 'vitest';
import { insertMeasurement, selectWords } from '../../../../renderer/reporting/editor-actions.ts';
import { fromEditor, toEditor } from '../../../../renderer/reporting/editor-content.ts';
import { createReportLinks, measurementToInsert } from '../../../../renderer/reporting/links.ts';
import { putText } from '../../../../renderer/reporting/put-text.ts';
import { SectionEditor } from '../../../../renderer/reporting/section-editor.tsx';
import { MeasurementId, ObjectId, PersonId, StudyId } from '../../../../shared/model/ids.ts';
import type { Measurement } from '../../../../shared/model/measurement.ts';
import type { Paragraph } from '../../../../shared/model/report.ts';
import { paragraphsOf } from '../../../../shared/report/plain-text.ts';
import { idOf, NASTY } from '../../../helpers/report-document.ts';
import { mendDom } from '../helpers/dom.tsx';

mendDom();
afterEach(cleanup);

const measurement: Measurement = {
  measurementId: MeasurementId.parse(idOf('M1')),
  studyId: StudyId.parse(idOf('study')),
  objectId: ObjectId.parse(idOf('object')),
  frame: 1,
  tool: 'length',
  points: [
    [0, 0],
    [1, 1],
  ],
  world: null,
  text: '',
  result: { values: [{ name: 'length', value: 12.34, unit: 'mm' }], basis: 'pixel spacing', warnings: [] },
  trackingUid: '2.25.1',
  ordinal: 1,
  by: PersonId.parse(idOf('person')),
  at: '2026-03-01T00:00:00.000Z',
  deleted: false,
};

function openEditor(paragraphs: Paragraph[]) {
  const links = createReportLinks();
  links.setMeasurements([measurement]);
  const typed: { last: Paragraph[] } = { last: paragraphs };
  const held: { editor: Editor | null } = { editor: null };
  render(
    <SectionEditor
      label="Findings"
      paragraphs={paragraphs}
      links={links}
      onChange={(next) => (typed.last = next)}
      onFocus={() => undefined}
      onEditor={(editor) => (held.editor = editor)}
    />,
  );
  const { editor } = held;
  if (!editor) throw new Error('no editor');
  return { links, typed, editor };
}

describe('words that a check means', () => {
  it.each(['Left', 'kidney', 'one', 'Last', 'line'])('"%s" is selected', (words) => {
    const text = '12.3 mm';
    const chip = { kind: 'measurement' as const, measurementId: measurement.measurementId, label: 'M1', text };
    const { editor } = openEditor([
      ...paragraphsOf('Left side kidney:'),
      [{ kind: 'text', text: 'a one' }, chip],
      ...paragraphsOf('Last line.'),
    ]);
    const joined = `Left side kidney:\na one${text}\nLast line.`;
    const from = joined.indexOf(words);
    act(() => selectWords(editor, { start: from, end: from + words.length }));
    const { selection, doc } = editor.state;
    expect(doc.textBetween(selection.from, selection.to)).toBe(words);
  });
});

describe('the text of a section', () => {
  it('is the same after a way through the editor', () => {
    const chip = {
      kind: 'measurement' as const,
      measurementId: measurement.measurementId,
      label: 'M1',
      text: '12.3 mm',
    };
    const paragraphs: Paragraph[] = [
      ...paragraphsOf(NASTY),
      [],
      [{ kind: 'text', text: 'Nodule ' }, chip, { kind: 'text', text: '.' }],
    ];
    const { editor } = openEditor(paragraphs);
    expect(fromEditor(editor.getJSON())).toEqual(paragraphs);
    expect(fromEditor(toEditor([]))).toEqual([]);
  });

  it('takes a measurement by one command, and its chip leads back to the image', () => {
    const { editor, links, typed } = openEditor(paragraphsOf('Nodule'));
    act(() => {
      editor.commands.setTextSelection(7);
      insertMeasurement(editor, measurement);
    });
    expect(typed.last).toEqual([
      [
        { kind: 'text', text: 'Nodule ' },
        { kind: 'measurement', measurementId: measurement.measurementId, label: 'M1', text: '12.3 mm' },
      ],
    ]);
    const shown: string[] = [];
    const stop = links.onShowMeasurement((id) => shown.push(id));
    screen.getByRole('button', { name: /Measurement M1 12.3 mm/ }).click();
    expect(shown).toEqual([measurement.measurementId]);
    stop();
  });

  it('marks a measurement that was deleted or changed on the image', () => {
    const chip = {
      kind: 'measurement' as const,
      measurementId: measurement.measurementId,
      label: 'M1',
      text: '12.3 mm',
    };
    const { links } = openEditor([[chip]]);
    const button = screen.getByRole('button', { name: /M1/ });
    expect(button.dataset['state']).toBe('same');
    links.setMeasurements([{ ...measurement, deleted: true }]);
    expect(button.dataset['state']).toBe('deleted');
    expect(button.getAttribute('aria-label')).toContain('deleted on the image');
    links.setMeasurements([{ ...measurement, tool: 'angle', result: { ...measurement.result, values: [] } }]);
    expect(button.dataset['state']).toBe('changed');
  });

  it('takes normal text in place of nothing, and after what is there', () => {
    const empty = openEditor([]);
    act(() => putText(empty.editor, 'One.\nTwo.', { kind: 'typed' }, 'end'));
    expect(empty.typed.last).toEqual(paragraphsOf('One.\nTwo.'));
    cleanup();
    const full = openEditor(paragraphsOf('Zero.'));
    act(() => putText(full.editor, 'One.', { kind: 'typed' }, 'end'));
    expect(full.typed.last).toEqual(paragraphsOf('Zero.\nOne.'));
  });

  it('puts no style tag on the page', () => {
    openEditor(paragraphsOf('x'));
    expect(document.querySelectorAll('style[data-tiptap-style], style')).toHaveLength(0);
  });
});

describe('the measurement that the key means', () => {
  it('is the selected one, else the last that stands', () => {
    const second = { ...measurement, measurementId: MeasurementId.parse(idOf('M2')), ordinal: 2 };
    const gone = { ...measurement, measurementId: MeasurementId.parse(idOf('M3')), ordinal: 3, deleted: true };
    const measurements = [measurement, second, gone];
    expect(measurementToInsert({ measurements, selected: null, marked: null })?.ordinal).toBe(2);
    expect(measurementToInsert({ measurements, selected: measurement.measurementId, marked: null })?.ordinal).toBe(1);
    expect(measurementToInsert({ measurements: [gone], selected: gone.measurementId, marked: null })).toBeNull();
  });
});
