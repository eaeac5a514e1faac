/** MiB for people. */
export function memoryText(mebibytes: number | null | undefined): string {
  if (mebibytes === null || mebibytes === undefined) {
    return '–';
  }
  return mebibytes >= 1024 ? `${trim(mebibytes / 1024)} GiB` : `${mebibytes} MiB`;
}

function trim(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '');
}

/** What is not known. */
export function orDash(value: string | number | null | undefined): string {
  return value === null || value === undefined || value === '' ? '–' : String(value);
}
