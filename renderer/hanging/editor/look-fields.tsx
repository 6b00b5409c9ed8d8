import { patched } from '../../../shared/hanging/protocol/edit/edits.ts';
import type { Presentation } from '../../../shared/hanging/protocol/display-set.ts';
import { idleWords, looksOf, withOwnLook } from '../../../shared/hanging/protocol/look-rules.ts';
import { Button, CheckField, FormGroup, FormLine, SelectField } from '../../ui/index.ts';
import type { DisplayParts, SetLook } from './kinds.ts';
import * as choices from './look-choices.ts';
import { SyncFields } from './sync-fields.tsx';
import { NumberField } from './typed-field.tsx';

/** How a picture looks at first; what is left open stays as the picture and the habits of the reader say. */
export function LookFields({ display, set, problem }: DisplayParts) {
  const look = display.look ?? {};
  const to: SetLook = (patch, field) => {
    const { look: _before, ...rest } = display;
    const next = patched<Presentation>(look, patch);
    set(Object.keys(next).length > 0 ? { ...rest, look: next } : rest, field);
  };
  const has = looksOf(display);
  const idle = idleWords(display);
  return (
    <>
      <FormGroup title="How it looks at first">
        {has.size === 0 ? <p>There is nothing to choose: it looks as it is.</p> : null}
        {idle.length > 0 ? (
          <FormLine>
            <span role="alert">{`It cannot be kept so: ${idle.join('; ')}.`}</span>
            <Button onClick={() => set(withOwnLook(display))}>Leave that out</Button>
          </FormLine>
        ) : null}
        {has.has('picture') ? <PictureFields look={look} to={to} problem={problem('look', 'picture')} /> : null}
        {has.has('window') ? <WindowFields look={look} to={to} problem={problem} /> : null}
        {has.has('zoom') ? <ZoomFields look={look} to={to} problem={problem('look', 'zoom')} /> : null}
        {has.has('turn') ? <TurnFields look={look} to={to} /> : null}
        {has.has('colourMap') ? <ColourField look={look} to={to} /> : null}
        {has.has('sort') ? <OrderFields look={look} to={to} /> : null}
        {has.has('invert') ? (
          <CheckField
            label="Inverted"
            checked={look.invert ?? false}
            onChange={(isOn) => to({ invert: isOn || undefined })}
          />
        ) : null}
      </FormGroup>
      {has.has('sync') ? <SyncFields look={look} to={to} problem={problem('look', 'sync')} /> : null}
    </>
  );
}

interface Part {
  readonly look: Presentation;
  readonly to: SetLook;
}

function TurnFields({ look, to }: Part) {
  return (
    <>
      <SelectField
        label="Turned"
        value={look.turn ?? ''}
        options={choices.TURNS}
        onChange={(turn) => to({ turn: turn || undefined })}
      />
      <SelectField
        label="Mirrored"
        value={look.flip ?? ''}
        options={choices.FLIPS}
        onChange={(flip) => to({ flip: flip || undefined })}
      />
      <SelectField
        label="Stands at the edge"
        value={look.justify ?? ''}
        options={choices.EDGES}
        onChange={(justify) => to({ justify: justify || undefined })}
      />
    </>
  );
}

function ColourField({ look, to }: Part) {
  return (
    <SelectField
      label="Colours"
      value={look.colourMap ?? ''}
      options={choices.COLOURS}
      onChange={(colourMap) => to({ colourMap: colourMap || undefined })}
    />
  );
}

function OrderFields({ look, to }: Part) {
  return (
    <>
      <SelectField
        label="Order"
        value={look.sort?.by ?? ''}
        options={choices.ORDERS}
        onChange={(by) => to({ sort: by ? patched(look.sort ?? { by }, { by }) : undefined })}
      />
      {look.sort ? (
        <CheckField
          label="The last one first"
          checked={look.sort.descending ?? false}
          onChange={(isOn) => look.sort && to({ sort: patched(look.sort, { descending: isOn || undefined }) })}
        />
      ) : null}
    </>
  );
}

function PictureFields({ look: { picture }, to, problem }: Part & { readonly problem: string | null }) {
  const isFinding = typeof picture === 'object';
  const chosen = isFinding ? picture.at : typeof picture === 'number' ? 'share' : (picture ?? '');
  const choose = (value: (typeof choices.PICTURES)[number]['value']): void => {
    switch (value) {
      case '':
      case 'first':
      case 'middle':
      case 'last':
        return to({ picture: value || undefined });
      case 'share':
        return to({ picture: 0.5 });
      default:
        return to({ picture: { at: value, ...(isFinding ? { otherwise: picture.otherwise } : {}) } });
    }
  };
  const share = typeof picture === 'number' ? picture : isFinding && typeof picture.otherwise === 'number' ? picture.otherwise : null; // prettier-ignore
  return (
    <>
      <SelectField label="Begins with" value={chosen} options={choices.PICTURES} onChange={choose} />
      {isFinding ? (
        <SelectField
          label="Else, where there is none"
          value={typeof picture.otherwise === 'number' ? 'share' : (picture.otherwise ?? '')}
          options={choices.OTHERWISE}
          onChange={(value) => {
            const otherwise = value === 'share' ? 0.5 : value || undefined;
            to({ picture: { at: picture.at, ...(otherwise === undefined ? {} : { otherwise }) } });
          }}
        />
      ) : null}
      {share === null ? null : (
        <NumberField
          label="How far into it, in %"
          field="picture"
          needed
          value={Math.round(share * 1000) / 10}
          problem={problem && 'From 0 to 100.'}
          onType={(percent = Number.NaN, field) =>
            to({ picture: isFinding ? { at: picture.at, otherwise: percent / 100 } : percent / 100 }, field)
          }
        />
      )}
    </>
  );
}

function WindowFields({ look: { window }, to, problem }: Part & Pick<DisplayParts, 'problem'>) {
  const values = typeof window === 'object' ? window : null;
  return (
    <>
      <SelectField
        label="Window"
        value={values ? 'values' : typeof window === 'string' ? window : ''}
        options={choices.WINDOWS}
        onChange={(value) => to({ window: value === 'values' ? { center: 40, width: 400 } : value || undefined })}
      />
      {values ? (
        <>
          <NumberField
            label="Centre of the window"
            field="window center"
            needed
            value={values.center}
            problem={problem('look', 'window', 'center')}
            onType={(center = Number.NaN, field) => to({ window: { ...values, center } }, field)}
          />
          <NumberField
            label="Width of the window"
            field="window width"
            needed
            value={values.width}
            problem={problem('look', 'window', 'width')}
            onType={(width = Number.NaN, field) => to({ window: { ...values, width } }, field)}
          />
        </>
      ) : null}
    </>
  );
}

function ZoomFields({ look: { zoom }, to, problem }: Part & { readonly problem: string | null }) {
  const isFactor = typeof zoom === 'number';
  return (
    <>
      <SelectField
        label="Zoom"
        value={isFactor ? 'factor' : (zoom ?? '')}
        options={choices.ZOOMS}
        onChange={(value) => to({ zoom: value === 'factor' ? 1.5 : value || undefined })}
      />
      {isFactor ? (
        <NumberField
          label="Times as large as it fits"
          field="zoom"
          needed
          value={zoom}
          problem={problem}
          onType={(factor = Number.NaN, field) => to({ zoom: factor }, field)}
        />
      ) : null}
    </>
  );
}
