import { useState } from 'react';
import type { ReportTemplate } from '../../shared/model/report.ts';
import { Button, EmptyState, TextField } from '../ui/index.ts';
import styles from './report-panel.module.css';

/** How many stand there unasked. What ranks behind the one for everything is made for something else. */
const SHOWN = 5;
const FOR_ALL = 'general';

/** No report yet: the templates that fit best, the others when they are asked for. */
export function TemplateChoice({
  templates,
  busy,
  refusal,
  besides,
  onChoose,
}: {
  readonly templates: readonly ReportTemplate[];
  readonly busy: boolean;
  /** Why whoever is here may write none; null where they may. */
  readonly refusal: string | null;
  /** What there is already; null: nothing that speaks against another one. */
  readonly besides: string | null;
  readonly onChoose: (templateId: string) => void;
}) {
  const [all, setAll] = useState(false);
  const [wanted, setWanted] = useState('');
  const forAll = templates.findIndex(({ templateId }) => templateId === FOR_ALL);
  const fit = templates.filter((_, place) => place === forAll || (place < SHOWN && (forAll === -1 || place < forAll)));
  const found = templates.filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()));
  const mayNot = busy || refusal !== null;
  return (
    <EmptyState title={besides === null ? 'No report yet' : 'A second report of this study?'}>
      {besides === null ? null : (
        <p role="status" className={styles['second']}>
          {besides}
        </p>
      )}
      <p>{refusal ?? 'Choose a template to begin. The first fits this study best.'}</p>
      {all ? (
        <TextField
          label="Find a template"
          value={wanted}
          autoFocus
          disabled={mayNot}
          onChange={(event) => setWanted(event.target.value)}
          problem={found.length === 0 ? 'No template has these words in its name.' : null}
        />
      ) : null}
      <div className={styles['templates']}>
        {(all ? found : fit).map((template) => (
          <Button
            key={template.templateId}
            tone={template === templates[0] ? 'primary' : 'plain'}
            disabled={mayNot}
            onClick={() => onChoose(template.templateId)}
          >
            {template.name}
          </Button>
        ))}
        {all || fit.length === templates.length ? null : (
          <Button tone="quiet" disabled={mayNot} onClick={() => setAll(true)}>
            {`All ${templates.length} templates …`}
          </Button>
        )}
      </div>
    </EmptyState>
  );
}
