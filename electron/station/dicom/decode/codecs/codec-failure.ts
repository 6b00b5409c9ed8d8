import { AppError } from '../../../../../shared/errors/app-error.ts';

/** A code stream that a codec refused. The codec's own words are for engineers. */
export function readFailure(detail: string): AppError {
  const context = { detail: detail.trim().slice(0, 200) };
  return new AppError('dicom/pixel-data-damaged', 'the compressed picture is damaged', { context });
}
