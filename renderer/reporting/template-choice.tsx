import type { ReportTemplate } from '../../shared/model/report.ts';
import { Button, EmptyState } from '../ui/index.ts';
import styles from './report-panel.module.css';

/** No report yet: the templates, the best match first. */
export function TemplateChoice({
  templates,
  busy,
  refusal,
  onChoose,
}: {
  readonly templates: readonly ReportTemplate[];
  readonly busy: boolean;
  /** Why whoever is here may write none; null where they may. */
  readonly refusal: string | null;
  readonly onChoose: (templateId: string) => void;
}) {
  return (
    <EmptyState title="No report yet">
      <p>{refusal ?? 'Choose a template to begin. The first fits this study best.'}</p>
      <div className={styles['templates']}>
        {templates.map((template, place) => (
          <Button
            key={template.templateId}
            tone={place === 0 ? 'primary' : 'plain'}
            disabled={busy || refusal !== null}
            onClick={() => onChoose(template.templateId)}
          >
            {template.name}
          </Button>
        ))}
      </div>
    </EmptyState>
  );
}
