import type { Editor } from '@tiptap/core';
import { useEffect, useState } from 'react';
import { useRegisterCommands } from '../app/commands/index.ts';
import { useNotices } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import { Button, Dialog } from '../ui/index.ts';
import styles from './section-editor.module.css';
import { REPORT_KEYS } from './report-keys.ts';
import { ReportSpelling } from './report-spelling.ts';
import { judgeAgain, nextMisspelt } from './spelling.ts';
import type { FoundWord } from './spelling.ts';
import type { ReportActions } from './use-report-actions.ts';

interface Asked extends FoundWord {
  readonly editor: Editor;
  readonly suggestions: readonly string[];
}

/** The spelling of the report on screen, judged in every section as soon as the words are there. */
export function useReportSpelling({ editors }: ReportActions, isDraft: boolean): ReportSpelling {
  const { link } = useServices();
  const [spelling] = useState(() => new ReportSpelling(link));
  useEffect(() => {
    if (isDraft) spelling.begin();
  }, [spelling, isDraft]);
  useEffect(
    () =>
      spelling.view.subscribe(({ turn }) => {
        for (const editor of editors.all()) judgeAgain(editor, turn);
      }),
    [spelling, editors],
  );
  return spelling;
}

/** One word after the other, by key: what may have been meant, or that it is right. */
export function SpellingDialog({
  spelling,
  actions: { editors },
  isDraft,
}: {
  readonly spelling: ReportSpelling;
  readonly actions: ReportActions;
  readonly isDraft: boolean;
}) {
  const notices = useNotices();
  const [asked, setAsked] = useState<Asked | null>(null);
  const ask = (after: number | null): void => {
    const { speller } = spelling.view.getState();
    const first = editors.target();
    if (speller === null || first === null) return setAsked(null);
    const all = [first, ...editors.all().filter((one) => one !== first)];
    for (const editor of all) {
      const found = nextMisspelt(editor, speller, editor === first ? (after ?? editor.state.selection.from) : 0);
      if (found) return setAsked({ ...found, editor, suggestions: speller.suggest(found.word) });
    }
    setAsked(null);
    notices.add({ tone: 'ok', title: 'No word is marked', detail: '' });
  };
  useRegisterCommands([{ ...REPORT_KEYS.spelling, enabled: () => isDraft, run: () => ask(null) }]);
  if (asked === null) return null;
  const { editor, word, from, to, suggestions } = asked;
  const close = (): void => {
    setAsked(null);
    if (!editor.isDestroyed) editor.chain().focus().setTextSelection(to).run();
  };
  const take = (meant: string): void => {
    editor.view.dispatch(editor.state.tr.insertText(meant, from, to));
    ask(from + meant.length);
  };
  const keep = (): void => {
    spelling.keep(word).then(
      () => ask(to),
      (error: unknown) => notices.fail(error, 'Spelling'),
    );
  };
  return (
    <Dialog
      open
      title="Spelling"
      width="wide"
      onClose={close}
      actions={
        <>
          <Button onClick={() => ask(to)}>Next word</Button>
          <Button onClick={keep}>Keep “{word}” as a word of mine</Button>
          <Button onClick={close}>Back to the report</Button>
        </>
      }
    >
      <p>
        “<bdi>{word}</bdi>” is in no list of words.{suggestions.length === 0 ? ' Nothing is near it.' : ' Instead:'}
      </p>
      <div className={styles['meant']} role="group" aria-label="Instead of it">
        {suggestions.map((meant, at) => (
          <Button key={meant} {...(at === 0 ? { 'data-autofocus': true } : {})} onClick={() => take(meant)}>
            {meant}
          </Button>
        ))}
      </div>
    </Dialog>
  );
}
