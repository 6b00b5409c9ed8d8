import { useEffect, useRef, useState } from 'react';
import type { Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { spokenCommand } from '../../../shared/dictation/spoken-command.ts';
import { writtenText } from '../../../shared/dictation/written.ts';
import { useRegisterCommands } from '../../app/commands/index.ts';
import { useServices } from '../../app/services.tsx';
import { withField } from '../draft-view.tsx';
import { putText } from '../put-text.ts';
import { REPORT_KEYS } from '../report-keys.ts';
import type { ReportSession } from '../report-session.ts';
import type { ReportActions } from '../use-report-actions.ts';
import { Dictation } from './dictation.ts';
import { setGhost } from './ghost.ts';
import { systemMicrophone } from './microphone.ts';
import { goToField, saidInField } from './said-in-field.ts';

/** What was put into the text last, as long as nothing else was done to it. */
interface LastPut {
  readonly editor: Editor;
  readonly doc: Node;
}

/** Dictation into the report on screen: its commands, its words at the caret, and what is said that is no text. */
export function useDictation(session: ReportSession, actions: ReportActions, isDraft: boolean): Dictation {
  const { link, preferences } = useServices();
  const [dictation] = useState(
    () => new Dictation({ link, microphone: systemMicrophone(window, () => preferences.getState().microphone) }),
  );
  const latest = useRef({ session, actions });
  const last = useRef<LastPut | null>(null);
  useEffect(() => {
    latest.current = { session, actions };
  });
  useEffect(
    () =>
      dictation.said.on((phrase) => {
        const { session: now, actions: act } = latest.current;
        for (const editor of act.editors.all()) setGhost(editor, '');
        last.current = said(phrase, now, act, dictation, last.current);
      }),
    [dictation],
  );
  useEffect(
    () =>
      dictation.view.subscribe(({ partial }) => {
        const editor = latest.current.actions.editors.target();
        if (editor) setGhost(editor, partial);
      }),
    [dictation],
  );
  useEffect(() => dictation.begin(), [dictation]);
  useEffect(() => {
    if (!isDraft) void dictation.stop();
  }, [dictation, isDraft]);
  const enabled = (): boolean => isDraft;
  useRegisterCommands([
    { ...REPORT_KEYS.dictate, enabled, run: () => dictation.toggle() },
    { ...REPORT_KEYS.beginDictation, enabled, run: () => dictation.start() },
    { ...REPORT_KEYS.endDictation, enabled, run: () => dictation.stop() },
  ]);
  return dictation;
}

/** @returns what "scratch that" would take back now */
function said(
  phrase: string,
  session: ReportSession,
  { editors, insertNormal }: ReportActions,
  dictation: Dictation,
  last: LastPut | null,
): LastPut | null {
  const { shown } = session.view.getState();
  if (shown?.state !== 'draft') return null;
  const command = spokenCommand(phrase, shown.template);
  switch (command?.do) {
    case 'field':
      goToField(document, command.by);
      return null;
    case 'section':
      editors.get(command.sectionId)?.commands.focus('end');
      return null;
    case 'normal':
      insertNormal(command.sectionId ?? editors.last);
      return null;
    case 'choose':
      session.edit((now) => withField(now, command.sectionId, command.fieldId, command.value));
      return null;
    case 'scratch':
      if (last !== null && !last.editor.isDestroyed && last.editor.state.doc.eq(last.doc)) last.editor.commands.undo();
      return null;
    case 'stop':
      void dictation.stop();
      return null;
    case undefined:
      return saidInField(document.activeElement, phrase) ? null : write(phrase, editors.target());
  }
}

function write(phrase: string, editor: Editor | null): LastPut | null {
  if (editor === null) return null;
  const { doc, selection } = editor.state;
  const before = doc.textBetween(doc.resolve(selection.from).start(), selection.from);
  putText(editor, writtenText(phrase, before), { kind: 'dictated', engine: 'nightjar' });
  return { editor, doc: editor.state.doc };
}
