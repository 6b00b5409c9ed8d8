// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest';
import { goToField, saidInField } from '../../../../../renderer/reporting/dictation/said-in-field.ts';

const PAGE = `
  <div data-scope="report"><section data-section="findings">
    <select id="list"><option value="">—</option><option>Ground-glass</option><option>Solid</option></select>
    <input id="number" type="text" inputmode="decimal" /><input id="line" type="text" />
    <div id="text" contenteditable="true" tabindex="0"></div>
  </section></div><input id="elsewhere" type="text" />`;

beforeEach(() => {
  document.body.innerHTML = PAGE;
});

const list = (): HTMLSelectElement => document.querySelector<HTMLSelectElement>('#list') ?? new HTMLSelectElement();
const line = (id: string): HTMLInputElement => document.querySelector<HTMLInputElement>(id) ?? new HTMLInputElement();

it('a list takes a choice by its words, and nothing else; no text goes elsewhere meanwhile', () => {
  expect([saidInField(list(), 'ground glass'), list().value]).toEqual([true, 'Ground-glass']);
  expect([saidInField(list(), 'something else'), list().value]).toEqual([true, 'Ground-glass']);
});

it('a number takes figures alone, a line takes words', () => {
  expect([saidInField(line('#number'), 'eight point two'), line('#number').value]).toEqual([true, '8.2']);
  expect([saidInField(line('#number'), 'eight millimeters'), line('#number').value]).toEqual([true, '8.2']);
  saidInField(line('#line'), 'upper lobe');
  saidInField(line('#line'), 'three millimeters');
  expect(line('#line').value).toBe('upper lobe 3 mm');
});

it('the text of a section and what is no field of the report take nothing here', () => {
  expect(saidInField(document.querySelector('#text'), 'words')).toBe(false);
  expect(saidInField(line('#elsewhere'), 'words')).toBe(false);
  expect(saidInField(null, 'words')).toBe(false);
});

it('next and previous go through the fields, round the end', () => {
  const where = (): string => document.activeElement?.id ?? '';
  goToField(document, 1);
  expect(where()).toBe('list');
  goToField(document, 1);
  goToField(document, 1);
  expect(where()).toBe('line');
  goToField(document, -1);
  expect(where()).toBe('number');
});
