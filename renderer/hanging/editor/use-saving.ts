import { useState } from 'react';
import { idFromName } from '../../../shared/hanging/protocol/edit/new-protocol.ts';
import type { Fault } from '../../../shared/hanging/protocol/edit/faults.ts';
import { newestOf, ownerKey } from '../../../shared/model/kept-document.ts';
import type { DocumentOwner } from '../../../shared/model/kept-document.ts';
import { ownerOptions, ownersFor } from '../../app/document-words.ts';
import { useServices } from '../../app/services.tsx';
import { useTask } from '../../app/use-task.ts';
import { useEditor } from './editor-context.ts';
import type { ProtocolEditorState } from './editor-state.ts';
import type { KeptProtocol } from './use-kept.ts';

const OWN: DocumentOwner = { scope: 'user' };

export interface Saving {
  readonly owner: DocumentOwner;
  readonly options: readonly { readonly value: string; readonly words: string }[];
  readonly choose: (key: string) => void;
  /** Who may keep protocols of the site and of groups. */
  readonly isAdministrator: boolean;
  readonly save: () => void;
  /** The reader is asked for another name. */
  readonly asking: boolean;
  readonly ask: (asking: boolean) => void;
  /** Under another name: what it was made from stays as it is kept. */
  readonly saveAs: (name: string) => void;
  readonly busy: boolean;
  readonly failure: unknown;
  /** Whether anything was kept since the editor was opened. */
  readonly saved: boolean;
}

/** Keeps the document as the next version of an owner: the reader's own, or the site's and the groups' where the role allows it. */
export function useSaving({ listed, source }: KeptProtocol, onFault: () => void): Saving {
  const { link } = useServices();
  const editor = useEditor();
  const task = useTask();
  const owners = ownersFor(listed);
  const [owner, setOwner] = useState(
    () => owners.find((one) => source.scope !== 'shipped' && ownerKey(one) === ownerKey(source)) ?? OWN,
  );
  const [versions, setVersions] = useState<Readonly<Record<string, number>>>({});
  const [asking, ask] = useState(false);
  const save = (): void => {
    const { editing } = editor.store.getState();
    const [fault] = editing.faults;
    if (fault) {
      goTo(editor, fault);
      editor.say(`Not kept yet. ${fault.words}`);
      return onFault();
    }
    const { document } = editing;
    const key = `${ownerKey(owner)} ${document.id}`;
    const after = versions[key] ?? newestOf(listed.entries, owner, document.id);
    task.start(async () => {
      const { version } = await link.call('hanging.save', { owner, document, after });
      setVersions({ ...versions, [key]: version });
      editor.keptAs(
        document,
        { source: owner, version },
        `Kept ${ownerWords(owner)}, as version ${version}. ${hangsWords(listed, owner, document.id)}`,
      );
    });
  };
  return {
    owner,
    options: ownerOptions(owners),
    choose: (key) => setOwner(owners.find((one) => ownerKey(one) === key) ?? OWN),
    isAdministrator: listed.maySetSite,
    save,
    asking,
    ask,
    saveAs: (name) => {
      ask(false);
      const taken = [...listed.entries.map(({ id }) => id), editor.document.id];
      editor.becomes(idFromName(name, taken), name);
      save();
    },
    busy: task.busy,
    failure: task.failure,
    saved: Object.keys(versions).length > 0,
  };
}

function ownerWords(owner: DocumentOwner): string {
  if (owner.scope === 'group') return `for the group ${owner.group}`;
  return owner.scope === 'site' ? 'for everybody at this station' : 'for you';
}

const RANK: readonly string[] = ['shipped', 'site', 'group', 'user'];

/** Whether it counts for whoever kept it: one of a later scope of this name stands before it. */
function hangsWords({ entries }: KeptProtocol['listed'], owner: DocumentOwner, id: string): string {
  const own = entries.filter((one) => one.id === id);
  if (own.some(({ state }) => state === 'off')) return 'It is switched off for you, in the settings.';
  const before = own.find(
    ({ scope, state }) => state === 'in-force' && RANK.indexOf(scope) > RANK.indexOf(owner.scope),
  );
  if (!before) return 'Studies that fit hang by it from now on.';
  return `For you, ${before.scope === 'user' ? 'your own' : `that of the group ${before.group ?? ''}`} hangs before it.`;
}

/** Shows the field that a fault is in. */
function goTo(editor: ProtocolEditorState, { path }: Fault): void {
  const { document } = editor;
  const [part, at] = path;
  const index = typeof at === 'number' ? at : 0;
  if (part === 'name' || part === 'note' || part === 'for') return editor.show('studies');
  if (part === 'imageSets') {
    editor.chooseSet(document.imageSets[index]?.id ?? '');
    return editor.show('series');
  }
  if (part === 'stages') return editor.chooseStage(document.stages[index]?.id ?? '');
  const display = document.displaySets[index]?.id;
  const cells = document.stages.flatMap(({ id, screens }) =>
    screens.flatMap(({ boxes }, screen) => boxes.map(({ show }, box) => ({ stage: id, screen, box, show }))),
  );
  const cell = cells.find(({ show }) => show === display);
  if (cell) {
    editor.chooseStage(cell.stage);
    editor.chooseCell(cell.screen, cell.box);
  }
  editor.show('cell');
}
