import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useRegisterCommands } from '../app/commands/index.ts';
import { CalculatorDialog } from '../calculators/index.ts';
import { insertMeasurement } from './editor-actions.ts';
import type { SectionEditors } from './editor-actions.ts';
import { measurementToInsert } from './links.ts';
import type { ReportLinks } from './links.ts';
import { putText } from './put-text.ts';
import { REPORT_KEYS } from './report-keys.ts';

const CALCULATED = { kind: 'computed', name: 'calculator' } as const;

/** The calculators of the desk: there on every study; their sentence, and what the pictures offer, goes into the section written last. */
export function ReportCalculators({
  links,
  editors,
}: {
  readonly links: ReportLinks;
  /** Null where nothing is being written. */
  readonly editors: SectionEditors | null;
}) {
  const [open, setOpen] = useState(false);
  useRegisterCommands([{ ...REPORT_KEYS.calculators, run: () => setOpen(true) }]);
  const measurement = useStore(links.state, measurementToInsert);
  useEffect(
    () =>
      links.onOffer(({ measurement: offered, sentence }) => {
        const editor = editors?.target();
        if (!editor) return false;
        if (offered) insertMeasurement(editor, offered);
        if (sentence !== '') putText(editor, sentence, CALCULATED);
        return true;
      }),
    [links, editors],
  );
  if (!open) return null;
  return (
    <CalculatorDialog
      measurement={measurement}
      onInsert={
        editors === null
          ? null
          : (sentence) => {
              const editor = editors.target();
              if (editor) putText(editor, sentence, CALCULATED);
            }
      }
      onClose={() => setOpen(false)}
    />
  );
}
