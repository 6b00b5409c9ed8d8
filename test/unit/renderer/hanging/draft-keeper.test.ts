import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DraftKeeper } from '../../../../renderer/hanging/editor/draft-keeper.ts';
import { ProtocolEditorState } from '../../../../renderer/hanging/editor/editor-state.ts';
import { ProtocolDraft } from '../../../../shared/hanging/protocol/kept.ts';
import { FakeStation } from '../helpers/fake-station.ts';
import { protocolOf } from '../../shared/hanging/protocol/cases.ts';

function editing() {
  const station = new FakeStation({ 'hanging.keepDraft': () => ({}), 'hanging.dropDraft': () => ({}) });
  const kept = protocolOf({ id: 'mine', name: 'Mine' });
  const editor = new ProtocolEditorState(kept, null, {
    ...{ kept, begun: kept, made: { source: { scope: 'user' }, version: 3 } },
  });
  const keeper = new DraftKeeper(station, editor, false);
  const name = (words: string): boolean => editor.act({ do: 'set-protocol', patch: { name: words } }, 'name');
  const asked = (): readonly unknown[] =>
    station.asked.map(({ name: call, request }) => [
      call.replace('hanging.', ''),
      ...[(request as { document?: { name: string } }).document?.name ?? (request as { id?: string }).id],
    ]);
  return { station, editor, keeper, name, asked };
}

describe('the draft of a protocol in the editor', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is written once the reader rests, as it was whole last, and goes when all is undone or kept', async () => {
    const { editor, name, asked } = editing();
    name('Mine, b');
    name('Mine, better');
    await vi.advanceTimersByTimeAsync(300);
    expect(asked()).toEqual([['keepDraft', 'Mine, better']]);
    name('');
    await vi.advanceTimersByTimeAsync(300);
    expect(asked()).toHaveLength(1);
    editor.undo();
    await vi.advanceTimersByTimeAsync(300);
    expect(asked().at(-1)).toEqual(['dropDraft', 'mine']);
    name('Mine, best');
    await vi.advanceTimersByTimeAsync(300);
    editor.keptAs(editor.document, { source: { scope: 'user' }, version: 4 }, 'Kept.');
    await vi.advanceTimersByTimeAsync(300);
    expect(asked().slice(2)).toEqual([['keepDraft', 'Mine, best'], ['dropDraft', 'mine']]); // prettier-ignore
  });

  it('comes back with its steps of undo', async () => {
    const { station, editor, name } = editing();
    name('Mine, better');
    editor.settle();
    name('Mine, best');
    await vi.advanceTimersByTimeAsync(300);
    const { document, steps } = ProtocolDraft.parse(JSON.parse(JSON.stringify(station.asked.at(-1)?.request)));
    const { kept, begun, made } = editor.store.getState();
    const back = new ProtocolEditorState(document, null, { kept, begun, made }, steps);
    back.undo();
    expect(back.document.name).toBe('Mine, better');
    back.undo();
    expect([back.document.name, back.dirty]).toEqual(['Mine', false]);
    back.redo();
    expect(back.document.name).toBe('Mine, better');
  });

  it('stays when the window goes, and is dropped where the reader says so; what is another protocol now has its own', async () => {
    const { station, editor, keeper, name, asked } = editing();
    name('Mine, better');
    keeper.stop();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked()).toEqual([['keepDraft', 'Mine, better']]);
    expect(station.asked[0]?.request).toMatchObject({ source: { scope: 'user' }, version: 3 });
    const other = editing();
    other.name('Mine, better');
    await vi.advanceTimersByTimeAsync(300);
    other.editor.becomes('another', 'Another');
    await vi.advanceTimersByTimeAsync(300);
    expect(other.asked().slice(1)).toEqual([['keepDraft', 'Another'], ['dropDraft', 'mine']]); // prettier-ignore
    expect(other.station.asked[1]?.request).toMatchObject({ source: null, version: null });
    await other.keeper.drop();
    expect(other.asked().at(-1)).toEqual(['dropDraft', 'another']);
    expect(editor.store.getState().draft).toBe('safe');
  });
});
