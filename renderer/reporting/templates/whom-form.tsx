import type { ReportTemplate } from '../../../shared/model/report.ts';
import { without } from '../../../shared/report/template-edit.ts';
import { CheckField, FormGroup, FormLine, TextField } from '../../ui/index.ts';
import { TypedList } from './typed-list.tsx';

type Lists = 'words' | 'sites' | 'readers' | 'anatomy';

/** The name of a template, and what it is chosen by; what is empty is for every study. */
export function WhomForm({
  template,
  onChange,
}: {
  readonly template: ReportTemplate;
  readonly onChange: (change: (template: ReportTemplate) => ReportTemplate, kind: string) => void;
}) {
  const list = (key: Lists, label: string, hint: string) => (
    <TypedList
      label={label}
      hint={hint}
      items={template[key] ?? []}
      onChange={(items) =>
        onChange(
          (now) => without({ ...now, [key]: items.length === 0 ? undefined : items } as ReportTemplate, key),
          `whom ${key}`,
        )
      }
    />
  );
  const age = (which: 'from' | 'to', text: string): void =>
    onChange((now) => {
      const years = /^\d{1,3}$/.test(text.trim()) ? Number(text) : null;
      const ages = { from: now.ages?.from ?? null, to: now.ages?.to ?? null, [which]: years };
      const isOpen = ages.from === null && ages.to === null;
      const { ages: _before, ...rest } = now;
      return isOpen ? rest : { ...rest, ages };
    }, `age ${which}`);
  const sexes = template.sexes ?? [];
  return (
    <>
      <TextField
        label="Name of the template"
        value={template.name}
        problem={template.name.trim() === '' ? 'A template has a name.' : null}
        onChange={(event) => onChange((now) => ({ ...now, name: event.target.value }), 'name')}
      />
      <FormGroup title="For which studies" help="What is empty is for every study.">
        <TypedList
          label="Modalities"
          hint="As CT, MR"
          items={template.modalities}
          onChange={(modalities) => onChange((now) => ({ ...now, modalities }), 'modalities')}
        />
        <TypedList
          label="Parts of the body"
          hint="As CHEST, HEAD"
          items={template.bodyParts}
          onChange={(bodyParts) => onChange((now) => ({ ...now, bodyParts }), 'body')}
        />
        {list('words', 'Words of the study’s name', 'For a special purpose: one has to stand there')}
        <TypedList
          label="Procedure codes"
          hint="As RPID22^RADLEX"
          items={(template.procedures ?? []).map(({ value, scheme }) => `${value}^${scheme}`)}
          onChange={(items) =>
            onChange((now) => {
              const procedures = items.map((text) => {
                const [value = '', scheme = ''] = text.split('^');
                const before = now.procedures?.find((one) => one.value === value && one.scheme === scheme);
                return before ?? { value, scheme, meaning: '' };
              });
              const { procedures: _before, ...rest } = now;
              return procedures.length === 0 ? rest : { ...rest, procedures };
            }, 'procedures')
          }
        />
        {list('sites', 'Sites', 'By name')}
        {list('readers', 'Readers', 'By name')}
        <TextField
          label="Age from, years"
          inputMode="numeric"
          value={template.ages?.from ?? ''}
          onChange={(event) => age('from', event.target.value)}
        />
        <TextField
          label="Age to, years"
          inputMode="numeric"
          value={template.ages?.to ?? ''}
          onChange={(event) => age('to', event.target.value)}
        />
        <FormLine>
          {(['F', 'M', 'O'] as const).map((sex) => (
            <CheckField
              key={sex}
              label={{ F: 'Women', M: 'Men', O: 'Others' }[sex]}
              checked={sexes.includes(sex)}
              onChange={(isOn) =>
                onChange((now) => {
                  const next = (['F', 'M', 'O'] as const).filter((one) =>
                    one === sex ? isOn : (now.sexes ?? []).includes(one),
                  );
                  const { sexes: _before, ...rest } = now;
                  return next.length === 0 ? rest : { ...rest, sexes: next };
                }, `sex ${sex}`)
              }
            />
          ))}
        </FormLine>
        {list('anatomy', 'Anatomy', 'What the findings are to speak of')}
      </FormGroup>
    </>
  );
}
